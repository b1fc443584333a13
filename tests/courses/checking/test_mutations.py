"""Real Markdown with real accidents: nothing raises, hangs or lets a script through."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import pytest
from markdown_it import MarkdownIt

from elearning.core.markdown import Renderer
from elearning.courses.checking.checker import Checked, check_course
from elearning.courses.diagnostics.fixing import apply
from elearning.courses.folder import MAX_LINES, MAX_TEXT
from tests.core.allowed_html import complaints
from tests.courses.folders import COURSE, Files, lesson, quiz, write_folder

HERE = Path(__file__).parents[3]
CORPUS = sorted(HERE.glob("content/*/*.md")) + sorted(HERE.glob("tests/quizzes/nasty/*.md"))
#: Each seed is one accident after another on one file of the corpus.
SEEDS = 120
#: CPU seconds of the check itself, for a megabyte; the render process has a clock of its own.
LONGEST = 2.0
USUAL = 0.5
#: The same work again takes as long; what a busy machine adds differs from one time to the next.
TRIES = 3
#: A text of known size, and the CPU seconds it takes where the limits were set.
YARDSTICK, USUAL_PACE = "- a **b** [c](d)\n\n> e `f`\n\n" * 1500, 0.15

INJECTED = (
    *(b"\0", b"\xff", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\xef\xbb\xbf", b"\r", b"\x1b[2J", b"\t"),
    *(b"<script>alert(1)</script>", b"<img src=x onerror=alert(1)>", b"[x](javascript:alert(1))"),
    *(b"<svg/onload=alert(1)>", b"\n---\n", b"\n```\n", b"\n````latihan\n", b"<!--", b"](", b"> "),
    *(b"[[", b"{#a}", b"\n| a |\n|---|\n", b"- [x] ", b"\n### ", b"\n!!! tips\n", b"[^1]", b"**"),
)
Accident = Callable[[list[bytes], random.Random], list[bytes]]


def without_a_line(lines: list[bytes], chance: random.Random) -> list[bytes]:
    at = chance.randrange(len(lines))
    return lines[:at] + lines[at + 1 :] or [b""]


def with_a_line_twice(lines: list[bytes], chance: random.Random) -> list[bytes]:
    at = chance.randrange(len(lines))
    return [*lines[:at], lines[at], *lines[at:]]


def with_two_lines_swapped(lines: list[bytes], chance: random.Random) -> list[bytes]:
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    swapped = list(lines)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    return swapped


def cut_off(lines: list[bytes], chance: random.Random) -> list[bytes]:
    text = b"\n".join(lines)
    return text[: chance.randrange(len(text) + 1)].split(b"\n")


def with_bytes_put_in(lines: list[bytes], chance: random.Random) -> list[bytes]:
    text = b"\n".join(lines)
    at = chance.randrange(len(text) + 1)
    return (text[:at] + chance.choice(INJECTED) + text[at:]).split(b"\n")


def with_a_line_moved_in(lines: list[bytes], chance: random.Random) -> list[bytes]:
    moved = list(lines)
    at = chance.randrange(len(moved))
    moved[at] = b" " * chance.randrange(1, 9) + moved[at]
    return moved


ACCIDENTS: tuple[Accident, ...] = (
    without_a_line,
    with_a_line_twice,
    with_two_lines_swapped,
    cut_off,
    with_bytes_put_in,
    with_a_line_moved_in,
)


def texts_of(value: object) -> Iterator[str]:
    """Yield every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts_of(each)


def slowness() -> float:
    """Return how many times slower this machine is now than the one of the limits; at least 1."""
    begun = process_time()
    MarkdownIt().parse(YARDSTICK)
    return max(1.0, (process_time() - begun) / USUAL_PACE)


def survived(renderer: Renderer, files: Files, seconds: float = USUAL) -> Checked:
    """Check a folder: in time, with words for everything, and with clean HTML alone."""
    with TemporaryDirectory() as parent:
        folder = write_folder(Path(parent), files)
        for left in reversed(range(TRIES)):
            begun = process_time()
            checked = check_course(folder, renderer)
            taken = process_time() - begun
            if taken < seconds or (not left and taken < seconds * slowness()):
                break
        else:
            pytest.fail(f"the check took {taken:.1f} of {seconds} seconds")
    assert checked.draft is not None
    assert [bad for text in texts_of(checked.draft.to_json()) for bad in complaints(text)] == []
    for each in checked.diagnostics:
        assert str(each)
        assert (
            each.fix is None or each.fix.rename or apply(checked.source.texts[each.file], each.fix)
        )
    return checked


@pytest.mark.parametrize("seed", range(0, SEEDS, 20))
def test_no_accident_with_a_real_text_does_harm(renderer: Renderer, seed: int) -> None:
    for number in range(seed, seed + 20):
        chance = random.Random(number)
        path = CORPUS[number % len(CORPUS)]
        lines = path.read_bytes().split(b"\n")
        for _accident in range(chance.randint(1, 8)):
            lines = chance.choice(ACCIDENTS)(lines, chance)
        name = {True: "20-kuis.quiz.md", False: "10-materi.md"}[
            path.name.endswith(".quiz.md") or "nasty" in path.parts
        ]
        name = "course.md" if path.name == "course.md" else name
        survived(renderer, {name: b"\n".join(lines)})


PIECES = (
    *("##a\n", "!!! tips\n", "!!! tips Judul\n", "???\n", "~~~\n", "[", "**a ", "[^1] ", "<nama> "),
    *("[a](zz.md) ", "[x] (10-materi.md) ", "- [x] a\n", "1. a\n", "> q\n", "x\n| a |\n|---|\n"),
    *("### S\n\n- [x] a\n- [ ] b\n\n", "## Kelompok: \n", "[[a]] ", "e\u0301\n", "<!--", "`"),
    "```latihan\n### S\n- [x] a\n- [ ] b\n```\n",
)
#: Those that mean something else in a quiz.
IN_QUIZZES = (
    *("- [x] a\n", "> q\n", "## Kelompok: \n", "[[a]] ", "### S {bobott=2}\n"),
    PIECES[15],
)


@pytest.fixture(scope="module")
def hasty() -> Iterator[Renderer]:
    """A render process that gives up at once: what is measured here is the check around it."""
    with Renderer(seconds_per_megabyte=0.1) as kept:
        kept.render("siap")
        kept.seconds = 0.05
        yield kept


@pytest.mark.parametrize(
    ("write", "piece"),
    [*((lesson, piece) for piece in PIECES), *((quiz, piece) for piece in IN_QUIZZES)],
)
def test_the_largest_text_of_any_piece_does_not_hold_the_check_up(
    hasty: Renderer, write: Callable[[str], str], piece: str
) -> None:
    name = "10-materi.md" if write is lesson else "20-kuis.quiz.md"
    lines = (MAX_LINES - 10) // max(1, piece.count("\n"))
    times = min(lines, (MAX_TEXT - 100) // len(piece.encode()))
    survived(hasty, {name: write(piece * times), "course.md": COURSE}, LONGEST)
