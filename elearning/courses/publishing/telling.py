"""What a check found, for people, for programs and for a forge's review."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

import click
from flask_babel import gettext as _

from elearning.courses.diagnostics.notes import Diagnostic
from elearning.courses.identity import Doubt
from elearning.courses.publishing.courses import Outcome
from elearning.courses.publishing.paths import PathsOutcome

FORMATS = ("text", "json", "github")


class Found(Protocol):
    """What a check found."""

    @property
    def diagnostics(self) -> Sequence[Diagnostic]:
        """All of it, in reading order."""

    @property
    def errors(self) -> Sequence[Diagnostic]:
        """What stops publishing."""

    @property
    def warnings(self) -> Sequence[Diagnostic]:
        """What does not."""


class Told(NamedTuple):
    """A folder and what its check found."""

    folder: Path
    checked: Found


def tell_all(checks: Sequence[Told], form: str) -> None:
    """Print what was found in folders in one of the formats."""
    if form == "json":
        click.echo(json.dumps(entries(checks), ensure_ascii=False, indent=1))
    elif form == "github":
        for folder, checked in checks:
            for diagnostic in checked.diagnostics:
                click.echo(annotation(folder, diagnostic))
    else:
        for folder, checked in checks:
            tell(folder, checked)


def tell(path: Path, checked: Found) -> None:
    """Print what was found in a folder."""
    for diagnostic in checked.diagnostics:
        click.echo(str(diagnostic))
    counts = {"errors": len(checked.errors), "warnings": len(checked.warnings)}
    click.echo(_("%(path)s: %(errors)s errors, %(warnings)s warnings", path=path, **counts))


def entries(checks: Iterable[Told]) -> list[dict[str, object]]:
    """Return one object for each diagnostic, in reading order.

    `path` is the file from where the command ran, `file` its name in the course, `line` counts
    from 1 and is 0 for the file as a whole; `level` is "error" or "warning"; `code` never changes,
    `message`, `remedy` and `quote` are for people. `fix` is null or the mechanical remedy: lines
    `first` to `last` become `lines` (`last` = `first` - 1 puts them in before `first`), or the file
    gets the name `rename`.
    """
    return [
        {
            "path": str(folder / each.file),
            "file": each.file,
            "line": each.line,
            "level": each.level,
            "code": each.code,
            "message": each.message,
            "remedy": each.remedy,
            "quote": each.quote,
            "fix": each.fix and {**each.fix._asdict(), "lines": list(each.fix.lines)},
        }
        for folder, checked in checks
        for each in checked.diagnostics
    ]


def annotation(folder: Path, diagnostic: Diagnostic) -> str:
    """Return a workflow command, which a forge shows beside the line of a change."""
    place = {"file": str(folder / diagnostic.file)}
    place |= {"line": str(diagnostic.line)} if diagnostic.line else {}
    place |= {"title": diagnostic.code}
    pairs = ",".join(f"{name}={_property(value)}" for name, value in place.items())
    text = _data(f"{diagnostic.message} {diagnostic.remedy}")
    return f"::{diagnostic.level} {pairs}::{text}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def tell_fixed(fixed: Iterable[Diagnostic]) -> None:
    """Print what was remedied."""
    for each in fixed:
        place = f"{each.file}:{each.line}" if each.line else each.file
        renamed = each.fix.rename if each.fix else ""
        done = _("renamed to %(name)s", name=renamed) if renamed else _("corrected")
        click.echo(f"{place}: {done}: {each.message}")


def tell_outcome(outcome: Outcome) -> None:
    """Print what became of a folder."""
    if outcome.published is None:
        tell(outcome.folder, outcome.checked)
        tell_doubts(outcome.checked.doubts)
    elif outcome.published.is_new:
        number = outcome.published.number
        click.echo(
            _("%(path)s: published as revision %(number)s", path=outcome.folder, number=number)
        )
    else:
        tell_unchanged(outcome.folder)


def tell_paths(outcome: PathsOutcome) -> None:
    """Print what became of a folder of learning paths."""
    for slug, is_new in outcome.published.items():
        path = outcome.folder / f"{slug}.md"
        if is_new:
            click.echo(_("%(path)s: published as a learning path", path=path))
        else:
            tell_unchanged(path)
    if outcome.checked.errors:
        tell(outcome.folder, outcome.checked)


def tell_unchanged(folder: Path) -> None:
    """Print that a folder holds what is published."""
    click.echo(_("%(path)s: unchanged, no new revision", path=folder))


def tell_doubts(doubts: Iterable[Doubt]) -> None:
    """Ask of each resembling pair whether it is the same question or a new one."""
    for doubt in doubts:
        click.echo(
            _("Same or new? “%(new)s” resembles “%(old)s”.", new=doubt.new_text, old=doubt.old_text)
        )
        click.echo(f"    --same {doubt.new}={doubt.old}   /   --new {doubt.new}")
