"""What people type, without signs that nobody sees and that turn round what stands beside them."""

import unicodedata

#: Marks, embeddings, overrides and isolates that change in which direction others read.
TURNING = frozenset(
    map(chr, (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)
UNSEEN = frozenset({"Cc", "Cs", "Zl", "Zp"})


def one_line(text: str | None) -> str:
    """Return a text in one line with single blanks."""
    return " ".join("".join(map(_seen, text or "")).split())


def many_lines(text: str | None) -> str:
    """Return a text of several lines as it is kept."""
    whole = (text or "").replace("\r\n", "\n")
    return "".join(sign if sign in "\n\t" else _seen(sign) for sign in whole).strip()


def _seen(sign: str) -> str:
    """Return a sign, a blank for an unseen one, nothing for one that turns others round."""
    if sign in TURNING:
        return ""
    return " " if unicodedata.category(sign) in UNSEEN else sign
