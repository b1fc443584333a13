"""The Indonesian catalogue against the texts in the code.

tools/messages.py          -> add new texts to the catalogue, drop those gone, list what needs a translation
tools/messages.py --check  -> fail on a text that is missing, empty, fuzzy or gone (runs in CI)
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import click
import wtforms
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_from_file
from babel.messages.pofile import read_po, write_po

from elearning.cli import group

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "elearning" / "translations" / "id" / "LC_MESSAGES" / "messages.po"
METHODS = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
KEYWORDS = DEFAULT_KEYWORDS | {"_l": None, "lazy_gettext": None, "msg": None, "N_": None}
#: Modules that ask our catalogue for their words, because they ship none in Indonesian.
BORROWED = {
    click: ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types"),
    wtforms: ("validators", "fields/choices", "fields/core", "fields/datetime", "fields/numeric"),
}


def texts() -> Catalog:
    """Return every text in the code, without line numbers."""
    catalogue = Catalog(project="elearning", charset="utf-8")
    options = {"**/templates/**.html": {"encoding": "utf-8"}}
    found = extract_from_dir(ROOT / "elearning", METHODS, options, KEYWORDS, ("NOTE:",))
    for _file, _line, message, comments, context in found:
        catalogue.add(message, None, auto_comments=comments, context=context)
    for message in (*borrowed(), *helps(group())):
        catalogue.add(message)
    return catalogue


def borrowed() -> Iterator[str | tuple[str, ...]]:
    """Yield the texts of the libraries."""
    for library, modules in BORROWED.items():
        for module in modules:
            path = Path(library.__file__ or "").parent / f"{module}.py"
            for _line, message, *_rest in extract_from_file("python", path, KEYWORDS):
                yield message


def helps(command: click.Command) -> Iterator[str]:
    """Yield the help of a command, of its options and of the commands in it."""
    context = click.Context(command)
    named = command.list_commands(context) if isinstance(command, click.Group) else []
    yield from (text for text in (command.help, *map(help_of, command.params)) if text)
    for name in named:
        yield from helps(command.get_command(context, name))


def help_of(param: click.Parameter) -> str | None:
    """Return the help of an option."""
    return param.help if isinstance(param, click.Option) else None


def stored() -> Catalog:
    """Return the catalogue as it is in the repository."""
    if not CATALOGUE.exists():
        return Catalog(locale="id", project="elearning", charset="utf-8")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="id")


def problems(catalogue: Catalog) -> list[str]:
    """Return the texts without a finished translation."""
    return [str(m.id) for m in catalogue if m.id and (m.fuzzy or not all(_strings(m.string)))]


def _strings(string: object) -> tuple[str, ...]:
    """Return a translation's forms."""
    return string if isinstance(string, tuple) else (str(string or ""),)


def main() -> int:
    """Check or update the catalogue."""
    catalogue, wanted = stored(), texts()
    before = {m.id for m in catalogue if m.id}
    if "--check" in sys.argv:
        now = {m.id for m in wanted if m.id}
        bad = [
            *problems(catalogue),
            *(str(i) for i in now - before),
            *(str(i) for i in before - now),
        ]
        print(
            "\n".join(["The catalogue does not fit the code; run `make messages`:", *bad])
            if bad
            else "messages: OK"
        )
        return bool(bad)
    catalogue.update(wanted, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, catalogue, width=100, sort_output=True, omit_header=False)
    print("\n".join(["To translate:", *problems(catalogue)]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
