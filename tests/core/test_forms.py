"""What a form complains of is said in the language of its page, WTForms' own sentences included."""

from importlib import import_module
from pkgutil import walk_packages

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from wtforms import Form, StringField

import elearning
from elearning.accounts.models import Person, Unit
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.core.forms import PlainForm, PostForm, accepted
from tests.factories import NOW, make_unit, work
from tests.visitor import Visitor

#: Forms that say nothing of their own: a search that takes any value, and hidden fields.
SILENT: set[str] = set()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("id", "Isi paling banyak 254 karakter."),
        ("en", "Field cannot be longer than 254 characters."),
    ],
)
def test_a_text_that_is_too_long_is_told_in_the_language_of_the_page(
    app: Application, language: str, sentence: str
) -> None:
    visitor = Visitor(app).open(f"/bahasa/{language}").open("/masuk")
    assert sentence in visitor.send("/masuk", identifier="x" * 300, password="y").text


def test_every_form_that_complains_finds_its_sentences_in_our_catalogue() -> None:
    for module in walk_packages(elearning.__path__, "elearning."):
        import_module(module.name)
    ours = below(PostForm) | below(PlainForm)
    others = {form for form in below(Form) - ours if form.__module__.startswith("elearning.")}
    assert {form.__name__ for form in others} == SILENT


def below(form: type) -> set[type]:
    """Return a form and those built on it."""
    return {form}.union(*(below(each) for each in form.__subclasses__()))


class Code(PlainForm):
    """A code that must be free."""

    kode = StringField("Kode")


def test_a_value_that_somebody_else_saved_meanwhile_is_told_at_its_field(
    each_app: Application,
) -> None:
    with work(each_app):
        agency = make_unit(code="A1")
        make_unit(agency, "department", code="B")
    with work(each_app):
        form = Code(kode="B")
        found = db.session.scalars(select(Unit).where(Unit.code == "A1")).one()
        made = accepted(form, lambda: make_unit(found, "department", code="B"), {"code": "kode"})
        assert made is None
        assert form.kode.errors
    with work(each_app):
        assert len(db.session.scalars(select(Unit).where(Unit.code == "B")).all()) == 1


def test_what_no_field_can_mend_is_refused_as_ever(app: Application) -> None:
    def refuse() -> None:
        raise Refused("Tidak bisa.")

    with work(app), pytest.raises(Refused):
        accepted(Code(), refuse, {"code": "kode"})


def test_a_broken_rule_of_another_kind_is_no_matter_of_a_field(each_app: Application) -> None:
    with work(each_app):
        db.session.add(Person(nip="123", name="Salah", created_at=NOW))
        with pytest.raises(IntegrityError):
            accepted(Code(), lambda: None, {"nip": "kode"})
        db.session.rollback()
