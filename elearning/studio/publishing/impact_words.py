"""What publishing changes, in sentences for its author."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from flask_babel import LazyString, lazy_gettext
from flask_babel import gettext as _

from elearning.courses.publishing.impact import Change, Impact
from elearning.learning.attempts.standings import METHODS

FACTS: Mapping[str, LazyString] = {
    "title": lazy_gettext("Title"),
    "code": lazy_gettext("Code"),
    "jp": lazy_gettext("JP"),
    "organiser": lazy_gettext("Organiser"),
    "competency_kind": lazy_gettext("Kind of competency"),
    "activity_type": lazy_gettext("Kind of training (SIASN)"),
    "certificate": lazy_gettext("Certificate"),
    "validity_months": lazy_gettext("Months until recertification"),
    "language": lazy_gettext("Language"),
    "prerequisites": lazy_gettext("Prerequisites"),
    "summary": lazy_gettext("Summary"),
    "description": lazy_gettext("Description"),
    "level": lazy_gettext("Level"),
    "category": lazy_gettext("Category"),
    "competencies": lazy_gettext("Competencies"),
    "authors": lazy_gettext("Authors"),
    "cover": lazy_gettext("Cover picture"),
    "pass_mark": lazy_gettext("Pass mark"),
    "attempts": lazy_gettext("Attempts"),
    "minutes_limit": lazy_gettext("Time limit in minutes"),
    "preset": lazy_gettext("Kind of quiz"),
    "shuffle_questions": lazy_gettext("Order of questions"),
    "shuffle_options": lazy_gettext("Order of answers"),
    "feedback": lazy_gettext("Feedback"),
    "counted": lazy_gettext("Which attempt counts"),
    "pause": lazy_gettext("Minutes between two tries"),
    "more_after": lazy_gettext("One more try after so many hours"),
    "weight": lazy_gettext("Weight"),
}
#: Booleans and 0 attempts as people say them.
_VALUES = {
    "True": lazy_gettext("yes"),
    "False": lazy_gettext("no"),
    "": lazy_gettext("none"),
}


def _changed(change: Change) -> str:
    changed = _(
        "%(what)s: from %(before)s to %(after)s",
        what=FACTS[change.what],
        before=_value(change.what, change.before),
        after=_value(change.what, change.after),
    )
    return str(changed)


def _value(name: str, value: str) -> str:
    """Return a value as people say it; 0 attempts are any number, no method is the best."""
    if name == "attempts" and value == "0":
        return str(_("any number"))
    if name == "counted":
        return str(METHODS[value or None])
    return str(_VALUES.get(value, value))


def _question(change: Change) -> dict[str, str]:
    return {"question": change.what}


SENTENCES: Mapping[str, Callable[[Change], str]] = {
    "translated": lambda change: _("The translation changed: %(language)s.", language=change.what),
    "required-added": lambda _change: _("New, and required."),
    "optional-added": lambda _change: _("New, and optional."),
    "required-renamed": lambda change: _(
        "Has a new key, “%(after)s” instead of “%(before)s”: for learners it is new required work. "
        "To keep what they have finished, write “id: %(before)s” at the top of the file.",
        before=change.before,
        after=change.after,
    ),
    "optional-renamed": lambda change: _(
        "Has a new key, “%(after)s” instead of “%(before)s”. To keep what people have finished, "
        "write “id: %(before)s” at the top of the file.",
        before=change.before,
        after=change.after,
    ),
    "made-required": lambda _change: _("Was optional and is required now."),
    "made-optional": lambda _change: _("Was required and is optional now."),
    "removed": lambda _change: _("Removed. Who has finished it keeps that; it no longer counts."),
    "retitled": lambda change: _("New title; it was “%(before)s”.", before=change.before),
    "reordered": lambda _change: _("The order of lessons and quizzes is another one."),
    "text-changed": lambda change: _("%(share)s%% of the words changed.", share=change.after),
    "text-corrected": lambda change: _("A few words changed (%(share)s%%).", share=change.after),
    "touched": lambda _change: _("Pictures, links, layout or minutes changed."),
    "rule-harder": lambda change: _("Stricter: %(rule)s.", rule=_changed(change)),
    "rule-changed": lambda change: f"{_changed(change)}.",
    "draw-changed": lambda change: _(
        "An attempt asks %(after)s questions instead of %(before)s.",
        before=change.before,
        after=change.after,
    ),
    "question-added": lambda change: _("New question: “%(question)s”", **_question(change)),
    "question-removed": lambda change: _("Question removed: “%(question)s”", **_question(change)),
    "question-key": lambda change: _(
        "Another answer is right: “%(question)s”. Past scores stay as they are.",
        **_question(change),
    ),
    "question-reworded": lambda change: _(
        "Question or answers reworded: “%(question)s”", **_question(change)
    ),
    "question-notes": lambda change: _(
        "Feedback, hint, explanation or order changed: “%(question)s”", **_question(change)
    ),
    "term-less": lambda change: _("Less than was promised: %(fact)s.", fact=_changed(change)),
    "term-changed": lambda change: f"{_changed(change)}.",
    "described": lambda change: _("%(what)s changed.", what=FACTS[change.what]),
    "glossary": lambda _change: _("The glossary changed."),
}


class Told(NamedTuple):
    """The changes of one lesson or quiz, or of the course when it has no title."""

    title: str
    sentences: list[str]


def told(impact: Impact) -> list[Told]:
    """Return every change in words, by lesson and quiz in their order; the course first."""
    found: dict[str, Told] = {}
    for change in sorted(impact.changes, key=lambda each: bool(each.key)):
        told = found.setdefault(change.key, Told(change.title, []))
        told.sentences.append(sentence(change))
    return list(found.values())


def sentence(change: Change) -> str:
    """Return a change in words."""
    return SENTENCES[change.code](change)


def reason(impact: Impact) -> str:
    """Say why a class is proposed."""
    if impact.proposed == "requirements":
        return str(
            _(
                "Proposed because it asks more of people, or promises less: those who are learning "
                "keep what they began with, and may change over."
            )
        )
    if impact.proposed == "content":
        return str(_("Proposed because people would want to know of it, and it asks no new work."))
    return str(_("Proposed because nothing changes that people would want to be told."))
