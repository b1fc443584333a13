"""Whatever a folder holds, the checker answers with diagnostics, never with a traceback."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.core.markdown import Renderer
from elearning.courses.checking.checker import Checked, check_course
from tests.core.allowed_html import complaints
from tests.courses.folders import COURSE, Files, write_folder

ROOT = Path(__file__).parents[3] / "content"
REAL = sorted(ROOT.glob("*/*.md")) + sorted(
    (Path(__file__).parents[2] / "quizzes/nasty").glob("*.md")
)
PIECES = st.sampled_from(
    [
        *(
            "---\n",
            "judul: A\n",
            "jenis: kuis\n",
            "acak: soal\n",
            "- ",
            "* ",
            "1. ",
            "[x] ",
            "[ ] ",
        ),
        *(
            "### ",
            "## Kelompok: ",
            "{ambil=2}",
            "{#a bobot=2}",
            "> ",
            "> Pembahasan: ",
            "\n",
            "\n\n",
        ),
        *("  ", "    ", "\t", "```latihan\n", "```\n", "````\n", "Jawaban: ", "Pasangkan:", "Esai"),
        *(
            "![a](media/a.svg)",
            "[a](10-materi.md)",
            "<div>",
            "</div>",
            "<!--",
            "-->",
            "[[a]]",
            "Benar",
        ),
        *(
            "Salah",
            "[50%] ",
            "!!! tips\n",
            "|a|b|\n|-|-|\n",
            "teks ",
            "é",
            "\x00",
            "\ufeff",
            "kompetensi:",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=50).map("".join) | st.text(max_size=300)


def checked(renderer: Renderer, files: Files) -> Checked:
    """Check, and expect that every diagnostic can be shown and every HTML is clean."""
    with TemporaryDirectory() as parent:
        result = check_course(write_folder(Path(parent), files), renderer)
    for each in result.diagnostics:
        assert str(each)
    assert result.draft is not None
    assert complaints(str(result.draft.to_json()).replace("\\n", "\n")) == []
    return result


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(["10-materi.md", "20-kuis.quiz.md", "course.md", "glosarium.csv"]), TEXTS)
def test_no_text_raises(renderer: Renderer, name: str, text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    checked(renderer, {name: data, "course.md": COURSE} if name != "course.md" else {name: data})


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from(REAL),
    st.lists(
        st.tuples(st.integers(0, 200), st.sampled_from("idsr"), PIECES), min_size=1, max_size=6
    ),
)
def test_no_slip_in_a_real_course_raises(
    renderer: Renderer, path: Path, slips: list[tuple[int, str, str]]
) -> None:
    lines = path.read_text(encoding="utf-8").split("\n")
    for at, action, piece in slips:
        place = at % len(lines)
        if action == "i":
            lines.insert(place, piece)
        elif action == "d" and len(lines) > 1:
            del lines[place]
        elif action == "s":
            lines[place] = piece + lines[place]
        else:
            lines[place] = lines[place][::-1]
    name = "20-kuis.quiz.md" if ".quiz" in path.name or "nasty" in path.parts else "10-materi.md"
    checked(renderer, {name: "\n".join(lines)})


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_raise(renderer: Renderer, data: bytes) -> None:
    checked(renderer, {"10-materi.md": data, "20-kuis.quiz.md": data, "media/a.svg": data})


def test_the_shipped_courses_are_without_fault(renderer: Renderer) -> None:
    for course in sorted(ROOT.glob("*/course.md")):
        assert [str(each) for each in check_course(course.parent, renderer).diagnostics] == []
