"""A course in which every text names its question and who may read it, and a scanner for the names.

`tampakx…` is for whoever is asked the question, `kuncix…` for whom its key is due, `panduanx…` for
graders only and `namax…` for nobody: an author's id, or the name of a file.
"""

import json
import re
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote
from zlib import decompress

from pypdf import PdfReader
from werkzeug.test import TestResponse

from elearning.core.files import digest_of, store
from elearning.core.markdown import Renderer
from elearning.courses.checking.checker import check_course
from elearning.courses.compiled import Course, Quiz, QuizRules, Variant
from elearning.courses.operations import publish
from tests.courses.folders import SVG, write_folder
from tests.factories import NOW

#: Stands beside every canary, so that one search asks for all of them.
WORD = "sirkandu"
SHOWN, KEY, GUIDANCE, NAME = "tampak", "kunci", "panduan", "nama"
CANARY = re.compile(rf"({SHOWN}|{KEY}|{GUIDANCE}|{NAME})[xy]([a-z]+)x(\d+)")
#: Kinds by the names of their questions; `undrawn` and its twin are one pool of which one is drawn.
KINDS = (
    "tunggal",
    "banyak",
    "betul",
    "bobot",
    "terbaik",
    "isian",
    "angka",
    "rumpang",
    "jodoh",
    "urutan",
    "esai",
)
POOL = ("ambilsatu", "ambildua", "ambiltiga")
PRACTISED = tuple(f"latih{kind}" for kind in KINDS)
TRUTH = "Benar"


class Seen(NamedTuple):
    """What a text gives away: who may read it, and of which question; a name with its number."""

    level: str
    question: str


class Texts:
    """Writes the canaries of one question."""

    def __init__(self, question: str) -> None:
        self.question = question
        self.count = 0

    def say(self, level: str) -> str:
        """Return a new canary."""
        self.count += 1
        return f"{level}x{self.question}x{self.count}"

    def key(self) -> str:
        """Return a text of the key."""
        return f"{WORD} {self.say(KEY)}"

    def shown(self) -> str:
        """Return a text that is shown with the question."""
        return f"Soal {self.say(SHOWN)}"

    def option(self, mark: str, text: str = "") -> str:
        """Return an option, its author's id and its feedback."""
        text = text or self.shown()
        return f"- [{mark}] {text} {{#{self.say(NAME)}}}\n  > {self.key()}\n"

    def head(self, settings: str = "") -> str:
        """Return the heading with the author's id, and a hint."""
        return f"### {self.shown()}? {{#{self.say(NAME)} {settings}}}\n\n"

    def tail(self) -> str:
        """Return the explanation."""
        return f"\n> Pembahasan: {self.key()}\n\n"


#: Numbers and shares cannot hold letters: each is written nowhere else, and is no time of day.
FIGURES = {
    "angka": ("8404217", "8404214", "8404220"),
    "bobot": ("41.37", "58.63", "-27.93"),
    "terbaik": ("23.71",),
    "esai": ("38.19", "61.81"),
    "latihangka": ("9315317", "9315314", "9315320"),
    "latihbobot": ("42.48", "57.52", "-28.94"),
    "latihterbaik": ("24.79",),
    "latihesai": ("39.16", "60.84"),
}


def question(kind: str, name: str) -> str:
    """Return a question of a kind in Markdown."""
    t = Texts(name)
    bodies: dict[str, Callable[[], str]] = {
        "tunggal": lambda: t.option(" ") + t.option("x") + t.option(" ") + t.option(" "),
        "banyak": lambda: t.option("x") + t.option(" ") + t.option("x") + t.option(" "),
        "betul": lambda: t.option("x", "Salah") + t.option(" ", TRUTH),
        "bobot": lambda: "".join(t.option(f"{share}%") for share in FIGURES[name]),
        "terbaik": lambda: t.option(f"{FIGURES[name][0]}%") + t.option("100%") + t.option("0%"),
        "isian": lambda: f"Jawaban: {t.say(KEY)} ; {t.say(KEY)}*\n",
        "angka": lambda: f"Jawaban: {FIGURES[name][0]} ± 3\n",
        "rumpang": lambda: f"Isi [[{t.say(KEY)}]] lalu [[{t.say(KEY)};{t.say(KEY)}]].\n",
        "jodoh": lambda: "Pasangkan:\n\n| kiri | kanan |\n|---|---|\n" + pairs(t),
        "urutan": lambda: "Urutkan:\n\n" + steps(t),
        "esai": lambda: "Esai\n\n" + "".join(criterion(t, share) for share in FIGURES[name]),
    }
    settings = "pilih=satu" if kind == "terbaik" else ""
    return t.head(settings) + bodies[kind]() + t.tail()


def pairs(t: Texts) -> str:
    """Return rows that pair, and one right side that nothing matches."""
    rows = (f"| {t.say(SHOWN)} {{#{t.say(NAME)}}} | {t.say(SHOWN)} |\n" for _row in range(4))
    return "".join(rows) + f"| | {t.say(SHOWN)} |\n"


def steps(t: Texts) -> str:
    """Return steps in their right order."""
    return "".join(f"{n}. {t.shown()} {{#{t.say(NAME)}}}\n" for n in range(1, 5))


def criterion(t: Texts, share: str) -> str:
    """Return a criterion of a rubric and what only graders read of it."""
    return f"- [{share}%] {t.key()}\n  > {WORD} {t.say(GUIDANCE)}\n"


PICTURE = "![Gambar](media/{name})"
SHOWN_FILE, KEY_FILE, UNDRAWN_FILE = (f"{NAME}x{each}x90.svg" for each in (*KINDS[:2], POOL[0]))


def quiz_text() -> str:
    """Return a quiz of all kinds, and of a pool of which two questions stay undrawn."""
    asked = {kind: question(kind, kind) for kind in KINDS}
    first, second = KINDS[:2]
    asked[first] = asked[first].replace("- [x] ", f"- [x] {PICTURE.format(name=SHOWN_FILE)} ", 1)
    asked[second] = asked[second].replace(
        "Pembahasan:", f"Pembahasan: {PICTURE.format(name=KEY_FILE)}"
    )
    pool = [question("tunggal", name) for name in POOL]
    pool[0] = pool[0].replace("- [ ] ", f"- [ ] {PICTURE.format(name=UNDRAWN_FILE)} ", 1)
    front = "---\njudul: Kuis\njenis: kuis\nacak: soal, pilihan\n---\n\n"
    return f"{front}## Kelompok: A\n\n{''.join(asked.values())}## Kelompok: B {{ambil=1}}\n\n{''.join(pool)}"


def lesson_text() -> str:
    """Return a lesson with a practice question of every kind."""
    asked = (question(kind, f"latih{kind}") for kind in KINDS)
    blocks = (f"```latihan\n{each}```\n\n" for each in asked)
    return f"---\njudul: Materi\nmenit: 60\n---\n## Awal\n\nBacaan.\n\n{''.join(blocks)}"


def files() -> dict[str, str]:
    """Return the folder of the course."""
    pictures = {f"media/{name}": drawing(name) for name in (SHOWN_FILE, KEY_FILE, UNDRAWN_FILE)}
    return {"10-materi.md": lesson_text(), "20-kuis.quiz.md": quiz_text(), **pictures}


def drawing(name: str) -> str:
    """Return a picture of its own."""
    return SVG.replace("0h9", f"0h{len(name)}")


def compiled(parent: Path, renderer: Renderer) -> Course:
    """Write the folder and compile it as the publisher does."""
    checked = check_course(write_folder(parent, files()), renderer)
    assert checked.course is not None, [str(each) for each in checked.diagnostics]
    return checked.course


def translated(course: Course) -> Variant:
    """Return the course in English: every canary is another one."""
    items = tuple(type(each).from_json(in_english(each.to_json())) for each in course.items)
    return Variant("en", "Trial", "", "", items)


def in_english(data: object) -> dict[str, object]:
    """Return JSON whose texts, but not ids, hold the second set of canaries."""
    return json.loads(re.sub(rf"({SHOWN}|{KEY}|{GUIDANCE})x", r"\1y", json.dumps(data)))  # type: ignore[no-any-return]


def with_rules(course: Course, **changes: object) -> Course:
    """Return the course, translated, whose quiz follows other rules."""
    rules = QuizRules("kuis", Decimal(70), 0, None, True, True, "after-submit")
    rules = replace(rules, **changes)  # type: ignore[arg-type]
    items = tuple(
        replace(each, rules=rules) if isinstance(each, Quiz) else each for each in course.items
    )
    changed = replace(course, items=items)
    return replace(changed, variants=(translated(changed),))


def publish_course(course: Course) -> None:
    """Publish the course with its pictures."""
    for name in (SHOWN_FILE, KEY_FILE, UNDRAWN_FILE):
        store(drawing(name).encode())
    publish(course, change_class="content", by_id=None, at=NOW)


# The scanner


def seen_in(text: str) -> set[Seen]:
    """Return everything that a text gives away, however it is written."""
    plain = unquote(unescape(text)).lower()
    numbers = plain.replace(",", ".")
    figures = {name for name, forms in WRITTEN.items() if any(holds(numbers, f) for f in forms)}
    words = {
        Seen(level, f"{name}x{number}" if level == NAME else name)
        for level, name, number in CANARY.findall(plain)
    }
    return words | {Seen(KEY, each) for each in figures}


def holds(text: str, figure: str) -> bool:
    """Whether a figure stands in a text, not as a piece of a longer one."""
    return figure in text and bool(re.search(rf"(?<!\d){re.escape(figure)}(?!\d)", text))


def forms(figure: str) -> Iterator[str]:
    """Return a figure as it may be written: as it is, in thousands, as a share of one."""
    plain = figure.lstrip("-")
    yield plain
    if "." not in plain:
        yield f"{int(plain):,}".replace(",", ".")
        return
    yield f"{plain.replace('.', '')}/10000"
    yield f"0.{plain.replace('.', '')}"


WRITTEN = {
    name: [form for each in figures for form in forms(each)] for name, figures in FIGURES.items()
}


def all_of(response: TestResponse) -> str:
    """Return everything that an answer holds: status line, headers, cookies, body."""
    lines = [f"{name}: {value}" for name, value in response.headers]
    cookies = "\n".join(map(opened, response.headers.getlist("Set-Cookie")))
    return "\n".join([response.status, *lines, cookies, body_of(response)])


def body_of(response: TestResponse) -> str:
    """Return the words of a body, of a PDF those that its pages show."""
    if response.mimetype != "application/pdf" or not response.data:
        return response.get_data(as_text=True)
    pages = PdfReader(BytesIO(response.data)).pages
    return " ".join(page.extract_text() for page in pages)


def opened(cookie: str) -> str:
    """Return what a signed cookie says to whoever decodes it."""
    packed = cookie.partition("=")[2].partition(";")[0].strip('"')
    is_small = not packed.startswith(".")
    content = packed.lstrip(".").partition(".")[0]
    try:
        data = urlsafe_b64decode(content + "=" * (-len(content) % 4))
        return str(data if is_small else decompress(data))
    except ValueError:
        return ""


def files_digits(name: str) -> str:
    """Return the digits under which a picture of the course is served."""
    return digest_of(drawing(name).encode())[:16]
