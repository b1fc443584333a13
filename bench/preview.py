"""Times the preview of a lesson of 2,000 words, as the studio asks for it at each pause.

`python -m bench preview` prints p50 and p95 of `courses.checking.preview.preview` with the kept renderer.
"""

import re
from statistics import quantiles
from time import perf_counter

from bench.server import ROOT
from elearning.core.markdown import Renderer
from elearning.courses.checking.preview import Preview, Surroundings, preview
from elearning.courses.compiled import Lesson
from elearning.courses.diagnostics.notes import Notebook
from elearning.courses.folder import open_folder
from elearning.courses.media.files import read_media

WORDS = 2_000
ROUNDS = 200
SOURCE = ROOT / "content" / "pelayanan-publik-digital"
NAME = "10-hak-warga.md"


def surroundings() -> Surroundings:
    """Return what the lesson may refer to."""
    folder = open_folder(SOURCE, Notebook())
    names = tuple(item.name for item in folder.items)
    return Surroundings(SOURCE.name, names, tuple(read_media(folder).values()))


def lesson() -> str:
    """Return a lesson of about 2,000 words with its boxes, pictures and practice questions."""
    text = (SOURCE / NAME).read_text("utf-8")
    other = (SOURCE / "20-perjalanan-pengguna.md").read_text("utf-8").split("---\n", 2)[2]
    words = 1_390
    for block in re.sub(r"````latihan.*?````|```latihan.*?```", "", other, flags=re.S).split(
        "\n\n"
    ):
        if words < WORDS:
            text, words = f"{text}\n\n{block}", words + len(block.split())
    return text


def main() -> None:
    """Measure and print; each round changes the text, as writing does."""
    text, around, times = lesson(), surroundings(), []
    with Renderer() as renderer:
        shown: Preview = preview(NAME, text, around, renderer)
        for number in range(ROUNDS):
            start = perf_counter()
            preview(NAME, f"{text}\n\nKalimat {number}.\n", around, renderer)
            times.append((perf_counter() - start) * 1000)
    assert isinstance(shown.item, Lesson)
    centiles = quantiles(times, n=100)
    words, count = shown.item.words, len(shown.item.practices)
    print(f"preview, {words} words, {count} questions: p50 {centiles[49]:.1f} ms", end=", ")
    print(f"p95 {centiles[94]:.1f} ms")


if __name__ == "__main__":
    main()
