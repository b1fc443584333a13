"""The SSO token that an officer types for a session: sealed for its job, gone when the job ends."""

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete

from elearning.core import sealing
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.siasn.models import SiasnToken

#: SSO tokens live shorter than this themselves.
LIFE = timedelta(hours=8)
PURPOSE = "siasn sso token"


def seal(job_id: int, token: str, at: datetime) -> None:
    """Keep a token for a job."""
    sealed = sealing.seal(PURPOSE, token)
    db.session.add(SiasnToken(job_id=job_id, sealed=sealed, expires_at=at + LIFE))


def opened(job_id: int, at: datetime) -> str:
    """Return the token of a job; refused when it is gone."""
    row = db.session.get(SiasnToken, job_id)
    if row is not None and row.expires_at > at:
        token = sealing.opened(PURPOSE, row.sealed)
        if token is not None:
            return token
    raise Refused(_("The SSO token of this session is kept no longer. Start sending again."))


def forget(job_id: int) -> None:
    """Remove the token of a job."""
    db.session.execute(delete(SiasnToken).where(SiasnToken.job_id == job_id))


def forget_expired(at: datetime) -> None:
    """Remove the tokens of jobs that never ran."""
    db.session.execute(delete(SiasnToken).where(SiasnToken.expires_at <= at))


def any_expired(at: datetime) -> bool:
    """Whether a token is kept too long."""
    found = db.select(SiasnToken.job_id).where(SiasnToken.expires_at <= at).limit(1)
    return db.session.scalar(found) is not None
