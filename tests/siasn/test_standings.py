"""Where a completion stands at SIASN, and what follows when it is corrected after it was sent."""

from sqlalchemy import select

from elearning.core.application import Application
from elearning.core.db import db
from elearning.records.models import Completion
from elearning.siasn.models import SiasnStep
from elearning.siasn.standings import CONCERNS_SIASN, STATE, STATE_WORDS, beside
from elearning.siasn.states import (
    DELETED,
    FAILED,
    REJECTED,
    SENT,
    TO_DELETE,
    TO_RESEND,
    UNSENT,
    VERIFIED,
    WORDS,
)
from tests.factories import make_person, work
from tests.reports.offices import Office, make_office
from tests.siasn.offices import complete, correct, revoke, say, standing


def stage() -> tuple[Office, Completion]:
    """Return an office and a completion there."""
    office = make_office()
    return office, complete(make_person(office.unit))


def test_what_was_never_sent_has_no_record(each_app: Application) -> None:
    with work(each_app):
        _office, completion = stage()
        assert standing(completion.id) == (UNSENT, "", "")


def test_each_statement_leaves_a_step_and_the_same_one_none(app: Application) -> None:
    with work(app):
        _office, completion = stage()
        assert say(completion, SENT, "rw-1")
        assert not say(completion, SENT)
        assert say(completion, REJECTED, note="Berkas tidak terbaca.")
        steps = db.session.scalars(select(SiasnStep).order_by(SiasnStep.id)).all()
        assert [(each.state, each.siasn_id) for each in steps] == [
            (SENT, "rw-1"),
            (REJECTED, "rw-1"),
        ]
        assert standing(completion.id) == (REJECTED, "rw-1", "Berkas tidak terbaca.")


def test_a_correction_after_sending_asks_to_send_again_under_the_same_id(
    each_app: Application,
) -> None:
    with work(each_app):
        office, completion = stage()
        say(completion, SENT, "rw-1")
        newer = correct(completion, office)
        assert standing(newer.id) == (TO_RESEND, "rw-1", "")
        again = correct(newer, office)
        assert standing(again.id)[:2] == (TO_RESEND, "rw-1")
        say(again, SENT, "rw-1")
        assert standing(again.id)[0] == SENT


def test_a_correction_of_what_was_rejected_is_sent_again(app: Application) -> None:
    with work(app):
        office, completion = stage()
        say(completion, REJECTED, note="Nama berbeda.")
        assert standing(correct(completion, office).id) == (TO_RESEND, "", "")


def test_a_correction_before_sending_changes_nothing(app: Application) -> None:
    with work(app):
        office, completion = stage()
        assert standing(correct(completion, office).id)[0] == UNSENT


def test_what_is_revoked_after_sending_is_to_be_deleted_there(each_app: Application) -> None:
    with work(each_app):
        office, completion = stage()
        say(completion, VERIFIED, "rw-1")
        revoke(completion, office)
        assert standing(completion.id)[:2] == (TO_DELETE, "rw-1")
        say(completion, DELETED)
        assert standing(completion.id)[:2] == (DELETED, "")


def test_what_failed_after_it_was_saved_there_is_to_be_deleted_too(app: Application) -> None:
    with work(app):
        office, completion = stage()
        say(completion, FAILED, "rw-1", "Berkas belum terunggah.")
        revoke(completion, office)
        assert standing(completion.id)[0] == TO_DELETE


def test_only_the_last_version_that_was_sent_is_to_be_deleted(each_app: Application) -> None:
    with work(each_app):
        office, first = stage()
        say(first, SENT, "rw-1")
        second = correct(first, office)
        say(second, SENT, "rw-1")
        revoke(second, office)
        found = beside(select(Completion.id, STATE).select_from(Completion))
        rows = db.session.execute(found.where(CONCERNS_SIASN)).all()
        assert [tuple(row) for row in rows] == [(second.id, TO_DELETE)]


def test_a_version_that_was_never_sent_leaves_the_deletion_to_the_one_that_was(
    app: Application,
) -> None:
    with work(app):
        office, first = stage()
        say(first, SENT, "rw-1")
        revoke(correct(first, office), office)
        assert standing(first.id)[:2] == (TO_DELETE, "rw-1")


def test_the_words_of_the_sheets_name_the_same_states(app: Application) -> None:
    with work(app):
        office, completion = stage()
        say(completion, SENT)
        correct(completion, office)
        found = beside(select(STATE, STATE_WORDS).select_from(Completion))
        rows = db.session.execute(found).all()
        assert {words for _state, words in rows} == {"Terkirim", "Perlu Dikirim Ulang"}
        assert all(WORDS[state] == words for state, words in rows)
