"""Answers that a browser saves as a file instead of showing them."""

from collections.abc import Iterable
from unicodedata import normalize
from urllib.parse import quote

from flask import Response, current_app


def attachment(
    content: str | bytes | Iterable[str] | Iterable[bytes], name: str, mimetype: str
) -> Response:
    """Return a text, bytes or a stream of them to be saved under a name."""
    answer = current_app.response_class(content, mimetype=mimetype)
    answer.headers.set("Content-Disposition", "attachment", **_names(name))
    return answer


def _names(name: str) -> dict[str, str]:
    """Return a name as headers carry it: plain, and whole where it has other letters (RFC 6266)."""
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode()
    whole = {"filename*": f"UTF-8''{quote(name, safe='')}"} if plain != name else {}
    return {"filename": plain, **whole}
