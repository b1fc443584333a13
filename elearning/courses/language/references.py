"""Which file or heading a faulty reference meant."""

import posixpath
import re
from urllib.parse import unquote

from elearning.core.markdown import Context, Fault
from elearning.courses.diagnostics.slips import surely
from elearning.courses.folder import MEDIA_FOLDER, item_file

_IDENTIFIER = re.compile(r' id="isi-([^"]+)"')


def meant(fault: Fault, html: str, context: Context) -> str:
    """Return the reference that a faulty one can only mean, or an empty text."""
    if fault.code == "dead-link":
        return _page(fault.detail, context)
    if fault.code == "missing-media":
        return _medium(fault.detail, context)
    if fault.code == "dead-anchor":
        return surely(fault.detail, _IDENTIFIER.findall(html))
    return ""


def _page(address: str, context: Context) -> str:
    """A page of this course by its key, a page of the web without its scheme, or a medium."""
    if address.lower().startswith("www."):
        return f"https://{address}"
    path, mark, anchor = address.partition("#")
    name = posixpath.basename(unquote(path))
    keys = {file.key: each for each in context.links if (file := item_file(each))}
    key = re.sub(r"^\d+[-_ ]|(\.quiz)?\.(md|html?)$", "", name.lower())
    found = keys.get(key) or keys.get(surely(key, keys), "")
    return f"{found}{mark}{anchor}" if found else _medium(path, context)


def _medium(path: str, context: Context) -> str:
    """A medium whose name differs by case, folder or a slip."""
    name = posixpath.basename(unquote(path))
    found = surely(name, context.media)
    same_end = found.rpartition(".")[2].lower() == name.rpartition(".")[2].lower()
    return f"{MEDIA_FOLDER}/{found}" if found and same_end else ""
