"""In and out: nothing of a course is lost on its way through a zip."""

import io
from pathlib import Path

import pytest

from elearning.core.application import Application
from elearning.core.clock import now
from elearning.core.db import writing
from elearning.core.markdown import Renderer
from elearning.courses.archives import unpacked, zip_of
from elearning.courses.publishing.courses import check_folder, publish_folder
from elearning.courses.queries import latest_revision
from elearning.studio.drafts.queries import draft_at, files_of, media_of, versions_of
from tests.factories import work
from tests.studio.drafts import FILES, NIP, SLUG, make_trainer
from tests.studio.publishing import PUBLISH, STUDIO, Publisher, draft_of, publisher
from tests.visitor import Visitor

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c626001000000ffff03000006000557bfabd4"
    "0000000049454e44ae426082"
)
DRAWING = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M0 0h9'/></svg>"
GIFT = b"::Naskah:: Apa kepanjangan SPBE? {=Sistem Pemerintahan Berbasis Elektronik ~Lain}"
AIKEN = b"Apa warna bendera?\nA. Merah putih\nB. Biru\nANSWER: A\n"


def send(visitor: Visitor, data: bytes, name: str, **fields: str) -> Visitor:
    """Upload a file with the form of the import page."""
    visitor.open("/studio/impor")
    fields = {"sebagai": "pelatihan", "ke": "", "alamat": ""} | fields
    return visitor.send("/studio/impor", berkas=(io.BytesIO(data), name), **fields)


def trainer(app: Application) -> Visitor:
    """Return a trainer without drafts."""
    with work(app):
        make_trainer()
    return Visitor(app).sign_in(NIP)


def with_picture(person: Publisher) -> None:
    """Let the first lesson show a drawing."""
    person.write("10-surat.md", "jelas.\n", "jelas.\n\n![Alur surat](media/alur.svg)\n")
    folder = zip_of(texts(person.app), {"alur.svg": DRAWING}, SLUG)
    send(person, folder, f"{SLUG}.zip", ke=SLUG)


def texts(app: Application) -> dict[str, str]:
    """Return the texts of the draft."""
    with app.app_context():
        return {file.name: file.text for file in files_of(draft_of().id)}


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder on another machine."""
    return tmp_path / "lain"


def content_hash(app: Application) -> str:
    with app.app_context():
        revision = latest_revision(SLUG)
        assert revision is not None
        return revision.content_hash


def test_a_course_publishes_identically_after_its_way_through_a_zip(
    app: Application, postgresql_app: Application, elsewhere: Path
) -> None:
    person = publisher(app)
    with_picture(person)
    person.publish()
    person.write("20-kuis.quiz.md", "Apa yang pertama ditulis?", "Apa yang paling pertama ditulis?")
    page = person.open(PUBLISH).page
    same = page.select("fieldset input[type=radio]")[0]
    person.send(PUBLISH, **{str(same["name"]): str(same["value"])}).send(PUBLISH)
    with person.client.get(f"{STUDIO}/unduh.zip") as download:
        found = unpacked(download.get_data())
    folder = elsewhere / found.folder
    (folder / "media").mkdir(parents=True)
    for name, text in found.files.items():
        (folder / name).write_text(text)
    for name, content in found.media.items():
        (folder / "media" / name).write_bytes(content)
    with postgresql_app.app_context(), writing(), Renderer() as renderer:
        assert not check_folder(folder, renderer).errors
        assert publish_folder(folder, renderer, now()).published
    assert content_hash(postgresql_app) == content_hash(app)


def test_a_zip_becomes_a_draft_of_its_folders_name(each_app: Application) -> None:
    visitor = trainer(each_app)
    send(visitor, zip_of(FILES, {"titik.png": PIXEL}, SLUG), "unduhan.zip")
    assert visitor.status == 200
    assert texts(each_app) == FILES
    with each_app.app_context():
        draft = draft_of()
        assert [medium.name for medium in media_of(draft.id)] == ["titik.png"]
        assert [author.person.nip for author in draft.authors] == [NIP]


def test_a_zip_for_a_draft_replaces_each_text_as_a_version(each_app: Application) -> None:
    person = publisher(each_app)
    brought = {**FILES, "10-surat.md": "---\njudul: Surat\n---\nLain sekali.\n"}
    brought["30-baru.md"] = brought.pop("20-kuis.quiz.md")
    send(person, zip_of(brought, {}, SLUG), "x.zip", ke=SLUG, cermin="y")
    assert texts(each_app) == brought
    with each_app.app_context():
        changed = next(f for f in files_of(draft_of().id) if f.name == "10-surat.md")
        assert [line.deed for line in versions_of(changed.id)][:1] == ["import"]


def test_without_being_asked_a_zip_removes_nothing(app: Application) -> None:
    person = publisher(app)
    send(person, zip_of({"course.md": FILES["course.md"]}, {}, SLUG), "x.zip", ke=SLUG)
    assert texts(app) == FILES


def test_the_same_zip_twice_changes_nothing_more(app: Application) -> None:
    person = publisher(app)
    folder = zip_of({**FILES, "30-lagi.md": "---\njudul: Lagi\n---\nIsi.\n"}, {}, SLUG)
    for _time in range(2):
        send(person, folder, "x.zip", ke=SLUG)
    with app.app_context():
        files = files_of(draft_of().id)
        assert [len(versions_of(file.id)) for file in files] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"PK nothing", "x.zip"),
        (zip_of({"10-a.md": "tanpa course.md"}, {}), "x.zip"),
        (
            zip_of(FILES, {"buruk.svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"}),
            "x.zip",
        ),
        (b"bukan dokumen", "x.docx"),
        (b"apa saja", "x.exe"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_sentence(
    app: Application, data: bytes, name: str
) -> None:
    visitor = send(trainer(app), data, name, alamat="baru")
    assert visitor.status == 422
    assert visitor.page.select("#berkas-error")
    with app.app_context():
        assert draft_at("baru") is None


def test_a_taken_address_is_refused(app: Application) -> None:
    person = publisher(app)
    assert send(person, zip_of(FILES, {}, SLUG), "x.zip").status == 422
    assert person.page.select("#alamat-error")


def test_nobody_brings_a_file_into_a_draft_of_others(app: Application) -> None:
    publisher(app)
    with work(app):
        make_trainer("199001012015031001", "Lain")
    other = Visitor(app).sign_in("199001012015031001")
    assert send(other, zip_of(FILES, {}, SLUG), "x.zip", ke=SLUG).status == 422


@pytest.mark.parametrize(("data", "name"), [(GIFT, "soal.gift"), (AIKEN, "soal.txt")])
def test_a_quiz_of_another_system_is_added_at_the_end(
    each_app: Application, data: bytes, name: str
) -> None:
    person = publisher(each_app)
    send(person, data, name, sebagai="kuis", ke=SLUG)
    assert person.status == 200
    assert list(texts(each_app))[:3] == list(FILES)
    added = list(texts(each_app))[3]
    assert added.startswith("30-")
    assert added.endswith(".quiz.md")
    assert "- [x]" in texts(each_app)[added]


def test_a_quiz_needs_a_draft(app: Application) -> None:
    assert send(publisher(app), GIFT, "soal.gift", sebagai="kuis").status == 422


@pytest.mark.parametrize(("form", "sign"), [("gift", "{"), ("xml", "<quiz>")])
def test_a_quiz_goes_out_in_the_forms_of_other_systems(
    app: Application, form: str, sign: str
) -> None:
    person = publisher(app)
    with app.app_context():
        quiz = files_of(draft_of().id)[2]
    answer = person.client.get(f"{STUDIO}/berkas/{quiz.id}/kuis.{form}?tetap=1")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert sign in answer.get_data(as_text=True)
    assert "Nomor surat" in answer.get_data(as_text=True)


def test_a_lesson_is_no_quiz(app: Application) -> None:
    person = publisher(app)
    with app.app_context():
        lesson = files_of(draft_of().id)[1]
    assert person.open(f"{STUDIO}/berkas/{lesson.id}/kuis.gift").status == 404
