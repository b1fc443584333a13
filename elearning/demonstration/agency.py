"""The invented agency: its tree, and who signs the certificates."""

from datetime import date

from elearning.accounts.models import Person, Unit
from elearning.accounts.operations import add_unit
from elearning.certificates.models import Signatory
from elearning.core.db import db
from elearning.demonstration.calendar import TIMEZONE
from elearning.demonstration.sources import AGENCY, rows

CODE = "CONTOH"
PLACE = "Contoh"
ORGANISER, ORGANISER_NAME = "BKPSDM", "BKPSDM Kabupaten Contoh"
SIGNS_SINCE = date(2020, 1, 1)


def build_agency() -> dict[str, Unit]:
    """Make the agency with its ten Perangkat Daerah and return the units by code."""
    agency = add_unit(None, "agency", CODE, AGENCY, timezone=TIMEZONE, place=PLACE)
    units = {CODE: agency}
    for row in rows("units"):
        kind = "unit" if row["parent"] else "department"
        parent = units[row["parent"] or CODE]
        organises = row["code"] == ORGANISER
        units[row["code"]] = add_unit(
            parent,
            kind,
            row["code"],
            row["name"],
            place=PLACE if organises else "",
            organiser_name=ORGANISER_NAME if organises else "",
        )
    return units


def appoint_signatory(organiser: Unit, head: Person) -> None:
    """Let the organiser's head sign its certificates."""
    db.session.add(
        Signatory(
            organiser_id=organiser.id,
            position=head.position,
            name=head.full_name,
            rank=head.rank_label,
            nip=head.nip,
            valid_from=SIGNS_SINCE,
        )
    )
