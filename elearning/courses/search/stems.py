"""Words as search knows them: Indonesian stems, without capitals and accents."""

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

WORD = re.compile(r"[^\W_]+")
#: Distinct words kept with their stems; a large catalogue has some ten thousand.
KEPT = 32_768
LONGEST = 64
LONGEST_STEMMED = 32
#: The longest part of a question that is read, and how many of its words.
LONGEST_QUESTION = 300
MOST_WORDS = 12
#: Words that stand everywhere and find nothing.
FUNCTION_WORDS = frozenset(
    WORD.findall(
        """
    ada adalah agar akan anda apa apabila apakah atas atau bagaimana bagi bahwa beberapa bila bisa
    dalam dan dapat dari dengan di hal harus hanya ialah ini itu jika juga kah kami kapan karena ke
    kepada kita lah lebih maka mana mengapa merupakan namun nya oleh pada para pun pula saat saja
    saya sebagai secara sehingga serta siapa suatu sudah tetapi telah tersebut tentang tidak untuk
    yaitu yakni yang
    a an and are as at be by can do for from how i in is it of on or that the this to was what when
    where which who why with you
    """
    )
)


def stems(text: str) -> list[str]:
    """Return the stem of each word of a text, in order."""
    return [stem(word) for word in WORD.findall(text)]


@lru_cache(maxsize=KEPT)
def stem(word: str) -> str:
    """Return what a word is searched by: `Kepegawaian` and `pegawai` are one."""
    bare = folded(word)
    if len(bare) > LONGEST_STEMMED or not (bare.isascii() and bare.isalpha()):
        return bare
    return stemmer().stem_word(bare) or bare


def folded(word: str) -> str:
    """Return a word in small letters without accents."""
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(part for part in parts if part.isalnum())[:LONGEST] or word[:LONGEST]


def asked_stems(question: str) -> list[str]:
    """Return the stems that a question asks for, each once; function words ask for nothing."""
    words = WORD.findall(question[:LONGEST_QUESTION])
    telling = [word for word in words if word.casefold() not in FUNCTION_WORDS]
    return list(dict.fromkeys(map(stem, telling)))[:MOST_WORDS]


@cache
def stemmer() -> Any:
    """Return Sastrawi's stemmer; its 30,000 words are read when somebody first searches."""
    from Sastrawi.Dictionary.ArrayDictionary import ArrayDictionary
    from Sastrawi.Stemmer.Stemmer import Stemmer
    from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

    return Stemmer(ArrayDictionary(StemmerFactory().get_words()))
