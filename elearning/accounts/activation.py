"""Links by which a person sets a password: asked for now, made and mailed by the worker.

The token is made when the mail leaves, so it stands nowhere in the open; asking costs the same
for accounts that exist and that do not.
"""

from datetime import datetime, timedelta

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from elearning.accounts import operations
from elearning.accounts.models import Person
from elearning.core import mail, outbox, worker
from elearning.core.db import db, writing
from elearning.core.secrets import TYPED
from elearning.core.settings import current_settings
from elearning.core.worker import Leased

TOPIC = "activation.link"
#: A link that somebody asked for at the sign-in page.
FORGOTTEN_HOURS = 1


def ask_for_link(
    person_id: int | None, hours: int, at: datetime, *, made_by_id: int | None = None
) -> None:
    """Let the worker mail a link; an unknown account is asked for just the same, for nobody."""
    payload = {"person_id": person_id, "hours": hours, "made_by_id": made_by_id}
    outbox.enqueue(TOPIC, payload, at)


def mail_links_due(at: datetime) -> int:
    """Make and mail the links that are due and return how many events were done."""
    return worker.carry_out(TOPIC, _mail_link, at) if mail.is_configured() else 0


def _mail_link(event: Leased, at: datetime) -> None:
    """Make the link of an event, commit it and mail it."""
    person_id, hours = event.payload["person_id"], event.payload["hours"]
    with writing():
        db.session.rollback()
        person = db.session.get(Person, person_id) if person_id else None
        if person is None or not person.active or not person.email:
            return
        token = operations.make_activation(
            person,
            "link",
            made_by_id=event.payload["made_by_id"],
            valid=timedelta(hours=hours),
            at=at,
        )
        to, name, locale = person.email, person.full_name, person.locale
        db.session.commit()
    with force_locale(locale or current_settings().default_locale):
        subject, text = link_message(name, token, hours)
    mail.send(to, subject, text, event=event.id, at=at)


def link_message(name: str, token: str, hours: int) -> tuple[str, str]:
    """Return subject and text of the mail that carries a link."""
    settings = current_settings()
    subject = _("Set your password for %(site)s", site=settings.site_name)
    if hours < 48:
        validity = ngettext(
            "The link works once, for %(num)s hour.",
            "The link works once, for %(num)s hours.",
            hours,
        )
    else:
        validity = _("The link works once, for %(days)s days.", days=hours // 24)
    lines = (
        _("Dear %(name)s,", name=name),
        _("Open this link to set the password of your account:"),
        f"{settings.public_url}/aktivasi/{token}",
        validity,
        _("If you did not ask for this, ignore this message; your password stays as it is."),
    )
    return str(subject), "\n\n".join(map(str, lines)) + "\n"


def tell_of_new_password(person: Person, at: datetime) -> None:
    """Tell a person by mail that their password was changed."""
    if not person.email:
        return
    site = current_settings().site_name
    lines = (
        _("Dear %(name)s,", name=person.full_name),
        _("The password of your account has just been changed, and all other sign-ins have ended."),
        _("If it was not you, ask your HR office for an activation slip at once."),
    )
    subject = _("Your password for %(site)s was changed", site=site)
    text = "\n\n".join(map(str, lines)) + "\n"
    mail.post(person.email, str(subject), text, at, receiver=f"person:{person.id}")


def typed_code(text: str) -> str:
    """Return a slip's code as it is kept: capitals, without the dashes and blanks of typing."""
    return "".join(letter for letter in text.upper() if letter in TYPED)


def printed_code(code: str) -> str:
    """Return a code in groups of four, as it is printed."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
