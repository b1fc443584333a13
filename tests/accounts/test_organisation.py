"""The organisation changes; keys, rights and what was earned stay with their units."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import NamedTuple

import pytest
from sqlalchemy import event, select

from elearning.accounts import operations as accounts
from elearning.accounts import organisation, unit_names
from elearning.accounts.former_paths import widened
from elearning.accounts.models import Employment, Person, Unit
from elearning.accounts.organisation_models import FormerPath, UnitChange
from elearning.accounts.policy import Span
from elearning.accounts.unit_merging import merge, unmerge
from elearning.core.application import Application
from elearning.core.audit import AuditEntry
from elearning.core.db import db
from elearning.core.errors import Refused
from tests.factories import NOW, make_person, make_unit, work

TODAY = NOW.date()


class Tree(NamedTuple):
    """An agency with two departments; the first holds a unit that holds another."""

    agency: Unit
    one: Unit
    unit: Unit
    leaf: Unit
    two: Unit
    actor: int


def make_tree() -> Tree:
    """Add the tree and somebody who changes it."""
    agency = make_unit(name="Pemerintah Contoh", code="PC")
    one = make_unit(agency, "department", name="Dinas Satu", code="D1")
    unit = make_unit(one, "unit", name="Bidang Layanan", code="B1")
    leaf = make_unit(unit, "unit", name="Seksi Arsip", code="S1")
    two = make_unit(agency, "department", name="Dinas Dua", code="D2")
    return Tree(agency, one, unit, leaf, two, make_person(agency).id)


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the statements that run inside one transaction."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def holds(spans: tuple[Span, ...], path: str) -> bool:
    """Whether a path lies in one of some spans."""
    return any(span.first <= path < span.end for span in spans)


def newest(kind: str) -> UnitChange:
    """Return the newest change of a kind."""
    found = select(UnitChange).where(UnitChange.kind == kind).order_by(UnitChange.id.desc())
    return db.session.scalars(found).first()  # type: ignore[return-value]


# Moving


def test_a_unit_moves_with_everything_below_it(each_app: Application) -> None:
    with work(each_app):
        tree = make_tree()
        organisation.move(tree.unit, tree.two, NOW, by_id=tree.actor)
        assert tree.unit.path == f"{tree.two.path}{tree.unit.id}/"
        assert tree.leaf.path == f"{tree.unit.path}{tree.leaf.id}/"
        assert tree.unit.parent_id == tree.two.id
        assert db.session.scalars(select(AuditEntry.action)).all()[-1] == "unit.moved"


def test_a_move_to_another_agency_takes_the_subtree_into_it(each_app: Application) -> None:
    with work(each_app):
        tree, other = make_tree(), make_unit()
        organisation.move(tree.one, other, NOW, by_id=tree.actor)
        assert tree.leaf.agency_id == other.id


def test_a_move_costs_the_same_for_a_large_subtree(app: Application) -> None:
    with work(app):
        tree = make_tree()
        with counted() as few:
            organisation.move(tree.leaf, tree.two, NOW, by_id=tree.actor)
        for _each in range(10):
            make_unit(tree.unit, "unit")
        with counted() as many:
            organisation.move(tree.unit, tree.two, NOW, by_id=tree.actor)
    assert len(many) <= len(few)


@pytest.mark.parametrize("where", ["itself", "below", "there", "closed", "code"])
def test_a_move_that_makes_no_sense_is_refused(app: Application, where: str) -> None:
    with work(app):
        tree = make_tree()
        tree.two.active = where != "closed"
        make_unit(tree.two, "unit", code="b1" if where == "code" else "B2")
        places = {"itself": tree.unit, "below": tree.leaf, "there": tree.one}
        with pytest.raises(Refused):
            organisation.move(tree.unit, places.get(where, tree.two), NOW, by_id=tree.actor)
        with pytest.raises(Refused):
            organisation.move(tree.agency, make_unit(), NOW, by_id=tree.actor)


def test_a_move_is_undone_once(each_app: Application) -> None:
    with work(each_app):
        tree = make_tree()
        path = tree.leaf.path
        organisation.move(tree.unit, tree.two, NOW, by_id=tree.actor)
        organisation.move_back(newest("moved"), tree.unit, NOW, by_id=tree.actor)
        assert tree.leaf.path == path
        with pytest.raises(Refused):
            organisation.move_back(newest("moved"), tree.unit, NOW, by_id=tree.actor)


def test_a_unit_that_was_moved_on_is_not_moved_back(app: Application) -> None:
    with work(app):
        tree = make_tree()
        organisation.move(tree.leaf, tree.two, NOW, by_id=tree.actor)
        first = newest("moved")
        organisation.move(tree.leaf, tree.one, NOW, by_id=tree.actor)
        with pytest.raises(Refused):
            organisation.move_back(first, tree.leaf, NOW, by_id=tree.actor)


# Former paths


def test_former_paths_follow_the_unit(each_app: Application) -> None:
    with work(each_app):
        tree = make_tree()
        then = tree.unit.path
        organisation.move(tree.unit, tree.two, NOW, by_id=tree.actor)
        assert holds(widened([tree.two.path]), then)
        assert holds(widened([tree.unit.path]), then)
        assert holds(widened([tree.agency.path]), then)
        assert not holds(widened([tree.one.path]), then)
        organisation.move_back(newest("moved"), tree.unit, NOW, by_id=tree.actor)
        assert holds(widened([tree.one.path]), then)
        assert not holds(widened([tree.two.path]), then)
        assert not holds(widened([tree.two.path]), f"{tree.two.path}{tree.unit.id}/")


def test_a_unit_that_left_its_parent_before_the_parent_moved_is_not_taken_along(
    each_app: Application,
) -> None:
    with work(each_app):
        tree = make_tree()
        unit, leaf = tree.unit.path, tree.leaf.path
        organisation.move(tree.leaf, tree.one, NOW, by_id=tree.actor)
        organisation.move(tree.unit, tree.two, NOW, by_id=tree.actor)
        assert holds(widened([tree.two.path]), unit)
        assert not holds(widened([tree.two.path]), leaf)
        assert holds(widened([tree.one.path]), leaf)
        assert not holds(widened([tree.one.path]), unit)


def test_a_unit_that_left_after_its_parent_moved_takes_all_its_paths(each_app: Application) -> None:
    with work(each_app):
        tree = make_tree()
        third = make_unit(tree.agency, "department")
        first = tree.leaf.path
        organisation.move(tree.unit, tree.two, NOW, by_id=tree.actor)
        second = tree.leaf.path
        organisation.move(tree.leaf, third, NOW, by_id=tree.actor)
        for path in (first, second):
            assert holds(widened([third.path]), path)
            assert not holds(widened([tree.two.path]), path)
            assert not holds(widened([tree.one.path]), path)


def test_a_reach_is_read_in_one_statement(app: Application) -> None:
    with work(app):
        tree = make_tree()
        with counted() as statements:
            spans = widened([tree.one.path, tree.two.path])
        assert len(statements) == 1
        assert len(spans) == 2
        assert widened([]) == ()


# Merging


def people_in(unit: Unit) -> set[str]:
    """Return the names of the people of a unit."""
    return set(db.session.scalars(select(Person.name).where(Person.unit_id == unit.id)))


def periods(name: str) -> list[tuple[int, date, date | None]]:
    """Return a person's periods: unit, first day, end."""
    found = (
        select(Employment.unit_id, Employment.valid_from, Employment.valid_until)
        .join(Person, Person.id == Employment.person_id)
        .where(Person.name == name)
        .order_by(Employment.valid_from)
    )
    return [(unit, first, end) for unit, first, end in db.session.execute(found)]


def test_a_merge_takes_people_and_units_over_and_closes_the_unit(each_app: Application) -> None:
    with work(each_app):
        tree = make_tree()
        make_person(tree.unit, name="Ani")
        then = tree.unit.path
        merge(tree.unit, tree.two, TODAY, NOW, by_id=tree.actor)
        assert people_in(tree.two) == {"Ani"}
        assert periods("Ani") == [
            (tree.unit.id, date(2020, 1, 1), TODAY),
            (tree.two.id, TODAY, None),
        ]
        assert tree.leaf.parent_id == tree.two.id
        assert tree.leaf.path == f"{tree.two.path}{tree.leaf.id}/"
        assert not tree.unit.active
        assert holds(widened([tree.two.path]), then)
        assert not holds(widened([tree.one.path]), then)


def test_a_merge_on_the_day_of_another_move_corrects_that_period(each_app: Application) -> None:
    with work(each_app):
        tree = make_tree()
        ani = make_person(tree.leaf, name="Ani")
        db.session.flush()
        accounts.change_employment(ani, TODAY, unit_id=tree.unit.id)
        db.session.flush()
        merge(tree.unit, tree.two, TODAY, NOW, by_id=tree.actor)
        after = [(tree.leaf.id, date(2020, 1, 1), TODAY), (tree.two.id, TODAY, None)]
        assert periods("Ani") == after
        unmerge(newest("merged"), tree.unit, NOW, by_id=tree.actor)
        assert periods("Ani") == [after[0], (tree.unit.id, TODAY, None)]


def test_an_undone_merge_leaves_no_trace_in_the_employment_history(each_app: Application) -> None:
    with work(each_app):
        tree = make_tree()
        make_person(tree.unit, name="Ani")
        path, leaf = tree.unit.path, tree.leaf.path
        merge(tree.unit, tree.two, TODAY, NOW, by_id=tree.actor)
        unmerge(newest("merged"), tree.unit, NOW, by_id=tree.actor)
        assert people_in(tree.unit) == {"Ani"}
        assert periods("Ani") == [(tree.unit.id, date(2020, 1, 1), None)]
        assert (tree.unit.path, tree.leaf.path) == (path, leaf)
        assert tree.unit.active
        with pytest.raises(Refused):
            unmerge(newest("merged"), tree.unit, NOW, by_id=tree.actor)


@pytest.mark.parametrize("day", [TODAY, TODAY + timedelta(days=3)])
def test_who_was_promoted_since_a_merge_stays_when_it_is_undone(
    each_app: Application, day: date
) -> None:
    with work(each_app):
        tree = make_tree()
        ani = make_person(tree.unit, name="Ani")
        make_person(tree.unit, name="Budi")
        merge(tree.unit, tree.two, TODAY, NOW, by_id=tree.actor)
        accounts.change_employment(ani, day, rank="III/b")
        db.session.flush()
        unmerge(newest("merged"), tree.unit, NOW, by_id=tree.actor)
        assert people_in(tree.two) == {"Ani"}
        assert people_in(tree.unit) == {"Budi"}
        assert periods("Ani")[-1] == (tree.two.id, day, None)


def test_a_merge_into_the_unit_above_and_back(each_app: Application) -> None:
    with work(each_app):
        tree = make_tree()
        leaf = tree.leaf.path
        merge(tree.unit, tree.one, TODAY, NOW, by_id=tree.actor)
        assert tree.leaf.path == f"{tree.one.path}{tree.leaf.id}/"
        unmerge(newest("merged"), tree.unit, NOW, by_id=tree.actor)
        assert tree.leaf.path == leaf


@pytest.mark.parametrize("fault", ["agency", "itself", "below", "closed", "codes"])
def test_a_merge_that_makes_no_sense_is_refused(app: Application, fault: str) -> None:
    with work(app):
        tree = make_tree()
        tree.two.active = fault != "closed"
        make_unit(tree.two, "unit", code="s1" if fault == "codes" else "S2")
        unit = tree.agency if fault == "agency" else tree.unit
        into = {"itself": tree.unit, "below": tree.leaf}.get(fault, tree.two)
        with pytest.raises(Refused):
            merge(unit, into, TODAY, NOW, by_id=tree.actor)


def test_a_merge_costs_the_same_for_many_people(app: Application) -> None:
    with work(app):
        tree = make_tree()
        make_person(tree.leaf)
        with counted() as few:
            merge(tree.leaf, tree.two, TODAY, NOW, by_id=tree.actor)
        for _each in range(10):
            make_person(tree.unit)
        with counted() as many:
            merge(tree.unit, tree.two, TODAY, NOW, by_id=tree.actor)
    assert len(many) <= len(few)


# Names


def test_a_name_of_a_later_day_is_taken_on_that_day(each_app: Application) -> None:
    with work(each_app):
        tree = make_tree()
        tomorrow = TODAY + timedelta(days=1)
        unit_names.rename(tree.one, "Dinas Baru", tomorrow, TODAY, NOW, by_id=tree.actor)
        assert tree.one.name == "Dinas Satu"
        key = tree.one.id
    with each_app.app_context():
        assert unit_names.take_due_names(NOW) == 0
        assert unit_names.take_due_names(NOW + timedelta(days=1)) == 1
        assert unit_names.take_due_names(NOW + timedelta(days=1)) == 0
        assert db.session.get_one(Unit, key).name == "Dinas Baru"


def test_the_day_of_a_name_is_the_agencys(app: Application) -> None:
    with work(app):
        agency = make_unit(timezone="Asia/Jayapura")
        unit_names.rename(
            agency, "Baru", TODAY + timedelta(days=1), TODAY, NOW, by_id=make_person(agency).id
        )
    midnight = NOW.replace(hour=15)  # in Jayapura; in Jakarta it is 22.00
    with app.app_context():
        assert unit_names.take_due_names(midnight - timedelta(minutes=1)) == 0
        assert unit_names.take_due_names(midnight) == 1


def test_a_renaming_is_undone_until_the_next_one(app: Application) -> None:
    with work(app):
        tree = make_tree()
        rename = unit_names.rename
        rename(tree.one, "Dinas Baru", TODAY, TODAY, NOW, by_id=tree.actor)
        first = newest("renamed")
        assert tree.one.name == "Dinas Baru"
        rename(tree.one, "Dinas Terbaru", TODAY, TODAY, NOW, by_id=tree.actor)
        with pytest.raises(Refused):
            unit_names.unname(first, tree.one, TODAY, NOW, by_id=tree.actor)
        unit_names.unname(newest("renamed"), tree.one, TODAY, NOW, by_id=tree.actor)
        assert tree.one.name == "Dinas Baru"
        unit_names.unname(first, tree.one, TODAY, NOW, by_id=tree.actor)
        assert tree.one.name == "Dinas Satu"


def test_a_past_period_shows_the_name_of_its_last_day(each_app: Application) -> None:
    with work(each_app):
        tree = make_tree()
        ani = make_person(tree.unit, name="Ani")
        db.session.flush()
        accounts.change_employment(ani, date(2024, 6, 1), unit_id=tree.two.id)
        rename = unit_names.rename
        rename(tree.unit, "Bidang Baru", date(2023, 1, 1), TODAY, NOW, by_id=tree.actor)
        rename(tree.unit, "Bidang Terbaru", date(2024, 6, 1), TODAY, NOW, by_id=tree.actor)
        rename(tree.two, "Dinas Tiga", TODAY, TODAY, NOW, by_id=tree.actor)
        db.session.flush()
        found = (
            select(unit_names.name_then())
            .select_from(Employment)
            .join(Unit, Unit.id == Employment.unit_id)
            .where(Employment.person_id == ani.id)
            .order_by(Employment.valid_from)
        )
        assert db.session.scalars(found).all() == ["Bidang Baru", "Dinas Tiga"]


# Adding, changing, closing


def test_a_code_is_unique_below_one_unit(app: Application) -> None:
    with work(app):
        tree = make_tree()
        add: Callable[..., Unit] = organisation.add
        with pytest.raises(Refused):
            add(tree.one, "unit", "b1", "Bidang Lain", NOW, by_id=tree.actor)
        with pytest.raises(Refused):
            add(None, "agency", "PC", "Instansi Lain", NOW, by_id=tree.actor)
        with pytest.raises(Refused):
            organisation.change(tree.two, NOW, by_id=tree.actor, code="D1")
        assert organisation.change(tree.two, NOW, by_id=tree.actor, code="d2", organiser_name="X")
        assert not organisation.change(tree.two, NOW, by_id=tree.actor, code="d2")
        assert add(tree.two, "unit", "B1", "Bidang Lain", NOW, by_id=tree.actor).active


def test_a_unit_closes_only_when_it_is_empty(app: Application) -> None:
    with work(app):
        tree = make_tree()
        ani = make_person(tree.leaf)
        with pytest.raises(Refused):
            organisation.close(tree.leaf, NOW, by_id=tree.actor)
        with pytest.raises(Refused):
            organisation.close(tree.unit, NOW, by_id=tree.actor)
        accounts.deactivate(ani, NOW, actor_id=None)
        db.session.flush()
        organisation.close(tree.leaf, NOW, by_id=tree.actor)
        db.session.flush()
        organisation.close(tree.unit, NOW, by_id=tree.actor)
        with pytest.raises(Refused):
            organisation.add(tree.unit, "unit", "X", "Baru", NOW, by_id=tree.actor)
        with pytest.raises(Refused):
            organisation.reopen(tree.leaf, NOW, by_id=tree.actor)
        organisation.reopen(tree.unit, NOW, by_id=tree.actor)
        organisation.reopen(tree.leaf, NOW, by_id=tree.actor)


def test_former_paths_are_kept_once(app: Application) -> None:
    with work(app):
        tree = make_tree()
        for place in (tree.two, tree.one, tree.two):
            organisation.move(tree.leaf, place, NOW, by_id=tree.actor)
        assert len(db.session.scalars(select(FormerPath)).all()) == 3
