"""Preparing a start: the database, the demonstration if wanted, and courses up to date."""

from pathlib import Path

import click
from flask_babel import gettext as _

from elearning.core import clock, migrations
from elearning.courses.publishing.shipped import (
    newer_than_kept,
    publish_shipped,
    publish_shipped_paths,
)
from elearning.courses.search.indexing import index_missing
from elearning.demonstration.state import BUILT, noted


def prepare(*, shows_demo: bool) -> None:
    """Bring database, demonstration and courses up to date; their builders load only for work."""
    migrations.bring_up_to_date()
    if shows_demo and noted(BUILT) is None:
        from elearning.demonstration.cli import build_watched

        build_watched(clock.now())
    failed = [outcome for outcome in publish_shipped(clock.now()) if outcome.published is None]
    if failed:
        from elearning.courses.publishing.telling import tell_outcome

        for outcome in failed:
            tell_outcome(outcome)
    prepare_paths()
    for folder in newer_than_kept():
        tell_kept(folder)
    index_missing()


def prepare_paths() -> None:
    """Publish the learning paths that are new; say what is wrong with the others."""
    outcome = publish_shipped_paths(clock.now())
    if outcome is not None and outcome.checked.errors:
        from elearning.courses.publishing.telling import tell_paths

        tell_paths(outcome)


def tell_kept(folder: Path) -> None:
    """Say that a newer folder was left alone, and how it can be taken."""
    click.echo(
        _(
            "%(path)s holds a newer version of a course that is kept in the studio; it was not "
            "published. To publish it nevertheless: elearning courses publish %(path)s",
            path=folder,
        )
    )
