"""The kinds of notices; for each, everybody chooses what happens by e-mail."""

from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _

AT_ONCE, DAILY, OFF = "now", "daily", "off"
#: What may happen by e-mail, with the words of the choice.
WAYS = {AT_ONCE: _("At once"), DAILY: _("In a daily summary"), OFF: _("No e-mail")}


class Kind(NamedTuple):
    """A kind of notice: its name, its words, and what happens by e-mail unless one chooses."""

    code: str
    label: Any
    hint: Any
    way: str


CERTIFICATE = Kind(
    "certificate",
    _("Certificates"),
    _("You have completed a course, or a certificate or transcript of yours has changed."),
    AT_ONCE,
)
TRAINING = Kind(
    "training",
    _("Training elsewhere"),
    _("The HR office has decided on training that you entered."),
    AT_ONCE,
)
DEADLINE = Kind(
    "deadline",
    _("Deadlines"),
    _("A mandatory course is new, due soon or overdue, yours or that of your people."),
    AT_ONCE,
)
QUIZ = Kind(
    "quiz",
    _("Quizzes and essays"),
    _("An essay was graded, a further attempt decided, or a question repaired."),
    AT_ONCE,
)
MESSAGE = Kind(
    "message",
    _("Messages from trainers"),
    _("The trainer of a course of yours writes to its learners."),
    AT_ONCE,
)
ANSWER = Kind(
    "answer",
    _("Answers to you"),
    _("Somebody has answered your question or your error report."),
    AT_ONCE,
)
REVISION = Kind(
    "revision",
    _("Changed courses"),
    _("A course that you have begun has changed."),
    DAILY,
)
SURVEY = Kind(
    "survey",
    _("Evaluations of courses"),
    _("You have completed a course and can say what you think of it."),
    DAILY,
)
CORRECTION = Kind(
    "correction",
    _("Corrections of your records"),
    _("Something in your history was corrected, or your request was answered."),
    AT_ONCE,
)
ACCOUNT = Kind(
    "account",
    _("Your account"),
    _("Your accounts were joined or parted."),
    AT_ONCE,
)
WORK = Kind(
    "work",
    _("Work that waits for you"),
    _("For trainers and HR: somebody has asked for something that you decide."),
    AT_ONCE,
)

KINDS = {
    kind.code: kind
    for kind in (
        *(CERTIFICATE, TRAINING, DEADLINE, QUIZ, MESSAGE, ANSWER, REVISION, SURVEY, CORRECTION),
        *(ACCOUNT, WORK),
    )
}
