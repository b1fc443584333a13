"""What goes out as GIFT or Moodle XML comes back as the same questions."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from elearning.core.markdown import Renderer
from elearning.courses.checking.checker import check_course
from elearning.courses.compiled import Quiz
from elearning.courses.identity import plain
from elearning.courses.importing.banks import gift as gift_in
from elearning.courses.importing.banks import moodle_xml as moodle_in
from elearning.courses.importing.found import Parsed
from elearning.courses.question_exports.exported import Exported, percent
from elearning.courses.question_exports.gift import gift
from elearning.courses.question_exports.moodle_xml import moodle_xml
from elearning.courses.questions import Question, Rubric
from tests.courses.folders import quiz, write_folder
from tests.courses.importing.compiling import checked_quiz, codes, quiz_of
from tests.courses.importing.documents import png

SAMPLE = Path(__file__).with_name("contoh.gift").read_text(encoding="utf-8")
OURS = """
## Kelompok: Dasar {ambil=1}

### Siapa "dia": {a=b} ~ c # d? {bobot=2}

Baris `kode = {1}` dan\\
tabel:

| a | b |
|---|---|
| 1 | 2 |

- [ ] Warga
  > Bukan: lihat Pasal 4.
- [x] Kantor = dinas
  > Tepat #1

> Petunjuk: baca lagi

> Pembahasan: **jelas** sekali.

### Pilih dua. {nilai=utuh}

- [x] a
- [x] b
- [ ] c

### Pilih satu. {pilih=banyak}

- [x] a
- [ ] b
- [ ] c

### Bobot?

- [1/3] a
- [2/3] b
- [-25%] c

### Terbit.

- [ ] Salah
  > keliru
- [x] Benar

### Isi?

Jawaban: SPBE ; S.P.B.E* ; a\\*b

### Berapa?

Jawaban: 30 ± 2,5 ; 40

### Jodohkan.

Pasangkan:

| Kiri | Kanan |
|---|---|
| **x** | satu = 1 |
| y | dua |
| | tiga |

### Susun.

Urutkan:

1. awal
2. akhir

### UU [[25;dua lima]] itu.

### Dua [[a]] dan [[b]].
"""


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory, renderer: Renderer) -> Quiz:
    folder = write_folder(tmp_path_factory.mktemp("keluar"), {"20-kuis.quiz.md": quiz(OURS)})
    return quiz_of(check_course(folder, renderer))


def back(parsed: Parsed, parent: Path, renderer: Renderer) -> tuple[Question, ...]:
    return quiz_of(checked_quiz(parent, renderer, parsed)).questions


def essence(question: Question) -> object:
    """Return what must survive: texts as they are read, what is right, what it earns."""
    options = [
        (plain(each.html), each.right, each.share, plain(each.feedback), each.match)
        for each in question.options
    ]
    if question.kind == "truefalse":
        options.sort()
    texts = (plain(question.stem), plain(question.explanation))
    return (question.kind, *texts, options, question.key)


def test_a_quiz_comes_back_from_gift_but_for_what_is_told(
    ours: Quiz, tmp_path: Path, renderer: Renderer
) -> None:
    exported = gift(ours)
    told = {(loss.place.number, loss.code) for loss in exported.losses}
    assert told == {
        *((0, "export-draw"), (1, "export-hint"), (1, "export-weight"), (2, "export-whole")),
        *((9, "export-kind"), (11, "export-kind")),
    }
    found = back(gift_in.parse(exported.text), tmp_path, renderer)
    kept = [each for at, each in enumerate(ours.questions, start=1) if at not in {9, 11}]
    assert [essence(each) for each in found] == [essence(each) for each in kept]


def test_a_quiz_comes_back_from_moodle_xml_but_for_what_is_told(
    ours: Quiz, tmp_path: Path, renderer: Renderer
) -> None:
    exported = moodle_xml(ours)
    assert codes(exported.losses) == ["export-draw", "export-whole"]
    found = back(moodle_in.parse(exported.text.encode()), tmp_path, renderer)
    assert [essence(each) for each in found] == [essence(each) for each in ours.questions]
    assert [(each.weight, plain(each.hint)) for each in found] == [
        (each.weight, plain(each.hint)) for each in ours.questions
    ]


@pytest.mark.parametrize(
    ("write", "read"),
    [
        (gift, gift_in.parse),
        (moodle_xml, lambda text: moodle_in.parse(text.encode())),
    ],
)
def test_a_gift_file_of_all_kinds_comes_back(
    write: Callable[[Quiz], Exported],
    read: Callable[[str], Parsed],
    tmp_path: Path,
    renderer: Renderer,
) -> None:
    first = quiz_of(checked_quiz(tmp_path / "a", renderer, gift_in.parse(SAMPLE)))
    second = quiz_of(checked_quiz(tmp_path / "b", renderer, read(write(first).text)))
    assert [pool.title for pool in second.pools] == [pool.title for pool in first.pools]
    assert [essence(each) for each in second.questions] == [
        essence(each) for each in first.questions
    ]


def test_pictures_travel_in_moodle_xml(tmp_path: Path, renderer: Renderer) -> None:
    text = quiz("### Apa ![Alur](media/a.png)?\n\n- [x] ya\n- [ ] bukan\n")
    folder = write_folder(tmp_path / "a", {"20-kuis.quiz.md": text, "media/a.png": png()})
    checked = check_course(folder, renderer)
    assert checked.draft is not None
    (medium,) = checked.draft.media
    name = f"{medium.digest[:16]}-a.png"
    assert codes(moodle_xml(quiz_of(checked)).losses) == ["export-picture"]
    exported = moodle_xml(quiz_of(checked), {name: png()})
    assert exported.losses == ()
    parsed = moodle_in.parse(exported.text.encode())
    assert len(parsed.media) == 1
    assert "![Alur](media/gambar-1." in parsed.questions[0].stem


def test_a_category_may_hold_a_slash(ours: Quiz) -> None:
    pools = tuple(replace(pool, title="a/b") for pool in ours.pools)
    (group,) = gift_in.parse(gift(replace(ours, pools=pools)).text).groups
    assert group.title == "a/b"


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        *((Fraction(1, 3), "33.33333"), (Fraction(-1, 4), "-25")),
        *((Fraction(1), "100"), (Fraction(0), "0"), (Fraction(1, 8), "12.5")),
    ],
)
def test_shares_are_percents(share: Fraction, shown: str) -> None:
    assert percent(share) == shown


ESSAYS = """
### Jelaskan.

Esai

- [40%] Menyebut **jangka** waktu
  > Dua hari kerja.
  >
  > Tidak kurang.
- [60%] Runtut

> Pembahasan: Contoh jawaban.

### Ceritakan.

Esai
"""


def test_essays_travel_with_their_rubric_in_moodle_xml_and_without_in_gift(
    tmp_path: Path, renderer: Renderer
) -> None:
    folder = write_folder(tmp_path / "a", {"20-kuis.quiz.md": quiz(ESSAYS)})
    essays = quiz_of(check_course(folder, renderer))
    exported = moodle_xml(essays)
    assert exported.losses == ()
    found = back(moodle_in.parse(exported.text.encode()), tmp_path / "b", renderer)
    assert [essence(each) for each in found] == [essence(each) for each in essays.questions]
    assert [(loss.place.number, loss.code) for loss in gift(essays).losses] == [
        (1, "export-rubric")
    ]
    bare = back(gift_in.parse(gift(essays).text), tmp_path / "c", renderer)
    assert [(each.kind, each.key) for each in bare] == [("essay", Rubric(()))] * 2
