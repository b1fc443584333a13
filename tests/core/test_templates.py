"""What a template puts out is escaped, whatever it is made of; only marked text passes as it is."""

import pytest
from jinja2 import DictLoader
from markupsafe import Markup

from elearning.core.application import Application

RAW, SAFE = "<b>&'\"", "&lt;b&gt;&amp;&#39;&#34;"


class Loud(str):
    """A string of a kind of its own."""


class Drawn:
    """What says itself how it stands in HTML."""

    def __html__(self) -> str:
        return "<i>"

    def __str__(self) -> str:
        return RAW


PLACES = {
    "plain": "{{ value }}",
    "macro": "{% macro show(x) %}{{ x }}{% endmacro %}{{ show(value) }}",
    "caller": "{% macro box() %}{{ caller() }}{% endmacro %}{% call box() %}{{ value }}{% endcall %}",
    "set": "{% set kept %}{{ value }}{% endset %}{{ kept }}",
    "attribute": '<p title="{{ value }}">',
    "block": "{% block main %}{{ value }}{% endblock %}",
    "joined": "{{ value ~ '' }}",
    "inside a text": "{{ _('%(name)s, %(other)s', name=value, other=1) }}",
}


def render(app: Application, source: str, value: object) -> str:
    """Render a template in the Indonesian environment, as pages are."""
    environment = app.templates["id"].overlay(
        loader=DictLoader({"page.html": source}), cache_size=0
    )
    return environment.get_template("page.html").render(value=value)


@pytest.mark.parametrize("source", PLACES.values(), ids=PLACES.keys())
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (RAW, SAFE),
        (Loud(RAW), SAFE),
        (Markup(RAW), RAW),
        (["<b>"], "[&#39;&lt;b&gt;&#39;]"),
        (7, "7"),
        (None, "None"),
    ],
    ids=["text", "kind-of-text", "marked", "list", "number", "nothing"],
)
def test_a_value_is_escaped_wherever_it_stands(
    app: Application, source: str, value: object, expected: str
) -> None:
    assert expected in render(app, source, value)
    assert (RAW in render(app, source, value)) == isinstance(value, Markup)


def test_what_says_itself_how_it_stands_is_asked(app: Application) -> None:
    assert render(app, PLACES["macro"], Drawn()) == "<i>"


def test_the_quick_way_is_the_one_that_is_tested(app: Application) -> None:
    source = app.templates["id"].compile("{{ value }}", raw=True)
    assert "environment.escaped(" in source


def test_each_place_is_a_template_of_its_own(app: Application) -> None:
    assert render(app, "{{ value }}", 1) != render(app, "<p>{{ value }}</p>", 1)


def test_the_values_of_a_text_are_put_out_one_by_one(app: Application) -> None:
    text = "{{ _('Question %(number)s of %(total)s', number=1, total=value) }}"
    assert render(app, text, RAW) == f"Soal 1 dari {SAFE}"
    assert "markup_join((" not in str(app.templates["id"].compile(text, raw=True))


@pytest.mark.parametrize(
    ("component", "call"),
    [
        ("icon", 'icon("check")'),
        ("icon as draw", 'draw("check")'),
        ("button", 'button(_("Save"), kind="ghost", name="lanjut", value="")'),
        ("tag", 'tag("A & B", "ok", icon="check")'),
        ("kawung", 'kawung("band", gold=True)'),
    ],
)
def test_what_is_told_by_constants_is_drawn_when_the_template_is_compiled(
    app: Application, component: str, call: str
) -> None:
    environment = app.templates["id"]
    imported = f'{{% from "components/{component.split()[0]}.html" import {component} %}}'
    source = imported + f"{{{{ {call} }}}}"
    assert "context.call(" not in str(environment.compile(source, raw=True))
    with app.test_request_context():
        drawn = app.base_templates.from_string(source).render()
    assert environment.from_string(source).render() == drawn


def test_what_is_told_by_the_page_is_drawn_with_the_page(app: Application) -> None:
    source = '{% from "components/icon.html" import icon %}{{ icon(value) }}'
    drawn = '{% from "components/icon.html" import icon %}{{ icon("check") }}'
    pages = app.templates["id"]
    assert pages.from_string(source).render(value="check") == pages.from_string(drawn).render()


def test_a_macro_of_a_drawings_name_is_called(app: Application) -> None:
    source = "{% macro button(label) %}<i>{{ label }}</i>{% endmacro %}{{ button('x') }}"
    assert app.templates["id"].from_string(source).render() == "<i>x</i>"


def test_a_macro_says_what_it_takes(app: Application) -> None:
    source = "{% macro row(label) %}{{ label }}{% endmacro %}"
    for call in ("{{ row(1, 2) }}", "{{ row(labl=1) }}"):
        with pytest.raises(TypeError, match="row takes label"):
            app.templates["id"].from_string(source + call).render()
