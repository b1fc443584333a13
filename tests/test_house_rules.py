"""The rules of docs and design that a reader relies on, checked over the whole source."""

import ast
import re
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import pytest
from flask_wtf import FlaskForm
from sqlalchemy import DateTime
from wtforms import HiddenField, SubmitField
from wtforms.fields.core import UnboundField
from wtforms.widgets import HiddenInput

import elearning
from elearning.core.db import Base
from elearning.core.types import UtcDateTime

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "elearning"
TEMPLATES = SOURCE / "templates"
STATIC = SOURCE / "static"

LONGEST_MODULE = 350
LONGEST_FUNCTION = 40
#: The one function that makes HTML out of a stored string.
TRUSTED = SOURCE / "core" / "trusted.py"
#: Nobody searches for what has a name of the domain.
NAMELESS = {"utils.py", "helpers.py", "common.py", "misc.py", "services.py", "managers.py"}
#: What a client's own clock said, kept as it was sent.
NO_MOMENTS = {"answer_event.made_at"}
#: Names of namespaces, which no browser fetches.
NAMESPACES = ("http://www.w3.org/",)
#: Files that cannot hold text of ours.
BINARY = {
    ".woff2",
    ".ttf",
    ".png",
    ".ico",
    ".pdf",
    ".xlsx",
    ".docx",
    ".pptx",
    ".mp4",
    ".xls",
    ".ods",
    ".br",
    ".gz",
    ".jpg",
}
#: Written in two halves, so that this file is not found.
UNFINISHED = re.compile("TO" + "DO|FIX" + "ME|X" + "XX")
MACHINE = re.compile(
    r"(?<![\w.:/-])/(?:wo" + r"rk|ro" + r"ot|t" + r"mp)/"
    "|pypi" + r"\.org|python" + r"hosted\.org|registry\.npm" + r"js|(?<!emit-)index-" + "url"
)


@cache
def parsed(path: Path) -> ast.Module:
    """Return a module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def modules(*folders: Path) -> list[Path]:
    """Return every Python file below some folders, of the package unless told."""
    return sorted(path for folder in folders or (SOURCE,) for path in folder.rglob("*.py"))


def named(*patterns: str) -> list[Path]:
    """Return the package's modules whose name fits a pattern."""
    return [path for path in modules() if any(path.match(pattern) for pattern in patterns)]


def templates() -> list[Path]:
    """Return every template."""
    return sorted(TEMPLATES.rglob("*.html"))


def place(path: Path, node: ast.AST | None = None) -> str:
    """Return a place as an editor opens it."""
    line = f":{node.lineno}" if isinstance(node, ast.stmt | ast.expr | ast.excepthandler) else ""
    return f"{path.relative_to(ROOT)}{line}"


def nodes(paths: Iterable[Path], *kinds: type[ast.AST]) -> Iterator[tuple[Path, ast.AST]]:
    """Yield every node of some kinds with its file."""
    for path in paths:
        for node in ast.walk(parsed(path)):
            if isinstance(node, kinds):
                yield path, node


def called(node: ast.AST) -> str:
    """Return what a call calls, `db.session.commit`, empty when it is no call of a name."""
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def calls(paths: Iterable[Path], pattern: str) -> list[str]:
    """Return the places that call something whose dotted name fits a pattern."""
    found = nodes(paths, ast.Call)
    return [place(path, node) for path, node in found if re.search(pattern, called(node))]


def imports(paths: Iterable[Path], pattern: str) -> list[str]:
    """Return the places that import something whose dotted name fits a pattern."""
    return [
        place(path, node)
        for path, node in nodes(paths, ast.Import, ast.ImportFrom)
        for name in imported(node)
        if re.search(pattern, name)
    ]


def imported(node: ast.AST) -> list[str]:
    """Return the dotted names that an import brings in."""
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


def lines_with(paths: Iterable[Path], pattern: re.Pattern[str]) -> list[str]:
    """Return the places of the lines in which a pattern is found, with the find."""
    return [
        f"{place(path)}:{number} {match.group()!r}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        for match in pattern.finditer(line)
    ]


def repository() -> list[Path]:
    """Return every text file that is in the repository or about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = (ROOT / name for name in names.splitlines())
    return [path for path in paths if path.is_file() and path.suffix not in BINARY]


def package_names() -> list[str]:
    """Return the name of every module of the package."""
    return [each.name for each in walk_packages(elearning.__path__, "elearning.")]


# Structure


def test_views_hold_no_queries() -> None:
    views = named("views.py", "*_views.py")
    assert views
    assert imports(views, r"^sqlalchemy\b") == []
    assert calls(views, r"\bsession\.(execute|scalars?|query|stream)$") == []


def test_operations_never_commit() -> None:
    assert calls(named("operations.py", "*_operations.py"), r"\bcommit$") == []


def test_operations_know_no_request_and_no_clock() -> None:
    operations = named("operations.py", "*_operations.py")
    assert imports(operations, r"^flask\.(request|session|g)$|current_user$") == []
    assert calls(operations, r"\bclock\.now$|\bnow$|\btoday$") == []


def test_only_views_forms_and_what_they_call_know_the_request() -> None:
    below = named("models.py", "policy.py", "queries.py", "*_queries.py")
    assert imports(below, r"^flask\.(request|session|g)$|current_user$") == []


def test_every_package_says_what_it_is_for() -> None:
    packages = named("__init__.py")
    assert [place(path) for path in packages if not ast.get_docstring(parsed(path))] == []


def test_no_module_is_named_after_nothing() -> None:
    assert [place(path) for path in modules() if path.name in NAMELESS] == []


def test_no_module_is_longer_than_a_reader_holds() -> None:
    sources = modules(SOURCE, ROOT / "tools", ROOT / "bench")
    lengths = {place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in sources}
    assert {name: count for name, count in lengths.items() if count > LONGEST_MODULE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    sources = modules(SOURCE, ROOT / "tools", ROOT / "bench")
    functions = nodes(sources, ast.FunctionDef, ast.AsyncFunctionDef)
    assert [place(p, node) for p, node in functions if lines_of(node) > LONGEST_FUNCTION] == []


def lines_of(node: ast.AST) -> int:
    """Return the lines of a function."""
    assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_error_is_swallowed_unseen() -> None:
    handlers = nodes(modules(SOURCE, ROOT / "tools", ROOT / "bench"), ast.ExceptHandler)
    assert [place(path, node) for path, node in handlers if is_broad(node)] == []


def is_broad(node: ast.AST) -> bool:
    """Whether a handler takes everything."""
    assert isinstance(node, ast.ExceptHandler)
    return node.type is None or bool(
        re.search(r"\b(Base)?Exception\b", ast.unparse(node.type)),
    )


def test_moments_are_stored_in_utc() -> None:
    for name in package_names():
        import_module(name)
    columns = [column for table in Base.metadata.tables.values() for column in table.columns]
    moments = [c for c in columns if isinstance(c.type, DateTime) or c.name.endswith("_at")]
    assert {str(c) for c in moments if not isinstance(c.type, UtcDateTime)} == NO_MOMENTS


def test_a_model_loads_every_table_that_its_keys_name() -> None:
    models = named("*models.py")
    foreign = [
        f"{place(path)} {match.group()}"
        for path in models
        for match in re.finditer(r'ForeignKey\("(\w+)\.\w+"', path.read_text(encoding="utf-8"))
        if f'__tablename__ = "{match[1]}"' not in path.read_text(encoding="utf-8")
    ]
    assert models
    assert foreign == []


def test_migrations_do_not_depend_on_code_that_changes() -> None:
    versions = modules(ROOT / "migrations" / "versions")
    assert versions
    assert imports(versions, r"^elearning\b") == []
    assert lines_with(versions, re.compile(r"\belearning\.")) == []


# Pages


def test_html_becomes_trusted_in_one_function_only() -> None:
    others = [path for path in modules() if path != TRUSTED]
    assert calls(others, r"(^|\.)Markup$") == []
    unsafe = re.compile(r"\|\s*safe\b|\bautoescape\b|\bMarkup\b(?=\()")
    assert lines_with(templates(), unsafe) == []


def test_pages_carry_no_inline_style_or_script() -> None:
    inline = re.compile(
        r"<style\b|\sstyle\s*=|\son[a-z]+\s*=|<script(?![^>]*\bsrc=)|javascript:", re.IGNORECASE
    )
    assert lines_with(templates(), inline) == []


def test_pages_ask_nothing_of_other_hosts() -> None:
    shown = [p for p in STATIC.rglob("*") if p.suffix in {".css", ".js", ".svg"}]
    foreign = re.compile(r"(?:https?:)?//(?=[\w-]+\.[a-z])[^\s\"'<>)]+")
    found = lines_with([*templates(), *shown], foreign)
    assert [line for line in found if not any(name in line for name in NAMESPACES)] == []


@pytest.mark.parametrize("template", templates(), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_page_has_a_title(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    is_frame = template.name.startswith("_")  # other pages stand in it and give the title
    if "{% extends" in text:
        assert is_frame or re.search(r"{%-?\s*block title\b", text)
    elif "<html" in text:
        assert "<title>" in text


def test_every_field_of_a_form_has_a_label() -> None:
    for name in package_names():
        import_module(name)
    unlabelled = [
        f"{form.__module__}.{form.__name__}.{name}"
        for form in forms(FlaskForm)
        for name, field in vars(form).items()
        if isinstance(field, UnboundField) and not (is_hidden(field) or has_label(field))
    ]
    assert unlabelled == []


def forms(base: type) -> Iterator[type]:
    """Yield every form of the package."""
    for form in base.__subclasses__():
        if form.__module__.startswith("elearning."):
            yield form
        yield from forms(form)


def is_hidden(field: "UnboundField[Any]") -> bool:
    """Whether nobody sees the field, or it is its own label."""
    is_unseen = isinstance(field.kwargs.get("widget"), HiddenInput)
    return is_unseen or issubclass(field.field_class, HiddenField | SubmitField)


def has_label(field: "UnboundField[Any]") -> bool:
    """Whether a label was given."""
    return bool((field.args and field.args[0]) or field.kwargs.get("label"))


# The repository


def test_nothing_is_left_for_later() -> None:
    assert lines_with(repository(), UNFINISHED) == []


def test_no_file_names_a_machine_or_an_index() -> None:
    assert lines_with(repository(), MACHINE) == []
