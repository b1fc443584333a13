"""`elearning demo`: the demonstration from the command line."""

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime

import click
from flask.cli import with_appcontext
from flask_babel import force_locale
from flask_babel import gettext as _

from elearning.core import clock, migrations
from elearning.core.settings import current_settings
from elearning.demonstration.building import build
from elearning.demonstration.stories import Story


@click.command("demo", help="Build the demonstration: an invented agency whose people learn.")
@with_appcontext
def demo() -> None:
    """Build the demonstration once; a database with other people is refused."""
    migrations.bring_up_to_date()
    with force_locale(current_settings().default_locale):
        is_new = build_watched(clock.now())
        ready, there = _("The demonstration is ready."), _("The demonstration is there already.")
        click.echo(ready if is_new else there)


def build_watched(now: datetime) -> bool:
    """Build behind a progress bar on standard error; False when there was nothing to do."""
    return build(now, watched)


def watched(stories: Sequence[Story]) -> Iterator[Story]:
    """Yield the stories and show how far they are."""
    label = _("Building the demonstration")
    with click.progressbar(stories, label=label, file=sys.stderr) as bar:
        yield from bar
