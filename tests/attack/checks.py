"""What must be true afterwards, said as the faults that were found."""

import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import func, select

from elearning.certificates.models import Certificate, CertificateCounter
from elearning.core.application import Application
from elearning.core.db import db
from elearning.courses.models import Enrolment
from elearning.records.models import Completion, HistoryEntry
from tests.attack.workers import Acknowledged, ask
from tests.processes import ELEARNING, environment_of


def faults(app: Application, told: Acknowledged, folder: Path) -> list[str]:
    """Return everything that was lost, doubled or altered."""
    with app.app_context():
        found = [*told.surprises, *of_completions(told.pairs), *of_numbers(), *of_consequences()]
        db.session.rollback()
    return found + of_chains(app, folder)


def of_completions(acknowledged: Iterable[tuple[int, int]]) -> Iterator[str]:
    """Yield acknowledged completions that are missing, and pairs that completed twice."""
    pairs = select(Completion.person_id, Completion.course_id)
    counted = Counter(tuple(row) for row in db.session.execute(pairs))
    yield from (f"lost: {pair}" for pair in acknowledged if not counted[pair])
    yield from (f"{count} times: {pair}" for pair, count in counted.items() if count > 1)


def of_numbers() -> Iterator[str]:
    """Yield what is wrong with the certificates' numbers: from 1, no gap, none twice."""
    serials = sorted(db.session.scalars(select(Certificate.serial)))
    if serials != list(range(1, len(serials) + 1)):
        yield "the serials are not 1, 2, 3, …"
    last = db.session.scalar(select(CertificateCounter.last))
    if (last or 0) != len(serials):
        yield f"the counter says {last}, there are {len(serials)} certificates"


def of_consequences() -> Iterator[str]:
    """Yield where a completion has not exactly one of each of its consequences."""
    completions = set(db.session.scalars(select(Completion.id)))
    kept = {
        "certificates": Counter(db.session.scalars(select(Certificate.completion_id))),
        "history entries": Counter(db.session.scalars(select(HistoryEntry.completion_id))),
    }
    for name, counted in kept.items():
        if counted != dict.fromkeys(completions, 1):
            yield f"{name}: not one for each completion"
    ended = select(func.count()).where(Enrolment.completed_at.is_not(None))
    if db.session.scalar(ended) != len(completions):
        yield "enrolments ended without a completion, or the other way"


def of_chains(app: Application, folder: Path) -> list[str]:
    """Return what `elearning records verify` says when it refuses."""
    done = subprocess.run(
        [*ELEARNING, "records", "verify"],
        env=environment_of(app, folder),
        capture_output=True,
        text=True,
    )
    return [] if done.returncode == 0 else [done.stderr]


def download_again(told: Acknowledged, port: int) -> None:
    """Fetch every certificate once more; other bytes than before are noted as a surprise."""
    for path, (step, _digest) in list(told.pdfs.items()):
        status, body = ask(port, "GET", path, step.cookie)
        if status == 200:
            told.note_pdf(path, step, body)
        else:
            told.surprises.append(f"{path}: {status}")
