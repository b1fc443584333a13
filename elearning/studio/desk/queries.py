"""Finding trainers to write with."""

from flask_babel import gettext as _
from sqlalchemy import exists, select

from elearning.accounts import nip
from elearning.accounts.models import Person, RoleGrant
from elearning.accounts.queries import person_by_nip
from elearning.core.db import db
from elearning.core.errors import Refused


def trainer_with(text: str) -> Person:
    """Return the trainer with a NIP; who is unknown and who is no trainer look alike."""
    person = person_by_nip(nip.normalise(text))
    if person is None or not person.active or not is_trainer_by_role(person.id):
        raise Refused(
            _("No trainer has this NIP. Ask the administrator to give the person the role first.")
        )
    return person


def is_trainer_by_role(person_id: int) -> bool:
    """Whether a person holds the role that lets them write."""
    held = (RoleGrant.person_id == person_id, RoleGrant.role.in_(("pengajar", "admin")))
    return bool(db.session.scalar(select(exists().where(*held))))
