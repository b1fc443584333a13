"""Keys and addresses made of titles: `Standar Pelayanan & Maklumat` → `standar-pelayanan-maklumat`."""

import re
import unicodedata

from flask_babel import gettext as _

from elearning.core.errors import Refused
from elearning.courses.queries import latest_revision
from elearning.courses.writing.scaffold import is_slug
from elearning.studio.drafts.queries import draft_at

LONGEST = 60
#: Addresses that the studio uses itself.
RESERVED = frozenset({"baru", "buka", "impor", "laporan"})


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


def require_address(slug: str) -> None:
    """Refuse an address that no course can have."""
    reason = address_hindrance(slug)
    if reason:
        raise Refused(reason, "address")


def address_hindrance(slug: str) -> str:
    """Return why a new course cannot have an address, empty when it can."""
    if not is_slug(slug) or len(slug) > 80:
        return str(
            _("Write the address with small letters, digits and hyphens, such as tata-naskah.")
        )
    if slug in RESERVED:
        return str(
            _("The studio uses the address “%(slug)s” itself. Choose another one.", slug=slug)
        )
    if draft_at(slug) is not None:
        return str(_("Another draft has the address “%(slug)s”. Choose another one.", slug=slug))
    if latest_revision(slug) is not None:
        return str(
            _(
                "A published course has the address “%(slug)s”. Choose another one; to write on "
                "that course, open it as a draft.",
                slug=slug,
            )
        )
    return ""
