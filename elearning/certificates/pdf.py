"""Draws a certificate from its frozen facts: two or more pages, PDF/A-2a and PDF/UA-1."""

import json
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal, cast

import segno
import typst

from elearning.certificates import wording
from elearning.core.printable import OTHER_SCRIPTS, has_other_script, printable_line

HERE = Path(__file__).parent
TEMPLATE = HERE / "template" / "sertifikat.typ"
FONTS = HERE / "fonts"
#: Fonts of other scripts, loaded with the first text that needs one.
SCRIPT_FONTS = HERE / "script_fonts"

#: The facts are a file and no system input: those are part of typst's library, and a new library
#: makes typst forget all that it laid out before.
MAIN = b'#import "sertifikat.typ": certificate\n#certificate(json("facts.json"))'
#: Letters of other scripts hang low or stand high: their lines take the room of what is drawn.
ROOM_FOR_SCRIPTS = (
    f'#show regex("{OTHER_SCRIPTS.pattern}+"): set text(top-edge: "bounds", bottom-edge: "bounds")\n'
).encode()
STANDARDS: tuple[Literal["a-2a"], Literal["ua-1"]] = ("a-2a", "ua-1")
PICTURE_PPI = 110
INK = "#1c1917"
#: Any mask is valid; weighing all eight takes four fifths of the drawing.
QR_MASK = 2
#: Light modules around a QR code.
QUIET_ZONE = 4
DARK_RUN = re.compile(rb"\x01+")
#: Characters on the front that surely fit at full size, even if all are capitals.
BRIEF = 1180
#: Texts in large letters or in the narrow signature column: they take three times the room.
ROOMY = ("course_title", "place", "signatory_position", "signatory_name")
#: What people copy and programs follow, letter by letter.
WHOLE = ("number", "verify_url", "verify_page")
#: Other words that are longer than any of a language, and the pieces in which they may break.
ENDLESS = re.compile(r"\S{61,}")
PIECE = re.compile(r"\S{20}")
BREAK = "\u200b"

#: Facts that the template prints as they stand.
PLAIN = (
    "number",
    "verify_url",
    "full_name",
    "nip",
    "course_title",
    "course_version",
    "form_of_training",
    "organiser",
    "jp",
    "minutes_per_jp",
    "predicate",
    "place",
    "letterhead",
    "letterhead_unit",
    "signatory_name",
    "signatory_rank",
    "signatory_nip",
    "watermark",
)
#: Facts of several lines, each of which is kept.
LINES = ("letterhead_address", "legal_basis", "electronic_notice")

_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True)
class CurriculumRow:
    """One lesson on the reverse, with its time or learning hours as printed."""

    title: str
    amount: str


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """Everything a certificate prints, as frozen at completion; equal facts give equal bytes."""

    number: str
    #: 26 base32 characters, the end of `verify_url`.
    code: str
    #: 10 characters, printed in two groups.
    check_code: str
    verify_url: str

    full_name: str
    #: 18 digits, or empty for an account without one.
    nip: str
    #: "Penata Muda, III/a", a PPPK's "IX", or empty.
    rank: str
    position: str
    unit: str
    department: str
    agency: str

    course_title: str
    course_version: int
    #: "melalui e-learning (pelatihan mandiri daring)"
    form_of_training: str
    organiser: str
    started_on: date
    completed_on: date
    jp: int
    minutes_per_jp: int
    #: None if the course has no assessment.
    score: Decimal | None
    predicate: str | None

    place: str
    issued_on: date
    letterhead: str
    letterhead_unit: str
    #: "", "a.n." or "Plt."
    signatory_prefix: str
    signatory_position: str
    signatory_name: str
    signatory_rank: str
    signatory_nip: str
    legal_basis: str
    curriculum: tuple[CurriculumRow, ...]
    #: Seconds since 1970 of the issue, the PDF's creation date.
    timestamp: int

    letterhead_address: str = ""
    #: A PNG in the letterhead, in place of the platform's emblem.
    logo: bytes = b""
    #: Foot of the front, e.g. that the signature is electronic.
    electronic_notice: str = ""
    #: Which of `models.OPTIONAL` are not printed.
    left_out: frozenset[str] = frozenset()
    #: A word across the pages of what is no certificate.
    watermark: str = ""
    #: The last day on which it counts; None when it has no end.
    valid_until: date | None = None


def render(facts: CertificateFacts) -> bytes:
    """The certificate as PDF."""
    sources = _files(facts)
    with _one_at_a_time:
        document = _compiler(needs_scripts(sources)).compile(
            sources, pdf_standards=list(STANDARDS), timestamp=facts.timestamp
        )
    return cast(bytes, document)


def pictures(facts: CertificateFacts) -> list[bytes]:
    """Each page as PNG, for a screen."""
    sources = _files(facts)
    with _one_at_a_time:
        found = _compiler(needs_scripts(sources)).compile(sources, format="png", ppi=PICTURE_PPI)
    return cast(list[bytes], found if isinstance(found, list) else [found])


def _files(facts: CertificateFacts) -> Any:
    """What the compiler reads beside the template."""
    return sources_of(MAIN, _printed(facts))


def sources_of(main: bytes, facts: dict[str, Any]) -> dict[str, bytes]:
    """The two files of a paper; only one with another script has the rule that takes time."""
    printed = json.dumps(facts, ensure_ascii=False)
    rule = ROOM_FOR_SCRIPTS if has_other_script(printed) else b""
    return {"main.typ": rule + main, "facts.json": printed.encode()}


@cache
def _compiler(scripts: bool) -> typst.Compiler:
    """One compiler a process: it keeps the fonts, the template and what it laid out."""
    return typst.Compiler(str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=fonts(scripts))


@cache
def fonts(scripts: bool) -> typst.Fonts:
    """The fonts of our papers; typst takes those of other scripts for what the named ones lack."""
    paths = [FONTS, SCRIPT_FONTS] if scripts else [FONTS]
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(p) for p in paths]
    )


def needs_scripts(sources: dict[str, bytes]) -> bool:
    """Whether the facts of a paper hold another script."""
    return has_other_script(sources["facts.json"].decode())


def _printed(facts: CertificateFacts) -> dict[str, object]:
    """What the template prints, every text made printable."""
    texts: dict[str, object] = {
        **{name: getattr(facts, name) for name in PLAIN},
        "identity": [pair for pair in _identity(facts) if pair[1]],
        "check_code": wording.check_code_groups(facts.check_code),
        "verify_page": _verification_page(facts),
        "opening": _opening(facts),
        "dates": wording.date_range(facts.started_on, facts.completed_on),
        "hours": wording.learning_hours(facts.jp),
        "validity": facts.valid_until and wording.long_date(facts.valid_until),
        "score": None if facts.score is None else wording.decimal_comma(facts.score),
        "shows_score": "score" not in facts.left_out,
        "issued_on": wording.long_date(facts.issued_on),
        "signatory_position": lines(f"{facts.signatory_prefix} {facts.signatory_position}"),
        **{name: lines(getattr(facts, name)) for name in LINES},
    }
    curriculum = [(row.title, row.amount) for row in facts.curriculum]
    return {
        **{name: printable(value, breaks=name not in WHOLE) for name, value in texts.items()},
        "curriculum": printable(curriculum),
        "qr": qr_svg(facts.verify_url),
        "logo": list(facts.logo),  # a file beside the template may hold text only
        "brief": _room(texts) <= BRIEF and not _is_tall(facts) and not _hangs(texts),
        "tall": _is_tall(facts),
    }


def lines(text: str) -> list[str]:
    """The lines of a text that hold something."""
    return [line for line in text.splitlines() if line.strip()]


def _is_tall(facts: CertificateFacts) -> bool:
    """Whether more stands on the front than `BRIEF` was measured with."""
    several = max(len(lines(facts.legal_basis)), len(lines(facts.signatory_position))) > 1
    return several or bool(facts.letterhead_address or facts.electronic_notice or facts.logo)


def _hangs(texts: dict[str, object]) -> bool:
    """Whether a line may be taller than those that `BRIEF` was measured with."""
    return has_other_script(json.dumps(texts, ensure_ascii=False, default=str))


def _room(texts: dict[str, object]) -> int:
    """The room that the front's texts take, in characters."""
    return _characters(list(texts.values())) + 2 * _characters([texts[name] for name in ROOMY])


def _characters(value: object) -> int:
    """How many characters stand in a text or in a list of texts."""
    if isinstance(value, list | tuple):
        return sum(map(_characters, value))
    return len(str(value or ""))


def _identity(facts: CertificateFacts) -> list[tuple[str, str]]:
    """The lines under the name; a PPPK has a grade but no rank, written without a comma."""
    rank = "Pangkat/Golongan" if "," in facts.rank else "Golongan"
    units = dict.fromkeys(unit for unit in (facts.unit, facts.department) if unit)
    return [
        ("NIP", facts.nip),
        (rank, "" if "rank" in facts.left_out else facts.rank),
        ("Jabatan", facts.position),
        ("Unit kerja", "" if "unit" in facts.left_out else ", ".join(units)),
        ("Instansi", facts.agency),
    ]


def _opening(facts: CertificateFacts) -> str:
    """A course without an assessment was followed, not finished with a result."""
    verb = "mengikuti" if facts.score is None else "menyelesaikan"
    return f"telah {verb} pelatihan"


def _verification_page(facts: CertificateFacts) -> str:
    """The address that a person types who cannot scan, without scheme and code."""
    address = facts.verify_url.removesuffix(facts.code).rstrip("/")
    return address.partition("://")[2] or address


def qr_svg(address: str) -> str:
    """A QR code as SVG with its quiet zone, one line for each run of dark modules."""
    modules = segno.make_qr(address, error="m", mask=QR_MASK).matrix
    lines = "".join(
        f"M{run.start()} {y}.5H{run.end()}"
        for y, row in enumerate(modules)
        for run in DARK_RUN.finditer(row)
    )
    side = len(modules) + 2 * QUIET_ZONE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}" '
        f'viewBox="-{QUIET_ZONE} -{QUIET_ZONE} {side} {side}">'
        f'<path fill="#fff" d="M-{QUIET_ZONE} -{QUIET_ZONE}h{side}v{side}h-{side}z"/>'
        f'<path stroke="{INK}" d="{lines}"/></svg>'
    )


def printable(value: object, *, breaks: bool = True) -> object:
    """A text in one line of characters that can be printed, also inside lists."""
    if isinstance(value, str):
        shown = printable_line(value)
        return _breakable(shown) if breaks else shown
    if isinstance(value, list | tuple):
        return [printable(part, breaks=breaks) for part in value]
    return value


def _breakable(line: str) -> str:
    """A line whose endless words may break: what no language has must not leave the page either."""
    return ENDLESS.sub(lambda word: PIECE.sub(rf"\g<0>{BREAK}", word[0]), line)
