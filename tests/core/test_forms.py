"""What a form complains of is said in the language of its page, WTForms' own sentences included."""

from importlib import import_module
from pkgutil import walk_packages

import pytest
from wtforms import Form

import elearning
from elearning.core.application import Application
from elearning.core.forms import PlainForm, PostForm
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
