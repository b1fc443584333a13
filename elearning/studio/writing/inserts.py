"""What the editor's buttons put into a text. The constructs are the format's own words."""

from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _


class Insert(NamedTuple):
    """A button: what goes before and after the chosen words, or the sample in their place."""

    label: LazyString
    before: str
    sample: str = ""
    after: str = ""
    #: A block stands on lines of its own.
    is_block: bool = True


def _box(kind: str, label: LazyString) -> Insert:
    return Insert(label, f'!!! {kind} "', "Judul kotak", '"\n    Isi kotak ini.\n')


_OPTIONS = (
    "\n\n- [x] Jawaban yang benar\n  > Mengapa ini benar.\n- [ ] Jawaban lain\n  > Apa kelirunya.\n"
)

#: The buttons by group; the first group is always in sight.
INSERTS: tuple[tuple[LazyString, tuple[Insert, ...]], ...] = (
    (
        _("Text"),
        (
            Insert(_("Heading"), "## ", "Judul bagian", "\n"),
            Insert(_("Bold"), "**", "kata penting", "**", is_block=False),
            Insert(_("Italic"), "*", "istilah", "*", is_block=False),
            Insert(_("List"), "- ", "Butir pertama", "\n- Butir kedua\n"),
            Insert(_("Numbered list"), "1. ", "Langkah pertama", "\n2. Langkah kedua\n"),
            Insert(_("Link"), "[", "teks tautan", "](https://)", is_block=False),
        ),
    ),
    (
        _("Blocks"),
        (
            Insert(
                _("Table"),
                "| ",
                "Judul kolom",
                " | Judul kolom |\n| --- | --- |\n| Isi | Isi |\n",
            ),
            Insert(
                _("Figure"), "![", "Apa yang tampak pada gambar", '](media/ "Keterangan gambar.")\n'
            ),
            Insert(_("Quotation"), "> ", "Kutipan.", "\n"),
            Insert(_("Term with its meaning"), "", "Istilah", "\n:   Artinya.\n"),
            Insert(_("Task list"), "- [ ] ", "Yang harus dilakukan", "\n"),
            Insert(
                _("Folded details"), '??? tips "', "Judul rincian", '"\n    Isi yang terlipat.\n'
            ),
            Insert(_("Footnote"), "[^1]", "", "\n\n[^1]: Sumber atau catatan.\n", is_block=False),
        ),
    ),
    (
        _("Boxes"),
        (
            _box("catatan", _("Note box")),
            _box("penting", _("Important box")),
            _box("contoh", _("Example box")),
            _box("dasar-hukum", _("Legal basis box")),
            _box("tips", _("Tip box")),
        ),
    ),
    (
        _("Quiz questions"),
        (
            Insert(_("Practice question"), "```latihan\n### ", "Pertanyaan?", f"{_OPTIONS}```\n"),
            Insert(_("One right answer"), "### ", "Pertanyaan?", _OPTIONS),
            Insert(
                _("Several right answers"),
                "### ",
                "Pertanyaan?",
                "\n\n- [x] Jawaban benar\n- [x] Jawaban benar lain\n- [ ] Jawaban salah\n",
            ),
            Insert(_("True or false"), "### ", "Pernyataan.", "\n\n- [x] Benar\n- [ ] Salah\n"),
            Insert(
                _("Weighted answers"),
                "### ",
                "Pertanyaan?",
                "\n\n- [100%] Jawaban terbaik\n- [50%] Jawaban separuh benar\n- [0%] Jawaban salah\n",
            ),
            Insert(_("Short answer"), "### ", "Pertanyaan?", "\n\nJawaban: kata | kata lain\n"),
            Insert(_("Number"), "### ", "Berapa?", "\n\nJawaban: 30 ± 2\n"),
            Insert(
                _("Matching"),
                "### ",
                "Pasangkan istilah dan artinya.",
                "\n\nPasangkan:\n\n| Istilah | Arti |\n| --- | --- |\n"
                "| Satu | Arti satu |\n| Dua | Arti dua |\n",
            ),
            Insert(
                _("Ordering"),
                "### ",
                "Urutkan langkahnya.",
                "\n\nUrutkan:\n\n1. Langkah pertama\n2. Langkah kedua\n3. Langkah ketiga\n",
            ),
            Insert(
                _("Gaps to fill"),
                "### Lengkapi.\n\n",
                "Ibu kota Indonesia",
                " adalah [[Jakarta]].\n",
            ),
            Insert(_("Pool of questions"), "## Kelompok: ", "Dasar", " {ambil=2}\n"),
        ),
    ),
)
