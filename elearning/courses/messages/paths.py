"""What the checker says of learning paths: level, message, remedy by code."""

from flask_babel import lazy_gettext as _

from elearning.courses.messages.wording import Wording

PATHS = {
    "path-name": Wording(
        "error",
        _("The name of this file cannot stand in an address."),
        _("Use small letters, digits and hyphens, such as pelayanan-publik-digital.md."),
    ),
    "value-step": Wording(
        "error",
        _("“%(value)s” is no course of a learning path."),
        _("Write the name of a course's folder, a colon, and why the course stands here."),
    ),
    "step-unknown": Wording(
        "error",
        _("There is no course “%(value)s” for this learning path."),
        _("Write the name of a published course's folder."),
    ),
    "step-unknown-near": Wording(
        "error",
        _("There is no course “%(value)s” for this learning path."),
        _("Did you mean “%(meant)s”?"),
    ),
    "step-twice": Wording(
        "error",
        _("“%(value)s” stands in this learning path twice, first in line %(first)s."),
        _("Keep one of the two."),
    ),
    "step-early": Wording(
        "error",
        _("“%(value)s” requires “%(needed)s”, which comes later in this learning path."),
        _("Move “%(needed)s” above it."),
    ),
    "step-cycle": Wording(
        "error",
        _("“%(value)s” and “%(needed)s” require each other, so nobody could go on."),
        _("Remove one of them from the prasyarat of the other's course.md."),
    ),
    "step-outside": Wording(
        "warning",
        _("“%(value)s” requires “%(needed)s”, which is not in this learning path."),
        _("Add “%(needed)s” above it, or make sure that people know it already."),
    ),
    "step-unreasoned": Wording(
        "warning",
        _("Nothing says why “%(value)s” stands here."),
        _("Write the reason after a colon: - %(value)s: …"),
    ),
}
