"""A draft's history: who did what when, what differs between two versions, and the way back."""

from datetime import timedelta

from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.markdown import kept_renderer
from elearning.courses.publishing.courses import publish_folder
from elearning.studio.drafts import operations
from elearning.studio.drafts.folder import folder_of
from elearning.studio.drafts.queries import files_of
from elearning.studio.history.queries import Deed, deed_before, deed_of, deeds_in
from elearning.studio.history.stays import by_day_and_author
from elearning.studio.models import Draft, DraftFile
from tests.factories import NOW, make_person, work
from tests.statements import statements
from tests.studio.drafts import NIP, SLUG, make_draft, make_trainer
from tests.visitor import Visitor

MINUTE = timedelta(minutes=1)
WIB = "Asia/Jakarta"


def lesson_of(draft: Draft) -> DraftFile:
    return files_of(draft.id)[1]


def save(
    draft: Draft, text: str, minute: int, by: int | None = None, *, auto: bool = False
) -> None:
    """Save the lesson some minutes later."""
    file, author = lesson_of(draft), by or draft.authors[0].person_id
    at = NOW + minute * MINUTE
    operations.save_text(draft, file, file.edition, text, author, at, auto=auto)


def test_a_history_is_told_by_day_and_author(each_app: Application) -> None:
    with work(each_app):
        draft = make_draft()
        other = make_trainer("199001012015031001", "Rekan").id
        save(draft, "satu", 1)
        save(draft, "dua", 2, other)
        save(draft, "tiga", 24 * 60)
        stays = by_day_and_author(deeds_in(draft.id, file_id=lesson_of(draft).id), WIB)
        assert [(stay.day.day, stay.by) for stay in stays] == [
            (23, "Pengajar"),
            (22, "Rekan"),
            (22, "Pengajar"),
        ]


def test_a_day_is_a_day_where_the_reader_is(each_app: Application) -> None:
    with work(each_app):
        draft = make_draft()
        save(draft, "lewat tengah malam", 12 * 60 + 30)
        deeds = deeds_in(draft.id, file_id=lesson_of(draft).id)
        assert by_day_and_author(deeds, "Asia/Jayapura")[0].day.day == 23
        assert by_day_and_author(deeds, WIB)[0].day.day == 22


def test_three_automatic_saves_in_a_row_are_folded(each_app: Application) -> None:
    with work(each_app):
        draft = make_draft()
        for number in range(3):
            save(draft, f"otomatis {number}", number * 10, auto=True)
        (stay,) = by_day_and_author(deeds_in(draft.id, file_id=lesson_of(draft).id), WIB)
        assert [(fold.is_folded, len(fold.deeds)) for fold in stay.folds] == [(True, 3), (False, 1)]


def test_the_whole_history_pages_by_key_and_tells_everything_once(each_app: Application) -> None:
    with work(each_app):
        draft = make_draft()
        for number in range(7):
            save(draft, f"teks {number}", number)
        seen: list[Deed] = []
        before = None
        while True:
            page = deeds_in(draft.id, before=before, limit=3)
            seen += page[:3]
            if len(page) <= 3:
                break
            before = page[2].id
        assert len({deed.id for deed in seen}) == len(seen) == 10
        assert [deed.id for deed in seen] == sorted((deed.id for deed in seen), reverse=True)


def test_the_page_of_a_history_asks_the_same_however_long_it_is(app: Application) -> None:
    with work(app):
        draft = make_draft()
    reader = Visitor(app).sign_in(NIP)
    counts = []
    for round_ in range(2):
        with work(app):
            found = db.session.get_one(Draft, draft.id)
            for number in range(10):
                save(found, f"teks {round_} {number}", round_ * 60 + number)
        with statements(app) as seen:
            reader.open(f"/studio/{SLUG}/riwayat")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_version_is_compared_with_the_one_before_it(each_app: Application) -> None:
    with work(each_app):
        draft = make_draft()
        save(draft, "satu", 1)
        save(draft, "dua", 2)
        last, middle, _first = deeds_in(draft.id, file_id=lesson_of(draft).id)
        assert deed_before(last) == middle.id


def test_a_late_text_is_compared_with_the_one_it_was_written_on(each_app: Application) -> None:
    with work(each_app):
        draft = make_draft()
        file, author = lesson_of(draft), draft.authors[0].person_id
        base, first = file.edition, deeds_in(draft.id, file_id=file.id)[0]
        save(draft, "lebih cepat", 1)
        try:
            operations.save_text(draft, file, base, "terlambat", author, NOW + MINUTE, auto=False)
        except operations.Conflict as met:
            late = deed_of(draft.id, file.id, met.kept.id)
        assert late is not None
        assert deed_before(late) == first.id


def visitor_at_a_changed_lesson(app: Application) -> tuple[Visitor, int, list[int]]:
    """Return the signed-in author of a draft whose lesson was saved twice, its key and versions."""
    with work(app):
        draft = make_draft()
        head = "---\njudul: Surat dinas\nmenit: 5\n---\n"
        save(draft, head + "Surat dinas ditulis singkat dan jelas.\n\nAlinea <b>baru</b>.\n", 1)
        save(draft, head + "Surat dinas ditulis panjang dan jelas.\n\nAlinea <b>baru</b>.\n", 2)
        file = lesson_of(draft).id
        versions = [deed.id for deed in deeds_in(draft.id, file_id=file)]
    return Visitor(app).sign_in(NIP), file, versions


def test_the_difference_is_told_in_words_too(app: Application) -> None:
    author, file, versions = visitor_at_a_changed_lesson(app)
    author.open(f"/studio/{SLUG}/berkas/{file}/riwayat/{versions[0]}")
    assert author.status == 200
    assert author.page.select_one(".diff del").get_text(" ", strip=True).startswith("[")  # type: ignore[union-attr]
    assert "singkat" in author.page.select_one(".diff .changed del").get_text()  # type: ignore[union-attr]
    assert "panjang" in author.page.select_one(".diff .changed ins").get_text()  # type: ignore[union-attr]


def test_what_an_author_wrote_stays_text_in_the_difference(app: Application) -> None:
    author, file, versions = visitor_at_a_changed_lesson(app)
    author.open(f"/studio/{SLUG}/berkas/{file}/riwayat/{versions[1]}")
    assert author.page.select(".diff b") == []
    assert "<b>baru</b>" in author.page.select_one(".diff").get_text()  # type: ignore[union-attr]


def test_the_rendered_page_is_compared_block_by_block(app: Application) -> None:
    author, file, versions = visitor_at_a_changed_lesson(app)
    first = versions[-1]
    author.open(f"/studio/{SLUG}/berkas/{file}/riwayat/{versions[0]}?dengan={first}&bentuk=halaman")
    sections = author.page.select(".pagediff section")
    assert [section["class"] for section in sections] == [["changed"], ["added"]]
    assert "singkat" in sections[0].select_one("del").get_text()  # type: ignore[union-attr]
    assert "panjang" in sections[0].select_one("ins").get_text()  # type: ignore[union-attr]
    assert sections[1].select("b")


def test_a_version_of_another_text_is_not_found(app: Application) -> None:
    author, file, versions = visitor_at_a_changed_lesson(app)
    assert author.open(f"/studio/{SLUG}/berkas/{file + 1}/riwayat/{versions[0]}").status == 404
    assert (
        author.open(f"/studio/{SLUG}/berkas/{file}/riwayat/{versions[0]}?dengan=99999").status
        == 404
    )


def test_restoring_says_what_happens_then_makes_a_new_version(app: Application) -> None:
    author, file, versions = visitor_at_a_changed_lesson(app)
    address = f"/studio/{SLUG}/berkas/{file}/riwayat/{versions[-1]}/pulihkan"
    author.open(address)
    assert author.page.select_one("form.confirm")
    author.send(address)
    assert author.status == 200
    with work(app):
        found = db.session.get_one(DraftFile, file)
        assert "singkat dan jelas" in found.text
        deeds = deeds_in(found.draft_id, file_id=file)
        assert [deed.deed for deed in deeds] == ["restore", "save", "save", "save"]
        assert deeds[0].by == "Pengajar"


def test_restoring_the_present_text_changes_nothing(app: Application) -> None:
    author, file, versions = visitor_at_a_changed_lesson(app)
    author.open(f"/studio/{SLUG}/berkas/{file}/riwayat/{versions[0]}/pulihkan").send(
        f"/studio/{SLUG}/berkas/{file}/riwayat/{versions[0]}/pulihkan"
    )
    with work(app):
        assert len(deeds_in(db.session.get_one(DraftFile, file).draft_id, file_id=file)) == 3


def test_a_removed_text_comes_back_from_its_history(app: Application) -> None:
    author, file, versions = visitor_at_a_changed_lesson(app)
    with work(app):
        found = db.session.get_one(DraftFile, file)
        draft = db.session.get_one(Draft, found.draft_id)
        operations.remove_file(draft, found, draft.authors[0].person_id, NOW + 9 * MINUTE)
    author.open(f"/studio/{SLUG}/riwayat")
    assert author.page.select_one(f'main a[href="/studio/{SLUG}/berkas/{file}/riwayat"]')
    address = f"/studio/{SLUG}/berkas/{file}/riwayat/{versions[0]}/pulihkan"
    author.open(address).send(address)
    with work(app):
        assert db.session.get_one(DraftFile, file).removed_at is None


def test_a_publisher_reads_a_history_but_restores_nothing(app: Application) -> None:
    _author, file, versions = visitor_at_a_changed_lesson(app)
    with work(app):
        make_trainer("199001012015031001", "Penerbit", "penerbit")
    publisher = Visitor(app).sign_in("199001012015031001")
    address = f"/studio/{SLUG}/berkas/{file}/riwayat"
    assert publisher.open(address).status == 200
    assert publisher.page.select('main a[href$="/pulihkan"]') == []
    assert publisher.open(f"{address}/{versions[0]}/pulihkan").status == 404


def test_others_do_not_find_a_draft(app: Application) -> None:
    _author, file, _versions = visitor_at_a_changed_lesson(app)
    with work(app):
        make_person(nip="199001012015031001")
    stranger = Visitor(app).sign_in("199001012015031001")
    assert stranger.open(f"/studio/{SLUG}/riwayat").status == 404
    assert stranger.open(f"/studio/{SLUG}/berkas/{file}/riwayat").status == 404


def test_a_text_is_compared_with_what_is_published(app: Application) -> None:
    with work(app):
        draft_id = make_draft().id
    with work(app):
        with folder_of(db.session.get_one(Draft, draft_id)) as folder, kept_renderer() as renderer:
            assert publish_folder(folder, renderer, NOW).published is not None
        draft = db.session.get_one(Draft, draft_id)
        file = lesson_of(draft).id
        save(draft, lesson_of(draft).text.replace("singkat", "ringkas"), 5)
        author_id = draft.authors[0].person_id
        operations.rename_file(draft, lesson_of(draft), "15-surat.md", author_id, NOW)
    author = Visitor(app).sign_in(NIP).open(f"/studio/{SLUG}/berkas/{file}/beda-terbit")
    assert "singkat" in author.page.select_one(".diff del").get_text()  # type: ignore[union-attr]
    assert "ringkas" in author.page.select_one(".diff ins").get_text()  # type: ignore[union-attr]
    author.open(f"/studio/{SLUG}/berkas/{file}/beda-terbit?bentuk=halaman")
    assert len(author.page.select(".pagediff section")) == 1
