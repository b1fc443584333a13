"""What the checker says of language variants: level, message, remedy by code."""

from flask_babel import lazy_gettext as _

from elearning.courses.messages.wording import Wording

VARIANTS = {
    "variant-language": Wording(
        "warning",
        _("Nobody can read the language “%(language)s” here, so this text is left out."),
        _("End the name in one of these languages: %(known)s."),
    ),
    "variant-own": Wording(
        "error",
        _("“%(language)s” is the course's own language; its text stands in %(main)s."),
        _("Remove this file, or change bahasa in course.md."),
    ),
    "variant-alone": Wording(
        "error",
        _("This translates %(main)s, which the course does not have."),
        _("Name the file as the text that it translates, with the language before .md."),
    ),
    "variant-twice": Wording(
        "error",
        _("The file %(other)s translates the same text."),
        _("Keep one of the two."),
    ),
    "variant-missing": Wording(
        "warning",
        _("This text is not translated: its readers see it in the course's own language."),
        _("Write %(name)s."),
    ),
    "variant-differs": Wording(
        "error",
        _("%(key)s is not what %(main)s says: a variant only translates."),
        _("Remove the line, or write the same value."),
    ),
    "variant-headings": Wording(
        "warning",
        _("The text has other headings than what it translates (%(count)s, there %(wanted)s)."),
        _("Give it the same headings in the same order, so that readers go on where they stopped."),
    ),
    "variant-pools": Wording(
        "error",
        _("The quiz has %(count)s groups of questions instead of %(wanted)s."),
        _("Write the same groups in the same order."),
    ),
    "variant-draw": Wording(
        "error",
        _("%(draw)s questions are drawn from the group “%(pool)s” instead of %(wanted)s."),
        _("Write the same {ambil=…}, or leave it out where the other language does."),
    ),
    "variant-pool": Wording(
        "error",
        _("The question “%(id)s” stands in another group in %(main)s."),
        _("Move it to the same group."),
    ),
    "variant-id": Wording(
        "error",
        _("Nobody knows which question of %(main)s this one translates: it has no id."),
        _("Write {#%(meant)s} at the end of the line: the id that the question has there."),
    ),
    "variant-id-unknown": Wording(
        "error",
        _("%(main)s has no question with the id “%(id)s”."),
        _("Write the id of the question that this one translates, or remove the question."),
    ),
    "variant-question": Wording(
        "error",
        _("The question “%(id)s” of %(main)s is missing here: “%(text)s”"),
        _("Translate it, with {#%(id)s} at the end of its line."),
    ),
    "variant-option-id": Wording(
        "error",
        _("Nobody knows which answer in %(main)s this one translates: it has no id."),
        _("Write {#%(meant)s} at its end: the id that the answer has there."),
    ),
    "variant-option-unknown": Wording(
        "error",
        _("The question has no answer with the id “%(id)s” in %(main)s."),
        _("Write the id of the answer that this one translates, or remove the answer."),
    ),
    "variant-option": Wording(
        "error",
        _("The answer “%(id)s” of this question is missing: “%(text)s”"),
        _("Translate it, with {#%(id)s} at its end."),
    ),
    "variant-kind": Wording(
        "error",
        _("This is a question of another kind (%(kind)s) than in %(main)s (%(wanted)s)."),
        _("Write its answers in the same way."),
    ),
    "variant-weight": Wording(
        "error",
        _("The question counts for something else than in %(main)s."),
        _("Write the same bobot and nilai, or leave both out where the other language does."),
    ),
    "variant-answer": Wording(
        "error",
        _("Something else is right here than in %(main)s: a variant only translates."),
        _(
            "Mark the same answers, in the same order where the order counts. What is typed must be "
            "accepted alike: write the words of both languages in both files."
        ),
    ),
}
