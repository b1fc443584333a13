"""What accounts hold about a person, for the page Data Saya."""

from sqlalchemy import String, and_, cast, func, literal, or_, select

from elearning.accounts.merge_models import AccountMerge
from elearning.accounts.models import ActivationCode, Employment, Person, RoleGrant, SignIn, Unit
from elearning.accounts.privacy_models import (
    AccessEvent,
    DataRequest,
    Erasure,
    LegalHold,
    NoticeReading,
)
from elearning.accounts.unit_names import name_then
from elearning.core.audit import AuditEntry
from elearning.core.jobs import Job
from elearning.core.outbox import OutboxEvent
from elearning.core.personal_data import ERASED_NAME, OWNER, Erased, Held, Moved

_own_address = select(Person.email).where(Person.id == OWNER).scalar_subquery()
_own_subject = literal("person:") + cast(OWNER, String)
#: What waits for the mail server.
WAITING_MAIL = and_(OutboxEvent.topic == "mail", OutboxEvent.done_at.is_(None))
#: The address may have changed since.
_to_owner = or_(
    OutboxEvent.payload["to"].as_string() == _own_address,
    OutboxEvent.payload["receiver"].as_string() == _own_subject,
)

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
            name_then().label("unit"),
        )
        .join(Unit, Unit.id == Employment.unit_id)
        .where(Employment.person_id == OWNER),
        Employment.id,
    ),
    Held(
        *("merges", "profile"),
        select(AccountMerge.made_at, AccountMerge.reason, AccountMerge.undone_at).where(
            # While two accounts are one, the former one's line is enough.
            (AccountMerge.from_id == OWNER)
            | (AccountMerge.into_id == OWNER) & AccountMerge.undone_at.is_not(None)
        ),
        AccountMerge.id,
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
            AuditEntry.action.not_like("hold.%"),  # told by `legal_holds`, where the law allows
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
        *("notice_readings", "requests"),
        select(NoticeReading.edition, NoticeReading.read_at).where(
            NoticeReading.person_id == OWNER
        ),
        NoticeReading.read_at,
    ),
    Held(
        *("legal_holds", "requests"),
        select(
            *(LegalHold.placed_at, LegalHold.reason, LegalHold.until),
            LegalHold.lifted_at,
        ).where(LegalHold.person_id == OWNER, LegalHold.is_shown.is_(True)),
        LegalHold.id,
    ),
    Held(
        *("erasures", "requests"),
        select(
            *(Erasure.proposed_at, Erasure.ground, Erasure.basis, Erasure.state),
            *(Erasure.decided_at, Erasure.answer),
        ).where(Erasure.person_id == OWNER),
        Erasure.id,
    ),
    Held(
        *("waiting_mail", "notices"),
        select(
            OutboxEvent.created_at,
            OutboxEvent.payload["subject"].as_string().label("subject"),
            OutboxEvent.tries,
        ).where(WAITING_MAIL, _to_owner),
        OutboxEvent.id,
    ),
)

#: The account stays as a key without a name, so that what others signed, decided and received from it
#: still says that it was one and the same; the log of deeds is chained and names keys only.
ERASED = (
    Erased(SignIn, SignIn.person_id == OWNER),
    Erased(ActivationCode, ActivationCode.person_id == OWNER),
    Erased(RoleGrant, RoleGrant.person_id == OWNER),
    Erased(Employment, Employment.person_id == OWNER),
    Erased(AccessEvent, AccessEvent.person_id == OWNER),
    Erased(DataRequest, DataRequest.person_id == OWNER),
    Erased(NoticeReading, NoticeReading.person_id == OWNER),
    Erased(LegalHold, LegalHold.person_id == OWNER),
    Erased(Erasure, Erasure.person_id == OWNER, {"answer": ""}),
    Erased(
        AccountMerge,
        or_(AccountMerge.from_id == OWNER, AccountMerge.into_id == OWNER),
        {"reason": "", "moved": {}},
    ),
    Erased(OutboxEvent, WAITING_MAIL & _to_owner),
    Erased(Job, Job.person_id == OWNER, {"title": "", "sentence": ""}),
    Erased(Person, Person.supervisor_id == OWNER, {"supervisor_id": None}),
    Erased(
        Person,
        Person.id == OWNER,
        dict.fromkeys(("nip", "email", "unit_id", "supervisor_id", "password_hash"))
        | dict.fromkeys(("password_set_at",))
        | dict.fromkeys(("front_title", "back_title", "status", "rank", "position"), "")
        | dict.fromkeys(("position_kind", "legal_standing", "siasn_id", "locale"), "")
        | dict.fromkeys(("notice_read",), "")
        | dict.fromkeys(("active", "mails_certificates"), False)
        | {"name": ERASED_NAME, "username": literal("dihapus-") + cast(OWNER, String)},
    ),
)

#: Of requests to HR one about each datum waits at a time. A supervisor is an account like others.
MOVED = (
    Moved(Person, "supervisor_id"),
    Moved(DataRequest, twin=("about",), twins_among=DataRequest.state == "submitted"),
)
