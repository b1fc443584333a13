"""What certificates and badges hold about a person, for the page Data Saya."""

from sqlalchemy import select

from elearning.certificates.badges.models import Badge
from elearning.certificates.models import Certificate
from elearning.certificates.signature_models import CertificateSignature
from elearning.core.personal_data import OWNER, Erased, Held
from elearning.records.models import Completion

BADGE_FILES = ("json_digest", "jwt_digest", "png_digest", "svg_digest")

PERSONAL_DATA = (
    Held(
        *("certificates", "records"),
        select(
            *(Certificate.number, Completion.course_title.label("course")),
            *(Certificate.issued_at, Certificate.code, Certificate.check_code),
            *(Certificate.verify_url, Certificate.status.label("state")),
            *(Certificate.status_at, Certificate.status_reason.label("reason")),
            *(CertificateSignature.state.label("signature"), CertificateSignature.signed_at),
        )
        .join(Completion, Completion.id == Certificate.completion_id)
        .outerjoin(CertificateSignature, CertificateSignature.certificate_id == Certificate.id)
        .where(Completion.person_id == OWNER),
        Certificate.id,
    ),
    Held(
        *("badges", "records"),
        select(
            *(Certificate.number, Badge.made_at, Badge.uuid, Badge.subject_uuid),
            *(Badge.identity_hash, Badge.salt, Badge.share_code),
        )
        .join(Certificate, Certificate.id == Badge.certificate_id)
        .join(Completion, Completion.id == Certificate.completion_id)
        .where(Completion.person_id == OWNER),
        Badge.id,
    ),
)

_own_certificates = (
    select(Certificate.id)
    .join(Completion, Completion.id == Certificate.completion_id)
    .where(Completion.person_id == OWNER)
)

#: Numbers, codes and the look stay, and so does the badge's place in its status list; what was
#: printed and signed goes, with every file.
ERASED = (
    Erased(
        CertificateSignature,
        CertificateSignature.certificate_id.in_(_own_certificates),
        files=("digest",),
    ),
    Erased(
        Badge,
        Badge.certificate_id.in_(_own_certificates),
        dict.fromkeys(
            ("subject_uuid", "identity_hash", "salt", *BADGE_FILES),
            "",
        )
        | {"share_code": None},
        files=BADGE_FILES,
    ),
    Erased(
        Certificate,
        Certificate.id.in_(_own_certificates),
        {"pdf_digest": ""},
        files=("pdf_digest",),
    ),
)
