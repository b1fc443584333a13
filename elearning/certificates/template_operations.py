"""What changes how certificates will look: a new version of a template, a signatory."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from elearning.accounts.models import Unit
from elearning.certificates.models import CertificateTemplate, Signatory
from elearning.certificates.numbering import fault_in, shape_of
from elearning.certificates.template_queries import patterns_of_others
from elearning.core import audit
from elearning.core.db import db
from elearning.core.errors import Refused


@dataclass(frozen=True, slots=True)
class Look:
    """What an organiser prints on its certificates; what is empty comes from the settings."""

    valid_from: date
    letterhead: str = ""
    letterhead_unit: str = ""
    letterhead_address: str = ""
    logo_digest: str = ""
    legal_basis: str = ""
    place: str = ""
    number_pattern: str = ""
    electronic_notice: str = ""
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs, as what, and on which days; without a last day until further notice."""

    valid_from: date
    valid_until: date | None
    prefix: str
    position: str
    name: str
    rank: str
    nip: str


def save_template(
    organiser: Unit, look: Look, default: str, by_id: int, at: datetime
) -> CertificateTemplate:
    """Add a version of an organiser's template; certificates that are issued stay as they are."""
    fault = pattern_fault(look.number_pattern, organiser, default)
    if fault:
        raise Refused(fault)
    template = CertificateTemplate(
        organiser_id=organiser.id, made_at=at, made_by_id=by_id, **asdict(look)
    )
    db.session.add(template)
    changed = asdict(look) | {"valid_from": look.valid_from.isoformat()}
    note("certificate.template", organiser, by_id, at, **changed)
    return template


def pattern_fault(pattern: str, organiser: Unit, default: str) -> str | None:
    """Return why two certificates could have one number under a pattern; empty means the default."""
    fault = fault_in(pattern) if pattern else None
    if fault or not pattern:
        return fault
    own = shape_of(pattern, organiser.code)
    for name, code, other in patterns_of_others(organiser, default):
        if shape_of(other, code) == own:
            return str(
                _("%(name)s numbers its certificates in the same way. Add {unit}.", name=name)
            )
    return None


def appoint(organiser: Unit, signing: Signing, by_id: int, at: datetime) -> Signatory:
    """Add somebody who signs an organiser's certificates."""
    require_days(signing)
    signatory = Signatory(organiser_id=organiser.id, **asdict(signing))
    db.session.add(signatory)
    note("certificate.signatory", organiser, by_id, at, **told(signing))
    return signatory


def change_signatory(
    organiser: Unit, signatory: Signatory, signing: Signing, by_id: int, at: datetime
) -> None:
    """Change who signs from now on; certificates that are issued keep what they say."""
    require_days(signing)
    for name, value in asdict(signing).items():
        setattr(signatory, name, value)
    note("certificate.signatory", organiser, by_id, at, **told(signing))


def remove_signatory(organiser: Unit, signatory: Signatory, by_id: int, at: datetime) -> None:
    """Take somebody off the list; certificates that are issued keep their name."""
    db.session.delete(signatory)
    note("certificate.signatory_removed", organiser, by_id, at, name=signatory.name)


def require_days(signing: Signing) -> None:
    """Refuse a last day before the first."""
    if signing.valid_until and signing.valid_until < signing.valid_from:
        raise Refused(_("The last day is before the first. Correct one of them."))


def told(signing: Signing) -> dict[str, str]:
    """Return what the audit log keeps of a signatory."""
    days = {"from": signing.valid_from.isoformat(), "until": str(signing.valid_until or "")}
    return {"name": signing.name, "position": signing.position, "prefix": signing.prefix, **days}


def note(action: str, organiser: Unit, by_id: int, at: datetime, **details: str) -> None:
    """Note in the audit log who changed what."""
    audit.record(action, f"unit:{organiser.id}", at, actor_id=by_id, **details)
