"""Past scores stand: no later edit moves them, and a repair moves only what it is for."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearning.courses.compiled import Option, Pool, Question, Quiz
from elearning.quizzes.answer_values import kept_answer
from elearning.quizzes.drawing import Paper, draw_paper, paper_of, right_sides
from elearning.quizzes.grading import Answers, grade, mark_text
from elearning.quizzes.regrading import Answered, Standing, change, effect_of, regraded, standing
from elearning.quizzes.repairs import Repair, repair_of, version_of
from tests.quizzes.samples import (
    answers_with,
    make_matching,
    make_mixed_quiz,
    make_question,
    make_quiz,
    make_rules,
    one_of_each_kind,
    with_questions,
)

choices = st.lists(st.booleans(), min_size=10, max_size=10)


def given_answers(quiz: Quiz, paper: Paper, rights: Sequence[bool]) -> Answers:
    """Answer each drawn question rightly or wrongly."""
    right, wrong = (answers_with(paper, quiz, right=each) for each in (True, False))
    return {
        slot.id: kept_answer((right if is_right else wrong)[slot.id])
        for slot, is_right in zip(paper, rights, strict=False)
    }


def told(quiz: Quiz, paper: Paper, answers: Answers, repairs: Sequence[Repair] = ()) -> Standing:
    """Return how an attempt stands when it is sent."""
    found = grade(quiz, paper, answers, repairs)
    marks = [[mark_text(each.earned or Fraction(0)), str(each.weight)] for each in found.marks]
    return Standing(found.score, found.passed, marks)


def void(question: Question, number: int = 1) -> Repair:
    """Return a repair that voids a question."""
    return Repair(number, question.id, "void", frozenset({version_of(question)}))


def full(question: Question, number: int = 1) -> Repair:
    """Return a repair that gives everybody the whole mark."""
    return void(question, number)._replace(remedy="full")


def with_key(question: Question, key: Question, number: int = 1) -> Repair:
    """Return a repair that corrects a key."""
    return void(question, number)._replace(remedy="key", key=key)


def with_right(question: Question, *numbers: int) -> Question:
    """Return a question whose right options are others."""
    options = tuple(replace(o, right=at in numbers) for at, o in enumerate(question.options))
    return replace(question, options=options)


def again(
    quiz: Quiz, paper: Paper, answers: Answers, before: Standing, name: str, *repairs: Repair
) -> Standing:
    """Regrade one question of an attempt."""
    return regraded(quiz, Answered(paper, before.marks, answers, {}), name, repairs)


# What an author may do to a question between two revisions


def reworded(question: Question, draw: st.DataObject) -> Question:
    """Write another stem, other feedback and other options under the same ids."""
    word = draw.draw(st.text("abc ", min_size=1, max_size=8))
    options = tuple(replace(o, html=f"{o.html}{word}", feedback=word) for o in question.options)
    return replace(question, stem=f"{question.stem}{word}", options=options, explanation=word)


def permuted(question: Question, draw: st.DataObject) -> Question:
    """Write the options, or the steps of another order, elsewhere."""
    return replace(question, options=tuple(draw.draw(st.permutations(question.options))))


def enlarged(question: Question, draw: st.DataObject) -> Question:
    """Add an option, before or after the others."""
    kind = question.kind
    new = Option("baru", "<p>Baru</p>", draw.draw(st.booleans()) or kind == "ordering")
    if kind.startswith("weighted"):
        new = replace(new, share=Fraction(1, 3))
    if kind == "matching":
        new = replace(new, match="Pasangan baru")
    if question.key is not None:
        return question
    at = draw.draw(st.integers(0, len(question.options)))
    return replace(question, options=(*question.options[:at], new, *question.options[at:]))


EDITS = (reworded, permuted, enlarged)


def edited(quiz: Quiz, data: st.DataObject) -> Quiz:
    """Return the quiz as its next revision has it."""
    questions = [
        data.draw(st.sampled_from(EDITS))(each, data) if data.draw(st.booleans()) else each
        for each in data.draw(st.permutations(quiz.questions))
    ]
    more = [make_question(f"tambahan{n}") for n in range(data.draw(st.integers(0, 3)))]
    return replace(quiz, pools=(Pool("", None, (*more, *questions)),))


@given(st.data(), choices)
def test_no_edit_of_a_later_revision_moves_a_past_score(
    data: st.DataObject, rights: list[bool]
) -> None:
    quiz = make_mixed_quiz()
    paper = draw_paper(quiz, "benih")
    answers = given_answers(quiz, paper, rights)
    before = told(quiz, paper, answers)
    later = edited(quiz, data)
    # An attempt keeps its paper and its revision; the wire and the database change nothing in them.
    stored = paper_of([slot.to_json() for slot in paper])
    kept = Quiz.from_json(quiz.to_json())
    assert told(kept, stored, answers) == before
    for slot in paper:
        assert again(kept, stored, answers, before, slot.question) == before
    versions = {version_of(each) for each in quiz.questions}
    others = [void(each) for each in later.questions if version_of(each) not in versions]
    assert told(kept, stored, answers, others) == before


@given(st.data(), choices)
def test_a_repair_of_an_edited_question_leaves_scores_on_the_old_one(
    data: st.DataObject, rights: list[bool]
) -> None:
    quiz = make_mixed_quiz()
    paper = draw_paper(quiz, "benih")
    answers = given_answers(quiz, paper, rights)
    before = told(quiz, paper, answers)
    for each in quiz.questions:
        later = reworded(each, data)
        assert again(quiz, paper, answers, before, each.id, void(later)) == before


@given(st.data())
def test_the_order_of_options_is_not_the_question(data: st.DataObject) -> None:
    for question in one_of_each_kind():
        other = permuted(question, data)
        is_same = version_of(other) == version_of(question)
        assert is_same == (question.kind != "ordering" or other == question)


@pytest.mark.parametrize("edit", [reworded, enlarged])
@given(data=st.data())
def test_another_wording_key_or_option_is_another_version(edit: Any, data: st.DataObject) -> None:
    question = make_question()
    assert version_of(edit(question, data)) != version_of(question)
    assert version_of(with_right(question, 1)) != version_of(question)


def test_feedback_hints_and_weights_are_not_the_version() -> None:
    question = make_question()
    other = replace(question, explanation="lain", hint="lain", weight=Decimal(3), whole=True)
    assert version_of(other) == version_of(question)


# Repairs


@given(st.lists(st.sampled_from(["void", "full"]), max_size=6), choices, st.data())
def test_regrading_step_by_step_is_grading_with_all_repairs(
    remedies: list[str], rights: list[bool], data: st.DataObject
) -> None:
    quiz = make_mixed_quiz()
    paper = draw_paper(quiz, "benih")
    answers = given_answers(quiz, paper, rights)
    now, repairs = told(quiz, paper, answers), list[Repair]()
    for number, remedy in enumerate(remedies):
        question = data.draw(st.sampled_from(quiz.questions))
        repairs.append(void(question, number)._replace(remedy=remedy))
        now = again(quiz, paper, answers, now, question.id, *repairs)
    assert now == told(quiz, paper, answers, repairs)
    for repair in data.draw(st.permutations(repairs)):  # undone in any order
        repairs.remove(repair)
        now = again(quiz, paper, answers, now, repair.question, *repairs)
    assert now == told(quiz, paper, answers)


def test_a_void_question_weighs_nothing() -> None:
    quiz = make_quiz(4)
    paper = draw_paper(quiz, "benih")
    bad = quiz.questions[0]
    rights = [slot.question != bad.id for slot in paper]
    answers = given_answers(quiz, paper, rights)
    before = told(quiz, paper, answers)
    after = again(quiz, paper, answers, before, bad.id, void(bad))
    assert (before.score, after.score) == (Decimal(75), Decimal(100))
    assert sorted(weight for _earned, weight in after.marks) == ["0", "1", "1", "1"]


def test_an_attempt_of_void_questions_has_no_score_and_is_neither_passed_nor_failed() -> None:
    quiz = make_quiz(1)
    paper = draw_paper(quiz, "benih")
    answers = given_answers(quiz, paper, [False])
    after = again(
        quiz, paper, answers, told(quiz, paper, answers), paper[0].question, void(quiz.questions[0])
    )
    assert (after.score, after.passed) == (None, None)
    assert told(quiz, paper, answers, [void(quiz.questions[0])])[:2] == (None, None)


def test_full_marks_go_also_to_those_who_left_the_question_open() -> None:
    quiz = make_quiz(2)
    paper = draw_paper(quiz, "benih")
    before = told(quiz, paper, {})
    after = again(
        quiz, paper, {}, before, paper[0].question, full(quiz.questions[0]), full(quiz.questions[1])
    )
    assert (before.score, after.score) == (Decimal(0), Decimal(50))


def test_a_corrected_key_turns_right_and_wrong_round() -> None:
    quiz = replace(make_quiz(0), pools=(Pool("", None, (make_question("q1", key="+-"),)),))
    question, paper = quiz.questions[0], draw_paper(quiz, "benih")
    repair = with_key(question, with_right(question, 1))
    for is_right, score in ((True, 0), (False, 100)):
        answers = given_answers(quiz, paper, [is_right])
        before = told(quiz, paper, answers)
        assert again(quiz, paper, answers, before, question.id, repair).score == score


def test_weight_and_nilai_utuh_stay_those_of_the_revision() -> None:
    question = make_question("q1", "multiple", "+---")
    kept = replace(question, weight=Decimal(3), whole=True)
    quiz = replace(make_quiz(0), pools=(Pool("", None, (kept,)),))
    paper = draw_paper(quiz, "benih")
    answers = given_answers(quiz, paper, [True])
    repair = with_key(question, with_right(question, 0, 1))
    after = again(quiz, paper, answers, told(quiz, paper, answers), question.id, repair)
    assert after.marks == [["0", "3"]]


def test_the_last_of_several_repairs_counts() -> None:
    question = make_question()
    assert repair_of(question, [void(question, 1), full(question, 2)]) == full(question, 2)
    assert repair_of(question, [full(question, 2)._replace(versions=frozenset({"lain"}))]) is None


def test_an_essay_keeps_what_a_trainer_gave_it_and_waits_when_nobody_did() -> None:
    essay = replace(make_question("esai", key=""), kind="essay")
    quiz = replace(make_quiz(1), pools=(Pool("", None, (essay, make_question("q1"))),))
    quiz = replace(quiz, rules=make_rules(shuffle_questions=False))
    paper = draw_paper(quiz, "benih")
    waits = Answered(paper, [[None, "1"], ["1", "1"]], {}, {paper[0].id: None})
    assert standing(quiz, waits.marks) == Standing(None, None, waits.marks, 1)
    assert regraded(quiz, waits, "stabil-q1", [full(quiz.questions[1])]).waiting == 1
    assert regraded(quiz, waits, essay.id, [void(essay)]).score == 100
    assert regraded(quiz, waits, essay.id, [full(essay)]).score == 100
    undone = waits._replace(marks=[["1", "1"], ["1", "1"]])
    assert regraded(quiz, undone, essay.id, []) == Standing(None, None, waits.marks, 1)
    graded = undone._replace(essays={paper[0].id: Fraction(1, 2)})
    assert regraded(quiz, graded, essay.id, []).score == 75


# What changes


def stands(score: int | None, passed: bool | None = None) -> Standing:
    """Return a standing of one mark."""
    return Standing(None if score is None else Decimal(score), passed, [[str(score), "1"]])


def test_a_pass_that_was_told_is_kept_though_the_score_falls() -> None:
    fallen = change(1, stands(80, True), stands(60, False), True)
    assert fallen is not None
    assert (fallen.is_spared, fallen.passed, fallen.is_new_pass) == (True, True, False)


def test_what_changes_nothing_is_no_change() -> None:
    assert change(1, stands(80, True), stands(80, True), True) is None


def test_the_effect_counts_moves_and_names_the_largest() -> None:
    pairs = [(60, 80), (60, 80), (90, 75), (50, None)]
    changes = [change(n, stands(a), stands(b), False) for n, (a, b) in enumerate(pairs)]
    effect = effect_of([each for each in changes if each])
    assert (effect.changed, effect.moves[0]) == (4, (Decimal(60), Decimal(80), 2))
    assert (effect.largest_rise, effect.largest_fall, effect.emptied) == (20, -15, 1)


sides = st.lists(st.sampled_from("abc"), min_size=3, max_size=3)


@given(st.permutations(range(4)), sides, sides)
def test_a_corrected_pairing_judges_the_texts_that_were_chosen(
    order: list[int], chosen: list[str], paired: list[str]
) -> None:
    question = make_matching("q", "a b a", extra="c")
    turned = replace(question, options=tuple(question.options[at] for at in order))
    key = replace(
        question,
        options=tuple(
            replace(option, match=f"Pasangan {text} q")
            for option, text in zip(question.options, [*paired, "c"], strict=True)
        ),
    )
    quiz = with_questions(make_quiz(1), turned)
    (slot,) = paper = draw_paper(quiz, "benih")
    texts = {option.id: option.match for option in right_sides(turned)}
    shown = {texts[stable]: opaque for opaque, stable in slot.rights}
    left = {stable: opaque for opaque, stable in slot.options}
    answers = {
        slot.id: {
            left[option.id]: shown[f"Pasangan {text} q"]
            for option, text in zip(question.options[:3], chosen, strict=True)
        }
    }
    repair = with_key(question, Question.from_json(key.to_json()))
    before = told(quiz, paper, answers)
    after = again(quiz, paper, answers, before, question.id, repair)
    agreed = sum(one == other for one, other in zip(chosen, paired, strict=True))
    assert after.score == told(quiz, paper, answers, [repair]).score
    assert after.marks[0][0] == mark_text(Fraction(agreed, 3))
    assert again(quiz, paper, answers, after, question.id).marks == before.marks
