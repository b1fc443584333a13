"""Bookmarks and private notes: at a paragraph, for their owner alone, never lost."""

import pytest

from elearning.accounts.models import Unit
from elearning.accounts.operations import grant
from elearning.core.application import Application
from elearning.core.db import db
from elearning.learning.enrolment.operations import enrol
from elearning.learning.notes.forms import LONGEST_NOTE
from tests.factories import NOW, make_course, make_person, work
from tests.learning.readers import (
    FIRST,
    LESSON,
    NIP,
    OTHER,
    SECOND,
    digest_of,
    lesson_of,
    marks,
    person,
    post,
    reader,
    revise,
)
from tests.statements import statements
from tests.visitor import Visitor

NOTE = "Tanyakan kepada <b>atasan</b>\nminggu depan"


def write(page: Visitor, text: str, note: str = NOTE) -> int:
    """Write a note at a paragraph."""
    return post(page, f"{LESSON}/catatan", paragraf=digest_of(text), catatan=note)


def bookmark(page: Visitor, text: str, wanted: str = "ya") -> int:
    """Set or remove a bookmark."""
    return post(page, f"{LESSON}/tanda", paragraf=digest_of(text), tanda=wanted)


def told(page: Visitor) -> dict[str, dict[str, object]]:
    """Return what the script is told of the lesson."""
    return page.client.get(f"{LESSON}/catatan.json").get_json()["marks"]  # type: ignore[no-any-return]


def test_a_note_is_written_and_a_bookmark_set_without_scripting(each_app: Application) -> None:
    page = reader(each_app)
    page.send(f"{LESSON}/catatan", catatan=NOTE)
    assert NOTE in page.page.select("li .said")[0].get_text()
    assert "atasan</b>" not in page.response.get_data(as_text=True)  # type: ignore[union-attr]
    page.send(f"{LESSON}/tanda")
    assert marks(each_app) == [(FIRST, True, NOTE)]
    page.send(f"{LESSON}/tanda")
    assert marks(each_app) == [(FIRST, False, NOTE)]
    page.send(f"{LESSON}/catatan", catatan="")
    assert marks(each_app) == []


def test_a_note_and_a_bookmark_stand_beside_each_other(each_app: Application) -> None:
    page = reader(each_app)
    assert (bookmark(page, FIRST), write(page, FIRST), bookmark(page, SECOND)) == (302, 302, 302)
    assert write(page, FIRST, "Lain") == 302
    assert marks(each_app) == [(FIRST, True, "Lain"), (SECOND, True, "")]
    write(page, FIRST, "")
    bookmark(page, SECOND, "tidak")
    assert marks(each_app) == [(FIRST, True, "")]


def test_sent_twice_it_is_one_mark(each_app: Application) -> None:
    page = reader(each_app)
    for _again in range(2):
        write(page, FIRST)
        bookmark(page, FIRST)
    assert marks(each_app) == [(FIRST, True, NOTE)]
    for _again in range(2):
        bookmark(page, FIRST, "tidak")
        write(page, FIRST, "")
    assert marks(each_app) == []


def test_the_script_is_told_the_marks_and_that_a_change_is_done(app: Application) -> None:
    page = reader(app)
    fields = {"paragraf": digest_of(FIRST), "catatan": NOTE}
    assert post(page, f"{LESSON}/catatan", script=True, **fields) == 204
    mark = {"bookmarked": False, "note": NOTE, "was": digest_of(FIRST)}
    assert told(page) == {digest_of(FIRST): mark}


def test_a_note_follows_its_paragraph_into_the_next_revision(each_app: Application) -> None:
    page = reader(each_app)
    write(page, FIRST)
    reworded = "Warga berhak atas jawaban dalam lima hari kerja."
    revise(each_app, "Paragraf baru di depan.", reworded)
    mark = told(page)[digest_of(reworded)]
    assert (mark["note"], mark["was"]) == (NOTE, digest_of(FIRST))
    assert FIRST in page.open(f"{LESSON}/catatan").text
    bookmark(page, reworded)
    assert marks(each_app) == [(reworded, True, NOTE)]


def test_a_note_whose_paragraph_is_gone_is_listed_with_its_quote(app: Application) -> None:
    page = reader(app)
    write(page, FIRST)
    revise(app, SECOND)
    changed = page.open(f"{LESSON}/catatan").page.select_one("section[aria-labelledby=berubah]")
    assert changed is not None
    assert FIRST in changed.get_text()
    assert NOTE in changed.get_text()
    json = page.client.get(f"{LESSON}/catatan.json").get_json()
    assert json["marks"] == {}
    assert json["words"]["changed"].startswith("1 ")
    revise(app, FIRST, SECOND)
    assert told(page)[digest_of(FIRST)]["note"] == NOTE


def test_a_note_at_a_paragraph_that_has_just_gone_is_refused_with_advice(app: Application) -> None:
    page = reader(app)
    revise(app, SECOND)
    page.send(f"{LESSON}/catatan", catatan=NOTE)
    assert (page.status, marks(app)) == (409, [])


def test_a_note_that_is_too_long_stands_in_its_field_again(app: Application) -> None:
    page = reader(app)
    long = "n" * (LONGEST_NOTE + 1)
    page.send(f"{LESSON}/catatan", catatan=long)
    assert (page.status, marks(app)) == (422, [])
    (open_one,) = page.page.select("details[open]:has(.error)")
    assert open_one.select_one("textarea").get_text().strip() == long  # type: ignore[union-attr]


def test_signs_that_nobody_types_are_not_kept(app: Application) -> None:
    page = reader(app)
    write(page, FIRST, "  satu\r\ndua\x07\u202etiga\ufeff ")
    assert marks(app) == [(FIRST, False, "satu\ndua" + "tiga")]


@pytest.mark.parametrize("role", ["pengajar", "penerbit", "kepegawaian", "admin"])
def test_nobody_but_the_owner_ever_sees_a_note(app: Application, role: str) -> None:
    write(reader(app), FIRST, "rahasia")
    with work(app):
        other = make_person(nip=OTHER)
        unit = db.session.get_one(Unit, person().unit_id)
        grant(other, role, unit if role == "kepegawaian" else None, NOW)
        enrol(other, make_course(lesson_of(FIRST, SECOND)), NOW)
    page = Visitor(app).sign_in(OTHER)
    for address in (f"{LESSON}/catatan", f"{LESSON}/catatan.json", "/catatan", "/catatan.txt"):
        assert page.client.get(address).status_code == 200
        assert "rahasia" not in page.client.get(address).get_data(as_text=True)
    assert page.open("/catatan/1/hapus").status == 404
    assert post(page, "/catatan/1/hapus") == 404
    assert marks(app) == [(FIRST, False, "rahasia")]


def test_all_notes_are_listed_searched_and_deleted(each_app: Application) -> None:
    page = reader(each_app)
    write(page, FIRST, "Undang-Undang Nomor 25")
    bookmark(page, SECOND)
    assert len(page.open("/catatan").page.select(".marks > li")) == 2
    page.open("/catatan?q=UNDANG+25")
    assert FIRST in page.text
    assert SECOND not in page.text
    assert not page.open("/catatan?q=tidak+ada").page.select(".marks")
    page.open("/catatan").open(page.page.select(".marks a[href$='/hapus']")[0]["href"])  # type: ignore[arg-type]
    page.send(page.address)
    assert [quote for quote, *_rest in marks(each_app)] == [FIRST]


def test_a_list_of_notes_goes_on_after_its_page(app: Application) -> None:
    texts = [f"Paragraf nomor {number} dari banyak." for number in range(53)]
    page = reader(app, NIP, *texts)
    for text in texts:
        bookmark(page, text)
    shown = page.open("/catatan?q=banyak").page
    assert len(shown.select(".marks > li")) == 50
    further = page.open(str(shown.select_one("a[rel=next]")["href"]))  # type: ignore[index]
    assert len(further.page.select(".marks > li")) == 3
    assert not further.page.select("a[rel=next]")


@pytest.mark.parametrize("cursor", ["x", "-1", "9" * 40, "1.5", "٣"])
def test_a_cursor_that_is_none_shows_the_first_page(app: Application, cursor: str) -> None:
    page = reader(app)
    bookmark(page, FIRST)
    assert page.open(f"/catatan?sebelum={cursor}").page.select(".marks > li")
    assert page.open(f"{LESSON}/tanya?sebelum={cursor}").status == 200


def test_notes_are_exported_as_text(app: Application) -> None:
    page = reader(app)
    write(page, FIRST)
    bookmark(page, SECOND)
    answer = page.client.get("/catatan.txt")
    assert answer.content_type == "text/plain; charset=utf-8"
    assert (
        f"Pelatihan pelatihan-contoh\nMateri satu\n-----------\n\n“{FIRST}”\n{NOTE}\n\n“{SECOND}” ["
    ) in answer.get_data(as_text=True)


def test_notes_outlive_their_lesson(app: Application) -> None:
    page = reader(app)
    write(page, FIRST)
    with work(app):
        make_course(lesson_of(SECOND, key="dua"), change_class="cosmetic")
    assert FIRST in page.open("/catatan").text
    assert not page.page.select(".marks a[href*='#paragraf-']")


def test_the_script_costs_three_statements_however_many_notes_there_are(app: Application) -> None:
    page = reader(app)
    told(page)
    with statements(app) as few:
        told(page)
    for text in (FIRST, SECOND):
        write(page, text)
    with statements(app) as many:
        assert len(told(page)) == 2
    assert len(few) == len(many) == 3, many


def test_only_who_has_joined_has_tools_at_the_paragraphs(app: Application) -> None:
    page = reader(app)
    assert page.open(LESSON).page.select(".sizes[data-module]")
    with work(app):
        grant(make_person(nip=OTHER), "pengajar", None, NOW)
    page = Visitor(app).sign_in(OTHER).open(LESSON)
    assert page.page.select(".sizes")
    assert not page.page.select(".sizes[data-module]")
    assert page.open(f"{LESSON}/catatan").status == 404
    assert page.client.get(f"{LESSON}/catatan.json").status_code == 404


def test_a_quiz_has_no_notes(app: Application) -> None:
    page = reader(app)
    assert page.open("/pelatihan/pelatihan-contoh/kuis/catatan").status == 404


def test_the_size_of_the_text_is_remembered_on_the_device(app: Application) -> None:
    page = reader(app).open(LESSON)
    assert "teks-biasa" in page.page.select_one("main")["class"]  # type: ignore[index]
    referer = {"Referer": f"http://localhost{LESSON}"}
    answer = page.client.get("/ukuran-teks/terbesar", headers=referer)
    assert answer.location == LESSON
    page.open(LESSON)
    assert "teks-terbesar" in page.page.select_one("main")["class"]  # type: ignore[index]
    current = page.page.select(".sizes a[aria-current]")
    assert [link["href"] for link in current] == ["/ukuran-teks/terbesar"]
    assert page.open("/ukuran-teks/raksasa").status == 404


def test_a_size_that_is_none_counts_as_the_usual(app: Application) -> None:
    page = reader(app)
    page.client.set_cookie("teks", "x onload=alert(1)")
    assert "teks-biasa" in page.open(LESSON).page.select_one("main")["class"]  # type: ignore[index]
