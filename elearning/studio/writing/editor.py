"""What the editor and the preview of a text show."""

from typing import NamedTuple

from flask import render_template

from elearning.core.settings import current_settings
from elearning.core.trusted import trusted
from elearning.courses.checking.preview import Preview
from elearning.courses.compiled import Html, Lesson, Pool, Quiz
from elearning.courses.diagnostics.fixing import Fix
from elearning.courses.diagnostics.notes import Diagnostic
from elearning.studio.drafts.folder import surroundings_of
from elearning.studio.drafts.queries import files_of
from elearning.studio.models import Draft, DraftFile
from elearning.studio.pages.contents import Line, line_of
from elearning.studio.pages.previews import in_studio, pages_of, previewed
from elearning.studio.pages.shown_questions import ShownQuestion, shown_question


class Seen(NamedTuple):
    """A text compiled, ready for the templates."""

    title: str
    summary: str
    #: In order: ("html", Markup), ("question", ShownQuestion) or ("pool", title).
    parts: list[tuple[str, object]]
    minutes: int
    words: int
    #: Bytes of a lesson with its pictures; 0 for other texts.
    size: int
    limit: int
    diagnostics: tuple[Diagnostic, ...]


class Page(NamedTuple):
    """A text of a draft with all that stands around it."""

    draft: Draft
    file: DraftFile
    line: Line
    seen: Seen
    files: list[DraftFile]

    def fix(self, code: str, line: int) -> Fix | None:
        """Return the mechanical remedy of a diagnostic."""
        found = (each for each in self.seen.diagnostics if (each.code, each.line) == (code, line))
        return next((each.fix for each in found if each.fix), None)


def page_of(draft: Draft, file: DraftFile) -> Page:
    """Return a saved text with its preview."""
    compiled = previewed(file.name, file.text, surroundings_of(draft))
    files = files_of(draft.id)
    seen = seen_in(draft.slug, compiled, pages_of(draft, files))
    return Page(draft, file, line_of(file, compiled), seen, files)


def pools_in(draft: Draft, file: DraftFile) -> list[Pool]:
    """Return the pools of a quiz of which an attempt shows only a part."""
    item = previewed(file.name, file.text, surroundings_of(draft)).item
    pools = item.pools if isinstance(item, Quiz) else ()
    return [pool for pool in pools if pool.drawn < len(pool.questions)]


def seen_in(slug: str, compiled: Preview, pages: dict[str, str]) -> Seen:
    """Make a compiled text ready to show."""
    item, facts = compiled.item, compiled.facts
    return Seen(
        title=item.title if item else (facts.title if facts else ""),
        summary=facts.summary if facts else (item.summary if isinstance(item, Lesson) else ""),
        parts=[(kind, _led(part, slug, pages)) for kind, part in _parts(compiled)],
        minutes=item.minutes if item else 0,
        words=compiled.work.words,
        size=item.size if isinstance(item, Lesson) else 0,
        limit=current_settings().lesson_budget_kb * 1000,
        diagnostics=compiled.diagnostics,
    )


def _parts(compiled: Preview) -> list[tuple[str, object]]:
    """Return what stands in a text, in order."""
    item = compiled.item
    if isinstance(item, Lesson):
        return [
            ("html", part.html)
            if isinstance(part, Html)
            else ("question", shown_question(part.question))
            for part in item.parts
        ]
    if isinstance(item, Quiz):
        return [("html", item.introduction), *_questions(item)]
    return [("html", compiled.facts.description)] if compiled.facts else []


def _questions(quiz: Quiz) -> list[tuple[str, object]]:
    """Return pools and their questions, numbered through."""
    parts: list[tuple[str, object]] = []
    number = 0
    for pool in quiz.pools:
        if pool.title or pool.draw:
            parts.append(("pool", pool))
        for question in pool.questions:
            number += 1
            parts.append(("question", shown_question(question, number)))
    return parts


def _led(part: object, slug: str, pages: dict[str, str]) -> object:
    """Let links and pictures of a part lead into the studio."""
    if isinstance(part, str):
        return trusted(in_studio(part, slug, pages))
    if isinstance(part, ShownQuestion):
        return part.through(lambda html: trusted(in_studio(html, slug, pages)))
    return part


def fragment_of(
    file_id: int, text: str, compiled: Preview, slug: str, pages: dict[str, str]
) -> str:
    """Return the preview of a text that is not saved."""
    return render_template(
        "studio/preview_fragment.html",
        seen=seen_in(slug, compiled, pages),
        slug=slug,
        file_id=file_id,
        size=len(text.encode()),
    )
