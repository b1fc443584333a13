"""`elearning siasn push`: sending from the command line, with progress."""

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from elearning.accounts.cli import unit_with_code
from elearning.core.db import reading
from elearning.core.errors import Refused
from elearning.core.settings import current_settings
from elearning.siasn.failures import SiasnFailed
from elearning.siasn.push_queries import prospect
from elearning.siasn.pushing import Run, Session, push, summary
from elearning.siasn.service import Service

siasn = AppGroup("siasn", help="Records at SIASN.")


@siasn.command("push")
@click.option("--unit", required=True, help="Code of the unit whose records are sent.")
@click.option("--year", type=int, required=True, help="Year of the records.")
@click.option(
    "--token",
    envvar="SIASN_SSO_TOKEN",
    prompt="SSO token",
    hide_input=True,
    help="A user's SSO token; asked for when neither it nor SIASN_SSO_TOKEN is given.",
)
def send(unit: str, year: int, token: str) -> None:
    """Send a year's records of a unit and those below it to SIASN."""
    settings = current_settings()
    if not (settings.siasn_url and settings.siasn_token_url):
        raise SiasnFailed("setup")
    with reading():
        paths = (unit_with_code(unit).path,)
        found = prospect(year, paths)
    if found.without_id:
        click.echo(_("%(count)s records lack the pnsOrangId and stay.", count=found.without_id))
    with click.progressbar(length=found.ready) as bar:

        def step(run: Run) -> None:
            bar.update(run.sent + run.failed - bar.pos)

        run = push(Service(settings, token.strip()), settings, Session(year, paths, None), step)
    click.echo(summary(run))
    if run.problem is not None:
        raise Refused(str(run.problem))
