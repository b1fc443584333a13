"""What keeps a new trainer from going wrong between the first draft and the first publication."""

import pytest

from elearning.core.application import Application
from elearning.studio.drafts.queries import draft_at, files_of
from elearning.studio.publishing.leftovers import leftovers_in
from tests.factories import work
from tests.studio.drafts import NIP, SLUG, make_draft, make_trainer
from tests.studio.publishing import PUBLISH, publisher
from tests.visitor import Visitor, form_values

BEGUN = "notula-rapat"


@pytest.fixture
def trainer(app: Application) -> Visitor:
    """A trainer with a draft, signed in."""
    with work(app):
        author = make_trainer()
        author.front_title = "Dr."
        make_draft(author)
    return Visitor(app).sign_in(NIP)


def texts(app: Application, slug: str = SLUG) -> dict[str, str]:
    """Return the texts of a draft by name, in their order."""
    with app.app_context():
        draft = draft_at(slug)
        assert draft is not None
        return {file.name: file.text for file in files_of(draft.id)}


def begin(trainer: Visitor, template: str = "kosong") -> None:
    """Begin a draft from a template."""
    trainer.open("/studio/baru").send("/studio/baru", judul="Notula rapat", contoh=template)


def address(app: Application, place: int, slug: str = SLUG) -> str:
    """Return the address of a text of a draft."""
    with app.app_context():
        draft = draft_at(slug)
        assert draft is not None
        return f"/studio/{slug}/berkas/{files_of(draft.id)[place].id}"


# A new course


def test_who_begins_a_course_is_named_as_its_author(app: Application, trainer: Visitor) -> None:
    begin(trainer)
    assert "penyusun:\n  - Dr. Pengajar\n" in texts(app, BEGUN)["course.md"]


def test_a_title_holds_what_people_see(app: Application, trainer: Visitor) -> None:
    trainer.open("/studio/baru").send("/studio/baru", judul="  Notula\u202e rapat\x07 ")
    assert "\njudul: Notula rapat\n" in texts(app, BEGUN)["course.md"]


@pytest.mark.parametrize("taken", [SLUG, "baru", "impor"])
def test_an_address_that_is_taken_is_said_beside_its_field(trainer: Visitor, taken: str) -> None:
    trainer.open("/studio/baru").send("/studio/baru", judul="Judul saya", alamat=taken)
    assert trainer.status == 422
    title, slug = (trainer.page.select_one(f"[name={name}]") for name in ("judul", "alamat"))
    assert title is not None
    assert title["value"] == "Judul saya"
    assert slug is not None
    assert slug["aria-invalid"] == "true"


# Where a new item stands


def test_a_new_lesson_stands_before_the_quiz_that_closes_the_course(
    app: Application, trainer: Visitor
) -> None:
    trainer.open(f"/studio/{SLUG}/").send(f"/studio/{SLUG}/berkas", judul="Arsip")
    assert list(texts(app))[1:] == ["10-surat.md", "20-arsip.md", "30-kuis.quiz.md"]


def test_a_new_lesson_stands_last_where_every_lesson_has_its_quiz(
    app: Application, trainer: Visitor
) -> None:
    add = f"/studio/{SLUG}/berkas"
    for title, kind in (("Arsip", "materi"), ("Kuis arsip", "kuis"), ("Penutup", "materi")):
        trainer.open(f"/studio/{SLUG}/").send(add, judul=title, jenis=kind)
    assert list(texts(app))[-2:] == ["40-kuis-arsip.quiz.md", "50-penutup.md"]


def test_a_quiz_before_the_first_lesson_closes_nothing(app: Application, trainer: Visitor) -> None:
    trainer.open(f"/studio/{SLUG}/").send(f"/studio/{SLUG}/urutan", pindah=_up(app, 2))
    trainer.open(f"/studio/{SLUG}/").send(f"/studio/{SLUG}/berkas", judul="Arsip")
    assert list(texts(app))[1:] == ["10-kuis.quiz.md", "20-surat.md", "30-arsip.md"]


def _up(app: Application, place: int) -> str:
    return f"naik:{address(app, place).rpartition('/')[2]}"


# Sentences of the template


@pytest.mark.parametrize("template", ["kosong", "singkat", "lengkap"])
def test_no_sentence_of_a_template_goes_unseen_to_readers(
    app: Application, trainer: Visitor, template: str
) -> None:
    begin(trainer, template)
    with app.app_context():
        draft = draft_at(BEGUN)
        assert draft is not None
        files = files_of(draft.id)
        assert {each.file.name for each in leftovers_in(files)} == {file.name for file in files}
    page = trainer.open(f"/studio/{BEGUN}/periksa").page
    first = page.select_one(".notice q")
    assert first is not None
    assert "apa yang dapat dilakukan peserta" in first.get_text()


def test_a_sentence_of_ones_own_is_none_of_the_template(app: Application, trainer: Visitor) -> None:
    with app.app_context():
        draft = draft_at(SLUG)
        assert draft is not None
        assert leftovers_in(files_of(draft.id)) == []
    assert trainer.open(f"/studio/{SLUG}/periksa").page.select("q") == []


def test_before_publishing_the_sentences_of_the_template_are_named(app: Application) -> None:
    person = publisher(app)
    person.write(
        "course.md",
        "Menulis surat",
        "Tulis untuk siapa pelatihan ini dan apa manfaatnya.\n\nMenulis surat",
    )
    assert "Tulis untuk siapa" in person.open(PUBLISH).text


def test_the_first_publication_shows_what_will_appear(app: Application) -> None:
    person = publisher(app)
    listed = [
        line.get_text(" ", strip=True) for line in person.open(PUBLISH).page.select("form ol > li")
    ]
    assert [line.partition(" 0")[0].split(" ")[0] for line in listed] == ["Surat", "Kuis"]


# Questions that are not wanted


def test_a_question_is_taken_out_of_a_quiz_by_its_button(
    app: Application, trainer: Visitor
) -> None:
    where = address(app, 2)
    trainer.open(f"{where}/soal/baru/isian").send(teks="Singkatan?", jawaban="SPBE")
    trainer.open(f"{where}/soal").send(_removal(trainer, 0))
    assert texts(app)["20-kuis.quiz.md"] == (
        "---\njudul: Kuis\njenis: kuis\n---\n\n### Singkatan?\n\nJawaban: SPBE\n"
    )


def test_a_practice_block_goes_with_its_only_question(app: Application, trainer: Visitor) -> None:
    where, before = address(app, 1), texts(app)["10-surat.md"]
    trainer.open(f"{where}/soal/baru/isian").send(teks="Singkatan?", jawaban="SPBE")
    assert "```latihan" in texts(app)["10-surat.md"]
    trainer.open(f"{where}/soal").send(_removal(trainer, 0))
    assert texts(app)["10-surat.md"] == before


def test_a_practice_block_keeps_its_other_question(app: Application, trainer: Visitor) -> None:
    where, before = address(app, 1), texts(app)["10-surat.md"]
    two = f"{before}\n```latihan\n### Satu?\n\nJawaban: 1\n\n### Dua?\n\nJawaban: 2\n```\n"
    trainer.open(where).send(where, text=two, lanjut="")
    trainer.open(f"{where}/soal").send(_removal(trainer, 1))
    assert texts(app)["10-surat.md"] == f"{before}\n```latihan\n### Satu?\n\nJawaban: 1\n\n```\n"


def test_a_question_that_changed_meanwhile_is_not_taken_out(
    app: Application, trainer: Visitor
) -> None:
    where = address(app, 2)
    removal = _removal(trainer.open(f"{where}/soal"), 0)
    changed = texts(app)["20-kuis.quiz.md"].replace("pertama", "paling pertama")
    Visitor(app).sign_in(NIP).open(where).send(where, text=changed, lanjut="")
    trainer.send(removal)
    assert texts(app)["20-kuis.quiz.md"] == changed


def _removal(trainer: Visitor, place: int) -> str:
    return str(trainer.page.select("ol.asked form")[place]["action"])


def test_the_questions_of_a_quiz_say_how_many_are_drawn(app: Application, trainer: Visitor) -> None:
    begin(trainer)
    quiz = address(app, 2, BEGUN)
    text = str(form_values(trainer.open(quiz).form(quiz))["text"])
    trainer.send(quiz, text=text.lstrip().replace("Kelompok: Dasar", "Kelompok: Dasar {ambil=1}"))
    page = trainer.open(f"{quiz}/soal").page
    assert page.h1 is not None
    assert "Kuis akhir" in page.h1.get_text()
    assert "Dasar: 1 dari 2" in page.get_text(" ", strip=True).replace(" :", ":")
