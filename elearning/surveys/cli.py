"""`elearning surveys check`: whether the sums of answers fit each other."""

import click
from flask.cli import AppGroup
from flask_babel import force_locale
from flask_babel import gettext as _

from elearning.core.db import read_one_moment, reading
from elearning.core.settings import current_settings
from elearning.surveys import checking

surveys = AppGroup("surveys", help="What people say of courses.")


@surveys.command("check")
def check() -> None:
    """Compare the sums of answers with each other and with who has answered."""
    with force_locale(current_settings().default_locale), reading():
        read_one_moment()
        found = list(checking.differences())
        for each in found:
            sentence = _("%(name)s (%(place)s): expected %(expected)s, found %(found)s")
            click.echo(sentence % each._asdict(), err=True)
        if found:
            raise click.ClickException(_("Some sums of answers do not fit each other."))
        click.echo(_("Every item has as many answers as people have answered."))
