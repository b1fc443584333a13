"""GIFT's escapes: each escaped sign becomes one private sign, so that it parts nothing."""

import re

_ESCAPED = {"\\": "\ue001", ":": "\ue002", "#": "\ue003", "=": "\ue004"} | {
    "{": "\ue005",
    "}": "\ue006",
    "~": "\ue007",
    "n": "\ue008",
}
_SHOWN = {sign: "\n" if plain == "n" else plain for plain, sign in _ESCAPED.items()}
_ESCAPE = re.compile(r"\\([\\:#={}~n])")
_HIDDEN = re.compile(f"[{''.join(_SHOWN)}]")


def hidden(text: str) -> str:
    """Return a text whose escaped signs are out of the way."""
    return _ESCAPE.sub(lambda found: _ESCAPED[found[1]], _HIDDEN.sub("", text))


def shown(text: str) -> str:
    """Return a text as it is read."""
    return _HIDDEN.sub(lambda found: _SHOWN[found[0]], text)
