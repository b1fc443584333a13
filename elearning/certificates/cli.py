"""`elearning certificates`: the PDF of one certificate, and signing what waits for it."""

import sys
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from flask.cli import AppGroup
from flask_babel import gettext as _
from sqlalchemy import true

from elearning.certificates import signature_operations as signatures
from elearning.certificates.models import Certificate
from elearning.certificates.printing import issued_pdf
from elearning.certificates.queries import proof_by_number
from elearning.certificates.signature_queries import count_waiting
from elearning.certificates.signature_work import Batch, in_transaction, sign_waiting
from elearning.certificates.signing.adapter import BSRE, Credentials, is_on
from elearning.core.db import db, reading, writing
from elearning.core.errors import Refused
from elearning.core.settings import Settings, current_settings

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


@certificates.command("sign")
@click.option("--signatory", "nip", default="", help="NIP of the signatory; empty: of everybody.")
@click.option("--retry", is_flag=True, help="Try again also what failed before.")
def sign(nip: str, retry: bool) -> None:
    """Sign the certificates that wait; asks for the passphrase, which is kept nowhere."""
    settings = current_settings()
    if not is_on(settings):
        raise Refused(_("Signing is off. Set SIGNING to pades or bsre."))
    if settings.signing == BSRE and not nip:
        raise Refused(_("BSrE signs in one person's name: give the NIP with --signatory."))
    signable = Certificate.signatory_nip == nip if nip else true()
    batch = Batch(settings, asked_credentials(settings), None)
    if retry:
        in_transaction(partial(signatures.retry_failed, signable))
    with reading():
        count = count_waiting(signable)
    with click.progressbar(length=count, label=_("Signing"), file=sys.stderr) as bar:
        run = sign_waiting(signable, batch, on_step=lambda: bar.update(1))
    click.echo(_("%(signed)s signed, %(failed)s failed.", signed=run.signed, failed=run.failed))
    if run.problem:
        raise run.problem


def asked_credentials(settings: Settings) -> Credentials:
    """Ask for what the adapter needs, without showing it; a script writes it in lines."""
    nik = asked(_("NIK of the signatory")) if settings.signing == BSRE else ""
    return Credentials(passphrase=asked(_("Passphrase")), nik=nik)


def asked(label: str) -> str:
    """Return what is typed unseen, or the next line of what is piped in."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    answer: str = click.prompt(label, hide_input=True)
    return answer


@certificates.command("await")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), required=True, help="First day.")
def await_signature(since: datetime) -> None:
    """Let certificates wait for a signature that were issued while signing was off."""
    at = since.replace(tzinfo=ZoneInfo(current_settings().timezone))
    count = signatures.await_older(current_settings(), at)
    db.session.commit()
    click.echo(_("%(count)s certificates wait for their signature now.", count=count))
