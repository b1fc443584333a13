"""`elearning courses check|publish|new`."""

from collections.abc import Iterable
from gettext import gettext
from pathlib import Path

import click
from flask.cli import AppGroup
from flask_babel import force_locale
from flask_babel import gettext as _

from elearning.core import clock
from elearning.core.markdown import Renderer
from elearning.core.settings import current_settings
from elearning.courses.checker import Checked
from elearning.courses.identity import Decisions, Doubt
from elearning.courses.models import CHANGE_CLASSES
from elearning.courses.publishing import Outcome, check_folder, course_folders, publish_folder
from elearning.courses.scaffold import new_course

courses = AppGroup("courses", help="Check, publish and begin courses.")

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FOLDERS = click.argument("paths", nargs=-1, required=True, type=FOLDER)


@courses.command("check")
@FOLDERS
def check(paths: tuple[Path, ...]) -> None:
    """Say what is wrong with course folders, with file, line and remedy."""
    with Renderer() as renderer, force_locale(current_settings().default_locale):
        checks = [(path, check_folder(path, renderer)) for path in course_folders(paths)]
        for path, checked in checks:
            tell(path, checked)
    leave(bool(checks) and all(not checked.errors for _path, checked in checks))


def pairs_of(
    _context: click.Context, _option: click.Parameter, values: tuple[str, ...]
) -> dict[str, str]:
    """Read pairs of a new question and the old one that it is."""
    pairs = [value.partition("=") for value in values]
    if not all(new and old for new, _equals, old in pairs):
        raise click.BadParameter(gettext("write NEW=OLD, as the question of the command shows it."))
    return {new: old for new, _equals, old in pairs}


@courses.command("publish")
@FOLDERS
@click.option("--class", "change_class", type=click.Choice(CHANGE_CLASSES), help="Else proposed.")
@click.option(
    "--same",
    multiple=True,
    metavar="NEW=OLD",
    callback=pairs_of,
    help="This question is that old one.",
)
@click.option("--new", "new_ids", multiple=True, metavar="ID", help="This question is truly new.")
def publish(
    paths: tuple[Path, ...],
    change_class: str | None,
    same: dict[str, str],
    new_ids: tuple[str, ...],
) -> None:
    """Publish course folders; equal content makes no new revision."""
    decisions = Decisions(same, frozenset(new_ids))
    with Renderer() as renderer, force_locale(current_settings().default_locale):
        outcomes = [
            publish_folder(
                path, renderer, clock.now(), change_class=change_class, decisions=decisions
            )
            for path in course_folders(paths)
        ]
        for outcome in outcomes:
            tell_outcome(outcome)
    leave(bool(outcomes) and all(outcome.published for outcome in outcomes))


@courses.command("new")
@click.argument("path", type=click.Path(path_type=Path))
def new(path: Path) -> None:
    """Begin a course: a small folder that passes the check, to write on."""
    new_course(path)
    click.echo(_("The course was begun in %(path)s.", path=path))


def tell(path: Path, checked: Checked) -> None:
    """Print what was found in a folder."""
    for diagnostic in checked.diagnostics:
        click.echo(str(diagnostic))
    counts = {"errors": len(checked.errors), "warnings": len(checked.warnings)}
    click.echo(_("%(path)s: %(errors)s errors, %(warnings)s warnings", path=path, **counts))


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
        click.echo(_("%(path)s: unchanged, no new revision", path=outcome.folder))


def tell_doubts(doubts: Iterable[Doubt]) -> None:
    """Ask of each resembling pair whether it is the same question or a new one."""
    for doubt in doubts:
        click.echo(
            _("Same or new? “%(new)s” resembles “%(old)s”.", new=doubt.new_text, old=doubt.old_text)
        )
        click.echo(f"    --same {doubt.new}={doubt.old}   /   --new {doubt.new}")


def leave(ok: bool) -> None:
    """Exit with 1 unless all is well."""
    if not ok:
        raise click.exceptions.Exit(1)
