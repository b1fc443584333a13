"""Keys and addresses made of titles: `Standar Pelayanan & Maklumat` → `standar-pelayanan-maklumat`."""

import re
import unicodedata

LONGEST = 60


def key_of(title: str, otherwise: str = "") -> str:
    """Return a title as a key of small letters, digits and hyphens; another when nothing is left."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    key = ""
    for word in words:
        longer = f"{key}-{word}" if key else word[:LONGEST]
        if len(longer) > LONGEST:
            break
        key = longer
    return key or otherwise
