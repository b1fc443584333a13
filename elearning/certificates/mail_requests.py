"""Who wants a new certificate by e-mail: noted in the transaction that issues it."""

from datetime import datetime

from elearning.accounts.queries import remaining_account
from elearning.certificates.models import Certificate
from elearning.core import outbox
from elearning.records.models import Completion

TOPIC = "certificate-mail"


def mail_later(certificate: Certificate, completion: Completion, at: datetime) -> None:
    """Let a certificate leave by e-mail after this transaction, if its owner wants that."""
    person = remaining_account(completion.person_id)
    if person is not None and person.mails_certificates and person.email:
        outbox.enqueue(TOPIC, {"certificate": certificate.id}, at)
