"""The log of all entries: numbered once, signed daily, and whatever is changed in it is found."""

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import delete, func, insert, select, update

from elearning.core.application import Application
from elearning.core.db import db, reading, writing
from elearning.records import ledger, ledger_queries
from elearning.records.chains import GENESIS, entry_hash
from elearning.records.ledger import checkpoint_due, make_checkpoint, number_due
from elearning.records.merkle import leaf_hash, root_of
from elearning.records.models import (
    ChainHead,
    Checkpoint,
    HistoryEntry,
    LedgerHead,
    LedgerLine,
    LedgerNode,
    SigningKey,
)
from elearning.reports.cli import records
from elearning.works import WORKS
from tests.factories import make_completion, make_course, make_person, work
from tests.records.logs import COLUMNS, NOW, carry_through, make_entries, make_entry

DAY = timedelta(days=1)


def verified(app: Application) -> str:
    """Return what `records verify` says."""
    return app.test_cli_runner().invoke(records, ["verify"]).output


def lines() -> list[tuple[int, int, str]]:
    """Return the log's lines."""
    columns = (LedgerLine.number, LedgerLine.entry_id, LedgerLine.hash)
    return [tuple(row) for row in db.session.execute(select(*columns).order_by(LedgerLine.number))]


def signed_log(app: Application) -> None:
    """A log of 600 entries, of which the checkpoints cover 300 and 600."""
    for day in range(2):
        with work(app):
            make_entries(300)
        with app.app_context():
            assert carry_through(NOW + day * DAY) == (300, 1)


# Numbering


def test_every_entry_gets_one_line_in_order(each_app: Application) -> None:
    with work(each_app):
        make_entries(3)
        make_completion(make_person(), make_course())
    with each_app.app_context():
        assert number_due(NOW) == 4
        assert number_due(NOW) == 0
        columns = select(HistoryEntry.id, HistoryEntry.hash).order_by(HistoryEntry.id)
        entries = db.session.execute(columns).all()
        assert lines() == [(number, *entry) for number, entry in enumerate(entries)]


def test_stored_hashes_lead_to_the_root_of_all_lines(each_app: Application) -> None:
    with work(each_app):
        make_entries(1_700)
    with each_app.app_context():
        assert carry_through() == (1_700, 1)
        leaves = [leaf_hash(bytes.fromhex(line[2])) for line in lines()]
        last = ledger_queries.latest()
        assert last is not None
        assert last.root == root_of(leaves).hex()
        assert db.session.scalar(select(func.count()).select_from(LedgerNode)) == 6


def test_two_workers_at_once_number_every_entry_once(each_app: Application) -> None:
    with work(each_app):
        make_entries(2_500)
    together = Barrier(2)

    def run() -> int:
        with each_app.app_context():
            together.wait()
            made, _signed = carry_through()
            db.session.remove()
            return made

    with ThreadPoolExecutor(2) as pool:
        made = [each.result() for each in [pool.submit(run), pool.submit(run)]]
    assert sum(made) == 2_500
    with each_app.app_context():
        assert [line[0] for line in lines()] == list(range(2_500))
        assert len({line[1] for line in lines()}) == 2_500
    assert "2500 entri, semua rantai utuh" in verified(each_app)


@pytest.mark.postgresql
def test_an_entry_that_commits_late_follows_those_that_overtook_it(
    postgresql_app: Application,
) -> None:
    with work(postgresql_app):
        slow, quick = make_person().id, make_person()
    with postgresql_app.app_context():
        entry = make_entry(slow, 1, GENESIS)
        row = {name: getattr(entry, name) for name in COLUMNS}
        with db.engine.connect() as late:
            late.execute(insert(HistoryEntry), [row])
            with writing():
                make_entries(2, quick)
                db.session.commit()
            assert number_due(NOW) == 2
            late.commit()
        assert number_due(NOW) == 1
        keys = [line[1] for line in lines()]
        assert keys[-1] == min(keys)


def test_an_entry_below_the_settled_key_is_in_the_next_checkpoint(app: Application) -> None:
    signed_log(app)
    with work(app):
        make_entries(1)
        db.session.execute(update(LedgerHead).values(settled=10_000))
    with app.app_context():
        assert number_due(NOW) == 0
        made = make_checkpoint(NOW + 2 * DAY)
    assert made is not None
    assert made.size == 601


def test_keys_settle_an_hour_after_they_were_seen(app: Application) -> None:
    for hours in range(4):
        with work(app):
            make_entries(1)
        with app.app_context():
            number_due(NOW + timedelta(hours=hours))
    with app.app_context(), reading():
        assert ledger_queries.settled_key() == 3
        assert len(lines()) == 4


def test_ten_thousand_entries_are_numbered_at_once(app: Application) -> None:
    with work(app):
        make_entries(10_000)
    with app.app_context():
        start = time.perf_counter()
        made, _signed = carry_through()
    took = time.perf_counter() - start
    print(f"10,000 entries numbered and signed in {took:.2f} s")  # noqa: T201
    assert made == 10_000
    assert took < 10  # 2 s on a machine that does nothing else


# Checkpoints


def test_a_checkpoint_is_made_once_a_day_and_only_when_the_log_has_grown(
    each_app: Application,
) -> None:
    def grown(at: timedelta, entries: int) -> int:
        with work(each_app):
            make_entries(entries)
        with each_app.app_context():
            return carry_through(NOW + at)[1]

    with each_app.app_context():
        assert checkpoint_due(NOW) == 0  # nothing was ever recorded
        assert make_checkpoint(NOW) is None
    assert grown(timedelta(0), 2) == 1
    assert grown(timedelta(hours=23), 2) == 0
    assert grown(timedelta(hours=24), 2) == 1
    with each_app.app_context():
        assert checkpoint_due(NOW + 3 * DAY) == 0
        assert [each.size for each in ledger_queries.checkpoints(9)] == [6, 2]


def test_the_worker_keeps_the_log() -> None:
    assert {ledger.number_due, ledger.checkpoint_due} <= set(WORKS.short)


def test_a_command_signs_now(app: Application) -> None:
    with work(app):
        make_entries(3)
    run = app.test_cli_runner().invoke
    said = run(records, ["checkpoint"]).output
    assert "127.0.0.1:8000/elearning\n3\n" in said
    assert "\n— 127.0.0.1:8000/elearning " in said
    assert run(records, ["checkpoint"]).exit_code == 0
    with app.app_context():
        assert len(ledger_queries.checkpoints(9)) == 1


# Verifying


def test_a_whole_log_passes_and_says_how_far_it_is_signed(each_app: Application) -> None:
    signed_log(each_app)
    with work(each_app):
        make_entries(7)
    said = verified(each_app)
    assert "607" in said
    assert re.search(r"600\D+7\b", said)
    assert "127.0.0.1:8000/elearning+" in said


def cut_end() -> None:
    """Take back the last lines with their node, as if they had never been numbered."""
    db.session.execute(delete(LedgerLine).where(LedgerLine.number >= 500))
    db.session.execute(delete(LedgerNode).where(LedgerNode.position == 1))
    db.session.execute(update(LedgerHead).values(size=500))


def swap_lines() -> None:
    """Exchange the entries of two lines."""
    first, second = lines()[7], lines()[8]
    db.session.execute(delete(LedgerLine).where(LedgerLine.number.in_([7, 8])))
    rows = [
        {"number": 7, "entry_id": second[1], "hash": second[2]},
        {"number": 8, "entry_id": first[1], "hash": first[2]},
    ]
    db.session.execute(insert(LedgerLine), rows)


def change(model: type, **values: object) -> Callable[[], None]:
    """Return a change of every row of a table."""
    return lambda: db.session.execute(update(model).values(**values)) and None


def of_line(place: int, **values: object) -> Callable[[], None]:
    """Return a change of one line."""
    found = update(LedgerLine).where(LedgerLine.number == place)
    return lambda: db.session.execute(found.values(**values)) and None


def resign() -> None:
    """Give a checkpoint the signature of another."""
    notes = db.session.scalars(select(Checkpoint).order_by(Checkpoint.size)).all()
    text = notes[1].note.partition("\n— ")[0]
    notes[1].note = text + "\n— " + notes[0].note.partition("\n— ")[2]


TAMPERING: list[tuple[Callable[[], object], int]] = [
    (of_line(41, hash="0" * 64), 41),
    (of_line(599, number=900), 900),
    (lambda: db.session.execute(delete(LedgerLine).where(LedgerLine.number == 3)), 4),
    (lambda: db.session.execute(delete(LedgerLine).where(LedgerLine.number == 599)), 598),
    (cut_end, 499),
    (swap_lines, 255),
    (change(LedgerNode, hash="0" * 64), 255),
    (lambda: db.session.execute(delete(LedgerNode)), 255),
    (change(LedgerHead, size=599), 599),
    (change(Checkpoint, root="0" * 64), 299),
    (resign, 599),
    (lambda: db.session.execute(update(Checkpoint).values(note=Checkpoint.note + "x")), 299),
    (change(SigningKey, public="A" * 43 + "="), 299),
    (lambda: db.session.execute(delete(SigningKey)), 299),
]


@pytest.mark.parametrize(("tamper", "number"), TAMPERING)
def test_tampering_with_the_log_is_found_at_its_line(
    each_app: Application, tamper: Callable[[], object], number: int
) -> None:
    signed_log(each_app)
    with work(each_app):
        tamper()
    result = each_app.test_cli_runner().invoke(records, ["verify"])
    assert result.exit_code == 1
    assert re.search(rf"baris {number}\b", result.output)


def test_a_history_that_was_written_anew_is_not_the_one_that_was_signed(app: Application) -> None:
    """Whoever knows the code can make a chain fit again, but not the log."""
    with work(app):
        person = make_person()
        make_entries(300, person)
    with app.app_context():
        carry_through()
    with work(app):
        rewrite_chain()
    assert re.search(r"baris 4\b", verified(app))


def rewrite_chain() -> None:
    """Change the fifth entry and whatever follows from it in the chain."""
    previous = GENESIS
    for entry in db.session.scalars(select(HistoryEntry).order_by(HistoryEntry.seq)).all():
        renewed = make_entry(entry.person_id, entry.seq, previous)
        entry.previous_hash, entry.hash = previous, renewed.hash
        if entry.seq == 5:
            entry.title = "Palsu"
            entry.hash = entry_hash(entry)
        previous = entry.hash
    db.session.flush()
    db.session.execute(update(ChainHead).values(hash=previous))


def test_the_log_is_named_after_the_address_of_the_platform(
    app: Application, data_dir: Path
) -> None:
    with work(app):
        make_entries(1)
    with app.app_context():
        made = make_checkpoint(NOW)
    assert made is not None
    assert made.note.startswith("127.0.0.1:8000/elearning\n1\n")
    assert (data_dir / "signing_key").stat().st_mode & 0o077 == 0
