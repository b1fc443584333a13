"""What a publication changes for its readers, and how mildly it may be published."""

from dataclasses import replace
from decimal import Decimal

import pytest

from elearning.courses.compiled import Course, Html, Item, Lesson, Quiz
from elearning.courses.publishing.impact import Impact, impact_of
from tests.factories import make_compiled, make_lesson, make_question, make_quiz

LONG = " ".join(f"kata{number}" for number in range(200))


def written(text: str = LONG, key: str = "satu", *, required: bool = True) -> Lesson:
    """Return a lesson with a text of its own."""
    return replace(make_lesson(key, required=required), parts=(Html(f"<p>{text}</p>"),))


def impact(before: Course | tuple[Item, ...], after: Course | tuple[Item, ...]) -> Impact:
    """Compare two courses, or two lists of their items."""
    old, new = (
        each if isinstance(each, Course) else make_compiled(*each) for each in (before, after)
    )
    return impact_of(old, new)


def codes(found: Impact) -> list[str]:
    return [change.code for change in found.changes]


def asked(*questions: object, **rules: object) -> Quiz:
    """Return a quiz of some questions with some rules."""
    quiz = make_quiz()
    pool = replace(quiz.pools[0], questions=questions or quiz.pools[0].questions)  # type: ignore[arg-type]
    return replace(quiz, pools=(pool,), rules=replace(quiz.rules, **rules))  # type: ignore[arg-type]


def test_the_same_course_changes_nothing() -> None:
    found = impact(make_compiled(), make_compiled())
    assert (found.changes, found.proposed, found.mildest) == ((), "cosmetic", "cosmetic")


def test_a_corrected_word_is_cosmetic() -> None:
    found = impact((written(),), (written(LONG.replace("kata7 ", "kata-tujuh ")),))
    assert (codes(found), found.proposed) == (["text-corrected"], "cosmetic")


def test_much_changed_text_is_proposed_as_content_but_the_author_may_differ() -> None:
    found = impact((written(),), (written(LONG + " baru" * 60),))
    assert (codes(found), found.proposed, found.mildest) == (
        ["text-changed"],
        "content",
        "cosmetic",
    )
    assert found.changes[0].after == "13"
    assert found.allows("cosmetic")
    assert found.allows("requirements")


def test_another_picture_with_the_same_words_is_cosmetic() -> None:
    before = replace(written(), parts=(Html('<p>a <img src="/m/0123456789abcdef-alur.png"></p>'),))
    after = replace(written(), parts=(Html('<p>a <img src="/m/fedcba9876543210-alur.png"></p>'),))
    assert codes(impact((before,), (after,))) == ["touched"]


@pytest.mark.parametrize(
    ("required", "code", "mildest"),
    [(True, "required-added", "requirements"), (False, "optional-added", "content")],
)
def test_new_required_work_is_never_mild(required: bool, code: str, mildest: str) -> None:
    found = impact((written(),), (written(), written("lain", "dua", required=required)))
    assert (codes(found), found.mildest) == ([code], mildest)
    assert found.allows("content") is not required


def test_an_optional_lesson_made_required_is_new_work() -> None:
    optional, required = written(required=False), written()
    assert impact((optional,), (required,)).mildest == "requirements"
    assert codes(impact((required,), (optional,))) == ["made-optional"]
    assert impact((required,), (optional,)).mildest == "content"


def test_a_removed_lesson_is_content() -> None:
    found = impact((written(), written("lain", "dua")), (written(),))
    assert (codes(found), found.mildest) == (["removed"], "content")


def test_a_lesson_with_a_new_key_and_the_old_text_is_told_as_renamed() -> None:
    found = impact((written(key="lama"),), (written(key="baru"),))
    change = found.changes[0]
    assert (codes(found), change.before, change.after) == (["required-renamed"], "lama", "baru")
    assert found.mildest == "requirements"


def test_another_order_is_cosmetic() -> None:
    one, two = written(), written("lain", "dua")
    found = impact((one, two), (two, one))
    assert (codes(found), found.mildest) == (["reordered"], "cosmetic")


@pytest.mark.parametrize(
    "rules",
    [
        {"pass_mark": Decimal(80)},
        {"attempts": 2},
        {"minutes_limit": 30},
    ],
)
def test_harder_rules_of_a_required_quiz_are_new_requirements(rules: dict[str, object]) -> None:
    harder, eased = impact((asked(),), (asked(**rules),)), impact((asked(**rules),), (asked(),))
    assert (codes(harder), harder.mildest) == (["rule-harder"], "requirements")
    assert (codes(eased), eased.mildest) == (["rule-changed"], "content")


def test_unlimited_attempts_are_easier_than_any_number() -> None:
    assert codes(impact((asked(),), (asked(attempts=0),))) == ["rule-changed"]
    assert codes(impact((asked(attempts=0),), (asked(attempts=9),))) == ["rule-harder"]


def test_harder_rules_of_an_optional_quiz_are_content() -> None:
    before, after = (replace(asked(attempts=count), required=False) for count in (3, 2))
    assert impact((before,), (after,)).mildest == "content"


def test_questions_are_told_one_by_one() -> None:
    one, two = make_question("q1"), make_question("q2")
    reworded = replace(one, stem="<p>Soal pertama</p>")
    noted = replace(two, explanation="<p>Lain</p>")
    assert codes(impact((asked(one),), (asked(one, two),))) == ["draw-changed", "question-added"]
    assert codes(impact((asked(one, two),), (asked(one),))) == ["draw-changed", "question-removed"]
    assert codes(impact((asked(one, two),), (asked(reworded, noted),))) == [
        "question-reworded",
        "question-notes",
    ]


def test_another_right_answer_is_told_and_never_cosmetic() -> None:
    found = impact((asked(make_question()),), (asked(make_question(right=(1,))),))
    assert (codes(found), found.mildest) == (["question-key"], "content")
    assert found.changes[0].what == "Soal q1"


def test_the_order_of_options_says_nothing_and_the_order_of_steps_everything() -> None:
    question = make_question(right=(0, 1, 2, 3))
    turned = replace(question, options=question.options[::-1])
    assert codes(impact((asked(question),), (asked(turned),))) == ["question-notes"]
    steps = (replace(each, kind="ordering") for each in (question, turned))
    assert codes(impact((asked(next(steps)),), (asked(next(steps)),))) == ["question-key"]


def test_fewer_jp_or_no_certificate_is_less_than_was_promised() -> None:
    before = make_compiled(jp=4)
    assert impact(before, make_compiled(jp=3)).mildest == "requirements"
    assert impact(before, make_compiled(jp=5)).mildest == "content"
    assert impact(before, make_compiled(certificate=False)).mildest == "requirements"


def test_a_new_summary_is_cosmetic_and_a_new_title_is_not() -> None:
    assert impact(make_compiled(), make_compiled(summary="Lain.")).mildest == "cosmetic"
    assert impact(make_compiled(), make_compiled(title="Lain")).mildest == "content"


def test_the_reasons_are_the_gravest_changes() -> None:
    found = impact((written(),), (written(LONG + " baru" * 60), written("lain", "dua")))
    assert [change.code for change in found.reasons] == ["required-added"]
