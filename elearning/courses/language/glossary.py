"""Reads `glosarium.csv`: terms and what they mean, for the tooltips."""

import csv
import io

from elearning.courses.diagnostics.notes import Notes

MAX_TERMS = 500
MAX_MEANING = 300
_TERM = frozenset({"istilah", "singkatan", "term"})
_MEANING = frozenset({"arti", "penjelasan", "definisi", "kepanjangan", "meaning", "definition"})


def read_glossary(notes: Notes) -> dict[str, str]:
    """Return meanings by term; commas or semicolons part the columns."""
    delimiter = ";" if ";" in notes.lines[0] else ","
    reader = csv.reader(io.StringIO("\n".join(notes.lines)), delimiter=delimiter)
    try:
        rows = list(reader)
    except csv.Error:
        notes.add("glossary-unreadable", reader.line_num)
        return {}
    heads = [cell.strip().lower() for cell in rows[0]] if rows else []
    term = next((at for at, head in enumerate(heads) if head in _TERM), None)
    meaning = next((at for at, head in enumerate(heads) if head in _MEANING), None)
    if term is None or meaning is None:
        notes.add("glossary-columns", 1)
        return {}
    return _terms(rows[1:], term, meaning, notes)


def _terms(rows: list[list[str]], term: int, meaning: int, notes: Notes) -> dict[str, str]:
    terms: dict[str, str] = {}
    for line, row in enumerate(rows, start=2):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        whole = len(cells) > max(term, meaning) and cells[term] and cells[meaning]
        if not whole or len(cells[meaning]) > MAX_MEANING:
            notes.add("glossary-row", line, limit=MAX_MEANING)
        elif cells[term] in terms:
            notes.add("glossary-twice", line, term=cells[term])
        elif len(terms) >= MAX_TERMS:
            notes.add("glossary-long", line, limit=MAX_TERMS)
            break
        else:
            terms[cells[term]] = cells[meaning]
    return terms
