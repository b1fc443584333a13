"""How alike two titles are though mistyped: by the letters that stand together in their words."""

from elearning.courses.search.stems import LONGEST_QUESTION, WORD, folded

#: A title is near when it holds this share of the trigrams asked for.
NEAR = 0.5
#: More of a question are not compared.
MOST = 60


def trigrams(text: str) -> list[str]:
    """Return every three letters in a row, words padded as pg_trgm pads them, each once."""
    words = (f"  {folded(word)} " for word in WORD.findall(text[:LONGEST_QUESTION]))
    return list(dict.fromkeys(word[at : at + 3] for word in words for at in range(len(word) - 2)))


def least_shared(count: int) -> int:
    """Return how many of so many trigrams a near title shares at least."""
    return max(1, -int(-count * NEAR // 1))
