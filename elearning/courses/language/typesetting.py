"""Renders every text of a course in one go and notes what was amiss, at its line."""

from collections.abc import Iterable

from elearning.core.markdown import Context, Fault, Fragment, Rendered, Renderer, RenderRefused
from elearning.courses.diagnostics.notes import Notes
from elearning.courses.language.leftovers import leftovers
from elearning.courses.language.references import meant
from elearning.courses.language.structure import Text


class Press:
    """Takes texts, renders them once, and gives their HTML."""

    def __init__(self) -> None:
        self._wanted: list[tuple[Notes, Text, Fragment]] = []
        self._rendered: dict[Fragment, Rendered | RenderRefused] = {}

    def take(self, notes: Notes, texts: Iterable[Text], *, page: bool = False) -> None:
        """Ask for texts of a file to be rendered."""
        self._wanted += [(notes, text, Fragment(text.source, page)) for text in texts]

    def run(self, renderer: Renderer, context: Context) -> None:
        """Render what was asked for, equal texts once, and note the faults."""
        fragments = list(dict.fromkeys(fragment for _notes, _text, fragment in self._wanted))
        results = renderer.render_all(fragments, context)
        self._rendered = dict(zip(fragments, results, strict=True))
        for notes, text, fragment in self._wanted:
            _note(notes, text, self._rendered[fragment], context)

    def html(self, text: Text) -> str:
        """Return a question's text as HTML; a refused one is empty."""
        return self.result(text).html

    def result(self, text: Text, *, page: bool = False) -> Rendered:
        """Return what a text became."""
        result = self._rendered.get(Fragment(text.source, page))
        return result if isinstance(result, Rendered) else Rendered("", 0)


def _note(notes: Notes, text: Text, result: Rendered | RenderRefused, context: Context) -> None:
    if isinstance(result, RenderRefused):
        notes.add("refused", text.line, reason=str(result))
        return
    for fault in result.faults:
        line, near = _line_of(fault, text), meant(fault, result.html, context)
        if near:
            notes.add(f"{fault.code}-near", line, detail=fault.detail, meant=near)
        else:
            notes.add(fault.code, line, detail=fault.detail or text.source[:40])
    for left in leftovers(result.html):
        notes.add(left.code, _line_of(left, text), detail=left.detail)


def _line_of(fault: Fault, text: Text) -> int:
    """Return the first line that holds what the fault is about."""
    needle = fault.detail.rstrip(">").lower()
    for at, line in enumerate(text.source.split("\n")):
        if needle and needle in line.lower():
            return text.line + at
    return text.line
