"""The letters that notices become, in the language of who receives them."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from elearning.accounts.models import Person
from elearning.core import mail
from elearning.core.settings import current_settings
from elearning.notices.models import Notice

#: Where everybody chooses what comes by e-mail.
CHOICES = "/pemberitahuan/pengaturan"


def language_of(person: Person) -> str:
    """Return the language in which a person is told."""
    return person.locale or current_settings().default_locale


def post_notice(person: Person, notice: Notice, at: datetime) -> None:
    """Mail one notice."""
    with force_locale(language_of(person)):
        _post(person, notice.title, [notice.text, _address(notice.link)], at)


def post_digest(person: Person, notices: Sequence[Notice], at: datetime) -> None:
    """Mail a day's notices as one letter."""
    with force_locale(language_of(person)):
        site, count = current_settings().site_name, len(notices)
        subject = ngettext(
            "%(site)s: %(num)s new notice", "%(site)s: %(num)s new notices", count, site=site
        )
        told = [_told(number, notice) for number, notice in enumerate(notices, start=1)]
        lead = ngettext(
            "This is new since the last summary:", "These are new since the last summary:", count
        )
        _post(person, subject, [lead, *told], at)


def _told(number: int, notice: Notice) -> str:
    """Return a notice as one of several in a letter."""
    parts = (f"{number}. {notice.title}", notice.text, _address(notice.link))
    return "\n\n".join(filter(None, parts))


def _post(person: Person, subject: str, paragraphs: Sequence[str], at: datetime) -> None:
    """Put a letter into the outbox, with the address where one chooses to have fewer."""
    choices = f"{current_settings().public_url}{CHOICES}"
    greeting = _("Dear %(name)s,", name=person.full_name)
    foot = _("You choose here which notices come by e-mail:")
    text = "\n\n".join(filter(None, [greeting, *paragraphs, f"-- \n{foot}\n{choices}"]))
    receiver = f"person:{person.id}"
    mail.post(person.email or "", subject, text + "\n", at, unsubscribe=choices, receiver=receiver)


def _address(link: str) -> str:
    """Return an address of this site as a letter names it."""
    return f"{current_settings().public_url}{link}" if link else ""
