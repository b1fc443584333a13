"""A revision keeps its folder, and an exported course publishes identically elsewhere."""

from pathlib import Path

import pytest
from sqlalchemy import delete

from elearning.core.application import Application
from elearning.core.db import db, writing
from elearning.core.errors import Refused
from elearning.core.markdown import Renderer
from elearning.courses import queries
from elearning.courses.archives import unpacked
from elearning.courses.checking.checker import check_course
from elearning.courses.identity import Decisions
from elearning.courses.models import SourceFile
from elearning.courses.publishing.courses import (
    Outcome,
    course_folders,
    has_changed,
    publish_folder,
)
from elearning.courses.publishing.sources import source_of
from elearning.courses.writing.exporting import exported, write_archive, write_folder
from tests.courses.folders import COURSE, SVG, Files, lesson, quiz
from tests.courses.folders import write_folder as course_folder
from tests.factories import NOW

SLUG = "uji-coba"
SHIPPED = Path(__file__).parents[3] / "content"
PICTURE: Files = {"10-materi.md": lesson("![Alur](media/alur.svg)"), "media/alur.svg": SVG}


def published(folder: Path, renderer: Renderer, decisions: Decisions | None = None) -> Outcome:
    """Publish a folder that must be without fault."""
    outcome = publish_folder(folder, renderer, NOW, decisions=decisions)
    assert outcome.published, (outcome.checked.diagnostics, outcome.checked.doubts)
    return outcome


def reworded(folder: Path, renderer: Renderer, texts: list[str]) -> None:
    """Publish a quiz in one wording after the other; each question stays the same one."""
    for text in texts:
        (folder / "20-kuis.quiz.md").write_text(quiz(text), encoding="utf-8")
        same: dict[str, str] = {}
        for _turn in range(3):  # options are in doubt only when their question is not
            outcome = publish_folder(folder, renderer, NOW, decisions=Decisions(same))
            same |= {doubt.new: doubt.old for doubt in outcome.checked.doubts}
        assert outcome.published, outcome.checked.diagnostics


def hash_elsewhere(folder: Path, renderer: Renderer) -> str:
    """Return the content hash that a folder gets where nothing is known of it."""
    checked = check_course(folder, renderer)
    assert checked.course is not None, checked.diagnostics
    return checked.course.content_hash


def kept_hash(slug: str = SLUG) -> str:
    """Return the hash of what is published."""
    revision = queries.latest_revision(slug)
    assert revision is not None
    return revision.content_hash


def test_a_revision_keeps_its_texts_and_media(
    each_app: Application, tmp_path: Path, renderer: Renderer
) -> None:
    with each_app.app_context(), writing():
        outcome = published(course_folder(tmp_path, PICTURE), renderer)
        assert outcome.published
        source = source_of(outcome.published.revision_id)
        assert source == outcome.checked.source
        assert source.texts["course.md"] == COURSE
        assert (len(source.texts), list(source.media)) == (3, ["alur.svg"])


def test_an_older_revision_keeps_its_own_folder(
    app: Application, tmp_path: Path, renderer: Renderer
) -> None:
    with app.app_context(), writing():
        first = published(course_folder(tmp_path), renderer).published
        published(course_folder(tmp_path, {"10-materi.md": lesson("Baru.")}), renderer)
        assert first
        assert "Isi materi." in source_of(first.revision_id).texts["10-materi.md"]


def test_language_variants_and_unused_media_come_back_too(
    app: Application, tmp_path: Path, renderer: Renderer
) -> None:
    files: Files = {"10-materi.en.md": lesson("English."), "media/sisa.svg": SVG}
    with app.app_context(), writing():
        published(course_folder(tmp_path, files), renderer)
        folder = write_folder(SLUG, tmp_path / "keluar")
        assert (folder / "10-materi.en.md").read_text() == lesson("English.")
        assert (folder / "media" / "sisa.svg").read_text() == SVG


def test_a_revision_from_before_folders_were_kept_says_so_and_is_mended_by_publishing(
    app: Application, tmp_path: Path, renderer: Renderer
) -> None:
    folder = course_folder(tmp_path)
    with app.app_context(), writing():
        published(folder, renderer)
        db.session.execute(delete(SourceFile))
        db.session.commit()
        with pytest.raises(Refused, match=SLUG):
            exported(SLUG)
        again = published(folder, renderer).published
        assert again
        assert not again.is_new
        assert exported(SLUG).texts["course.md"] == COURSE


def test_what_is_not_published_cannot_be_exported(app: Application) -> None:
    with app.app_context(), pytest.raises(Refused, match="tidak-ada"):
        exported("tidak-ada")


def test_the_shipped_courses_publish_identically_elsewhere(
    app: Application, tmp_path: Path, renderer: Renderer
) -> None:
    with app.app_context(), writing():
        for folder in course_folders((SHIPPED,)):
            published(folder, renderer)
            copy = write_folder(folder.name, tmp_path)
            assert hash_elsewhere(copy, renderer) == kept_hash(folder.name)


OPTIONS = "\n\n- [x] Tiga hari kerja saja\n- [ ] Tergantung panjang antrean\n"
NESTED = "\n\n- [x] Kode berikut ini\n\n  ```\n  x\n  ```\n  > Umpan.\n- [ ] Bukan yang itu tadi\n"
ORDER = (
    "### Urutan mana yang tepat?\n\nUrutkan:\n\n1. Warga datang dan mendaftar\n"
    "2. Petugas memeriksa:\n\n    ```\n    x\n    ```\n3. Surat diserahkan\n"
)
PAIRS = (
    "### Pasangkan waktu dan loketnya\n\nPasangkan:\n\n| Waktu | Loket |\n|---|---|\n"
    "| Loket buka pagi | Satu \\| dua |\n| Loket buka sore hari | Tiga |\n|  | Loket di lantai atas |\n"
)


@pytest.mark.parametrize(
    "wordings",
    [
        ["### Berapa lama layanannya?" + OPTIONS, "### Berapa lama layanannya itu?" + OPTIONS],
        ["### Berapa lama?" + OPTIONS, "### Berapa lama?" + OPTIONS.replace("saja", "penuh")],
        [
            "### Berapa lama layanannya? {bobot=2}" + OPTIONS,
            "### Berapa lama layanannya itu? {bobot=3}" + OPTIONS.replace("saja", "penuh"),
        ],
        ["### Mana {yang} tepat?" + OPTIONS, "### Mana {yang} paling tepat? ###" + OPTIONS],
        ["### Kode mana?" + NESTED, "### Kode mana?" + NESTED.replace("ini\n", "ini ya\n")],
        [
            "### Berapa lama layanannya?" + OPTIONS,
            "### Berapa lama layanannya itu?" + OPTIONS,
            "### Berapa lama layanannya itu?"
            + OPTIONS
            + "\n### Berapa lama layanannya?"
            + OPTIONS.replace("Tiga", "Lima"),
        ],
        [ORDER, ORDER.replace("mendaftar", "mendaftarkan diri")],
        [ORDER, ORDER.replace("    x\n", "    y = x\n")],
        [PAIRS, PAIRS.replace("pagi", "pagi hari").replace("sore hari", "sore hari ini")],
        [PAIRS, PAIRS.replace("Loket di lantai", "Loket pada lantai")],
        ["### Mana? {#lama}" + OPTIONS, "### Yang mana? {#lama}" + OPTIONS.replace("saja", "ya")],
    ],
    ids=[
        "stem",
        "option",
        "settings",
        "braces",
        "code",
        "taken",
        "step",
        "code step",
        "row",
        "extra",
        "marked",
    ],
)
def test_reworded_questions_are_exported_with_the_ids_they_had(
    app: Application, tmp_path: Path, renderer: Renderer, wordings: list[str]
) -> None:
    with app.app_context(), writing():
        reworded(course_folder(tmp_path / "asal"), renderer, wordings)
        copy = write_folder(SLUG, tmp_path)
        assert hash_elsewhere(copy, renderer) == kept_hash()


def test_no_id_is_written_that_the_text_yields(
    app: Application, tmp_path: Path, renderer: Renderer
) -> None:
    with app.app_context(), writing():
        outcome = published(course_folder(tmp_path), renderer)
        assert exported(SLUG) == outcome.checked.source


def test_a_zip_holds_the_same_as_the_folder_and_is_the_same_each_time(
    app: Application, tmp_path: Path, renderer: Renderer
) -> None:
    with app.app_context(), writing():
        published(course_folder(tmp_path / "asal", PICTURE), renderer)
        first = write_archive(SLUG, tmp_path / "satu").read_bytes()
        assert write_archive(SLUG, tmp_path / "dua").read_bytes() == first
        found = unpacked(first)
        copy = course_folder(tmp_path, {**found.files, "media/alur.svg": found.media["alur.svg"]})
        assert found.folder == SLUG
        assert hash_elsewhere(copy, renderer) == kept_hash()


def test_an_export_overwrites_nothing(app: Application, tmp_path: Path, renderer: Renderer) -> None:
    with app.app_context(), writing():
        published(course_folder(tmp_path), renderer)
        with pytest.raises(Refused, match=SLUG):
            write_folder(SLUG, tmp_path)
        (tmp_path / f"{SLUG}.zip").touch()
        with pytest.raises(Refused, match=SLUG):
            write_archive(SLUG, tmp_path)


def test_only_other_content_counts_as_changed(
    app: Application, tmp_path: Path, renderer: Renderer
) -> None:
    folder = course_folder(tmp_path, PICTURE)
    with app.app_context(), writing():
        assert has_changed(folder)
        published(folder, renderer)
        (folder / "course.md").touch()
        assert not has_changed(folder)
        (folder / "media" / "alur.svg").write_text(SVG.replace("M0", "M1"))
        assert has_changed(folder)


def test_a_folder_with_a_file_that_cannot_be_read_counts_as_changed(
    app: Application, tmp_path: Path, renderer: Renderer
) -> None:
    folder = course_folder(tmp_path)
    with app.app_context(), writing():
        published(folder, renderer)
        (folder / "10-materi.md").write_bytes(b"\xff")
        assert has_changed(folder)
        course_folder(tmp_path)
        (folder / "media" / "x.svg").symlink_to("/etc/hostname")
        assert has_changed(folder)


def test_a_course_comes_after_those_it_requires(tmp_path: Path) -> None:
    needs = {"a": "c", "b": "zzz", "c": "b", "d": "e", "e": "d"}
    for name, other in needs.items():
        (tmp_path / name).mkdir()
        text = f"---\njudul: A\njp: 0\nprasyarat: {other}\n---\n"
        (tmp_path / name / "course.md").write_text(text)
    assert [path.name for path in course_folders((tmp_path,))] == ["b", "c", "a", "d", "e"]
