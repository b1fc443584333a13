"""Every save is a version; two editors never lose a text."""

from datetime import timedelta

import pytest

from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.studio.desk.operations import begin
from elearning.studio.drafts import operations
from elearning.studio.drafts.queries import draft_at, file_of, files_of, version_of, versions_of
from elearning.studio.models import Draft, DraftFile, FileVersion
from tests.factories import NOW, make_course, make_lesson, make_person, work
from tests.studio.drafts import make_draft, make_trainer

MINUTE = timedelta(minutes=1)


def lesson() -> tuple[Draft, DraftFile, int]:
    """Return a draft, its first lesson and its author's key."""
    draft = make_draft()
    return draft, files_of(draft.id)[1], draft.authors[0].person_id


def save(
    draft: Draft,
    file: DraftFile,
    by: int,
    text: str,
    *,
    minutes: int = 1,
    auto: bool = False,
    base: int | None = None,
) -> None:
    at = NOW + minutes * MINUTE
    operations.save_text(draft, file, base or file.edition, text, by, at, auto=auto)


def test_every_save_is_kept_with_who_and_when(each_app: Application) -> None:
    with work(each_app):
        draft, file, author = lesson()
        save(draft, file, author, "satu", minutes=1)
        save(draft, file, author, "dua", minutes=2)
        lines = versions_of(file.id)
        assert [(line.deed, line.at, line.by) for line in lines[:2]] == [
            ("save", NOW + 2 * MINUTE, "Pengajar"),
            ("save", NOW + 1 * MINUTE, "Pengajar"),
        ]
        assert [version_of(file.id, line.edition).text for line in lines[:2]] == ["dua", "satu"]  # type: ignore[union-attr]


def test_saving_the_same_text_again_makes_no_version(each_app: Application) -> None:
    with work(each_app):
        draft, file, author = lesson()
        save(draft, file, author, "sama")
        before = len(versions_of(file.id))
        save(draft, file, author, "sama", minutes=9)
        assert len(versions_of(file.id)) == before


def test_autosaves_of_one_sitting_are_one_version(each_app: Application) -> None:
    with work(each_app):
        draft, file, author = lesson()
        for minute in (1, 2, 3):
            save(draft, file, author, f"menit {minute}", minutes=minute, auto=True)
        save(draft, file, author, "kemudian", minutes=20, auto=True)
        deeds = [line.deed for line in versions_of(file.id)]
        assert deeds == ["auto", "auto", "save"]
        assert file.text == "kemudian"


def test_an_autosave_never_swallows_a_save(each_app: Application) -> None:
    with work(each_app):
        draft, file, author = lesson()
        save(draft, file, author, "disimpan")
        save(draft, file, author, "otomatis", minutes=2, auto=True)
        assert [line.deed for line in versions_of(file.id)][:2] == ["auto", "save"]


def test_of_two_editors_the_later_one_conflicts_and_both_texts_stay(each_app: Application) -> None:
    with work(each_app):
        draft, file, author = lesson()
        other = make_person(nip="199001012015031001", name="Rekan").id
        base = file.edition
        save(draft, file, author, "dari penulis pertama", base=base)
        with pytest.raises(operations.Conflict) as met:
            save(draft, file, other, "dari rekan", base=base, minutes=2)
        assert (file.text, met.value.kept.text) == ("dari penulis pertama", "dari rekan")
        assert met.value.kept.by_id == other
        save(draft, file, author, "penulis pertama menulis terus", minutes=3)


def test_a_restored_version_is_a_new_version(each_app: Application) -> None:
    with work(each_app):
        draft, file, author = lesson()
        first = file.text
        save(draft, file, author, "lain")
        oldest = versions_of(file.id)[-1]
        version = db.session.get_one(FileVersion, oldest.id)
        operations.restore(draft, file, version, author, NOW + 2 * MINUTE)
        assert file.text == first
        assert [line.deed for line in versions_of(file.id)] == ["restore", "save", "save"]


def test_a_removed_lesson_can_come_back_beside_one_of_its_name(each_app: Application) -> None:
    with work(each_app):
        draft, file, author = lesson()
        name, text = file.name, file.text
        operations.remove_file(draft, file, author, NOW + MINUTE)
        operations.add_file(draft, name, "pengganti", author, NOW + 2 * MINUTE)
        removed = file_of(draft.id, file.id, removed=True)
        assert removed is not None
        version = db.session.get_one(FileVersion, versions_of(file.id)[-1].id)
        operations.restore(draft, removed, version, author, NOW + 3 * MINUTE)
        names = [each.name for each in files_of(draft.id)]
        assert len(names) == len(set(names))
        assert removed.text == text


def test_course_md_cannot_be_removed(each_app: Application) -> None:
    with work(each_app):
        draft = make_draft()
        with pytest.raises(Refused, match="tidak dapat dihapus"):
            operations.remove_file(draft, files_of(draft.id)[0], draft.authors[0].person_id, NOW)


def test_reordering_renumbers_and_keeps_the_keys(each_app: Application) -> None:
    with work(each_app):
        draft = make_draft()
        author = draft.authors[0].person_id
        items = files_of(draft.id)[1:3]
        keys = [item.name.partition("-")[2] for item in items]
        operations.reorder(draft, [items[1].id, items[0].id], author, NOW + MINUTE)
        assert [each.name for each in files_of(draft.id)[1:3]] == [f"10-{keys[1]}", f"20-{keys[0]}"]


def test_an_order_of_other_files_is_refused(each_app: Application) -> None:
    with work(each_app):
        draft = make_draft()
        with pytest.raises(Refused, match="sudah berubah"):
            operations.reorder(draft, [files_of(draft.id)[1].id], draft.authors[0].person_id, NOW)


def test_a_taken_address_is_refused(each_app: Application) -> None:
    with work(each_app):
        draft = make_draft()
        with pytest.raises(Refused, match="dipakai draf lain"):
            make_draft(author=draft.authors[0].person)


def test_the_address_of_a_published_course_is_taken(each_app: Application) -> None:
    with work(each_app):
        make_course(make_lesson(), slug="arsip")
        with pytest.raises(Refused, match="dipakai pelatihan yang terbit"):
            begin("kosong", "arsip", "Arsip", make_trainer(), NOW)


def test_the_title_follows_course_md(each_app: Application) -> None:
    with work(each_app):
        draft = make_draft()
        course, author = files_of(draft.id)[0], draft.authors[0].person_id
        save(draft, course, author, "---\njudul: Judul: yang baru\njp: 0\n---\nIsi.")
        found = draft_at(draft.slug)
        assert found is not None
        assert found.title == "Judul: yang baru"
