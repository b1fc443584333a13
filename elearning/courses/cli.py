"""`elearning courses check|publish|export|import|new|reindex`: courses and learning paths."""

from collections.abc import Callable
from gettext import gettext
from pathlib import Path

import click
from flask.cli import AppGroup
from flask_babel import force_locale
from flask_babel import gettext as _

from elearning.core import clock
from elearning.core.db import reading
from elearning.core.markdown import Renderer
from elearning.core.settings import current_settings
from elearning.courses.checking.repairing import repair
from elearning.courses.identity import Decisions
from elearning.courses.importing.cli import import_course
from elearning.courses.models import CHANGE_CLASSES
from elearning.courses.publishing.courses import (
    check_folder,
    course_folders,
    has_changed,
    publish_folder,
)
from elearning.courses.publishing.paths import (
    check_path_folder,
    path_folders,
    publish_path_folder,
)
from elearning.courses.publishing.shipped import published_slugs
from elearning.courses.publishing.telling import (
    FORMATS,
    Found,
    Told,
    tell_all,
    tell_fixed,
    tell_outcome,
    tell_paths,
    tell_unchanged,
)
from elearning.courses.search.cli import rebuild
from elearning.courses.writing.exporting import write_archive, write_folder
from elearning.courses.writing.scaffold import TEMPLATES, new_course
from elearning.courses.writing.variant_cli import translate

courses = AppGroup("courses", help="Check, publish, export, import and begin courses.")
courses.add_command(import_course)
courses.add_command(rebuild)
courses.add_command(translate)

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
PARENT = click.Path(file_okay=False, path_type=Path)
ALL = "all"


@courses.command("check")
@click.argument("paths", nargs=-1, required=True, type=FOLDER)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    help="For people, for programs, or for a forge's review.",
)
@click.option("--fix", is_flag=True, help="Remedy what needs no decision, and say what was done.")
def check(paths: tuple[Path, ...], form: str, fix: bool) -> None:
    """Say what is wrong with course folders, with file, line and remedy.

    Exits with 0 when there is no error, with 1 when there is one.
    """
    with Renderer() as renderer, force_locale(current_settings().default_locale):
        checks = [checked_folder(path, renderer, form, fix=fix) for path in course_folders(paths)]
        checks += [checked_paths(path, renderer, form, fix=fix) for path in path_folders(paths)]
        tell_all(checks, form)
    leave(bool(checks) and all(not told.checked.errors for told in checks))


def checked_folder(path: Path, renderer: Renderer, form: str, *, fix: bool) -> Told:
    """Check a course, repaired before when that is asked for."""
    return checked_by(lambda: check_folder(path, renderer, is_alone=False), path, form, fix=fix)


def checked_paths(path: Path, renderer: Renderer, form: str, *, fix: bool) -> Told:
    """Check a folder of learning paths, repaired before when that is asked for."""
    return checked_by(lambda: check_path_folder(path, renderer), path, form, fix=fix)


def checked_by(check: Callable[[], Found], path: Path, form: str, *, fix: bool) -> Told:
    """Check a folder, repaired before when that is asked for."""
    if not fix:
        return Told(path, check())
    done, checked = repair(path, check)
    if form == "text":
        tell_fixed(done)
    return Told(path, checked)


def pairs_of(
    _context: click.Context, _option: click.Parameter, values: tuple[str, ...]
) -> dict[str, str]:
    """Read pairs of a new question and the old one that it is."""
    pairs = [value.partition("=") for value in values]
    if not all(new and old for new, _equals, old in pairs):
        raise click.BadParameter(gettext("write NEW=OLD, as the question of the command shows it."))
    return {new: old for new, _equals, old in pairs}


@courses.command("publish")
@click.argument("paths", nargs=-1, type=FOLDER)
@click.option("--changed", is_flag=True, help="Only folders that differ from what is published.")
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
    changed: bool,
    change_class: str | None,
    same: dict[str, str],
    new_ids: tuple[str, ...],
) -> None:
    """Publish course folders and learning paths; equal content makes no new revision."""
    decisions = Decisions(same, frozenset(new_ids))
    with Renderer() as renderer, force_locale(current_settings().default_locale):
        done = [
            publish_one(folder, renderer, change_class, decisions)
            for folder in folders_to_publish(paths, changed=changed)
        ]
        done += [publish_paths(folder, renderer) for folder in path_folders(paths or (Path(),))]
    leave(all(done))


def folders_to_publish(paths: tuple[Path, ...], *, changed: bool) -> list[Path]:
    """Return the folders among paths; with `changed` those that differ, from here unless told."""
    if not paths and not changed:
        raise click.UsageError(gettext("Name a course folder, or use --changed."))
    folders = list(course_folders(paths or (Path(),)))
    wanted = [folder for folder in folders if not changed or has_changed(folder)]
    for folder in folders:
        if folder not in wanted:
            tell_unchanged(folder)
    return wanted


def publish_one(
    folder: Path, renderer: Renderer, change_class: str | None, decisions: Decisions
) -> bool:
    """Publish a folder and say what became of it."""
    outcome = publish_folder(
        folder, renderer, clock.now(), change_class=change_class, decisions=decisions
    )
    tell_outcome(outcome)
    return outcome.published is not None


def publish_paths(folder: Path, renderer: Renderer) -> bool:
    """Publish the learning paths of a folder and say what became of them."""
    outcome = publish_path_folder(folder, renderer, clock.now())
    tell_paths(outcome)
    return not outcome.checked.errors


@courses.command("export")
@click.argument("slug", metavar="SLUG|all")
@click.argument("path", type=PARENT)
@click.option("--zip", "as_zip", is_flag=True, help="Write a zip instead of a folder.")
def export(slug: str, path: Path, as_zip: bool) -> None:
    """Write a published course below PATH, so that it publishes identically elsewhere."""
    write = write_archive if as_zip else write_folder
    with force_locale(current_settings().default_locale):
        for each in sorted(published_slugs()) if slug == ALL else [slug]:
            with reading():
                written = write(each, path)
            click.echo(_("%(path)s was written.", path=written))


@courses.command("new")
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--template",
    type=click.Choice(tuple(TEMPLATES)),
    default="kosong",
    show_default=True,
    help="How much of it stands there already.",
)
def new(path: Path, template: str) -> None:
    """Begin a course: a folder that passes the check, to write on."""
    new_course(path, template)
    click.echo(_("The course was begun in %(path)s.", path=path))


def leave(ok: bool) -> None:
    """Exit with 1 unless all is well."""
    if not ok:
        raise click.exceptions.Exit(1)
