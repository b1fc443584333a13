"""What accounts hold about a person, for the page Data Saya."""

from sqlalchemy import String, cast, func, literal, select

from elearning.accounts.models import ActivationCode, Employment, Person, RoleGrant, SignIn, Unit
from elearning.accounts.privacy_models import AccessEvent, DataRequest
from elearning.core.audit import AuditEntry
from elearning.core.outbox import OutboxEvent
from elearning.core.personal_data import OWNER, Held

_own_address = select(Person.email).where(Person.id == OWNER).scalar_subquery()
_own_subject = literal("person:") + cast(OWNER, String)

PERSONAL_DATA = (
    Held(
        *("account", "profile"),
        select(
            *(Person.nip, Person.username, Person.email, Person.front_title, Person.name),
            *(Person.back_title, Person.status, Person.rank, Person.position),
            *(Person.position_kind, Unit.name.label("unit"), Person.legal_standing),
            *(Person.siasn_id, Person.active, Person.locale, Person.mails_certificates),
            *(Person.password_hash.is_not(None).label("has_password"), Person.created_at),
        )
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Person.id == OWNER),
        Person.id,
    ),
    Held(
        *("employments", "profile"),
        select(
            *(Employment.valid_from, Employment.valid_until, Employment.nip, Employment.status),
            *(Employment.rank, Employment.position, Employment.position_kind),
            Unit.name.label("unit"),
        )
        .join(Unit, Unit.id == Employment.unit_id)
        .where(Employment.person_id == OWNER),
        Employment.id,
    ),
    Held(
        *("roles", "profile"),
        select(RoleGrant.role, Unit.name.label("unit"), RoleGrant.granted_at)
        .outerjoin(Unit, Unit.id == RoleGrant.unit_id)
        .where(RoleGrant.person_id == OWNER),
        RoleGrant.id,
    ),
    Held(
        *("sign_ins", "security"),
        select(
            *(SignIn.started_at, SignIn.seen_at, SignIn.browser, SignIn.address),
            *(SignIn.expires_at, SignIn.revoked_at),
        ).where(SignIn.person_id == OWNER),
        SignIn.id,
    ),
    Held(
        *("activations", "security"),
        select(
            *(ActivationCode.made_at, ActivationCode.kind),
            *(ActivationCode.expires_at, ActivationCode.used_at),
        ).where(ActivationCode.person_id == OWNER),
        ActivationCode.id,
    ),
    Held(
        *("views", "security"),
        select(AccessEvent.at, AccessEvent.page).where(AccessEvent.person_id == OWNER),
        AccessEvent.id,
    ),
    Held(
        *("deeds_about", "security"),
        select(AuditEntry.at, AuditEntry.action).where(
            AuditEntry.subject == _own_subject,
            func.coalesce(AuditEntry.actor_id, 0) != OWNER,
        ),
        AuditEntry.id,
    ),
    Held(
        *("deeds", "security"),
        select(AuditEntry.at, AuditEntry.action).where(AuditEntry.actor_id == OWNER),
        AuditEntry.id,
    ),
    Held(
        *("requests", "requests"),
        select(
            *(DataRequest.made_at, DataRequest.about, DataRequest.wanted, DataRequest.reason),
            *(DataRequest.state, DataRequest.due_at, DataRequest.answered_at),
            DataRequest.answer,
        ).where(DataRequest.person_id == OWNER),
        DataRequest.id,
    ),
    Held(
        *("waiting_mail", "notices"),
        select(
            OutboxEvent.created_at,
            OutboxEvent.payload["subject"].as_string().label("subject"),
            OutboxEvent.tries,
        ).where(
            OutboxEvent.done_at.is_(None),
            OutboxEvent.topic == "mail",
            OutboxEvent.payload["to"].as_string() == _own_address,
        ),
        OutboxEvent.id,
    ),
)
