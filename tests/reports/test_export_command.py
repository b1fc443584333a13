"""The command writes the same files as the page."""

from pathlib import Path

import pytest
from sqlalchemy import select

from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.records.models import ExportLog
from elearning.reports.cli import records
from tests.factories import make_completion, make_course, make_person, make_unit, work
from tests.reports.exports import export
from tests.reports.offices import NOW, YEAR, make_office, signed_in


def test_the_command_writes_the_same_file_and_logs_it_without_a_person(
    app: Application, tmp_path: Path
) -> None:
    with work(app):
        office = make_office()
        course = make_course()
        make_completion(make_person(office.unit, name="Ayu"), course, NOW)
        make_completion(make_person(office.other, name="Asing"), course, NOW)
    args = ["--format", "csv", "--unit", "d1", "--year", str(YEAR), "--delimiter", ";"]
    output = run(app, *args, "-o", str(tmp_path / "a.csv"))
    assert "1" in output
    assert (tmp_path / "a.csv").read_bytes() == export(signed_in(app, office.officer))
    with work(app):
        log = db.session.scalars(select(ExportLog).where(ExportLog.person_id.is_(None))).one()
    assert (log.unit_id, log.rows, log.format) == (office.own.id, 1, "csv")


@pytest.mark.parametrize(
    ("name", "first"), [("jsonl", b'{"id":null'), ("siasn", b'{"id":null'), ("xlsx", b"PK")]
)
def test_the_command_knows_the_three_formats(
    app: Application, tmp_path: Path, name: str, first: bytes
) -> None:
    with work(app):
        make_completion(make_person(make_office().unit), make_course(), NOW)
    run(app, "--format", name, "-o", str(tmp_path / "a"))
    assert (tmp_path / "a").read_bytes().startswith(first)


def test_the_command_refuses_an_unknown_and_an_ambiguous_unit(
    app: Application, tmp_path: Path
) -> None:
    with work(app):
        office = make_office()
        for parent in (office.own, office.other):
            make_unit(parent, "unit", code="TU", name=f"Tata Usaha {parent.name}")
    for code in ("TIDAK", "TU"):
        assert code in run(app, "--unit", code, "-o", str(tmp_path / "a"), refused=True)
    assert not (tmp_path / "a").exists()


def run(app: Application, *args: str, refused: bool = False) -> str:
    """Run `elearning records export` and return what it says."""
    result = app.test_cli_runner().invoke(records, ["export", *args])
    if refused:
        assert isinstance(result.exception, Refused)
        return str(result.exception)
    assert result.exit_code == 0, result.output
    return result.output
