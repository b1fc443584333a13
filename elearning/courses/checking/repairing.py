"""Applies every mechanical remedy to a folder, until none is left."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from elearning.courses.diagnostics.fixing import Fix, apply
from elearning.courses.diagnostics.notes import Diagnostic
from elearning.courses.folder import MAX_TEXT, decoded, read_bytes

#: One remedy may bring another to light: a renamed file, the links to it.
ROUNDS = 8


class Found(Protocol):
    """What a check found."""

    @property
    def diagnostics(self) -> Sequence[Diagnostic]:
        """All of it, in reading order."""


F = TypeVar("F", bound=Found)


def repair(folder: Path, check: Callable[[], F]) -> tuple[list[Diagnostic], F]:
    """Return what was remedied, and what the check finds afterwards."""
    done: list[Diagnostic] = []
    checked = check()
    for _round in range(ROUNDS):
        fixable = [each for each in checked.diagnostics if each.fix]
        if not fixable:
            break
        done += _repaired(folder, fixable)
        checked = check()
    return done, checked


def _repaired(folder: Path, fixable: list[Diagnostic]) -> list[Diagnostic]:
    """Apply what does not overlap, from the end of each file; names change last."""
    done: list[Diagnostic] = []
    for name in dict.fromkeys(each.file for each in fixable):
        mine = [each for each in fixable if each.file == name]
        texts = [each for each in mine if each.fix and not each.fix.rename]
        done += _rewrite(folder / name, texts) if texts else _rename(folder, mine[0])
    return done


def _rewrite(path: Path, diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Apply the fixes of one text; its kind of line ends stays."""
    data = read_bytes(path, MAX_TEXT)
    text, done, above = decoded(data), list[Diagnostic](), float("inf")
    for each in sorted(diagnostics, key=_first, reverse=True):
        fix = each.fix
        if fix and max(fix.first, fix.last) < above:
            text, above = apply(text, fix), fix.first
            done.append(each)
    path.write_text(text, encoding="utf-8", newline="\r\n" if b"\r\n" in data else "\n")
    return done[::-1]


def _first(diagnostic: Diagnostic) -> int:
    return diagnostic.fix.first if diagnostic.fix else 0


def _rename(folder: Path, diagnostic: Diagnostic) -> list[Diagnostic]:
    """Give a file its new name, unless another has it by now."""
    fix: Fix | None = diagnostic.fix
    if fix is None or (folder / fix.rename).exists():
        return []
    (folder / fix.file).rename(folder / fix.rename)
    return [diagnostic]
