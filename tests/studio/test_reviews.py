"""From draft to published: asking for a review, giving back, who may publish; links and comments."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import select

from elearning.accounts.models import Person
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.core.settings import Settings
from elearning.courses.operations import publish
from elearning.courses.queries import latest_revision
from elearning.learning.lessons.paragraphs import Paragraph, digest_of, letters_of
from elearning.studio.drafts import operations
from elearning.studio.drafts.queries import files_of, versions_of
from elearning.studio.models import Draft, DraftFile, ReviewComment, ReviewLink
from elearning.studio.policy import is_publishable_by
from elearning.studio.reviews import operations as review_operations
from elearning.studio.reviews.operations import Spot
from elearning.studio.reviews.queries import (
    Thread,
    awaiting_review,
    changed_since,
    latest_request,
    link_with,
    links_of,
    open_request,
    open_threads,
    threads_of,
)
from elearning.studio.reviews.reading import places
from tests.factories import NOW, make_compiled, make_person, work
from tests.studio.drafts import SLUG, make_draft, make_trainer
from tests.visitor import Visitor

MINUTE = timedelta(minutes=1)
COLLEAGUE = "199001012015031001"


class Reader:
    """Somebody with roles, as a request sees them."""

    is_authenticated = True

    def __init__(self, person: Person, *roles: str) -> None:
        self.id, self.roles = person.id, set(roles)


def author_of(draft: Draft) -> int:
    return draft.authors[0].person_id


def lesson_of(draft: Draft) -> DraftFile:
    return files_of(draft.id)[1]


def change(draft: Draft, text: str, minute: int, *, auto: bool = False) -> None:
    file, at = lesson_of(draft), NOW + minute * MINUTE
    operations.save_text(draft, file, file.edition, text, author_of(draft), at, auto=auto)


# Draft, review, published


def test_asking_for_a_review_puts_a_draft_before_the_publishers(each_app: Application) -> None:
    with work(each_app):
        draft = make_draft()
        publisher = Reader(make_trainer(COLLEAGUE, "Penerbit", "penerbit"), "penerbit")
        assert awaiting_review(publisher) == []
        review_operations.ask_review(draft, "Tolong periksa.", author_of(draft), NOW)
        db.session.flush()
        (waiting,) = awaiting_review(publisher)
        assert (waiting.slug, waiting.by, waiting.note) == (
            draft.slug,
            "Pengajar",
            "Tolong periksa.",
        )
        assert awaiting_review(Reader(draft.authors[0].person, "pengajar")) == []


def test_a_change_takes_a_draft_out_of_review_and_tells_what_changed(each_app: Application) -> None:
    with work(each_app):
        draft = make_draft()
        review_operations.ask_review(draft, "", author_of(draft), NOW + MINUTE)
        change(draft, "lain", 2)
        db.session.flush()
        asked = latest_request(draft.id)
        assert asked is not None
        assert (draft.state, asked.outcome) == ("draft", "")
        assert [each.name for each in changed_since(draft.id, asked.asked_at)] == ["10-surat.md"]
        assert changed_since(draft.id, NOW + 3 * MINUTE) == []


def test_what_was_saved_by_itself_before_a_review_never_takes_in_what_comes_later(
    each_app: Application,
) -> None:
    with work(each_app):
        draft = make_draft()
        change(draft, "sebelum", 1, auto=True)
        review_operations.ask_review(draft, "", author_of(draft), NOW + 2 * MINUTE)
        db.session.expire_all()
        change(draft, "sesudah", 3, auto=True)
        assert [line.deed for line in versions_of(lesson_of(draft).id)] == ["auto", "save", "save"]
        assert len(changed_since(draft.id, NOW + 2 * MINUTE)) == 1


def test_asking_again_begins_a_review_anew(each_app: Application) -> None:
    with work(each_app):
        draft = make_draft()
        review_operations.ask_review(draft, "", author_of(draft), NOW)
        change(draft, "lain", 1)
        review_operations.ask_review(draft, "", author_of(draft), NOW + 2 * MINUTE)
        db.session.flush()
        request = open_request(draft.id)
        assert request is not None
        assert (draft.state, request.asked_at) == ("review", NOW + 2 * MINUTE)


def test_a_draft_in_review_is_not_asked_for_twice(each_app: Application) -> None:
    with work(each_app):
        draft = make_draft()
        review_operations.ask_review(draft, "", author_of(draft), NOW)
        with pytest.raises(Refused, match="sudah dalam tinjauan"):
            review_operations.ask_review(draft, "", author_of(draft), NOW)


def test_a_published_draft_without_changes_needs_no_review(each_app: Application) -> None:
    with work(each_app):
        draft = make_draft()
        review_operations.note_published(draft, author_of(draft), NOW)
        with pytest.raises(Refused, match="Tidak ada yang berubah"):
            review_operations.ask_review(draft, "", author_of(draft), NOW)


def test_a_draft_is_given_back_with_a_reason(each_app: Application) -> None:
    with work(each_app):
        draft = make_draft()
        publisher = make_trainer(COLLEAGUE, "Penerbit", "penerbit").id
        review_operations.ask_review(draft, "", author_of(draft), NOW)
        review_operations.give_back(draft, "Dasar hukum lama.", publisher, NOW + MINUTE)
        asked = latest_request(draft.id)
        assert asked is not None
        assert draft.state == "draft"
        assert (asked.outcome, asked.reason, asked.closed_by) == (
            "returned",
            "Dasar hukum lama.",
            "Penerbit",
        )
        with pytest.raises(Refused, match="tidak dalam tinjauan"):
            review_operations.give_back(draft, "Lagi.", publisher, NOW + MINUTE)


def test_authors_withdraw_their_request(each_app: Application) -> None:
    with work(each_app):
        draft = make_draft()
        review_operations.ask_review(draft, "", author_of(draft), NOW)
        review_operations.withdraw_review(draft, author_of(draft), NOW)
        assert (draft.state, open_request(draft.id)) == ("draft", None)


def test_publishing_ends_the_review(each_app: Application) -> None:
    with work(each_app):
        draft = make_draft()
        review_operations.ask_review(draft, "", author_of(draft), NOW)
        review_operations.note_published(draft, author_of(draft), NOW + MINUTE)
        asked = latest_request(draft.id)
        assert asked is not None
        assert (draft.state, asked.outcome) == ("published", "published")
        change(draft, "lain", 2)
        assert draft.state == "draft"


@pytest.mark.parametrize(
    ("role", "own", "state", "required", "wrote"),
    [
        *product(
            ("pengajar", "penerbit", "both"),
            (True, False),
            ("draft", "review"),
            (False, True),
            (False, True),
        )
    ],
)
def test_who_publishes_what(
    app: Application, role: str, own: bool, state: str, required: bool, wrote: bool
) -> None:
    with work(app):
        draft = make_draft()
        draft.state = state
        person = draft.authors[0].person if own else make_person(nip=COLLEAGUE)
        roles = ("pengajar", "penerbit") if role == "both" else (role,)
        publishes = role != "pengajar"
        writes = own and role == "both"
        if required:
            expected = publishes and state == "review" and not own and not wrote
        else:
            expected = publishes and (writes or state == "review")
        reader = Reader(person, *roles)
        found = is_publishable_by(reader, draft, review_required=required, has_written=wrote)
        assert found is expected


def test_where_a_second_person_is_required_the_author_is_told_so(each_app: Application) -> None:
    with work(each_app):
        draft = make_draft()
        own = Reader(draft.authors[0].person, "pengajar", "penerbit")
        review_operations.require_publishable(draft, own, review_required=False)
        with pytest.raises(Refused, match="Mintalah tinjauan"):
            review_operations.require_publishable(draft, own, review_required=True)
        review_operations.ask_review(draft, "", own.id, NOW)
        with pytest.raises(Refused, match="Tinjauan sedang berjalan"):
            review_operations.require_publishable(draft, own, review_required=True)


def test_a_helper_who_wrote_is_no_second_person_until_the_next_publishing(
    each_app: Application,
) -> None:
    with work(each_app):
        draft = make_draft()
        admin = Reader(make_person(nip=COLLEAGUE), "admin")
        file = lesson_of(draft)
        operations.save_text(draft, file, file.edition, "bantuan", admin.id, NOW, auto=False)
        review_operations.ask_review(draft, "", author_of(draft), NOW)
        with pytest.raises(Refused, match="tidak ikut menulisnya"):
            review_operations.require_publishable(draft, admin, review_required=True)
        course = make_compiled(slug=draft.slug)
        publish(course, change_class="content", by_id=None, at=NOW + MINUTE)
        review_operations.require_publishable(draft, admin, review_required=True)


def test_nobody_publishes_what_others_have_not_given_out_of_hand(each_app: Application) -> None:
    with work(each_app):
        draft = make_draft()
        publisher = Reader(make_person(nip=COLLEAGUE), "penerbit")
        with pytest.raises(Refused, match="belum meminta tinjauan"):
            review_operations.require_publishable(draft, publisher, review_required=False)
        with pytest.raises(Refused, match="hak tersendiri"):
            review_operations.require_publishable(
                draft, Reader(draft.authors[0].person, "pengajar"), review_required=False
            )


# Private links


def make_link(draft: Draft) -> str:
    token = review_operations.make_link(draft, "Pak Darto", 30, author_of(draft), NOW)
    db.session.flush()
    return token


def test_a_link_opens_the_draft_until_it_expires(each_app: Application) -> None:
    with work(each_app):
        draft = make_draft()
        token = make_link(draft)
        for days, opens in ((0, True), (29, True), (30, False)):
            found = link_with(token, NOW + timedelta(days=days))
            assert (found is not None) is opens


def test_the_token_of_a_link_is_nowhere_in_the_database(each_app: Application) -> None:
    with work(each_app):
        draft = make_draft()
        token = make_link(draft)
        link = db.session.get_one(ReviewLink, links_of(draft.id)[0].id)
        assert token not in str(vars(link))
        assert len(token) >= 22


def test_a_revoked_link_opens_nothing(each_app: Application) -> None:
    with work(each_app):
        draft = make_draft()
        token = make_link(draft)
        link = db.session.get_one(ReviewLink, links_of(draft.id)[0].id)
        review_operations.revoke_link(draft, link, author_of(draft), NOW + MINUTE)
        db.session.flush()
        assert link_with(token, NOW + 2 * MINUTE) is None


def test_the_link_of_an_archived_draft_opens_nothing(each_app: Application) -> None:
    with work(each_app):
        draft = make_draft()
        token = make_link(draft)
        draft.archived_at = NOW
        db.session.flush()
        assert link_with(token, NOW + MINUTE) is None


def test_a_draft_has_so_many_open_links_and_no_more(
    app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review_operations, "MOST_LINKS", 1)
    with work(app):
        draft = make_draft()
        make_link(draft)
        with pytest.raises(Refused, match="Cabut salah satunya"):
            make_link(draft)


# Comments


def say(draft: Draft, text: str = "Tolong diperjelas.", by: int | None = None) -> ReviewComment:
    spot = Spot("abc", "Surat dinas ditulis singkat")
    by_id = by or author_of(draft)
    return review_operations.comment(draft, lesson_of(draft), spot, text, by_id, NOW)


def test_a_comment_said_twice_is_said_once(each_app: Application) -> None:
    with work(each_app):
        draft = make_draft()
        assert say(draft).id == say(draft).id
        say(draft, "Hal lain.")
        assert len(threads_of(draft.id)) == 2


def test_an_answer_stands_below_its_comment_and_opens_it_again(each_app: Application) -> None:
    with work(each_app):
        draft = make_draft()
        said = say(draft)
        review_operations.resolve(said, author_of(draft), NOW)
        db.session.flush()
        assert open_threads(draft.id, said.file_id) == []
        review_operations.answer(draft, said, "Sudah.", author_of(draft), NOW + MINUTE)
        db.session.flush()
        (thread,) = open_threads(draft.id, said.file_id)
        assert [answer.text for answer in thread.answers] == ["Sudah."]


def test_who_settled_a_comment_and_when_is_told(each_app: Application) -> None:
    with work(each_app):
        draft = make_draft()
        said = say(draft)
        review_operations.resolve(said, author_of(draft), NOW + MINUTE)
        db.session.flush()
        comment = threads_of(draft.id)[0].comment
        assert (comment.resolved_by, comment.resolved_at) == ("Pengajar", NOW + MINUTE)


def test_a_draft_takes_so_many_comments_and_no_more(
    app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review_operations, "MOST_COMMENTS", 1)
    with work(app):
        draft = make_draft()
        say(draft)
        with pytest.raises(Refused, match="komentar terbanyak"):
            say(draft, "Satu lagi.")


def paragraph(text: str) -> Paragraph:
    return Paragraph(digest_of(letters_of(text)), text, letters_of(text))


def thread_at(app: Application, quote: str) -> Thread:
    """Return a comment at a paragraph that began so."""
    with work(app):
        draft = make_draft()
        spot = Spot(digest_of(letters_of(quote)), quote)
        review_operations.comment(draft, lesson_of(draft), spot, "Hm.", author_of(draft), NOW)
        return threads_of(draft.id)[0]


def test_a_comment_stands_at_its_paragraph(app: Application) -> None:
    thread = thread_at(app, "Surat dinas ditulis singkat dan jelas.")
    now = paragraph("Surat dinas ditulis singkat dan jelas.")
    placed, others = places([thread], [paragraph("Awal."), now])
    assert (list(placed), others) == ([now.digest], [])
    assert not placed[now.digest][0].is_changed


def test_a_comment_follows_a_paragraph_that_was_changed_and_says_so(app: Application) -> None:
    thread = thread_at(app, "Surat dinas ditulis singkat dan jelas.")
    now = paragraph("Surat dinas ditulis singkat, padat dan jelas.")
    placed, others = places([thread], [paragraph("Awal."), now])
    assert others == []
    assert placed[now.digest][0].is_changed


def test_a_comment_whose_paragraph_is_gone_stands_apart_with_its_quote(app: Application) -> None:
    thread = thread_at(app, "Surat dinas ditulis singkat dan jelas.")
    placed, others = places([thread], [paragraph("Memo kantor.")])
    assert placed == {}
    assert [(each.is_changed, each.thread.comment.quote) for each in others] == [
        (True, "Surat dinas ditulis singkat dan jelas.")
    ]


# At the page of publishing


@pytest.fixture
def strict(settings: Settings, app: Application) -> Application:
    """An agency where a second person publishes."""
    app.extensions["settings"] = replace(settings, review_required=True)
    return app


def test_an_author_who_may_publish_publishes_alone(app: Application) -> None:
    with work(app):
        make_draft(make_trainer(COLLEAGUE, "Pengajar", "pengajar", "penerbit"))
    visitor = Visitor(app).sign_in(COLLEAGUE).open(f"/studio/{SLUG}/terbitkan")
    assert visitor.page.select_one("#terbit")


def test_where_a_second_person_is_required_the_author_finds_no_button_and_no_back_door(
    strict: Application,
) -> None:
    with work(strict):
        make_draft(make_trainer(COLLEAGUE, "Pengajar", "pengajar", "penerbit"))
    visitor = Visitor(strict).sign_in(COLLEAGUE).open(f"/studio/{SLUG}/terbitkan")
    assert visitor.page.select_one("#terbit") is None
    mark = visitor.page.select_one("input[name=tanda]")
    token = visitor.page.select_one("input[name=csrf_token]")
    data = {"tanda": mark and mark["value"], "csrf_token": token and token["value"]}
    visitor.client.post(f"/studio/{SLUG}/terbitkan", data=data)
    with work(strict):
        assert latest_revision(SLUG) is None


def test_the_second_person_publishes_what_was_given_to_review(strict: Application) -> None:
    with work(strict):
        draft = make_draft(make_trainer(COLLEAGUE, "Pengajar", "pengajar", "penerbit"))
        make_trainer("198001012005011001", "Penerbit", "penerbit")
        review_operations.ask_review(draft, "", author_of(draft), NOW)
    visitor = Visitor(strict).sign_in("198001012005011001").open(f"/studio/{SLUG}/terbitkan")
    visitor.send(f"/studio/{SLUG}/terbitkan")
    with work(strict):
        revision = latest_revision(SLUG)
        assert revision is not None
        asked = latest_request(db.session.scalars(select(Draft.id)).one())
        assert asked is not None
        assert (asked.outcome, asked.closed_by) == ("published", "Penerbit")
