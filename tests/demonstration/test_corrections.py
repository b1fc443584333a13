"""The demonstration shows a replaced and a revoked certificate, and a proposal that waits."""

from sqlalchemy import select

from elearning.accounts.models import Person
from elearning.certificates.models import Certificate
from elearning.core.application import Application
from elearning.core.db import db
from elearning.demonstration.corrections import OFFICER, correct_some
from elearning.records.models import Correction
from tests.factories import NOW, make_completion, make_course, make_person, work


def test_the_first_invented_people_have_corrected_certificates(app: Application) -> None:
    with work(app):
        course = make_course()
        for _n in range(4):
            make_completion(make_person(), course)
        make_person(nip=OFFICER)
        db.session.add(Person(username="admin", name="Admin", created_at=NOW))
        db.session.flush()
        correct_some(NOW)
        states = db.session.scalars(select(Certificate.status).order_by(Certificate.id)).all()
        assert states == ["replaced", "revoked", "valid", "valid", "valid"]
        decided = select(Correction.state).order_by(Correction.id)
        assert db.session.scalars(decided).all() == ["approved", "approved", "proposed"]
