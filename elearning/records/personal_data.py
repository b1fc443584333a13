"""What records hold about a person, for the page Data Saya."""

from sqlalchemy import select

from elearning.core.personal_data import ERASED_NAME, OWNER, Erased, Held
from elearning.records.models import (
    ChainHead,
    Completion,
    Correction,
    ExportLog,
    HistoryEntry,
    PersonYear,
)
from elearning.records.seals import PERSONAL

PERSONAL_DATA = (
    Held(
        *("completions", "records"),
        select(
            *(Completion.course_title.label("course"), Completion.cycle, Completion.version),
            *(Completion.started_on, Completion.completed_on, Completion.jp, Completion.score),
            *(Completion.predicate, Completion.full_name, Completion.nip, Completion.status),
            *(Completion.rank, Completion.position, Completion.position_kind, Completion.unit),
            *(Completion.department, Completion.agency, Completion.organiser),
            *(Completion.siasn_id, Completion.valid_until, Completion.reversed_at),
        ).where(Completion.person_id == OWNER),
        Completion.id,
    ),
    Held(
        *("history", "records"),
        select(
            *(HistoryEntry.seq, HistoryEntry.kind, HistoryEntry.title, HistoryEntry.organiser),
            *(HistoryEntry.activity_type, HistoryEntry.competency_kind),
            *(HistoryEntry.certificate_number.label("number"), HistoryEntry.started_on),
            *(HistoryEntry.completed_on, HistoryEntry.jp, HistoryEntry.recorded_at),
            *(HistoryEntry.reverses, HistoryEntry.reason, HistoryEntry.hash),
        ).where(HistoryEntry.person_id == OWNER),
        HistoryEntry.seq,
    ),
    Held(
        *("chain", "records"),
        select(ChainHead.seq, ChainHead.hash).where(ChainHead.person_id == OWNER),
        ChainHead.person_id,
    ),
    Held(
        *("years", "records"),
        select(PersonYear.year, PersonYear.jp, PersonYear.entries).where(
            PersonYear.person_id == OWNER
        ),
        PersonYear.year,
    ),
    Held(
        *("corrections", "records"),
        select(
            *(HistoryEntry.seq, Correction.action, Correction.reason, Correction.note),
            *(Correction.changes, Correction.proposed_at, Correction.state),
            *(Correction.decided_at, Correction.answer),
        )
        .join(HistoryEntry, HistoryEntry.id == Correction.entry_id)
        .where(HistoryEntry.person_id == OWNER),
        Correction.id,
    ),
    Held(
        *("exports", "work"),
        select(ExportLog.at, ExportLog.year, ExportLog.format, ExportLog.rows).where(
            ExportLog.person_id == OWNER
        ),
        ExportLog.id,
    ),
)

_own_entries = select(HistoryEntry.id).where(HistoryEntry.person_id == OWNER)
#: The unit's path stays: totals count there for ever.
_PRINTED = {name: "" for name in PERSONAL if name != "unit_path"} | {"full_name": ERASED_NAME}

#: The chain stays as it is: with the salt goes the only way back from a commitment to a name.
ERASED = (
    Erased(Correction, Correction.entry_id.in_(_own_entries) & (Correction.state == "proposed")),
    Erased(
        Correction,
        Correction.entry_id.in_(_own_entries),
        {"note": "", "answer": "", "changes": {}},
    ),
    Erased(HistoryEntry, HistoryEntry.person_id == OWNER, {"salt": ""}),
    Erased(Completion, Completion.person_id == OWNER, _PRINTED),
)
