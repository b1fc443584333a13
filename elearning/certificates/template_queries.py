"""Reading what organisers print on their certificates, and who signs them."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased

from elearning.accounts.models import Unit
from elearning.certificates.models import CertificateTemplate, Signatory
from elearning.certificates.policy import organised_by
from elearning.core.db import db

#: Organisers on the page, and versions of one template.
MOST = 300
SHOWN = 10


class OrganiserLine(NamedTuple):
    """An organiser in the list, with what is set on a day."""

    id: int
    code: str
    name: str
    has_template: bool
    has_logo: bool
    signatory: str | None
    place: str

    @property
    def is_complete(self) -> bool:
        """Whether nothing on its certificates stays blank."""
        return bool(self.signatory and self.place)


def template_at(organiser_id: int, day: date) -> CertificateTemplate | None:
    """Return the template of an organiser on a day: the one that began last."""
    own = (CertificateTemplate.organiser_id == organiser_id, CertificateTemplate.valid_from <= day)
    return db.session.scalar(
        select(CertificateTemplate)
        .where(*own)
        .order_by(CertificateTemplate.valid_from.desc(), CertificateTemplate.id.desc())
        .limit(1)
    )


def versions_of(organiser_id: int) -> Sequence[CertificateTemplate]:
    """Return the last versions of an organiser's template, the newest first."""
    own = CertificateTemplate.organiser_id == organiser_id
    newest = (CertificateTemplate.valid_from.desc(), CertificateTemplate.id.desc())
    return db.session.scalars(
        select(CertificateTemplate).where(own).order_by(*newest).limit(SHOWN)
    ).all()


def signs_on(day: date) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that a signatory signs on a day."""
    open_ended = or_(Signatory.valid_until.is_(None), Signatory.valid_until >= day)
    return Signatory.valid_from <= day, open_ended


def signatories_of(organiser_id: int) -> Sequence[Signatory]:
    """Return who signs for an organiser, the newest first."""
    own = Signatory.organiser_id == organiser_id
    newest = (Signatory.valid_from.desc(), Signatory.id.desc())
    return db.session.scalars(select(Signatory).where(own).order_by(*newest).limit(MOST)).all()


def signatory_at(organiser_id: int, signatory_id: int) -> Signatory | None:
    """Return a signatory of an organiser."""
    own = (Signatory.organiser_id == organiser_id, Signatory.id == signatory_id)
    return db.session.scalar(select(Signatory).where(*own))


def organiser_at(unit_id: int) -> Unit | None:
    """Return a unit that gives certificates: an agency, or one that organises courses."""
    gives = or_(Unit.kind == "agency", Unit.organiser_name != "")
    return db.session.scalar(select(Unit).where(Unit.id == unit_id, gives))


def organisers_for(person: Any, day: date) -> list[OrganiserLine]:
    """Return the organisers whose certificates a person may arrange, by place in the tree."""
    template = aliased(CertificateTemplate)
    rows = db.session.execute(
        select(
            Unit.id,
            Unit.code,
            func.coalesce(func.nullif(Unit.organiser_name, ""), Unit.name),
            template.id.is_not(None),
            func.coalesce(template.logo_digest, "") != "",
            _signing(day),
            func.coalesce(func.nullif(template.place, ""), Unit.place),
        )
        .outerjoin(template, template.id == _template_id(day))
        .where(organised_by(person), or_(Unit.kind == "agency", Unit.organiser_name != ""))
        .order_by(Unit.path)
        .limit(MOST)
    )
    return [OrganiserLine(*row) for row in rows]


def _template_id(day: date) -> Any:
    """Return the key of a unit's template on a day."""
    own = (CertificateTemplate.organiser_id == Unit.id, CertificateTemplate.valid_from <= day)
    return (
        select(CertificateTemplate.id)
        .where(*own)
        .order_by(CertificateTemplate.valid_from.desc(), CertificateTemplate.id.desc())
        .limit(1)
        .correlate(Unit)
        .scalar_subquery()
    )


def _signing(day: date) -> Any:
    """Return the name of who signs for a unit on a day."""
    return (
        select(Signatory.name)
        .where(Signatory.organiser_id == Unit.id, *signs_on(day))
        .order_by(Signatory.valid_from.desc(), Signatory.id.desc())
        .limit(1)
        .correlate(Unit)
        .scalar_subquery()
    )


def patterns_of_others(organiser: Unit, default: str) -> list[tuple[str, str, str]]:
    """Return name, code and number patterns of the other organisers; the default where none is set."""
    pattern = func.coalesce(func.nullif(CertificateTemplate.number_pattern, ""), default)
    rows = db.session.execute(
        select(Unit.name, Unit.code, pattern)
        .outerjoin(CertificateTemplate, CertificateTemplate.organiser_id == Unit.id)
        .where(Unit.id != organiser.id, or_(Unit.kind == "agency", Unit.organiser_name != ""))
        .distinct()
    )
    return [(name, code, found) for name, code, found in rows]
