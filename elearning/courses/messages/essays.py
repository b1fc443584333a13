"""What the checker says of essays and their rubrics: level, message, remedy by code."""

from flask_babel import lazy_gettext as _

from elearning.courses.messages.wording import Wording

ESSAYS = {
    "essay-after": Wording(
        "error",
        _("Below “Esai” only the list of criteria may stand."),
        _("Move this above “Esai”, or write it as a criterion: - [40%%] …."),
    ),
    "essay-answer": Wording(
        "error",
        _("An essay has no “Jawaban:”; a trainer grades it."),
        _("Write a model answer as > Pembahasan: …, or remove “Esai”."),
    ),
    "essay-options": Wording(
        "error",
        _("An essay has no right option to tick."),
        _("Remove [x] to make this a criterion, or remove the line “Esai”."),
    ),
    "essay-practice": Wording(
        "error",
        _("Nobody grades an essay in a practice block, and this one has no model answer."),
        _("Add > Pembahasan: … so that learners can compare, or move it to a quiz."),
    ),
    "rubric-mixed": Wording(
        "error",
        _("This criterion has no share, but others have one."),
        _("Write such as [40%%] before every criterion, or before none: then all count alike."),
    ),
    "rubric-share": Wording(
        "error",
        _("“%(value)s” is no share of a criterion; it must be above 0."),
        _("Write such as [40%%], or remove the criterion."),
    ),
    "rubric-sum": Wording(
        "error",
        _("The shares of the criteria add up to %(reached)s%%, not to 100%%."),
        _("Change them, or leave all of them out: then all criteria count alike."),
    ),
    "rubric-same": Wording(
        "error",
        _("Two criteria have the same text; the first is in line %(first)s."),
        _("Reword one, or join them and add up their shares."),
    ),
}
