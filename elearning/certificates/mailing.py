"""A new certificate by e-mail, to whoever wants that: after the PDF is made, from the worker."""

from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _

from elearning.accounts.queries import remaining_account
from elearning.certificates import queries
from elearning.certificates.mail_requests import TOPIC
from elearning.certificates.models import Proof
from elearning.certificates.signature_queries import is_waiting
from elearning.core import mail, worker
from elearning.core.db import reading
from elearning.core.settings import current_settings
from elearning.core.worker import Leased

#: A larger PDF is left to be downloaded.
LARGEST = 1_000_000


class Unsigned(OSError):  # noqa: N818
    """The certificate waits for its signature; the worker comes again later."""


def mail_due(at: datetime) -> int:
    """Send the certificates that are due and return how many were done."""
    return worker.carry_out(TOPIC, _deliver, at) if mail.is_configured() else 0


def _deliver(event: Leased, at: datetime) -> None:
    """Send one certificate, if the person still wants it and it still holds."""
    from elearning.certificates.printing import issued_pdf  # typst loads with the first one

    with reading():
        proof = queries.proof(event.payload["certificate"])
        wanted = proof if proof and proof.certificate.status == "valid" else None
        person = wanted and remaining_account(wanted.completion.person_id)
        waits = wanted is not None and is_waiting(wanted.certificate.id)
    if wanted is None or person is None or not (person.mails_certificates and person.email):
        return
    if waits and event.tries < worker.MAX_TRIES:
        raise Unsigned
    with force_locale(person.locale or current_settings().default_locale):
        _send(wanted, person.email, b"" if waits else issued_pdf(wanted), event, at)


def _send(proof: Proof, to: str, content: bytes, event: Leased, at: datetime) -> None:
    """Send the message, with the PDF where it is small enough for every mailbox."""
    is_small = 0 < len(content) <= LARGEST
    mail.send(
        to,
        _("Your certificate %(number)s", number=proof.certificate.number),
        "\n\n".join(_paragraphs(proof, is_small)) + "\n",
        event=event.id,
        at=at,
        unsubscribe=f"{current_settings().public_url}/akun",
        attached=(proof.file_name, content) if is_small else None,
    )


def _paragraphs(proof: Proof, is_attached: bool) -> tuple[str, ...]:
    """Return what the message says; NIP and score stand in the certificate alone."""
    title, url = proof.completion.course_title, current_settings().public_url
    where = (
        _("The certificate is attached.")
        if is_attached
        else _("Download the certificate in your history: %(url)s/riwayat/", url=url)
    )
    return (
        _("You have completed “%(title)s”.", title=title),
        where,
        _(
            "Whoever wants to know whether it is genuine looks here: %(url)s",
            url=proof.certificate.verify_url,
        ),
        _(
            "You asked for certificates by e-mail. Change that in your account: %(url)s/akun",
            url=url,
        ),
    )
