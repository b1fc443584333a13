"""Makes compiled lessons and quizzes of drafts whose texts are rendered."""

from collections.abc import Iterable
from typing import Any

from elearning.courses.checking.durations import Work
from elearning.courses.checking.leaks import leaks
from elearning.courses.compiled import (
    Course,
    Facts,
    Html,
    Item,
    Lesson,
    Part,
    Pool,
    Practice,
    Question,
    Quiz,
    QuizRules,
)
from elearning.courses.identity import distinct_ids
from elearning.courses.kinds.registry import build_question
from elearning.courses.language.drafts import PoolDraft, QuestionDraft, QuizDraft
from elearning.courses.language.fields import PRESET_RULES
from elearning.courses.language.lessons import LessonDraft, parts_of
from elearning.courses.language.reading import CourseDraft, ItemDraft
from elearning.courses.language.typesetting import Press
from elearning.courses.media.files import is_picture, with_captions

#: What is meant when nothing is said, so that it stays unsaid in what is published.
BEST = "best"


class Compiler:
    """Compiles one course; notes questions that cannot be, and how much work each item is."""

    def __init__(self, draft: CourseDraft, press: Press) -> None:
        self.draft = draft
        self.press = press
        self.shown: set[str] = set()
        self.works: dict[str, Work] = {}
        #: Where each compiled question was written, and how.
        self.lines: dict[tuple[str, str], int] = {}
        self.drafts: dict[tuple[str, str], QuestionDraft] = {}

    def course(self) -> Course:
        """Compile everything."""
        items = tuple(self._item(item) for item in self.draft.items)
        facts = self._facts()
        shown = with_captions(self.shown, self.draft.media)
        media = tuple(medium for name, medium in self.draft.media.items() if name in shown)
        glossary = tuple(sorted(self.draft.glossary.items()))
        return Course(self.draft.slug, facts, items, media, glossary)

    def _facts(self) -> Facts:
        values = self.draft.fields
        description = self.press.result(self.draft.description, page=True)
        self.shown.update(description.media, {values["sampul"]} - {""})
        return Facts(
            title=values["judul"],
            code=values["kode"] or self.draft.slug,
            summary=values["ringkasan"],
            description=description.html,
            jp=values["jp"],
            level=values["tingkat"],
            language=values["bahasa"],
            category=values["kategori"],
            competencies=values["kompetensi"],
            prerequisites=values["prasyarat"],
            authors=values["penyusun"],
            organiser=values["penyelenggara"],
            competency_kind=values["jenis_kompetensi"],
            activity_type=values["jenis_diklat"],
            certificate=values["sertifikat"],
            validity_months=values["masa_berlaku"],
            cover=values["sampul"],
        )

    def _item(self, item: ItemDraft) -> Item:
        if isinstance(item.draft, LessonDraft):
            return self._lesson(item, item.draft)
        return self._quiz(item, item.draft)

    # Lessons

    def _lesson(self, item: ItemDraft, draft: LessonDraft) -> Lesson:
        rendered = self.press.result(draft.text, page=True)
        questions = self._questions(item, draft.practices)
        html = parts_of(rendered.html, draft.markers)
        if html is None:
            item.notes.add("practice-nested", draft.practices[0].line)
            html = [""]
        parts = self._parts(html, questions)
        words = rendered.words - len(draft.markers)
        work = Work(max(0, words), len(draft.practices), 0, item.fields["tugas"])
        self.works[item.key] = work
        _note_alone(item, draft.practices)
        values = item.fields
        return Lesson(
            key=item.key,
            title=values["judul"],
            minutes=values["menit"] or work.minutes,
            required=values["wajib"],
            words=work.words,
            summary=values["ringkasan"],
            updated=values["diperbarui"],
            legal_basis=values["dasar_hukum"],
            parts=parts,
            size=self._size(parts, set(rendered.media) | self._media_of(draft.practices)),
        )

    def _parts(self, html: list[str], questions: list[Question | None]) -> tuple[Part, ...]:
        """Interleave what is read with what is practised."""
        parts: list[Part] = []
        for at, text in enumerate(html):
            if text:
                parts.append(Html(text))
            question = questions[at] if at < len(questions) and at + 1 < len(html) else None
            if question:
                parts.append(Practice(question))
        return tuple(parts)

    def _media_of(self, drafts: Iterable[QuestionDraft]) -> set[str]:
        texts = [text for draft in drafts for text in draft.texts()]
        return {name for text in texts for name in self.press.result(text).media}

    def _size(self, parts: tuple[Part, ...], shown: set[str]) -> int:
        """Return the bytes of a lesson: its HTML and its pictures."""
        self.shown |= shown
        pictures = [self.draft.media[name] for name in shown if name in self.draft.media]
        html = sum(len(_html_of(part).encode()) for part in parts)
        return html + sum(medium.size for medium in pictures if is_picture(medium))

    # Quizzes

    def _quiz(self, item: ItemDraft, draft: QuizDraft) -> Quiz:
        pools = tuple(self._pool(item, pool) for pool in draft.pools)
        introduction = self.press.result(draft.introduction, page=True)
        self.shown.update(introduction.media)
        work = Work(introduction.words, 0, sum(pool.drawn for pool in pools))
        self.works[item.key] = work
        values = item.fields
        preset = PRESET_RULES[values["jenis"]]
        return Quiz(
            key=item.key,
            title=values["judul"],
            minutes=values["menit"] or work.minutes,
            required=preset.required if values["wajib"] is None else values["wajib"],
            weight=values["bobot"],
            introduction=introduction.html.strip(),
            rules=_rules(values),
            pools=pools,
        )

    def _pool(self, item: ItemDraft, draft: PoolDraft) -> Pool:
        questions = [each for each in self._questions(item, draft.questions) if each is not None]
        self.shown |= self._media_of(draft.questions)
        if draft.draw is not None and draft.draw > len(draft.questions):
            count = len(draft.questions)
            item.notes.add("pool-small", draft.line, draw=draft.draw, count=count)
        if not draft.questions:
            item.notes.add("pool-empty", draft.line)
        return Pool(draft.title, draft.draw, distinct_ids(tuple(questions)))

    # Questions

    def _questions(self, item: ItemDraft, drafts: Iterable[QuestionDraft]) -> list[Question | None]:
        questions = []
        for draft in drafts:
            question = build_question(draft, self.press, item.notes)
            questions.append(question)
            if question:
                self._note_question(item, draft, question)
        return questions

    def _note_question(self, item: ItemDraft, draft: QuestionDraft, question: Question) -> None:
        """Note an id that is taken, and an answer that is given away."""
        place = (item.key, question.id)
        if place in self.lines:
            marked = bool(draft.settings.id)
            code = "same-question-id" if marked else "same-question"
            item.notes.add(code, draft.line, first=self.lines[place], id=question.id)
        self.lines.setdefault(place, draft.line)
        self.drafts.setdefault(place, draft)
        for code in leaks(question):
            item.notes.add(code, draft.line)


def _note_alone(item: ItemDraft, practices: Iterable[QuestionDraft]) -> None:
    """Note essays to practise that learners can compare with nothing."""
    for draft in practices:
        if draft.written.essay and draft.explanation is None:
            item.notes.add("essay-practice", draft.line)


def _html_of(part: Part) -> str:
    if isinstance(part, Html):
        return part.html
    question = part.question
    return question.stem + "".join(option.html for option in question.options)


def _rules(values: dict[str, Any]) -> QuizRules:
    """Return the preset's rules, changed by what the front matter says."""
    preset = PRESET_RULES[values["jenis"]]
    mark, attempts, limit = values["nilai_lulus"], values["percobaan"], values["batas_waktu"]
    return QuizRules(
        preset=values["jenis"],
        pass_mark=preset.pass_mark if mark is None else mark,
        attempts=preset.attempts if attempts is None else attempts,
        minutes_limit=preset.minutes_limit if limit is None else limit,
        shuffle_questions="soal" in values["acak"],
        shuffle_options="pilihan" in values["acak"],
        feedback=values["umpan_balik"] or preset.feedback,
        counted=None if values["nilai_dipakai"] == BEST else values["nilai_dipakai"],
        pause=values["jeda"],
        more_after=values["jeda_tambahan"],
    )
