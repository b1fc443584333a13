"""Mail: written into the outbox in the caller's transaction, sent over SMTP by the worker."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from smtplib import (
    SMTP,
    SMTP_SSL,
    SMTPDataError,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
)
from urllib.parse import SplitResult, unquote, urlsplit

from elearning.core import outbox, worker
from elearning.core.settings import current_settings
from elearning.core.worker import Leased

TOPIC = "mail"
SECONDS = 20
#: From here on a server's answer is final (RFC 5321, section 4.2.1).
REFUSED_FOR_GOOD = 500


def post(
    to: str,
    subject: str,
    text: str,
    at: datetime,
    *,
    unsubscribe: str = "",
    receiver: str = "",
) -> None:
    """Add a message to the caller's transaction; it must hold no secret, for it waits in the open.

    `unsubscribe` is the page where the receiver chooses to have fewer. `receiver` says who it is as
    the audit log does, `person:5`: their address may change while the message waits.
    """
    message = {"to": to, "subject": subject, "text": text, "unsubscribe": unsubscribe}
    outbox.enqueue(TOPIC, message | {"receiver": receiver}, at)


def is_configured() -> bool:
    """Whether there is a mail server; without one mail waits in the outbox."""
    return bool(current_settings().smtp_url)


def send_due(at: datetime) -> int:
    """Send the messages that are due and return how many were sent."""
    return worker.carry_out(TOPIC, _deliver, at) if is_configured() else 0


def _deliver(event: Leased, at: datetime) -> None:
    """Send one message of the outbox."""
    message = event.payload
    send(
        *(message["to"], message["subject"], message["text"]),
        event=event.id,
        at=at,
        unsubscribe=message.get("unsubscribe", ""),
    )


def reply_codes(error: SMTPRecipientsRefused | SMTPDataError) -> list[int]:
    """Return what a mail server answered about a message or its receivers."""
    if isinstance(error, SMTPDataError):
        return [error.smtp_code]
    return [code for code, _reason in error.recipients.values()]


def send(
    to: str,
    subject: str,
    text: str,
    *,
    event: int,
    at: datetime,
    unsubscribe: str = "",
    attached: tuple[str, bytes] | None = None,
) -> None:
    """Send a message now; sent twice for one event, it carries the same Message-ID.

    What the server refuses for good is not tried again. `attached` is a PDF with its name.
    """
    sender = current_settings().mail_from
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<outbox-{event}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    if unsubscribe:
        message["List-Unsubscribe"] = f"<{unsubscribe}>"
    message.set_content(text)
    if attached:
        name, content = attached
        message.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    try:
        with _server(urlsplit(current_settings().smtp_url)) as server:
            server.send_message(message)
    except (SMTPRecipientsRefused, SMTPDataError) as error:
        if min(reply_codes(error)) < REFUSED_FOR_GOOD:
            raise
        raise worker.Hopeless from error


@contextmanager
def _server(address: SplitResult) -> Iterator[SMTP]:
    """Connect to the mail server, encrypted where it can be and always for a password."""
    context, host = ssl.create_default_context(), address.hostname or "localhost"
    is_encrypted = address.scheme == "smtps"
    with (
        SMTP_SSL(host, address.port or 465, timeout=SECONDS, context=context)
        if is_encrypted
        else SMTP(host, address.port or 25, timeout=SECONDS)
    ) as server:
        server.ehlo()
        if not is_encrypted and server.has_extn("starttls"):
            server.starttls(context=context)
            is_encrypted = True
        if address.username and not is_encrypted:
            raise SMTPNotSupportedError("The mail server offers no encryption for the password.")
        if address.username:
            server.login(unquote(address.username), unquote(address.password or ""))
        yield server
