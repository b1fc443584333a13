"""`elearning certificates sign` and `await`: signing everything that waits, of every kind."""

import sys
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import click
from flask_babel import gettext as _
from sqlalchemy import true

from elearning.certificates import signature_operations as signatures
from elearning.certificates.cli import certificates
from elearning.certificates.signables import Queue
from elearning.certificates.signature_queries import count_waiting
from elearning.certificates.signature_work import Batch, in_transaction, sign_waiting
from elearning.certificates.signing.adapter import BSRE, is_on
from elearning.certificates.signing.credentials import Credentials
from elearning.core.db import db, reading
from elearning.core.errors import Refused
from elearning.core.settings import Settings, current_settings
from elearning.development.signing_desk import KINDS


@certificates.command("sign")
@click.option("--signatory", "nip", default="", help="NIP of the signatory; empty: of everybody.")
@click.option("--retry", is_flag=True, help="Try again also what failed before.")
def sign(nip: str, retry: bool) -> None:
    """Sign what waits, certificates and transcripts; asks for the passphrase, which is kept nowhere."""
    settings = current_settings()
    if not is_on(settings):
        raise Refused(_("Signing is off. Set SIGNING to pades or bsre."))
    if settings.signing == BSRE and not nip:
        raise Refused(_("BSrE signs in one person's name: give the NIP with --signatory."))
    queues = [Queue(kind, kind.nip == nip if nip else true()) for kind in KINDS]
    batch = Batch(settings, asked_credentials(settings), None)
    if retry:
        in_transaction(partial(signatures.retry_failed, queues))
    with reading():
        count = count_waiting(queues)
    with click.progressbar(length=count, label=_("Signing"), file=sys.stderr) as bar:
        run = sign_waiting(queues, batch, on_step=lambda: bar.update(1))
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
    """Let certificates and transcripts wait for a signature that were made while signing was off."""
    at = since.replace(tzinfo=ZoneInfo(current_settings().timezone))
    count = sum(kind.await_older(current_settings(), at) for kind in KINDS)
    db.session.commit()
    click.echo(_("%(count)s documents wait for their signature now.", count=count))


__all__ = ["certificates"]
