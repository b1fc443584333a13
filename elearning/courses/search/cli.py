"""`elearning courses reindex`."""

import click
from flask.cli import with_appcontext
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from rich.console import Console
from rich.progress import track

from elearning.core.settings import current_settings
from elearning.courses.search.indexing import begin_anew, index_each


@click.command("reindex")
@with_appcontext
def rebuild() -> None:
    """Build the search anew; meanwhile people find what is indexed so far."""
    with force_locale(current_settings().default_locale):
        course_ids = begin_anew()
        console = Console(stderr=True)
        index_each(track(course_ids, _("Indexing courses"), console=console, transient=True))
        count = len(course_ids)
        click.echo(ngettext("%(num)s course indexed.", "%(num)s courses indexed.", count))
