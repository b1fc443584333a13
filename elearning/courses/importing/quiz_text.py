"""Writes questions in the course format."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from elearning.courses.importing.escaping import inert, without_settings
from elearning.courses.importing.found import Choice, Found, Group
from elearning.courses.kinds.typed import is_number
from elearning.courses.language.frontmatter_writing import one_line
from elearning.courses.language.structure import Block, blocks_of

LONGEST_TITLE = 200
_DASHED = re.compile(r"\d\s*[-–—]\s*\d")
_BLANKS_LINES = re.compile(r"\n{3,}")


class Rules(NamedTuple):
    """The front matter of a quiz."""

    title: str
    preset: str = "kuis"


def quiz_text(rules: Rules, groups: Iterable[Group]) -> str:
    """Return a quiz file."""
    front = f"---\njudul: {front_value(rules.title)}\njenis: {rules.preset}\n---\n"
    return front + "".join(_group(group) for group in groups if group.questions)


def front_value(text: str) -> str:
    """Return a title as a value of front matter."""
    line = one_line(text)[:LONGEST_TITLE].strip()
    return line if line.strip("<>|+-") else f"({line})"


def _group(group: Group) -> str:
    title = without_settings(" ".join(group.title.split()))
    heading = f"\n## Kelompok: {title}\n" if title else ""
    return heading + "".join(f"\n{question_text(question)}" for question in group.questions)


def question_text(question: Found) -> str:
    """Return one question as it stands in a quiz file."""
    heading, rest = _cut(inert(question.stem))
    settings = _settings(question)
    head = f"### {heading}{' ' + settings if settings else ''}".rstrip()
    quotes = [
        _quote(_labelled("Petunjuk", question.hint)),
        _quote(_labelled("Pembahasan", question.explanation)),
    ]
    parts = [head, rest, _answer(question), *quotes]
    return "\n\n".join(part for part in parts if part) + "\n"


def _cut(stem: str) -> tuple[str, str]:
    """Cut a stem into its first paragraph, on one line, and the rest."""
    stem = _BLANKS_LINES.sub("\n\n", stem.strip("\n"))
    lines = stem.split("\n")
    blocks = blocks_of(lines)
    first: Block | None = blocks[0] if blocks else None
    if first is None or first.kind != "paragraph":
        return "", "\n".join(_lowered(lines, blocks, 0))
    heading = " ".join(line.strip() for line in lines[: first.end])
    rest = "\n".join(_lowered(lines[first.end :], blocks, first.end)).strip("\n")
    return without_settings(heading), rest


def _lowered(lines: list[str], blocks: tuple[Block, ...], start: int) -> list[str]:
    """Make headings bold, which would begin a question, and bullets unlike those of options."""
    heads = {block.start - start for block in blocks if block.kind == "heading"}
    listed = {at - start for each in blocks if each.kind == "list" for at in _range(each)}
    return [
        f"**{line.strip('# ').strip()}**"
        if at in heads
        else re.sub(r"^[-+](?= )", "*", line)
        if at in listed
        else line
        for at, line in enumerate(lines)
    ]


def _range(block: Block) -> range:
    return range(block.start, block.end)


def _settings(question: Found) -> str:
    parts = []
    if question.weight != 1:
        parts.append(f"bobot={spelled(question.weight)}")
    if question.whole:
        parts.append("nilai=utuh")
    if question.many:
        parts.append("pilih=banyak")
    if question.kind == "weighted-one":
        parts.append("pilih=satu")
    if question.kind == "short" and _looks_like_numbers(question.answers):
        parts.append("jenis=isian")
    return f"{{{' '.join(parts)}}}" if parts else ""


def _looks_like_numbers(answers: Iterable[str]) -> bool:
    """Tell whether texts would be read as numbers or ranges unless it is said otherwise."""
    joined = " ; ".join(answers)
    return is_number(joined) or _DASHED.search(joined) is not None


def spelled(number: Decimal) -> str:
    """Return a number with a decimal comma and without needless zeros."""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",") or "0"


def _answer(question: Found) -> str:
    """Return what stands below the stem."""
    if question.kind == "essay":
        return "\n\n".join(["Esai", *_rubric(question.choices)])
    if question.choices:
        return "\n".join(_choice(choice) for choice in question.choices)
    if question.kind in {"short", "numeric"}:
        return f"Jawaban: {' ; '.join(question.answers)}"
    if question.kind == "matching":
        return _table(question.pairs)
    if question.kind == "ordering":
        return "Urutkan:\n\n" + _numbered(question.steps)
    return ""


def _rubric(criteria: Iterable[Choice]) -> Iterator[str]:
    """Yield the list of criteria, unless there is none."""
    written = (_choice(each, f"- [{each.mark}] " if each.mark else "- ") for each in criteria)
    rubric = "\n".join(written)
    if rubric:
        yield rubric


def _choice(choice: Choice, mark: str = "") -> str:
    mark = mark or f"- [{choice.mark or ' '}] "
    written = _item(without_settings(choice.text), mark, 2)
    quote = _quote(choice.feedback)
    return "\n".join([written, *(f"  {line}" for line in quote.split("\n") if quote)])


def _item(text: str, mark: str, indent: int | None = None) -> str:
    """Write a text behind a mark, its further lines indented."""
    first, *rest = text.strip("\n").split("\n")
    space = " " * (len(mark) if indent is None else indent)
    return "\n".join(
        [f"{mark}{first.lstrip()}", *(f"{space}{line}" if line.strip() else "" for line in rest)]
    )


def _numbered(steps: Iterable[str]) -> str:
    return "\n".join(_item(step, f"{number}. ") for number, step in enumerate(steps, start=1))


def _table(pairs: Iterable[tuple[str, str]]) -> str:
    rows = [f"| {_cell(left)} | {_cell(right)} |" for left, right in pairs]
    return "\n".join(["Pasangkan:", "", "| Kiri | Kanan |", "|---|---|", *rows])


def _cell(text: str) -> str:
    """Put a text on one line of a table."""
    lines = [line.strip() for line in text.split("\n")]
    return re.sub(r"(?<!\\)\|", r"\|", "<br>".join(line for line in lines if line))


def _labelled(word: str, text: str) -> str:
    return f"{word}: {text.strip()}" if text.strip() else ""


def _quote(text: str) -> str:
    """Write a text as a quote."""
    lines = text.strip("\n").split("\n") if text.strip() else []
    return "\n".join(f"> {line}".rstrip() for line in lines)
