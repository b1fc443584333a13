"""The words for what an export of questions loses: level, message, remedy by code."""

from flask_babel import lazy_gettext as _

from elearning.courses.messages.wording import Wording

OF_EXPORTS = {
    "export-kind": Wording(
        "lost",
        _("GIFT has no question of the kind “%(kind)s”; it is left out."),
        _("Export as Moodle XML."),
    ),
    "export-hint": Wording(
        "lost",
        _("GIFT has no hints; this one is left out."),
        _("Export as Moodle XML."),
    ),
    "export-weight": Wording(
        "lost",
        _("GIFT has no weights; each question counts one."),
        _("Export as Moodle XML, or set the marks there."),
    ),
    "export-whole": Wording(
        "lost",
        _("All or nothing became shares of the mark."),
        _("Look at the shares after importing it there."),
    ),
    "export-picture": Wording(
        "lost",
        _("A picture of this question is not in the export."),
        _("Export as Moodle XML with the pictures, or add it there."),
    ),
    "export-rubric": Wording(
        "lost",
        _("The rubric of the essay is not in the export."),
        _("Write it there as notes for graders."),
    ),
    "export-best": Wording(
        "lost",
        _("GIFT wants one option that earns everything; here there is none."),
        _("Export as Moodle XML."),
    ),
    "export-draw": Wording(
        "lost",
        _("How many questions a pool draws is not in the export."),
        _("Add random questions of the category there."),
    ),
    "export-introduction": Wording(
        "lost",
        _("The quiz's introduction is not in the export."),
        _("Write it there in the quiz's description."),
    ),
}
