"""The certificate as a document: what it says, how it is built, that it always fits."""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from unicodedata import category

import pikepdf
import pytest
import segno
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from elearning.certificates import pdf, wording
from elearning.certificates.pdf import CertificateFacts, CurriculumRow, render
from elearning.core.printable import (
    STAND_IN,
    characters,
    has_other_script,
    printable_line,
    unprintable_characters,
)
from tests.certificates.specimens import LESSONS, LONG, USUAL, make_logo

#: Names as people write them, by the script's font.
NAMES = {
    "Javanese": "ꦱꦸꦥꦿꦪꦺꦴꦒꦶ ꦏꦿꦠꦤꦶꦁꦫꦠ꧀",
    "Balinese": "ᬓ᭄ᬢᬸᬢ᭄ ᬲ᭄ᬯᬃᬡ",
    "Sundanese": "ᮛᮥᮞ᮪ᮓᮤ ᮊᮨᮔ᮪ᮎᮔ",
    "Buginese": "ᨅᨔᨑᨘᨉᨗ ᨒᨚᨈᨑ",
    "Batak": "ᯅᯖᯂ᯲ ᯘᯪᯔᯞᯬᯝᯉ᯲",
    "Tamil": "முருகேசன் ஸ்ரீனிவாசன்",
    "Devanagari": "श्रीकृष्ण क्षत्रिय",
}
SCRIPT_CHARACTERS = sorted(point for point in characters() if has_other_script(chr(point)))


@cache
def pages(facts: CertificateFacts) -> list[str]:
    """The text of each page as a reader copies it, in one line."""
    reader = PdfReader(BytesIO(render(facts)))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def front(facts: CertificateFacts) -> str:
    return pages(facts)[0]


@pytest.mark.parametrize("facts", [USUAL, LONG], ids=["usual", "long"])
def test_everything_printed_equals_what_is_exported(facts: CertificateFacts) -> None:
    text = front(facts)
    for exported in (
        f"Nomor {facts.number}",
        f"diberikan kepada {facts.full_name} NIP {facts.nip}",
        f"Pangkat/Golongan {facts.rank} Jabatan {facts.position}",
        f"Unit kerja {facts.unit}, {facts.department} Instansi {facts.agency}",
        f"telah menyelesaikan pelatihan {facts.course_title} {facts.form_of_training}",
        f"yang diselenggarakan oleh {facts.organiser} pada 3 s.d. 10 November 2025",
        "setara 4 (empat) Jam Pelajaran (JP)",
        "dinyatakan LULUS dengan nilai 92,50, predikat Amat Baik.",
        "Contoh, 11 November 2025",
        f"{facts.signatory_position}, {facts.signatory_name} {facts.signatory_rank}",
        f"NIP {facts.signatory_nip}",
        "Kode K7QF3-MTX9W",
        "belajar.contoh.go.id/verifikasi dan",
        "Pelatihan versi 3. 1 JP = 45 menit.",
        facts.letterhead_unit,
        facts.legal_basis,
    ):
        assert exported in text


def test_a_course_without_assessment_was_followed_not_passed() -> None:
    text = front(replace(USUAL, score=None, predicate=None))
    assert "telah mengikuti pelatihan" in text
    assert "Jam Pelajaran (JP)." in text
    assert "LULUS" not in text


def test_a_pppk_has_a_grade_and_no_rank() -> None:
    text = front(replace(USUAL, rank="IX"))
    assert "Golongan IX" in text
    assert "Pangkat" not in text


def test_what_a_person_does_not_have_has_no_line() -> None:
    bare = replace(USUAL, nip="", rank="", unit="", department="", signatory_rank="")
    text = front(replace(bare, signatory_nip="", letterhead_unit=""))
    assert not {"NIP", "Golongan", "kerja"} & set(text.split())


def test_a_unit_that_is_its_department_is_named_once() -> None:
    text = front(replace(USUAL, unit="Dinas Contoh Raya", department="Dinas Contoh Raya"))
    assert text.count("Dinas Contoh Raya") == 1


@pytest.mark.parametrize("prefix", ["a.n.", "Plt."])
def test_who_signs_for_another_says_so(prefix: str) -> None:
    text = front(replace(USUAL, signatory_prefix=prefix))
    assert f"{prefix} Kepala Badan" in text


def test_the_reverse_lists_what_was_learned() -> None:
    reverse = pages(USUAL)[1]
    assert all(row.title in reverse and row.amount in reverse for row in LESSONS)
    assert "Jumlah 4 JP" in reverse
    assert "Nomor 800.2/0123/BKPSDM/XI/2025. Kode K7QF3-MTX9W. Pelatihan versi 3. 2 / 2" in reverse


@pytest.mark.parametrize("rows", [0, 1, 10, 16, 20])
def test_a_usual_curriculum_fits_on_the_reverse(rows: int) -> None:
    assert len(pages(replace(USUAL, curriculum=(LESSONS * 5)[:rows]))) == 2


def test_a_curriculum_of_forty_rows_continues_under_the_same_header() -> None:
    _front, *reverse = pages(replace(USUAL, curriculum=LESSONS * 5))
    assert len(reverse) == 2
    assert all("No. Materi Alokasi waktu" in page for page in reverse)
    assert [page.endswith(f"{number} / 3") for number, page in enumerate(reverse, 2)] == [True] * 2


def test_the_page_count_is_right_even_if_titles_wrap() -> None:
    rows = tuple(
        CurriculumRow("Materi yang amat panjang judulnya " * 6, "5 menit") for _ in range(16)
    )
    assert pages(replace(USUAL, curriculum=rows))[-1].endswith("3 / 3")
    title = "Materi yang pas pada barisnya, tidak kurang dan tidak lebih dari delapan puluh"
    rows = (CurriculumRow(title.upper(), "5 menit"),) * 16
    assert len(pages(replace(LONG, curriculum=rows))) == 2


def test_the_front_stays_one_page_however_long_its_texts_are() -> None:
    endless = replace(LONG, position=LONG.position * 4, unit=LONG.unit * 4, agency=LONG.unit * 4)
    assert len(pages(endless)) == 2
    assert endless.position in front(endless)


ALLOWANCE = "KEPALA BIDANG PENGEMBANGAN KOMPETENSI APARATUR " * 30
FIELDS = (
    "full_name",
    "position",
    "unit",
    "agency",
    "course_title",
    "organiser",
    "letterhead",
    "letterhead_unit",
    "place",
    "signatory_position",
    "signatory_name",
    "legal_basis",
)


def lengthened(field: str) -> CertificateFacts:
    """The usual certificate with one text as long as a brief certificate allows."""
    texts: list[dict[str, Any]] = [
        {field: ALLOWANCE[:length].strip()} for length in range(300, 1, -1)
    ]
    candidates = (replace(USUAL, **text) for text in texts)
    return next(facts for facts in candidates if pdf._printed(facts)["brief"])


@pytest.mark.parametrize("field", FIELDS)
def test_a_brief_certificate_fits_without_measuring(
    field: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = lengthened(field)
    unmeasured = render(facts)
    monkeypatch.setattr(pdf, "BRIEF", 0)
    assert render(facts) == unmeasured


def test_equal_facts_give_equal_bytes_in_every_process() -> None:
    program = (
        "import sys; from hashlib import sha256; from elearning.certificates.pdf import render;"
        "from tests.certificates.specimens import USUAL;"
        "print(sha256(render(USUAL)).hexdigest())"
    )
    root = Path(pdf.__file__).parents[2]
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Jayapura"}
    other = subprocess.run(
        [sys.executable, "-c", program], cwd=root, env=environment, capture_output=True, check=True
    )
    assert other.stdout.decode().strip() == sha256(render(USUAL)).hexdigest()


def test_certificates_rendered_at_once_do_not_mix() -> None:
    people = [replace(USUAL, full_name=f"Contoh {number}") for number in range(8)]
    alone = [render(facts) for facts in people]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(render, people)) == alone


def test_a_certificate_is_small() -> None:
    assert len(render(LONG)) < 80_000


@pytest.fixture(scope="module")
def document() -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(render(USUAL)))


def test_it_declares_pdf_a_2a_and_pdf_ua_1(document: pikepdf.Pdf) -> None:
    with document.open_metadata() as xmp:
        assert xmp.pdfa_status == "2A"
        assert xmp["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert xmp["dc:title"] == f"Sertifikat {USUAL.number} – {USUAL.full_name}"
    root = document.Root
    assert root.Lang == "id-ID"
    assert root.MarkInfo.Marked
    assert root.ViewerPreferences.DisplayDocTitle
    assert [str(intent.S) for intent in root.OutputIntents] == ["/GTS_PDFA1"]
    assert str(document.docinfo.CreationDate).startswith("D:20251111080000")


def elements(node: pikepdf.Object) -> list[pikepdf.Object]:
    """A structure element and all below it."""
    if not isinstance(node, pikepdf.Dictionary):
        return []
    kids = node.get("/K", pikepdf.Array())
    below = kids if isinstance(kids, pikepdf.Array) else pikepdf.Array([kids])
    return [node, *(element for kid in below for element in elements(kid))]


def test_its_structure_serves_a_screen_reader(document: pikepdf.Pdf) -> None:
    tags = elements(document.Root.StructTreeRoot)
    kinds = {str(tag.get("/S")) for tag in tags}
    assert {"/H1", "/H2", "/Figure", "/Link", "/Table", "/TH", "/TD"} <= kinds
    (figure,) = (tag for tag in tags if tag.get("/S") == "/Figure")
    assert str(figure.Alt).endswith(USUAL.verify_url)


def test_every_font_is_embedded(document: pikepdf.Pdf) -> None:
    fonts = [font for page in document.pages for font in page.resources.Font.values()]
    assert fonts
    for font in fonts:
        assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
        assert "/ToUnicode" in font


def test_it_can_be_signed_elsewhere(document: pikepdf.Pdf) -> None:
    assert not document.is_encrypted
    assert "/AcroForm" not in document.Root


def test_the_qr_code_holds_the_address_and_its_quiet_zone() -> None:
    drawing = pdf.qr_svg(USUAL.verify_url)
    code = segno.make_qr(USUAL.verify_url, error="m", mask=pdf.QR_MASK)
    side = code.symbol_size(border=4)[0]
    assert f'width="{side}"' in drawing
    assert 29 * code.symbol_size(border=0)[0] / side >= 20
    assert drawing == pdf.qr_svg(USUAL.verify_url) != pdf.qr_svg(USUAL.verify_url + "A")


def test_the_drawn_modules_are_those_of_the_qr_code() -> None:
    modules = segno.make_qr(USUAL.verify_url, error="m", mask=pdf.QR_MASK).matrix
    dark = {(x, y) for y, row in enumerate(modules) for x, module in enumerate(row) if module}
    lines = re.findall(r"M(\d+) (\d+)\.5H(\d+)", pdf.qr_svg(USUAL.verify_url))
    assert {(x, int(y)) for first, y, end in lines for x in range(int(first), int(end))} == dark


def test_characters_that_no_font_has_are_reported_once_and_in_order() -> None:
    assert unprintable_characters("Łukasz Nguyễn Ðặng, S.Kom. الرحمن Иван Θεός’–…") == ""
    assert unprintable_characters("Yun 漢字漢\n\x07") == "漢字\x07"
    assert unprintable_characters("Jose\u0301") == ""


def test_a_sign_that_nobody_sees_is_left_out_and_not_reported() -> None:
    """They come along when a name is copied from a page or a sheet."""
    for sign in "\u200b\u200e\u202e\u2060\u2066\ufeff":
        assert unprintable_characters(f"Si{sign}ti") == ""
        assert printable_line(f"Si{sign}ti") == "Siti"


def test_an_unprintable_character_never_blocks_a_certificate() -> None:
    assert "Yun \ufffd\ufffd, S.E." in front(replace(USUAL, full_name="Yun 漢字, S.E."))


def test_a_name_is_printed_in_one_line_of_composed_characters() -> None:
    assert "José Contoh NIP" in front(replace(USUAL, full_name=" Jose\u0301\n\tContoh "))


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_printed(text: str) -> None:
    rows = (CurriculumRow(text, text),)
    assert (
        render(replace(USUAL, full_name=text, course_title=text, curriculum=rows))[:5] == b"%PDF-"
    )


def test_text_is_never_read_as_markup() -> None:
    name = '#panic("x") *tebal* $x$ <label> @rujukan \\ "'
    assert name.strip() in front(replace(USUAL, full_name=name))


def held(folder: Path) -> set[int]:
    """The characters of the fonts in a folder."""
    return set().union(*(TTFont(path).getBestCmap() for path in folder.glob("*.ttf")))


def test_the_coverage_list_tells_what_the_fonts_hold() -> None:
    assert characters() == (held(pdf.FONTS) | held(pdf.SCRIPT_FONTS)) - {STAND_IN}


def test_the_fonts_of_other_scripts_are_loaded_for_all_that_only_they_hold() -> None:
    usual, others = held(pdf.FONTS), held(pdf.SCRIPT_FONTS) - {STAND_IN}
    assert not [each for each in usual if has_other_script(chr(each))]
    assert not [each for each in others - usual if not has_other_script(chr(each))]


def test_a_usual_certificate_loads_no_font_of_another_script() -> None:
    program = (
        "from elearning.certificates import pdf; from tests.certificates.specimens import USUAL;"
        "asked = []; fonts = pdf.fonts;"
        "pdf.fonts = lambda scripts: asked.append(scripts) or fonts(scripts);"
        "pdf.render(USUAL); print(asked)"
    )
    root = Path(pdf.__file__).parents[2]
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, check=True, text=True
    )
    assert run.stdout.strip() == "[False]"


@pytest.mark.parametrize("script", NAMES)
def test_a_name_in_another_script_is_printed_with_its_own_letters(script: str) -> None:
    name = NAMES[script]
    assert unprintable_characters(name) == ""
    facts = replace(USUAL, full_name=name, course_title=name, place=name)
    document = pikepdf.open(BytesIO(render(facts)))
    with document.open_metadata() as xmp:
        assert xmp.pdfa_status == "2A"
        assert xmp["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert name in xmp["dc:title"]  # what programs read is whole, whatever a page lets copy
    used = {str(font.BaseFont) for page in document.pages for font in page.resources.Font.values()}
    assert any(f"NotoSans{script}" in font for font in used)
    assert len(pages(facts)) == 2


@settings(max_examples=25, deadline=None)
@given(st.text(st.sampled_from([chr(point) for point in SCRIPT_CHARACTERS]), max_size=30))
def test_any_letters_of_other_scripts_can_be_printed(text: str) -> None:
    assert render(replace(USUAL, full_name=text, signatory_name=text))[:5] == b"%PDF-"


def test_a_mark_of_another_script_than_its_letter_is_reported_and_blocks_nothing() -> None:
    for name in ("Ana\u064b", "Budi ◌", "ꦏ\u0bc1", "\u0951\u0b82", "Budi \ua9b6"):
        (mark,) = unprintable_characters(name)
        assert mark == name[-1]
        assert render(replace(USUAL, full_name=name))[:5] == b"%PDF-"


def test_the_circle_of_a_missing_letter_blocks_nothing_with_any_mark() -> None:
    """Typst finds no font for the circle and a mark together."""
    marks = [chr(each) for each in SCRIPT_CHARACTERS if category(chr(each)).startswith("M")]
    name = " ".join(f"◌{mark}" for mark in marks)
    assert render(replace(USUAL, full_name=name))[:5] == b"%PDF-"


def test_letters_of_other_scripts_stand_above_and_below_each_other() -> None:
    """A vowel sign above or below widens nothing; letters side by side do."""
    for base, marked in (("ꦏ", "ꦏꦶ"), ("ᬓ", "ᬓᬸ"), ("ᮊ", "ᮊᮤ"), ("ᨀ", "ᨀᨗ"), ("त", "तु")):
        assert width_of(marked) == pytest.approx(width_of(base), abs=0.5)
        assert width_of(base * 2) > 1.6 * width_of(base)
    assert width_of("ꦏ꧀ꦏ") < 1.4 * width_of("ꦏ")  # the second hangs below the first
    assert width_of("क्ष") < 1.6 * width_of("क")


def test_a_name_that_hangs_low_or_stands_high_touches_no_other_line() -> None:
    """Between the line above a name and the line below it there is room for what is drawn."""
    for low, usual in (("ꦏ꧀ꦏꦸ", "ꦏ"), ("ᬓ᭄ᬓᬸ", "ᬓ")):
        assert room_for(low) > room_for(usual) + 4
    assert room_for("तिं") > room_for("Ana")


def room_for(name: str) -> float:
    """How far the line above a name is from the line below it, in points."""
    places: dict[str, float] = {}

    def note(text: str, cm: list[float], *_rest: object) -> None:
        places.setdefault(text.strip(), cm[5])

    PdfReader(BytesIO(render(replace(USUAL, full_name=name)))).pages[0].extract_text(
        visitor_text=note
    )
    return abs(places["diberikan kepada"] - places["NIP"])


def width_of(text: str) -> float:
    """How wide a text is drawn, in points."""
    import typst

    source = (
        f'#set text(size: 40pt, fallback: true)\n#context [#metadata(measure("{text}").width.pt())'
        "<width>]"
    )
    compiler = typst.Compiler(source.encode(), font_paths=pdf.fonts(True))
    return float(compiler.query("<width>", field="value", one=True))


def test_every_font_comes_with_its_licence() -> None:
    for path in [*pdf.FONTS.glob("*.ttf"), *pdf.SCRIPT_FONTS.glob("*.ttf")]:
        licence = path.with_name(path.stem.split("-")[0] + "-OFL.txt").read_text()
        assert "SIL OPEN FONT LICENSE" in licence
        name = TTFont(path)["name"].getDebugName(1)
        assert "Reserved Font Name ‘Source’" not in licence or "Source" not in name


def test_one_day_of_learning_prints_one_date() -> None:
    text = front(replace(USUAL, started_on=date(2025, 11, 10)))
    assert f"pada {wording.long_date(USUAL.completed_on)}, setara" in text


ENDLESS = "Perikemanusiaanberkeadilan" * 8
LOGO = make_logo()
DRESSED = replace(
    LONG,
    logo=LOGO,
    letterhead_address="Jalan Contoh Nomor 1, Contoh 12345\nTelepon (021) 555-0100",
    legal_basis="Undang-Undang Nomor 20 Tahun 2023\nPeraturan Pemerintah Nomor 11 Tahun 2017",
    electronic_notice="Dokumen ini ditandatangani secara elektronik.",
    signatory_prefix="a.n.",
    signatory_position="Wali Kota Contoh\nKepala Badan Kepegawaian",
)


def rightmost(page: Any) -> float:
    """How far to the right a page's ink reaches, in points, where the paper is plain."""
    image = Image.open(BytesIO(page)).convert("L")
    margin = image.crop((int(image.width * 0.95), 0, image.width, image.height))
    dark = margin.point(lambda value: 255 if value < 150 else 0)
    box = dark.getbbox()
    return 0.0 if box is None else box[2]


@pytest.mark.parametrize(
    "field",
    ["full_name", "position", "unit", "course_title", "organiser", "letterhead", "signatory_name"],
)
def test_a_word_without_end_stays_on_the_page(field: str) -> None:
    text: dict[str, Any] = {field: ENDLESS}
    facts = replace(USUAL, curriculum=(CurriculumRow(ENDLESS, "5 menit"),), **text)
    assert [rightmost(page) for page in pdf.pictures(facts)] == [0.0, 0.0]


def test_an_address_is_never_broken() -> None:
    address = f"https://{'belajar.' * 8}contoh.go.id/verifikasi/{USUAL.code}"
    printed = pdf._printed(replace(USUAL, verify_url=address))
    assert printed["verify_url"] == address


@pytest.mark.parametrize("rows", [len(LESSONS), 40])
def test_what_an_agency_adds_is_printed_and_stays_pdf_a_and_pdf_ua(rows: int) -> None:
    facts = replace(DRESSED, curriculum=(LESSONS * 5)[:rows])
    text = front(facts)
    for line in (
        "Jalan Contoh Nomor 1, Contoh 12345 Telepon (021) 555-0100",
        "Undang-Undang Nomor 20 Tahun 2023 Peraturan Pemerintah Nomor 11 Tahun 2017",
        "a.n. Wali Kota Contoh Kepala Badan Kepegawaian, Dr. Ratna",
        "Dokumen ini ditandatangani secara elektronik.",
    ):
        assert line in text
    document = pikepdf.open(BytesIO(render(facts)))
    with document.open_metadata() as xmp:
        assert xmp.pdfa_status == "2A"
        assert xmp["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    assert len(pages(facts)) == (2 if rows == len(LESSONS) else 3)


def test_a_logo_stands_in_the_place_of_the_emblem() -> None:
    assert LOGO != b""
    assert pdf.pictures(replace(USUAL, logo=LOGO))[0] != pdf.pictures(USUAL)[0]


def test_what_an_agency_leaves_out_is_not_printed() -> None:
    text = front(replace(USUAL, left_out=frozenset({"rank", "unit", "score"})))
    assert not {"Golongan", "Penata", "kerja", "nilai", "predikat"} & set(text.split())
    assert "dinyatakan LULUS." in text


def test_a_preview_says_so_on_every_page() -> None:
    preview = pages(replace(USUAL, watermark="PRATINJAU"))
    assert all("PRATINJAU" in page for page in preview)
    assert "PRATINJAU" not in " ".join(pages(USUAL))


def test_a_certificate_without_place_and_signatory_leaves_them_blank() -> None:
    blank = {"signatory_prefix": "", "signatory_position": "", "signatory_name": ""}
    text = front(replace(USUAL, place="", signatory_rank="", signatory_nip="", **blank))
    assert "11 November 2025" in text
    assert "Kepala" not in text
    assert ", 11 November" not in text
