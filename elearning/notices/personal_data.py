"""What notices hold about a person, for the page Data Saya."""

from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, exists, func, literal, or_, select

from elearning.accounts.merge_models import AccountMerge
from elearning.accounts.models import Person
from elearning.accounts.personal_data import WAITING_MAIL
from elearning.core.outbox import OutboxEvent
from elearning.core.personal_data import ERASED_NAME, OWNER, Erased, Held, Moved
from elearning.notices.kinds import ACCOUNT
from elearning.notices.models import MailChoice, Notice

PERSONAL_DATA = (
    Held(
        *("notices", "notices"),
        select(
            *(Notice.made_at, Notice.kind, Notice.title, Notice.text),
            *(Notice.link, Notice.read_at),
        ).where(Notice.person_id == OWNER),
        Notice.id,
    ),
    Held(
        *("mail_choices", "notices"),
        select(MailChoice.kind, MailChoice.way).where(MailChoice.person_id == OWNER),
        MailChoice.kind,
    ),
)

_own_name = select(Person.name).where(Person.id == OWNER).scalar_subquery()


def _told_of_joining(receiver: Any, person_id: Any) -> ColumnElement[bool]:
    """Whether somebody's accounts were joined or parted by the owner."""
    own = or_(AccountMerge.made_by_id == OWNER, AccountMerge.undone_by_id == OWNER)
    told = or_(
        receiver == person_id(AccountMerge.from_id), receiver == person_id(AccountMerge.into_id)
    )
    return exists().where(own, told)


def _subject(person_id: Any) -> Any:
    return literal("person:") + cast(person_id, String)


_text = OutboxEvent.payload["text"].as_string()

#: Whoever joined or parted accounts is named in what their holders are told: in notices, which stay,
#: and in letters that still wait, which go.
ERASED = (
    Erased(
        OutboxEvent,
        and_(
            WAITING_MAIL,
            _told_of_joining(OutboxEvent.payload["receiver"].as_string(), _subject),
            func.replace(_text, _own_name, "") != _text,
        ),
    ),
    Erased(
        Notice,
        and_(
            Notice.kind == ACCOUNT.code,
            _told_of_joining(Notice.person_id, lambda key: key),
            func.replace(Notice.text, _own_name, "") != Notice.text,
        ),
        {"text": func.replace(Notice.text, _own_name, ERASED_NAME)},
    ),
    Erased(Notice, Notice.person_id == OWNER),
    Erased(MailChoice, MailChoice.person_id == OWNER),
)

MOVED = (Moved(Notice),)
