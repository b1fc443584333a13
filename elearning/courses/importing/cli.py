"""`elearning courses import` and `elearning quizzes import`."""

from collections.abc import Iterable
from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_babel import force_locale
from flask_babel import gettext as _

from elearning.core.settings import current_settings
from elearning.courses.importing.formats import QUIZ_FORMATS
from elearning.courses.importing.losses import Loss
from elearning.courses.importing.reading import read_course, read_file, read_quiz
from elearning.courses.importing.saving import save_course, save_quiz

SOURCE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("import")
@click.argument("file", type=SOURCE)
@click.argument("path", type=click.Path(path_type=Path))
@with_appcontext
def import_course(file: Path, path: Path) -> None:
    """Make a course folder of a Word or PowerPoint file, and say what was lost.

    Headings become lessons, numbered questions with a key become a quiz.
    """
    with force_locale(current_settings().default_locale):
        found = read_course(read_file(file), file.name)
        save_course(found, path)
        tell_losses(found.losses)
        click.echo(_("The course was made in %(path)s. Check it now.", path=path))
        click.echo(f"    elearning courses check {path}")


@click.command("import")
@click.argument("file", type=SOURCE)
@click.option(
    "--format", "form", type=click.Choice(QUIZ_FORMATS), help="Else told by the file itself."
)
@click.option(
    "--into",
    "path",
    required=True,
    type=click.Path(path_type=Path),
    help="A course folder, or the file to write.",
)
@with_appcontext
def import_quiz(file: Path, form: str | None, path: Path) -> None:
    """Make a quiz of questions in GIFT, Aiken, Moodle XML or a Word list, and say what was lost."""
    with force_locale(current_settings().default_locale):
        found = read_quiz(read_file(file), file.name, form)
        written = save_quiz(found, path)
        tell_losses(found.losses)
        click.echo(_("The quiz was written to %(path)s.", path=written))


def tell_losses(losses: Iterable[Loss]) -> None:
    """Print each loss with its place and remedy, then how many there are."""
    losses = list(losses)
    for loss in losses:
        click.echo(str(loss))
    if losses:
        lost = sum(loss.level == "lost" for loss in losses)
        counts = {"lost": lost, "check": len(losses) - lost}
        click.echo(_("Lost: %(lost)s. To be checked: %(check)s.", **counts))
