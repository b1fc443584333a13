"""Honest JP: what a course asks decides what it may be worth."""

from decimal import Decimal

from elearning.courses.checking.durations import Work, estimate, largest_jp


def test_reading_practising_and_answering_are_counted() -> None:
    assert Work(words=1800, practices=3, drawn=4).on_screen == Decimal(22)


def test_tasks_count_for_at_most_a_third() -> None:
    assert estimate([Work(words=3600, task=5)]) == Decimal(25)
    assert estimate([Work(words=3600, task=500)]) == Decimal(30)


def test_jp_may_exceed_the_estimate_by_fifteen_per_cent() -> None:
    assert largest_jp(Decimal("39.2")) == 1
    assert largest_jp(Decimal("39.1")) == 0


def test_an_item_takes_at_least_a_minute() -> None:
    assert Work().minutes == 1
