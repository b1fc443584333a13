"""Reading a draft by a private link or from the studio, and commenting on its paragraphs."""

from datetime import timedelta

import pytest
from bs4 import Tag
from sqlalchemy import select

from elearning.accounts import guessing
from elearning.core import clock
from elearning.core.application import Application
from elearning.core.db import db
from elearning.courses.compiled import media_url
from elearning.studio.drafts import operations
from elearning.studio.drafts.folder import media_value
from elearning.studio.drafts.queries import files_of
from elearning.studio.models import Draft, DraftFile, ReviewComment, ReviewLink
from elearning.studio.reviews import operations as review_operations
from tests.factories import NOW, make_person, work
from tests.studio.drafts import NIP, SLUG, make_draft, make_drawing, make_trainer
from tests.visitor import Visitor

REVIEWER = "199001012015031001"
STUDIO = f"/studio/{SLUG}/baca/"


@pytest.fixture
def address(app: Application) -> str:
    """A private link to a draft."""
    with work(app):
        draft = make_draft()
        make_person(nip=REVIEWER, name="Darto")
        token = review_operations.make_link(draft, "Pak Darto", 30, author(draft), clock.now())
    return f"/tinjauan/{token}/"


def author(draft: Draft) -> int:
    return draft.authors[0].person_id


def draft_in(_app: Application) -> Draft:
    return db.session.scalars(select(Draft)).one()


def lesson_in(app: Application) -> DraftFile:
    return files_of(draft_in(app).id)[1]


def rewrite(app: Application, before: str, after: str) -> None:
    """Let the author change the lesson."""
    with work(app):
        draft, file = draft_in(app), lesson_in(app)
        text = file.text.replace(before, after)
        operations.save_text(draft, file, file.edition, text, author(draft), NOW, auto=False)


def comment_link(page: Visitor) -> str:
    """Return where the first paragraph is commented."""
    link = page.page.select_one(".par .tools a")
    assert isinstance(link, Tag)
    return str(link["href"])


def said(visitor: Visitor, address: str, text: str) -> Visitor:
    """Comment on the first paragraph of the lesson."""
    visitor.open(address + "surat").open(comment_link(visitor))
    return visitor.send(visitor.address, komentar=text)


def test_a_picture_is_named_by_what_it_shows_never_by_its_address(
    app: Application, address: str
) -> None:
    with work(app):
        make_drawing(draft_in(app))
    rewrite(app, "Surat dinas ditulis", "![Tiga kotak](media/alur.svg)\n\nSurat dinas ditulis")
    link = Visitor(app).open(f"{address}surat").page.select_one(".par .tools a")
    assert link is not None
    assert "Tiga kotak" in link.text
    assert "media/" not in link.text


def test_a_visitor_with_the_link_reads_the_whole_draft(app: Application, address: str) -> None:
    visitor = Visitor(app).open(address)
    assert visitor.status == 200
    assert "Menulis surat dinas." in visitor.text
    for link in [str(a["href"]) for a in visitor.page.select("nav.outline a")]:
        assert visitor.open(link).status == 200
    assert "Apa yang pertama ditulis?" in visitor.text


def test_a_private_page_is_listed_kept_and_told_nowhere(app: Application, address: str) -> None:
    for page in ("", "surat", "komentar/1"):
        response = Visitor(app).client.get(address + page)
        assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Cache-Control"] == "no-store"
    assert Visitor(app).open(address).page.find("meta", {"name": "robots", "content": "noindex"})


def test_a_signed_in_readers_forms_tell_their_address_to_this_site_alone(
    app: Application, address: str
) -> None:
    reviewer = Visitor(app).sign_in(REVIEWER).open(address)
    assert reviewer.response is not None
    assert reviewer.response.headers["Referrer-Policy"] == "same-origin"


def test_wrong_expired_and_revoked_links_look_alike(app: Application, address: str) -> None:
    wrong = Visitor(app).open("/tinjauan/" + "x" * 43 + "/")
    answers = [wrong.text]
    with work(app):
        link = db.session.scalars(select(ReviewLink)).one()
        link.expires_at = clock.now() - timedelta(seconds=1)
    answers.append(Visitor(app).open(address).text)
    with work(app):
        link = db.session.scalars(select(ReviewLink)).one()
        link.expires_at, link.revoked_at = clock.now() + timedelta(days=1), clock.now()
    revoked = Visitor(app).open(address)
    answers.append(revoked.text)
    assert {wrong.status, revoked.status} == {404}
    assert len({text.replace(a, "") for text, a in zip(answers, answers, strict=True)}) == 1
    assert len({len(text) for text in answers}) == 1


def test_guessing_has_an_end_also_for_the_right_link(
    app: Application, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guessing, "WRONG_CODES", 3)
    visitor = Visitor(app)
    statuses = [visitor.open(f"/tinjauan/{'x' * 42}{n}/").status for n in range(4)]
    assert statuses == [404, 404, 404, 429]
    assert visitor.open(address).status == 429


def test_learners_questions_stand_without_their_key(app: Application, address: str) -> None:
    visitor = Visitor(app).open(address + "kuis")
    assert "Nomor surat" in visitor.text
    assert "Tepat." not in visitor.text
    assert visitor.page.select(".asked .is-right, .asked .mark") == []


def test_the_key_is_shown_on_demand(app: Application, address: str) -> None:
    visitor = Visitor(app).open(address + "kuis?kunci=1")
    (key,) = visitor.page.select(".asked li.is-right")
    assert "Nomor surat" in key.get_text()
    assert "Tepat." in visitor.text


def test_pictures_are_sent_by_the_link(app: Application, address: str) -> None:
    with work(app):
        name = media_url("", media_value(make_drawing(draft_in(app)))).rpartition("/")[2]
    rewrite(app, "Surat dinas ditulis", "![Alur](media/alur.svg)\n\nSurat dinas ditulis")
    visitor = Visitor(app).open(address + "surat")
    image = visitor.page.select_one(".prose img")
    assert isinstance(image, Tag)
    assert str(image["src"]).startswith(address + "media/")
    response = visitor.client.get(str(image["src"]))
    assert response.status_code == 200
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert visitor.client.get(f"/tinjauan/{'x' * 43}/media/{name}").status_code == 404


def test_to_comment_a_visitor_signs_in_first(app: Application, address: str) -> None:
    visitor = Visitor(app).open(address + "surat")
    link = comment_link(visitor)
    visitor.open(link)
    assert visitor.address == "/masuk"
    visitor.send("/masuk", identifier=REVIEWER, password="belajar-kapan-saja")
    assert visitor.address == link.partition("?")[0]
    assert "Surat dinas ditulis singkat" in visitor.text


def test_comments_are_for_those_who_are_signed_in(app: Application, address: str) -> None:
    said(Visitor(app).sign_in(REVIEWER), address, "Tolong diperjelas.")
    assert "Tolong diperjelas." not in Visitor(app).open(address + "surat").text
    assert "Tolong diperjelas." in Visitor(app).sign_in(NIP).open(STUDIO + "surat").text


def test_a_comment_stands_below_its_paragraph_with_name_and_time(
    app: Application, address: str
) -> None:
    reviewer = said(Visitor(app).sign_in(REVIEWER), address, "Tolong <b>diperjelas</b>.")
    thread = reviewer.page.select_one(".par .thread")
    assert isinstance(thread, Tag)
    assert "Darto" in thread.get_text()
    assert "Tolong <b>diperjelas</b>." in thread.get_text()
    assert thread.select(".said b") == []


def test_an_empty_comment_is_asked_for_again(app: Application, address: str) -> None:
    reviewer = said(Visitor(app).sign_in(REVIEWER), address, "  ")
    assert reviewer.status == 422
    with work(app):
        assert db.session.scalars(select(ReviewComment)).all() == []


def test_the_quote_is_taken_from_the_text_not_from_the_form(app: Application, address: str) -> None:
    said(Visitor(app).sign_in(REVIEWER), address, "Hm.")
    with work(app):
        comment = db.session.scalars(select(ReviewComment)).one()
        assert comment.quote == "Surat dinas ditulis singkat dan jelas."


def test_a_paragraph_that_changed_while_one_wrote_leads_back(
    app: Application, address: str
) -> None:
    reviewer = Visitor(app).sign_in(REVIEWER).open(address + "surat")
    reviewer.open(comment_link(reviewer))
    form = reviewer.address
    page = reviewer.page
    rewrite(app, "singkat dan jelas", "panjang lebar")
    token = page.select_one("main input[name=csrf_token]")["value"]  # type: ignore[index]
    digest = page.select_one("main input[name=paragraf]")["value"]  # type: ignore[index]
    data = {"csrf_token": token, "paragraf": digest, "komentar": "Hm."}
    response = reviewer.client.post(form, data=data)
    assert response.status_code == 302
    with work(app):
        assert db.session.scalars(select(ReviewComment)).all() == []


def test_a_changed_paragraph_shows_the_old_quote_with_the_comment(
    app: Application, address: str
) -> None:
    said(Visitor(app).sign_in(REVIEWER), address, "Tolong diperjelas.")
    rewrite(app, "singkat dan jelas.", "singkat, padat, dan jelas.")
    page = Visitor(app).sign_in(NIP).open(STUDIO + "surat").page
    old = page.select_one(".par .thread blockquote.old")
    assert isinstance(old, Tag)
    assert old.get_text() == "Surat dinas ditulis singkat dan jelas."
    listed = Visitor(app).sign_in(NIP).open(f"/studio/{SLUG}/tinjauan").page
    assert listed.select_one(".thread .tag.warn")


def test_the_author_answers_and_settles_from_the_studio(app: Application, address: str) -> None:
    said(Visitor(app).sign_in(REVIEWER), address, "Tolong diperjelas.")
    with work(app):
        key = db.session.scalars(select(ReviewComment.id)).one()
    owner = Visitor(app).sign_in(NIP).open(f"/studio/{SLUG}/tinjauan")
    action = f"{STUDIO}utas/{key}"
    owner.send(action, press="langkah", komentar="Sudah.")
    assert owner.address == f"/studio/{SLUG}/tinjauan"
    assert "Sudah." in owner.text
    with work(app):
        comment = db.session.get_one(ReviewComment, key)
        assert comment.resolved_at is None
    settle(owner, action, "selesai")
    with work(app):
        assert db.session.get_one(ReviewComment, key).resolved_by_id == author(draft_in(app))


def settle(visitor: Visitor, action: str, step: str) -> int:
    """Press a button of a comment."""
    token = visitor.open("/csrf").response.get_json()["csrf_token"]  # type: ignore[union-attr]
    data = {"csrf_token": token, "langkah": step}
    return visitor.client.post(action, data=data).status_code


def test_a_reviewer_settles_only_their_own_comments(app: Application, address: str) -> None:
    said(Visitor(app).sign_in(NIP), STUDIO, "Dari pengajar.")
    said(Visitor(app).sign_in(REVIEWER), address, "Dari peninjau.")
    with work(app):
        trainers, own = db.session.scalars(select(ReviewComment.id).order_by(ReviewComment.id))
    reviewer = Visitor(app).sign_in(REVIEWER)
    assert settle(reviewer, f"{address}utas/{trainers}", "selesai") == 404
    assert settle(reviewer, f"{address}utas/{own}", "selesai") == 302
    assert settle(reviewer, f"{address}utas/{own}", "buka") == 302
    assert settle(reviewer, f"{STUDIO}utas/{own}", "selesai") == 404


def test_a_comment_of_another_draft_is_not_found(app: Application, address: str) -> None:
    with work(app):
        other = make_draft(draft_in(app).authors[0].person, slug="lain")
        file = files_of(other.id)[1]
        comment = review_operations.comment(
            other, file, review_operations.Spot(), "Hm.", author(other), NOW
        )
        keys = comment.id, file.id
    reviewer = Visitor(app).sign_in(REVIEWER)
    assert settle(reviewer, f"{address}utas/{keys[0]}", "selesai") == 404
    assert reviewer.open(f"{address}komentar/{keys[1]}").status == 404


def test_the_authors_page_makes_shows_once_and_revokes_a_link(app: Application) -> None:
    with work(app):
        make_draft()
    owner = Visitor(app).sign_in(NIP).open(f"/studio/{SLUG}/tinjauan")
    owner.send(f"/studio/{SLUG}/tinjauan/tautan", untuk="Bu Rini", hari="7")
    field = owner.page.select_one("#tautan-baru")
    assert isinstance(field, Tag)
    path = "/tinjauan/" + str(field["value"]).partition("/tinjauan/")[2]
    assert Visitor(app).open(path).status == 200
    owner.open(f"/studio/{SLUG}/tinjauan")
    assert path.split("/")[2] not in str(owner.page)
    assert "Bu Rini" in owner.text
    with work(app):
        key = db.session.scalars(select(ReviewLink.id)).one()
    owner.send(f"/studio/{SLUG}/tinjauan/tautan/{key}/cabut")
    assert Visitor(app).open(path).status == 404


def test_a_link_is_made_for_somebody(app: Application) -> None:
    with work(app):
        make_draft()
    owner = Visitor(app).sign_in(NIP).open(f"/studio/{SLUG}/tinjauan")
    assert owner.send(f"/studio/{SLUG}/tinjauan/tautan", untuk="", hari="7").status == 422
    assert owner.send(f"/studio/{SLUG}/tinjauan/tautan", untuk="X", hari="999").status == 422


def test_open_comments_stand_beside_the_text_that_is_written(
    app: Application, address: str
) -> None:
    said(Visitor(app).sign_in(REVIEWER), address, "Tolong diperjelas.")
    with work(app):
        key = lesson_in(app).id
    editor = Visitor(app).sign_in(NIP).open(f"/studio/{SLUG}/berkas/{key}")
    assert "Tolong diperjelas." in editor.text


def test_a_draft_that_waits_stands_on_the_publishers_first_page(app: Application) -> None:
    with work(app):
        make_draft()
        make_trainer(REVIEWER, "Penerbit", "penerbit")
    owner = Visitor(app).sign_in(NIP).open(f"/studio/{SLUG}/tinjauan")
    owner.send(f"/studio/{SLUG}/tinjauan/minta", pesan="Tolong periksa pasalnya.")
    publisher = Visitor(app).sign_in(REVIEWER).open("/studio/")
    assert publisher.page.select_one("#menunggu-tinjauan")
    assert "Tolong periksa pasalnya." in publisher.text
    publisher.open(f"/studio/{SLUG}/tinjauan")
    assert publisher.send(f"/studio/{SLUG}/tinjauan/kembalikan", alasan="").status == 422
    publisher.send(f"/studio/{SLUG}/tinjauan/kembalikan", alasan="Pasal 5 sudah dicabut.")
    assert "Pasal 5 sudah dicabut." in owner.open(f"/studio/{SLUG}/tinjauan").text
    assert publisher.open("/studio/").page.select_one("#menunggu-tinjauan") is None


def test_what_changed_since_the_review_began_is_shown_with_the_way_to_see_it(
    app: Application,
) -> None:
    with work(app):
        make_draft()
    owner = Visitor(app).sign_in(NIP).open(f"/studio/{SLUG}/tinjauan")
    owner.send(f"/studio/{SLUG}/tinjauan/minta")
    with work(app):
        draft, file = draft_in(app), lesson_in(app)
        operations.save_text(
            draft, file, file.edition, "lain", author(draft), clock.now(), auto=False
        )
    notice = owner.open(f"/studio/{SLUG}/tinjauan").page.select_one(".notice.warning")
    assert isinstance(notice, Tag)
    (link,) = notice.select("a")
    assert link.get_text() == "10-surat.md"
    assert owner.open(str(link["href"])).page.select(".diff .removed, .diff .changed")
