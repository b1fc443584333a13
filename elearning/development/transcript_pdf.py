"""Draws a transcript from its frozen content: A4 upright, PDF/A-2a and PDF/UA-1."""

from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path
from threading import Lock
from typing import Any, cast

import typst

from elearning.certificates import wording
from elearning.certificates.pdf import (
    STANDARDS,
    fonts,
    needs_scripts,
    printable,
    qr_svg,
    sources_of,
)
from elearning.core import files
from elearning.core.db import db, retrying, writing
from elearning.development import transcript_operations
from elearning.development.models import Transcript
from elearning.development.transcript_queries import TranscriptRow

#: The template borrows the certificate's look, so both lie below this folder.
ROOT = Path(__file__).parents[1]
TEMPLATE = ROOT / "development" / "template" / "transkrip.typ"
MAIN = (
    b'#import "/development/template/transkrip.typ": transcript\n#transcript(json("/facts.json"))'
)

_one_at_a_time = Lock()


def stored_pdf(transcript: Transcript) -> bytes:
    """Return the transcript's bytes; the first call makes, stores and names them.

    Rendering holds no transaction: the caller's reading ends first.
    """
    digest, key = transcript.pdf_digest, transcript.id
    if not digest:
        facts, moment = facts_of(transcript), int(transcript.made_at.timestamp())
        db.session.rollback()
        digest = files.store(render(facts, moment))
        with writing():
            retrying(lambda: keep(key, digest))
    return files.path_of(digest).read_bytes()


def issued_pdf(row: TranscriptRow) -> bytes:
    """Return what is handed out: the signed PDF for ever once there is one, until then the unsigned."""
    digest = row.signed_digest
    return files.path_of(digest).read_bytes() if digest else stored_pdf(row.transcript)


def keep(transcript_id: int, digest: str) -> None:
    """Name the stored PDF in a transaction of its own."""
    transcript_operations.keep_pdf(transcript_id, digest)
    db.session.commit()


def render(facts: dict[str, Any], timestamp: int) -> bytes:
    """Return the PDF; equal facts and moments give equal bytes."""
    sources: Any = sources_of(MAIN, facts)
    with _one_at_a_time:
        compiler = _compiler(needs_scripts(sources))
        document = compiler.compile(sources, pdf_standards=list(STANDARDS), timestamp=timestamp)
    return cast(bytes, document)


@cache
def _compiler(scripts: bool) -> typst.Compiler:
    """One compiler a process, which keeps the fonts."""
    return typst.Compiler(str(TEMPLATE), root=str(ROOT), font_paths=fonts(scripts))


def facts_of(transcript: Transcript) -> dict[str, Any]:
    """Return what the template prints, every text made printable."""
    said, lines = transcript.content, transcript.content["lines"]
    years = [
        _year(year, list(group)) for year, group in groupby(lines, key=lambda each: each["year"])
    ]
    facts = {
        "name": said["name"],
        "identity": [list(pair) for pair in _identity(said) if pair[1]],
        "agency": said["agency"],
        "unit": said["unit"],
        "site": said["site"],
        "period": _period(said["years"]),
        "made_on": wording.long_date(date.fromisoformat(said["made_on"])),
        "years": years,
        "count": len(lines),
        "jp": said["jp"],
        "code": " ".join(transcript.code[n : n + 5] for n in range(0, len(transcript.code), 5)),
        "verify_url": transcript.verify_url,
        "signatory": list(filter(None, _signatory(said.get("signatory", {})))),
        "verify_page": transcript.verify_url.partition("://")[2].removesuffix(transcript.code),
        "content_digest": transcript.content_digest,
    }
    return {
        **{name: _printed(value) for name, value in facts.items()},
        "qr": qr_svg(transcript.verify_url),
    }


def _printed(value: Any) -> Any:
    """Return a value whose texts can be printed."""
    if isinstance(value, dict):
        return {name: _printed(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_printed(part) for part in value]
    return printable(value)


def _year(year: int, lines: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a year as it is printed."""
    jp = sum(each["jp"] for each in lines)
    return {"year": str(year), "jp": jp, "lines": [_line(each) for each in lines]}


def _line(line: dict[str, Any]) -> dict[str, Any]:
    """Return one training as it is printed."""
    first, last = (date.fromisoformat(line[name]) for name in ("started_on", "completed_on"))
    details = (line["organiser"], line["form"], line["competency"])
    return {
        "title": line["title"],
        "details": " · ".join(filter(None, details)),
        "number": line["number"],
        "dates": wording.date_range(first, last),
        "jp": line["jp"],
    }


def _identity(said: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the lines under the name."""
    rank = "Pangkat/Golongan" if "," in said["rank"] else "Golongan"
    return [
        ("NIP", said["nip"]),
        (rank, said["rank"]),
        ("Jabatan", said["position"]),
        ("Unit kerja", said["unit"]),
        ("Instansi", said["agency"]),
    ]


def _signatory(official: dict[str, str]) -> tuple[str, ...]:
    """Return who signs, line by line; nothing on a transcript that is not signed."""
    if not official:
        return ()
    nip = official["nip"] and f"NIP {official['nip']}"
    return (official["position"], official["name"], official["rank"], nip)


def _period(years: list[int]) -> str:
    """Return which years are stated: `2023, 2024, dan 2025`."""
    named = [str(year) for year in sorted(years)]
    if len(named) < 3:
        return " dan ".join(named)
    return ", ".join(named[:-1]) + f", dan {named[-1]}"
