"""`elearning certificates`: the PDF of one certificate; see also `development.signing_cli`."""

from pathlib import Path

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from elearning.certificates.printing import issued_pdf
from elearning.certificates.queries import proof_by_number
from elearning.core.db import writing
from elearning.core.errors import Refused

certificates = AppGroup("certificates", help="Certificates.")


@certificates.command("render")
@click.argument("number")
@click.option(
    "-o", "--output", "path", required=True, type=click.Path(dir_okay=False, path_type=Path)
)
def render(number: str, path: Path) -> None:
    """Write the certificate with a number as PDF, the same bytes every time."""
    with writing(False):
        proof = proof_by_number(number)
        if proof is None:
            raise Refused(_("No certificate has the number %(number)s.", number=number))
        path.write_bytes(issued_pdf(proof))
    click.echo(_("The certificate is in %(path)s.", path=path))
