"""What notices hold about a person, for the page Data Saya."""

from sqlalchemy import select

from elearning.core.personal_data import OWNER, Erased, Held, Moved
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

ERASED = (
    Erased(Notice, Notice.person_id == OWNER),
    Erased(MailChoice, MailChoice.person_id == OWNER),
)

MOVED = (Moved(Notice),)
