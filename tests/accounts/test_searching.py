"""People are found by words of the name with its titles, or by the beginning of the NIP."""

from types import SimpleNamespace

import pytest

from elearning.accounts import account_queries
from elearning.core.application import Application
from elearning.core.db import db
from tests.factories import make_person, make_unit, work

SITI = {"front_title": "Dr.", "name": "Siti Aminah", "back_title": "S.Kom., M.Si."}
NIP = "199012052015032996"


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        *(("", True), ("siti", True), ("AMINAH siti", True), ("siti m.si", True)),
        *(("Dr. Siti Aminah, M.Si.", True), ("Dr. Siti Aminah, S.Kom., M.Si.", True)),
        *((NIP, True), ("1990 1205", True), ("1990-1205.20", True)),
        *(("siti m.pd", False), ("s_ti", False), ("100%", False), ("90120", False)),
    ],
)
def test_who_is_given_a_code_is_found_as_in_the_list_of_people(
    each_app: Application, words: str, is_found: bool
) -> None:
    with work(each_app):
        unit = make_unit()
        make_person(unit, nip=NIP, **SITI)
        db.session.flush()
        found = account_queries.candidates(SimpleNamespace(hr_paths=(unit.path,)), search=words)
        assert [candidate.nip for candidate in found] == [NIP] * is_found


@pytest.mark.parametrize("words", ["rini wulan", "M.Pd. Rini", "lestari rini", "19901205 2022"])
def test_a_person_is_found_by_what_a_former_account_was_called(
    each_app: Application, words: str
) -> None:
    with work(each_app):
        unit = make_unit()
        into = make_person(unit, name="Rini Lestari", back_title="M.M.")
        former = {"name": "Rini Wulandari", "back_title": "M.Pd.", "nip": "199012052022212993"}
        make_person(unit, active=False, merged_into_id=into.id, **former)
        make_person(unit, name="Siti Aminah")
        db.session.flush()
        found = account_queries.candidates(SimpleNamespace(hr_paths=(unit.path,)), search=words)
        assert [candidate.nip for candidate in found] == [into.nip]
