"""Plain text as Markdown: only what would be misread gets a backslash or an entity."""

import re

#: A backslash before punctuation, code, a bracket that could close, brackets of HTML, an entity.
_SIGNS = re.compile(r"\\(?=[!-/:-@\[-`{-~])|\\$|`|\[|<(?=[A-Za-z/!?])|&(?=#?\w{1,32};)")
_STAR = re.compile(r"(?<!\s)\*|\*(?!\s|$)|^\*")
_UNDERSCORE = re.compile(r"(?<![^\W_])_+|_+(?![^\W_])")
_ENTITIES = {"<": "&lt;", "&": "&amp;"}
#: What begins a block when it begins a line.
_START = re.compile(
    r"(?P<sign>#{1,6}(?!\w)|>|[-+](?=\s|$)|-[-\s]*$|!!!)"
    r"|(?P<number>\d{1,9})(?=[.)](?:\s|$))|(?P<entity>:(?=\s)|~~~|={2,}(?=\s*$)|\?\?\?|\|)"
)
#: Words that mean something at the start of a question's paragraph.
_WORDS = re.compile(
    r"^([> \t]*)(Jawaban|Answer|Pasangkan|Match|Urutkan|Order|Pembahasan|Explanation|Petunjuk|Hint)([ \t]*):",
    re.IGNORECASE | re.MULTILINE,
)
_ESSAY = re.compile(r"^([ \t]*)E(sai|ssay)(?=:?[ \t]*$)", re.IGNORECASE | re.MULTILINE)
_HASHES = re.compile(r"(?<![^\s])(#+)(?=\s*$)")
_BRACES = re.compile(r"\{(?=[^{}]*\}\s*$)")


def escaped(text: str) -> str:
    """Return text, anywhere in a line, that Markdown shows as it is."""
    last = text.rfind("]")

    def sign(found: "re.Match[str]") -> str:
        lone = found[0] == "[" and found.start() > last
        return found[0] if lone else _ENTITIES.get(found[0], f"\\{found[0]}")

    text = _SIGNS.sub(sign, text)
    text = _STAR.sub(r"\\*", text)
    return _UNDERSCORE.sub(lambda found: found[0].replace("_", r"\_"), text)


def guarded(line: str) -> str:
    """Return a line whose first sign begins no list, heading, quote or box."""
    body = line.lstrip(" \t")
    found = _START.match(body)
    if found is None:
        return line
    if found["number"]:
        return f"{found['number']}\\{body[found.end() :]}"
    if found["entity"]:
        return f"&#{ord(body[0])};{body[1:]}"
    return f"\\{body}"


def paragraph(text: str) -> str:
    """Return plain text of one or more lines as paragraphs of Markdown; lines stay lines."""
    blocks = re.split(r"\n[ \t]*\n\s*", text.strip())
    return "\n\n".join(_lines(block) for block in blocks)


def _lines(block: str) -> str:
    lines = [_indented(line) for line in block.split("\n")]
    return "  \n".join(line for line in lines if line)


def _indented(line: str) -> str:
    """Return a line with its indent, as of code, in spaces that Markdown keeps."""
    indent = len(line) - len(line.lstrip())
    shown = guarded(escaped(" ".join(line.split())))
    return "\u00a0" * min(indent, 40) + shown if shown else ""


def inert(stem: str) -> str:
    """Return a question's Markdown in which no word of the question language counts."""
    stem = _WORDS.sub(r"\1\2\3&#58;", stem)
    return _ESSAY.sub(r"\1&#69;\2", stem)


def without_settings(line: str) -> str:
    """Return a heading or option at whose end braces are no settings and number signs are text."""
    return _HASHES.sub(r"\\\1", _BRACES.sub("&#123;", line))
