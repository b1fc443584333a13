"""Draws the recap of a Perangkat Daerah to be signed: A4 sideways, PDF/A-2a and PDF/UA-1."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple, cast

import typst

from elearning.certificates import wording
from elearning.certificates.models import CertificateTemplate, Signatory
from elearning.certificates.pdf import FONTS, STANDARDS, lines, printable
from elearning.certificates.printing import logo_named
from elearning.core.settings import Settings
from elearning.core.tables.columns import fixed_text
from elearning.records.importing import COMPETENCY_KINDS
from elearning.reports.recaps.queries import PersonLine
from elearning.reports.recaps.tables import DepartmentSum, target_of
from elearning.reports.targets import jp_state

#: The template borrows the certificate's look, so both lie below this folder.
ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "reports" / "recaps" / "template" / "rekap.typ"
MAIN = b'#import "/reports/recaps/template/rekap.typ": recap\n#recap(json("/facts.json"))'
#: Room for what is filled in by hand.
BLANK = "." * 44

_one_at_a_time = Lock()


class Paper(NamedTuple):
    """What stands above and below the table."""

    department: str
    look: CertificateTemplate
    signatory: Signatory
    until: date
    made_on: date


def render(paper: Paper, people: list[PersonLine], settings: Settings, timestamp: int) -> bytes:
    """Return the PDF; equal facts and moments give equal bytes."""
    facts = json.dumps(facts_of(paper, people, settings), ensure_ascii=False).encode()
    sources: Any = {"main.typ": MAIN, "facts.json": facts}
    with _one_at_a_time:
        document = _compiler().compile(sources, pdf_standards=list(STANDARDS), timestamp=timestamp)
    return cast(bytes, document)


@cache
def _compiler() -> typst.Compiler:
    """One compiler a process, which keeps the fonts."""
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )
    return typst.Compiler(str(TEMPLATE), root=str(ROOT), font_paths=fonts)


def facts_of(paper: Paper, people: list[PersonLine], settings: Settings) -> dict[str, Any]:
    """Return what the template prints, every text made printable."""
    look, signatory = paper.look, paper.signatory
    texts = {
        "department": paper.department,
        "until": wording.long_date(paper.until),
        "year": str(paper.until.year),
        "site": settings.site_name,
        "letterhead": look.letterhead,
        "letterhead_unit": "" if look.letterhead_unit == look.letterhead else look.letterhead_unit,
        "address": lines(look.letterhead_address),
        "place": look.place or BLANK,
        "made_on": wording.long_date(paper.made_on),
        "position": lines(f"{signatory.prefix} {signatory.position}") or [BLANK],
        "signatory": signatory.name or BLANK,
        "rank": signatory.rank,
        "nip": signatory.nip or BLANK,
        "kinds": [*COMPETENCY_KINDS, "Lainnya"],
        "summary": summary_of(people, settings, paper.until.year),
        "lines": [_line(n, each, settings) for n, each in enumerate(people, start=1)],
    }
    printed = {name: _printed(value) for name, value in texts.items()}
    return {**printed, "logo": list(logo_named(look.logo_digest))}


def _printed(value: Any) -> Any:
    """Return a value whose texts can be printed."""
    if isinstance(value, dict):
        return {name: _printed(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_printed(part) for part in value]
    return printable(value)


def _line(number: int, line: PersonLine, settings: Settings) -> dict[str, Any]:
    """Return a person as they are printed; the numbers are those of the sheet."""
    target = target_of(line, settings)
    return {
        "no": number,
        "name": line.full_name,
        "nip": line.nip,
        "status": line.status,
        "position": line.position,
        "unit": line.unit,
        "kinds": list(line.kinds),
        "jp": line.jp,
        "missing": "–" if target is None else str(max(0, target - line.jp)),
        "note": jp_state(line.status, line.legal_standing, line.jp, settings).text,
    }


def summary_of(people: list[PersonLine], settings: Settings, year: int) -> str:
    """Return the totals in a sentence, as the sheet of departments has them."""
    whole = DepartmentSum()
    for line in people:
        whole.add(line, settings, year)
    tally = whole.tally
    return (
        f"{tally.counted} pegawai dihitung dari {tally.counted + tally.left_out} pegawai aktif, "
        f"jumlah {tally.jp} JP, rata-rata {wording.decimal_comma(tally.mean)} JP; "
        f"{tally.reached} pegawai ({fixed_text(tally.share, 1)}%) "
        f"mencapai {settings.jp_target} JP."
    )
