"""A trainer writes a course with plain forms: begin, order, settings, text, questions, pictures."""

import io
import re
from typing import Any

import pytest
from PIL import Image

from elearning.core.application import Application
from elearning.studio.drafts.queries import draft_at, files_of, media_of, versions_of
from elearning.studio.media.uploads import medium_name
from elearning.studio.media.uses import shows
from tests.factories import make_person, work
from tests.studio.drafts import NIP, SLUG, make_draft, make_trainer
from tests.visitor import Visitor

HOME = f"/studio/{SLUG}/"


@pytest.fixture
def trainer(app: Application) -> Visitor:
    """A trainer, signed in, with a draft."""
    with work(app):
        make_draft()
    return Visitor(app).sign_in(NIP)


def texts(app: Application, slug: str = SLUG) -> dict[str, str]:
    """Return the texts of a draft by name."""
    with work(app):
        draft = draft_at(slug)
        assert draft is not None
        return {file.name: file.text for file in files_of(draft.id)}


def address(app: Application, place: int = 1) -> str:
    """Return where a text is written."""
    with work(app):
        draft = draft_at(SLUG)
        assert draft is not None
        return f"{HOME}berkas/{files_of(draft.id)[place].id}"


def picture(format: str = "PNG") -> bytes:
    """Return a small picture."""
    stream = io.BytesIO()
    Image.new("RGB", (12, 8), "red").save(stream, format)
    return stream.getvalue()


def upload(visitor: Visitor, *files: tuple[bytes, str]) -> Visitor:
    """Send files with the form of the media page."""
    visitor.open(f"{HOME}media")
    sent = [(io.BytesIO(content), name) for content, name in files]
    return visitor.send(f"{HOME}media", berkas=sent)


# Beginning


def test_a_course_begins_from_a_template_under_an_address_made_of_its_title(
    app: Application,
) -> None:
    with work(app):
        make_trainer()
    trainer = Visitor(app).sign_in(NIP).open("/studio/")
    assert "/studio/baru" in {link["href"] for link in trainer.page.select("main a[href]")}
    trainer.open("/studio/baru").send(
        "/studio/baru", judul="Étika & Layanan: dasar", contoh="singkat"
    )
    assert trainer.address == "/studio/etika-layanan-dasar/"
    assert len(texts(app, "etika-layanan-dasar")) == 5
    assert len(trainer.page.select(".items > li")) == 4


@pytest.mark.parametrize("wrong", ["Ada Spasi", "baru", "a" * 81, "../x"])
def test_an_address_that_no_course_can_have_is_refused(trainer: Visitor, wrong: str) -> None:
    trainer.open("/studio/baru").send("/studio/baru", judul="A", alamat=wrong)
    assert trainer.status == 422


def test_a_learner_finds_no_studio(app: Application) -> None:
    with work(app):
        learner = make_person().nip
    visitor = Visitor(app).sign_in(str(learner))
    assert "/studio/" not in {link["href"] for link in visitor.open("/").page.select("nav a[href]")}
    assert visitor.open("/studio/").status == 404


def test_another_trainer_sees_nothing_of_a_draft(app: Application, trainer: Visitor) -> None:
    with work(app):
        make_trainer("198503172010019999", "Lain")
    other = Visitor(app).sign_in("198503172010019999")
    ends = ("", "/sifat", "/pratinjau", "/soal", "/soal/baru/pilihan")
    for place in (HOME, f"{HOME}media", *(address(app) + end for end in ends)):
        assert other.open(place).status == 404, place


def test_a_publisher_sees_a_draft_without_writing_on_it(app: Application, trainer: Visitor) -> None:
    with work(app):
        make_trainer("198503172010018888", "Penerbit", "penerbit")
    publisher = Visitor(app).sign_in("198503172010018888")
    assert publisher.open(HOME).status == 200
    assert publisher.page.select("main form button") == []
    assert publisher.open(f"{address(app)}/pratinjau").status == 200
    assert publisher.open(address(app)).status == 404


# Order


def test_items_move_by_buttons(app: Application, trainer: Visitor) -> None:
    trainer.open(HOME)
    button = trainer.page.select_one("button[value^=turun]:not([disabled])")
    assert button is not None
    trainer.send(f"{HOME}urutan", pindah=button["value"])
    assert list(texts(app))[1:3] == ["10-kuis.quiz.md", "20-surat.md"]


def test_a_new_item_is_opened(app: Application, trainer: Visitor) -> None:
    trainer.open(HOME).send(f"{HOME}berkas", judul="Surat: edaran", jenis="materi")
    assert texts(app)["20-surat-edaran.md"].startswith("---\njudul: Surat: edaran\n---\n")
    assert trainer.page.select_one("textarea#teks") is not None


def test_a_removed_item_can_be_put_back(app: Application, trainer: Visitor) -> None:
    where = address(app)
    trainer.open(f"{where}/sifat").send(f"{where}/buang")
    assert "10-surat.md" not in texts(app)
    trainer.send(f"{where}/kembalikan")
    assert "10-surat.md" in texts(app)


# Settings


def test_a_form_rewrites_only_what_it_changed(app: Application, trainer: Visitor) -> None:
    where = address(app)
    before = texts(app)["10-surat.md"]
    trainer.open(f"{where}/sifat").send(f"{where}/sifat")
    assert texts(app)["10-surat.md"] == before
    trainer.open(f"{where}/sifat").send(
        f"{where}/sifat", menit="25", dasar_hukum="UU 25/2009\nPP 96/2012"
    )
    written = texts(app)["10-surat.md"]
    assert written == before.replace(
        "menit: 5\n", "menit: 25\ndasar_hukum:\n  - UU 25/2009\n  - PP 96/2012\n"
    )


def test_the_kind_of_a_quiz_decides_until_the_form_does(app: Application, trainer: Visitor) -> None:
    where = address(app, 2)
    trainer.open(f"{where}/sifat").send(
        f"{where}/sifat", jenis="ujian", nilai_lulus="72,5", acak=["soal"]
    )
    trainer.open(f"{where}/sifat").send(
        f"{where}/sifat", nilai_dipakai="rata-rata", jeda="30", jeda_tambahan="24"
    )
    written = texts(app)["20-kuis.quiz.md"]
    assert "jenis: ujian\n" in written
    assert "nilai_lulus: 72,5\n" in written
    assert "acak: soal\n" in written
    assert "nilai_dipakai: rata-rata\njeda: 30\njeda_tambahan: 24\n" in written
    assert "wajib" not in written


def test_the_settings_of_a_course_take_competencies_with_levels(
    app: Application, trainer: Visitor
) -> None:
    where = address(app, 0)
    trainer.open(f"{where}/sifat").send(
        f"{where}/sifat", judul="Tata naskah dinas", **{"tingkat-integritas": "3"}
    )
    written = texts(app)["course.md"]
    assert "judul: Tata naskah dinas\n" in written
    assert "kompetensi:\n  - integritas: 3\n" in written
    assert trainer.page.h1 is not None
    assert trainer.page.h1.get_text() == "Tata naskah dinas"


def test_another_key_renames_the_file(app: Application, trainer: Visitor) -> None:
    where = address(app)
    trainer.open(f"{where}/sifat").send(f"{where}/sifat", kunci="surat-dinas")
    assert "10-surat-dinas.md" in texts(app)


# Text


def test_a_text_is_saved_by_its_button(app: Application, trainer: Visitor) -> None:
    where = address(app)
    trainer.open(where).send(where, text="---\r\njudul: Surat\r\n---\r\nBaru.", lanjut="")
    assert texts(app)["10-surat.md"] == "---\njudul: Surat\n---\nBaru."
    assert trainer.address == where


def test_the_preview_shows_the_lesson_and_what_is_amiss(app: Application, trainer: Visitor) -> None:
    where = address(app)
    trainer.open(where).send(
        where,
        text="---\njudul: Surat\n---\nLihat [kuis](20-kuis.quiz.md).\n\n##Lekat",
        lanjut="pratinjau",
    )
    assert trainer.address == f"{where}/pratinjau"
    link = trainer.page.select_one("article.prose a")
    assert link is not None
    assert link["href"] == f"{address(app, 2)}/pratinjau"
    trainer.send(f"{where}/perbaikan")
    assert texts(app)["10-surat.md"].endswith("\n## Lekat")
    assert trainer.page.select(".faults") == []


def test_a_remedy_for_an_older_text_changes_nothing(app: Application, trainer: Visitor) -> None:
    where = address(app)
    trainer.open(where).send(where, text="---\njudul: A\n---\nIsi.\n\n##Lekat", lanjut="pratinjau")
    trainer.send(f"{where}/perbaikan", base="1")
    assert texts(app)["10-surat.md"].endswith("\n##Lekat")


def test_the_key_is_marked_in_the_preview_of_a_quiz(app: Application, trainer: Visitor) -> None:
    trainer.open(f"{address(app, 2)}/pratinjau")
    (right,) = trainer.page.select(".keys > .right")
    assert "Nomor surat" in right.get_text()


def test_two_texts_that_met_stand_side_by_side(app: Application, trainer: Visitor) -> None:
    where = address(app)
    trainer.open(where)
    late = trainer.page.select_one("#naskah input[name=base]")
    assert late is not None
    trainer.send(where, text="Dari tab pertama.", lanjut="")
    trainer.open(where).send(where, text="Dari tab kedua.", base=late["value"], lanjut="")
    assert "/bentrok/" in trainer.address
    mine, theirs = trainer.page.select("textarea")
    assert (mine.get_text().strip(), theirs.get_text().strip()) == (
        "Dari tab kedua.",
        "Dari tab pertama.",
    )
    trainer.send(where, text="Gabungan.")
    assert texts(app)["10-surat.md"] == "Gabungan."


def test_asking_twice_for_the_comparison_keeps_one_version(
    app: Application, trainer: Visitor
) -> None:
    where = address(app)
    trainer.open(where).send(where, text="Satu.", lanjut="")
    for _again in range(2):
        trainer.open(where).send(where, text="Terlambat.", base="1", lanjut="")
    with work(app):
        deeds = [line.deed for line in versions_of(int(where.rpartition("/")[2]))]
    assert deeds.count("conflict") == 1


def answer_of(trainer: Visitor, where: str, body: Any) -> tuple[int, Any]:
    """Save as the page's script does."""
    token = trainer.client.get("/csrf").get_json()["csrf_token"]
    response = trainer.client.post(where, json=body, headers={"X-CSRFToken": token})
    return response.status_code, response.get_json()


def test_the_script_saves_and_hears_of_a_conflict(app: Application, trainer: Visitor) -> None:
    where = address(app)
    status, told = answer_of(trainer, where, {"text": "Satu.", "base": 1, "auto": True})
    assert (status, told["edition"]) == (200, 2)
    status, told = answer_of(trainer, where, {"text": "Dua.", "base": 1, "auto": True})
    assert (status, told["reason"]) == (409, "conflict")
    assert told["by"].startswith("Anda sendiri")
    assert trainer.open(told["compare"]).status == 200


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"text": "a"},
        {"text": 1, "base": 1},
        {"text": "a", "base": "x"},
        {"text": "a", "base": -1},
    ],
)
def test_a_body_that_is_none_of_ours_is_refused(
    app: Application, trainer: Visitor, body: Any
) -> None:
    assert answer_of(trainer, address(app), body)[0] in {400, 422}


def test_a_text_of_a_megabyte_is_saved(app: Application, trainer: Visitor) -> None:
    where = address(app)
    trainer.open(where).send(where, text="a b " * 249_000, lanjut="")
    assert len(texts(app)["10-surat.md"]) == 996_000


# Questions


def test_a_question_is_written_and_changed_by_a_form(app: Application, trainer: Visitor) -> None:
    where = address(app, 2)
    before = texts(app)["20-kuis.quiz.md"]
    trainer.open(f"{where}/soal/baru/isian").send(
        teks="Singkatan sistem?", jawaban="SPBE\nS.P.B.E*"
    )
    added = "\n\n### Singkatan sistem?\n\nJawaban: SPBE ; S.P.B.E*\n"
    assert texts(app)["20-kuis.quiz.md"] == before.rstrip() + added
    first = trainer.page.select("ol.asked a")[0]["href"]
    trainer.open(str(first)).send(str(first), **{"pilihan-1-teks": "Tanda tangan"})
    assert texts(app)["20-kuis.quiz.md"] == (before.rstrip() + added).replace(
        "Salam penutup", "Tanda tangan"
    )


def test_a_sentence_is_not_both_true_and_false(app: Application, trainer: Visitor) -> None:
    before, where = texts(app)["20-kuis.quiz.md"], f"{address(app, 2)}/soal/baru/benar-salah"
    both = {"pilihan-0-benar": "y", "pilihan-1-benar": "y"}
    trainer.open(where).send(teks="Nomor surat perlu.", **both)
    assert texts(app)["20-kuis.quiz.md"] == before


def test_captions_keep_their_language_in_their_name() -> None:
    names = ("Sambutan.ID.vtt", "Foto Rapat.JPG", "a.b.mp4")
    assert [medium_name(name) for name in names] == ["sambutan.id.vtt", "foto-rapat.jpg", "a-b.mp4"]


def test_captions_are_in_use_while_their_video_is_shown() -> None:
    assert shows("![Sambutan](media/sambutan.mp4)", "sambutan.id.vtt")
    assert not shows("![Lain](media/lain.mp4)", "sambutan.id.vtt")


def test_the_criteria_of_an_essay_are_seen_without_opening_anything(
    app: Application, trainer: Visitor
) -> None:
    page = trainer.open(f"{address(app, 2)}/soal/baru/esai").page
    assert page.select_one("form [name=kriteria-0-teks]")
    assert not page.select("details [name=kriteria-0-teks]")


def test_a_lesson_of_a_few_words_does_not_weigh_nothing(app: Application, trainer: Visitor) -> None:
    assert "1 dari 200 KB" in trainer.open(address(app, 1)).text


def test_an_essay_is_written_with_its_rubric(app: Application, trainer: Visitor) -> None:
    where = f"{address(app, 2)}/soal/baru/esai"
    fields = {"teks": "Uraikan.", "kriteria-0-teks": "Waktu", "kriteria-0-bagian": "40"}
    trainer.open(where).send(**fields, **{"kriteria-1-teks": "Biaya"})
    assert trainer.status == 422
    trainer.send(**{"kriteria-1-bagian": "50%"})
    assert trainer.status == 422
    trainer.send(**{"kriteria-1-bagian": "60%", "kriteria-1-umpan": "Nol rupiah."})
    rubric = "- [40%] Waktu\n- [60%] Biaya\n  > Nol rupiah.\n"
    assert texts(app)["20-kuis.quiz.md"].endswith(f"\n### Uraikan.\n\nEsai\n\n{rubric}")
    last = str(trainer.page.select("ol.asked a")[-1]["href"])
    trainer.open(last).send(last, **{"kriteria-0-bagian": "1/3", "kriteria-1-bagian": "2/3"})
    assert "- [1/3] Waktu\n- [2/3] Biaya\n  > Nol" in texts(app)["20-kuis.quiz.md"]


def test_a_share_that_is_no_number_is_told_at_its_field(app: Application, trainer: Visitor) -> None:
    where = f"{address(app, 2)}/soal/baru/esai"
    fields = {"teks": "Uraikan.", "kriteria-0-teks": "Waktu", "kriteria-0-bagian": "separuh"}
    trainer.open(where).send(**fields)
    assert trainer.status == 422
    assert trainer.page.select("#kriteria-0-bagian-error")


def test_a_question_needs_a_right_answer(app: Application, trainer: Visitor) -> None:
    where = f"{address(app, 2)}/soal/baru/pilihan"
    trainer.open(where).send(**{"teks": "Apa?", "pilihan-0-teks": "a", "pilihan-1-teks": "b"})
    assert trainer.status == 422
    assert trainer.page.select("#pilihan-error")
    trainer.send(**{"pilihan-1-benar": "y"})
    assert texts(app)["20-kuis.quiz.md"].endswith("### Apa?\n\n- [ ] a\n- [x] b\n")


def test_a_question_that_changed_meanwhile_keeps_what_was_typed(
    app: Application, trainer: Visitor
) -> None:
    where = address(app, 2)
    opened = str(trainer.open(f"{where}/soal").page.select("ol.asked a")[0]["href"])
    other = Visitor(app).sign_in(NIP)
    other.open(opened).send(opened, teks="Apa yang diganti?")
    token = trainer.client.get("/csrf").get_json()["csrf_token"]
    fields = {"csrf_token": token, "jenis": "pilihan", "teks": "Punya saya", "bobot": "1"}
    answer = trainer.client.post(opened, data=fields)
    assert (answer.status_code, "Punya saya" in answer.get_data(as_text=True)) == (409, True)


# Pictures


def test_a_picture_is_encoded_anew_and_listed_where_it_is_used(
    app: Application, trainer: Visitor
) -> None:
    upload(trainer, (picture("JPEG"), "Foto Rapat.JPG"), (picture(), "foto-rapat.png"))
    names = media_names(app)
    assert len(names) == 2
    assert all(re.fullmatch(r"foto-rapat(-2)?\.(png|jpg|webp)", name) for name in names)
    where = address(app)
    trainer.open(where).send(where, text=f"---\njudul: A\n---\n![](media/{names[0]})", lanjut="")
    used = trainer.open(f"{HOME}media").page.select("ul.media > li")[0]
    assert "10-surat.md" in used.get_text()
    assert used.select(".tag.late")


def media_names(app: Application) -> list[str]:
    """Return the names of the draft's media."""
    with work(app):
        draft = draft_at(SLUG)
        assert draft is not None
        return [medium.name for medium in media_of(draft.id)]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "a.svg"),
        (b"MZ\x90\0", "a.png"),
        (b"%PDF-1.7", "a.mp4"),
        (b"#!/bin/sh", "a.sh"),
    ],
)
def test_what_is_not_what_it_seems_is_refused(
    app: Application, trainer: Visitor, content: bytes, name: str
) -> None:
    assert upload(trainer, (content, name)).status == 422
    assert trainer.page.select("#berkas-error")
    assert media_names(app) == []


def test_a_medium_is_sent_to_its_authors_alone(app: Application, trainer: Visitor) -> None:
    upload(trainer, (picture(), "a.png"))
    (name,) = media_names(app)
    for address in (name, f"{'0' * 16}-{name}"):
        with trainer.client.get(f"{HOME}media/{address}") as answer:
            assert (answer.status_code, answer.mimetype[:6]) == (200, "image/")
    assert Visitor(app).open(f"{HOME}media/{name}").address == "/masuk"


def test_a_renamed_medium_is_renamed_in_the_texts(app: Application, trainer: Visitor) -> None:
    upload(trainer, (picture(), "a.png"))
    (name,) = media_names(app)
    where = address(app)
    trainer.open(where).send(where, text=f"![x](media/{name}) ![y](media/a{name})", lanjut="")
    rename(trainer, nama=f"alur.{name.rpartition('.')[2]}")
    ending = name.rpartition(".")[2]
    assert texts(app)["10-surat.md"] == f"![x](media/alur.{ending}) ![y](media/a{name})"


def rename(trainer: Visitor, **fields: str) -> Visitor:
    """Send the form that renames the first medium."""
    action = str(trainer.open(f"{HOME}media").page.select("form[action$='/nama']")[0]["action"])
    return trainer.send(action, **fields)


def test_a_medium_goes_only_when_nothing_shows_it(app: Application, trainer: Visitor) -> None:
    upload(trainer, (picture(), "a.png"))
    (name,) = media_names(app)
    action = str(trainer.open(f"{HOME}media").page.select("form[action$='/buang']")[0]["action"])
    where = address(app)
    page = Visitor(app).sign_in(NIP).open(f"{HOME}media")
    trainer.open(where).send(where, text=f"![x](media/{name})", lanjut="")
    assert page.send(action).status == 409
    trainer.open(where).send(where, text="Tanpa gambar.", lanjut="")
    trainer.open(f"{HOME}media").send(action)
    assert media_names(app) == []
