"""Ranks and grades: a PNS has pangkat and golongan, a PPPK a Roman numeral only."""

import re

#: Golongan of PNS and CPNS with their pangkat, lowest first (SIASN's golonganPns).
PNS_RANKS = {
    "I/a": "Juru Muda",
    "I/b": "Juru Muda Tingkat I",
    "I/c": "Juru",
    "I/d": "Juru Tingkat I",
    "II/a": "Pengatur Muda",
    "II/b": "Pengatur Muda Tingkat I",
    "II/c": "Pengatur",
    "II/d": "Pengatur Tingkat I",
    "III/a": "Penata Muda",
    "III/b": "Penata Muda Tingkat I",
    "III/c": "Penata",
    "III/d": "Penata Tingkat I",
    "IV/a": "Pembina",
    "IV/b": "Pembina Tingkat I",
    "IV/c": "Pembina Utama Muda",
    "IV/d": "Pembina Utama Madya",
    "IV/e": "Pembina Utama",
}
#: Golongan of PPPK, lowest first; they have no letter and no pangkat.
PPPK_RANKS = (
    *("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"),
    *("X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII"),
)

_PNS_GRADE = re.compile(r"\b(I{1,3}|IV)\s*[/.\-]?\s*([A-E])\)?\s*$", re.IGNORECASE)
_PPPK_GRADE = re.compile(r"^(?:GOLONGAN|GOL\.?)?\s*\(?([IVX]+)\)?$", re.IGNORECASE)


def is_pns(status: str) -> bool:
    """Whether the status is ranked as PNS: PNS and CPNS are, PPPK in either form is not."""
    return status in ("PNS", "CPNS")


def ranks_of(status: str) -> tuple[str, ...]:
    """Return the golongan that a status can have, lowest first."""
    return tuple(PNS_RANKS) if is_pns(status) else PPPK_RANKS


def rank_of(status: str, text: str) -> str | None:
    """Return the golongan that a text means: `Penata Muda, III/a`, `IIIa`, `Gol. IX`."""
    found = (_PNS_GRADE.search if is_pns(status) else _PPPK_GRADE.match)(text.strip())
    if found is None:
        return None
    parts = found.groups()
    rank = f"{parts[0].upper()}/{parts[1].lower()}" if is_pns(status) else parts[0].upper()
    return rank if rank in ranks_of(status) else None


def rank_label(status: str, golongan: str) -> str:
    """Return the rank as it is printed: `Penata Muda, III/a`, for a PPPK `IX`."""
    pangkat = PNS_RANKS.get(golongan) if is_pns(status) else None
    return f"{pangkat}, {golongan}" if pangkat else golongan
