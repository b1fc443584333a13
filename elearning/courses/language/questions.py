"""Reads one question: stem, options marked `[x]`, feedback in quotes, explanation and hint."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from elearning.courses.diagnostics.notes import Notes
from elearning.courses.language.answers import answer_beside, carve
from elearning.courses.language.drafts import OptionDraft, QuestionDraft, Written
from elearning.courses.language.settings import option_id, question_settings
from elearning.courses.language.structure import Block, Item, Text, dedented, unquoted

MARK = re.compile(r"\[\s*([xX]?|[-+−]?\d+(?:[.,]\d+)?\s*%|[-+−]?\d+\s*/\s*\d+)\s*\](?=\s|$)")
_EXPLANATION = re.compile(r"\s*(Pembahasan|Explanation)\s*:\s*", re.IGNORECASE)
_HINT = re.compile(r"\s*(Petunjuk|Hint)\s*:\s*", re.IGNORECASE)
_BLOCK_START = re.compile(r"(\d{1,9}(?=[.)](?:\s|$)))|[-+*:](?=\s)|[>#|]|!!!|\?\?\?")
_ESSAY = re.compile(r"\s*(Esai|Essay)\s*:?\s*", re.IGNORECASE)
_GLUED = re.compile(r"\s*(?:[-*+]\[[xX ]?\]|\d+[.)]\[[xX ]?\])")


class _Quote(NamedTuple):
    """A quote outside the options; how it begins tells what it is."""

    text: Text
    role: str


def read_question(
    heading: Block, body: Iterable[Block], lines: list[str], notes: Notes, *, graded: bool = True
) -> QuestionDraft:
    """Read a question from its heading and the blocks below it."""
    return _Reader(heading, lines, notes, graded=graded).read(tuple(body))


class _Reader:
    """Sorts the blocks of one question."""

    def __init__(self, heading: Block, lines: list[str], notes: Notes, *, graded: bool) -> None:
        self.heading = heading
        self.lines = lines
        self.notes = notes
        self.graded = graded
        self.stem: list[Block] = []
        self.items: list[tuple[Item, list[Block]]] = []
        self.quotes: list[_Quote] = []
        self.lists = 0
        self.last: Block | None = None
        self.after: list[Block] = []
        #: The line that says `Esai`, counted from 0.
        self.essay: int | None = None

    def read(self, body: tuple[Block, ...]) -> QuestionDraft:
        for block in body:
            self._sort(block)
        if self.lists < 2:
            for block in self.after:
                self.notes.add("text-after-options", block.start + 1)
        line = self.heading.start + 1
        text, settings = question_settings(self.heading.text, self.notes, line)
        stem, written = self._stem(text)
        return QuestionDraft(
            line=line,
            stem=stem,
            settings=settings,
            options=tuple(self._option(item, touching) for item, touching in self.items),
            explanation=self._joined("explanation"),
            hint=self._joined("hint"),
            body=tuple(self.stem),
            lines=self.lines,
            graded=self.graded,
            written=written,
        )

    def _sort(self, block: Block) -> None:
        """Put a block where it belongs."""
        if block.kind in {"list", "numbers"} and self._is_options(block):
            self._take_options(block)
        elif block.kind == "quote":
            self._take_quote(block)
        elif not (self.items and self._is_silent(block)):
            self._take_content(block)

    def _is_silent(self, block: Block) -> bool:
        """A rule or a comment shows nothing."""
        comment = self.lines[block.start].lstrip().startswith("<!--")
        return block.kind == "rule" or (block.kind == "html" and comment)

    def _take_content(self, block: Block) -> None:
        if self.items:
            self.after.append(block)
        elif self.essay is not None:
            self.notes.add("essay-after", block.start + 1)
        elif block.kind == "paragraph" and _ESSAY.fullmatch(self.lines[block.end - 1]):
            self.essay = block.end - 1
        elif any(_GLUED.match(line) for line in self._lines(block)):
            self.notes.add("option-glued", block.start + 1)
        self.stem.append(block)
        self.last = None

    def _lines(self, block: Block) -> list[str]:
        code = block.kind in {"fence", "code"}
        return [] if code else self.lines[block.start : block.end]

    # Options

    def _is_options(self, block: Block) -> bool:
        """A list is the options when its items carry marks; when only some do, that is noted.

        Below `Esai` it is the criteria, marked or not.
        """
        if self.essay is not None:
            return True
        marked = [self._mark(item) is not None for item in block.items]
        if not any(marked):
            return bool(self.last and self.items and self._follows(block))
        if block.kind == "numbers":
            self.notes.add("options-numbered", block.start + 1)
        return True

    def _mark(self, item: Item) -> re.Match[str] | None:
        return MARK.match(self.lines[item.start].expandtabs(4)[item.offset :])

    def _follows(self, block: Block) -> bool:
        """A list goes on with the options when nothing but their quotes stands between."""
        return self.last is not None and not any(
            line.strip() for line in self.lines[self.last.end : block.start]
        )

    def _take_options(self, block: Block) -> None:
        if self.last is None or not self._follows(block):
            self.lists += 1
        if self.lists > 1:
            self.notes.add("two-option-lists", block.start + 1)
            return
        for item in block.items:
            if self._mark(item) is None and self.essay is None:
                self.notes.add("option-unmarked", item.start + 1)
            self.items.append((item, []))
        self.last = block

    def _option(self, item: Item, touching: list[Block]) -> OptionDraft:
        """Read an option; its last block is its feedback when that is a quote."""
        blocks = [*item.blocks, *touching]
        has_feedback = len(blocks) > 0 and blocks[-1].kind == "quote"
        feedback = blocks[-1] if has_feedback else None
        end = feedback.start if feedback else item.end
        quoted = self._quoted(feedback, item.offset) if feedback else None
        if quoted and _EXPLANATION.match(quoted.source):
            self.notes.add("explanation-in-option", quoted.line)
        self._note_nested(item)
        found = self._mark(item)
        text, identifier = self._option_text(item, end, found.end() if found else 0)
        return OptionDraft(
            mark=found[1].strip() if found else "",
            text=text,
            feedback=quoted,
            id=identifier,
            line=item.start + 1,
        )

    def _option_text(self, item: Item, end: int, skipped: int) -> tuple[Text, str]:
        """Return an option's Markdown without mark and `{#id}`, and the id."""
        first = self.lines[item.start].expandtabs(4)[item.offset + skipped :].lstrip(" ")
        rest = [dedented(line, item.offset) for line in self.lines[item.start + 1 : end]]
        written = "\n".join([first, *rest]).rstrip()
        text, identifier = option_id(written, self.notes, item.start + 1)
        if not text.strip():
            self.notes.add("option-empty", item.start + 1)
        return Text(text, item.start + 1), identifier

    def _note_nested(self, item: Item) -> None:
        """A marked list below an option is content, which is seldom meant."""
        for block in item.blocks:
            for inner in block.items:
                if self._mark(inner):
                    self.notes.add("option-nested", inner.start + 1)

    # Quotes

    def _take_quote(self, block: Block) -> None:
        """A quote is an explanation, a hint, an option's feedback, or part of the stem."""
        text = self._quoted(block)
        for role, opening in (("explanation", _EXPLANATION), ("hint", _HINT)):
            found = opening.match(text.source)
            if found:
                self.quotes.append(_Quote(Text(text.source[found.end() :], text.line), role))
                return
        if self.last is not None and block.start == self.last.end:
            self.items[-1][1].append(block)
            self.last = block
        elif self.items:
            self.notes.add("quote-stray", block.start + 1)
        else:
            self._take_content(block)

    def _quoted(self, block: Block, columns: int = 0) -> Text:
        lines = [unquoted(line, columns) for line in self.lines[block.start : block.end]]
        return Text("\n".join(lines), block.start + 1)

    def _joined(self, role: str) -> Text | None:
        """Join the quotes of one role, each at its own line."""
        texts = [quote.text for quote in self.quotes if quote.role == role]
        if not texts:
            return None
        source = texts[0].source
        for text in texts[1:]:
            passed = texts[0].line + source.count("\n")
            source += "\n" * max(2, text.line - passed) + text.source
        return Text(source, texts[0].line)

    # Stem

    def _stem(self, heading: str) -> tuple[Text, Written]:
        """Return heading and body as one text whose lines stay where they were, and the answer."""
        start = self.heading.start
        lines = {start: _guarded(heading.strip())}
        for block in self.stem:
            lines.update((at, self.lines[at]) for at in range(block.start, block.end))
        if self.essay is not None:
            del lines[self.essay]
        if self.items or self.essay is not None:
            is_essay = self.essay is not None
            written = Written(answer_beside(self.stem, self.lines), essay=is_essay)
        else:
            lines, written = carve(lines, self.stem, self.lines)
        last = max(lines)
        source = "\n".join(lines.get(at, "") for at in range(start, last + 1))
        if not source.strip():
            self.notes.add("stem-empty", start + 1)
        return Text(source if last == start else _parted(source), start + 1), written


def _parted(source: str) -> str:
    """Keep the heading a paragraph of its own."""
    head, _, rest = source.partition("\n")
    return f"{head}\n{rest}" if not rest.split("\n")[0].strip() else f"{head}\n\n{rest}"


def _guarded(heading: str) -> str:
    """Write a heading so that its first sign starts no block of its own."""
    found = _BLOCK_START.match(heading)
    if found is None:
        return heading
    before = found[1] or ""
    return f"{before}\\{heading[len(before) :]}"
