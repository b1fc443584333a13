"""Puts a signed badge into a picture of it, as Open Badges 3.0 says (5.3)."""

import struct
import zlib
from xml.sax.saxutils import escape, quoteattr

KEYWORD = b"openbadgecredential"
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
#: Signature and header chunk of every PNG.
HEADER_END = 8 + 25
#: No compression, no language, no translated keyword.
PLAIN = b"\0\0\0\0\0"


def baked_png(picture: bytes, token: str) -> bytes:
    """Return a PNG that carries a token, in front of its first other chunk."""
    chunk = b"iTXt" + KEYWORD + PLAIN + token.encode()
    size, check = struct.pack(">I", len(chunk) - 4), struct.pack(">I", zlib.crc32(chunk))
    return picture[:HEADER_END] + size + chunk + check + picture[HEADER_END:]


def baked_svg(picture: str, token: str, title: str) -> str:
    """Return an SVG that carries a token, directly after its first tag, and a title to be read aloud."""
    head, rest = picture.split(">", 1)
    named = f'{head} xmlns:openbadges="{NAMESPACE}" role="img" aria-label={quoteattr(title)}>'
    carried = f"<openbadges:credential verify={quoteattr(token)}></openbadges:credential>"
    return f"{named}{carried}<title>{escape(title)}</title>{rest}"
