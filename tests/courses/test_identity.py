"""Questions and options keep their identity across edits; doubts go to the author."""

from pathlib import Path

from elearning.core.markdown import Renderer
from elearning.courses.checking.checker import Checked, check_course
from elearning.courses.compiled import Course
from elearning.courses.identity import Decisions, plain, similarity, text_id
from tests.courses.folders import quiz, write_folder

FIRST = (
    "### Berapa lama warga menunggu layanan?\n\n- [x] Tiga hari kerja\n- [ ] Tanpa batas waktu\n"
)
SECOND = "### Siapa yang menyusun maklumat?\n\n- [x] Penyelenggara layanan\n- [ ] Warga setempat\n"


def publish(
    parent: Path,
    renderer: Renderer,
    body: str,
    previous: Course | None = None,
    decisions: Decisions | None = None,
) -> Checked:
    folder = write_folder(parent, {"20-kuis.quiz.md": quiz(body)})
    return check_course(folder, renderer, previous=previous, decisions=decisions)


def ids(checked: Checked) -> list[str]:
    assert checked.course is not None
    return [question.id for question in checked.course.quizzes[0].questions]


def option_ids(checked: Checked) -> list[str]:
    assert checked.course is not None
    return [option.id for option in checked.course.quizzes[0].questions[0].options]


def test_an_unmarked_id_is_the_hash_of_the_text(tmp_path: Path, renderer: Renderer) -> None:
    found = ids(publish(tmp_path, renderer, FIRST))
    assert found == [text_id("q", "<p>Berapa lama warga menunggu layanan?</p>")]


def test_moving_questions_and_options_changes_no_id(tmp_path: Path, renderer: Renderer) -> None:
    before = publish(tmp_path, renderer, FIRST + "\n" + SECOND)
    after = publish(tmp_path, renderer, SECOND + "\n" + FIRST, before.course)
    assert ids(after) == list(reversed(ids(before)))
    assert after.doubts == ()


def test_spacing_case_and_emphasis_change_no_id(tmp_path: Path, renderer: Renderer) -> None:
    before = publish(tmp_path, renderer, FIRST)
    after = publish(
        tmp_path, renderer, FIRST.replace("lama warga", "*lama*   Warga"), before.course
    )
    assert ids(after) == ids(before)


def test_a_reworded_question_is_in_doubt_until_the_author_says(
    tmp_path: Path, renderer: Renderer
) -> None:
    before = publish(tmp_path, renderer, FIRST)
    changed = FIRST.replace("menunggu", "harus menunggu")
    after = publish(tmp_path, renderer, changed, before.course)
    (doubt,) = after.doubts
    assert (doubt.quiz, doubt.old, doubt.line) == ("kuis", ids(before)[0], 4)
    assert doubt.old_text == "Berapa lama warga menunggu layanan?"
    same = publish(
        tmp_path, renderer, changed, before.course, Decisions(same={doubt.new: doubt.old})
    )
    assert (ids(same), same.doubts) == (ids(before), ())
    new = publish(tmp_path, renderer, changed, before.course, Decisions(new=frozenset({doubt.new})))
    assert ids(new) != ids(before)
    assert new.doubts == ()


def test_a_reworded_option_is_in_doubt_too(tmp_path: Path, renderer: Renderer) -> None:
    before = publish(tmp_path, renderer, FIRST)
    changed = FIRST.replace("Tiga hari kerja", "Tiga hari kerja penuh")
    after = publish(tmp_path, renderer, changed, before.course)
    (doubt,) = after.doubts
    assert doubt.old == f"{ids(before)[0]}/{option_ids(before)[0]}"
    said = Decisions(same={doubt.new: doubt.old})
    same = publish(tmp_path, renderer, changed, before.course, said)
    assert option_ids(same) == option_ids(before)


def test_a_wholly_new_question_is_no_doubt(tmp_path: Path, renderer: Renderer) -> None:
    before = publish(tmp_path, renderer, FIRST)
    after = publish(tmp_path, renderer, FIRST + "\n" + SECOND, before.course)
    assert after.doubts == ()
    assert ids(after)[0] == ids(before)[0]


def test_an_explicit_id_outlives_every_rewording(tmp_path: Path, renderer: Renderer) -> None:
    marked = FIRST.replace("layanan?", "layanan? {#lama}").replace("kerja", "kerja {#a}")
    before = publish(tmp_path, renderer, marked)
    other = "### Sama sekali lain {#lama}\n\n- [x] Berbeda {#a}\n- [ ] Tanpa batas waktu\n"
    after = publish(tmp_path, renderer, other, before.course)
    assert (ids(after), option_ids(after)) == (["lama"], option_ids(before))
    assert after.doubts == ()


def test_a_kept_id_stays_for_ever_and_a_new_text_never_takes_it(
    tmp_path: Path, renderer: Renderer
) -> None:
    first = publish(tmp_path, renderer, FIRST)
    changed = FIRST.replace("menunggu", "harus menunggu")
    doubt = publish(tmp_path, renderer, changed, first.course).doubts[0]
    said = Decisions(same={doubt.new: doubt.old})
    second = publish(tmp_path, renderer, changed, first.course, said)
    third = publish(tmp_path, renderer, changed + "\n" + FIRST, second.course)
    assert ids(third)[0] == ids(first)[0]
    assert len(set(ids(third))) == 2


def test_publishing_the_same_text_twice_gives_the_same_hash(
    tmp_path: Path, renderer: Renderer
) -> None:
    before = publish(tmp_path, renderer, FIRST)
    after = publish(tmp_path, renderer, FIRST, before.course)
    assert before.course is not None
    assert after.course is not None
    assert after.course.content_hash == before.course.content_hash


def test_a_picture_counts_as_text_by_its_description_and_name() -> None:
    html = '<p><img src="/pelatihan/x/media/0123456789abcdef-alur.svg" alt="Alur"></p>'
    assert plain(html) == "alur alur.svg"


def test_similarity_is_a_share() -> None:
    assert similarity("sama", "sama") == 1
    assert similarity("abc", "xyz") == 0
    assert similarity("", "") in {0, 1}
