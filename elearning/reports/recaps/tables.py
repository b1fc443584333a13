"""Recaps of JP as tables: a row for each person, or for each Perangkat Daerah.

Who counts, shares and means are those of the dashboards (`dashboards.tallies`).
"""

from collections.abc import Iterable, Iterator, Sequence

from elearning.core.settings import Settings
from elearning.core.tables import Column
from elearning.records.importing import COMPETENCY_KINDS
from elearning.records.rollup_models import EVERYONE
from elearning.reports.dashboards.queries import FAR, NEAR, NONE, REACHED, Count
from elearning.reports.dashboards.tallies import Tally
from elearning.reports.recaps.queries import PersonLine
from elearning.reports.targets import jp_state

KIND_COLUMNS = (
    *(Column(f"JP {kind}", "int", 14) for kind in COMPETENCY_KINDS),
    Column("JP Lainnya", "int", 12),
)
PEOPLE = (
    Column("No", "int", 6),
    Column("NIP", "text", 21),
    Column("Nama Lengkap", "text", 34),
    Column("Status ASN", "text", 17),
    Column("Pangkat/Golongan", "text", 26),
    Column("Jabatan", "text", 34),
    Column("Unit Kerja", "text", 34),
    Column("Perangkat Daerah", "text", 34),
    *KIND_COLUMNS,
    Column("Jumlah JP", "int", 10),
    Column("Target JP", "int", 10),
    Column("Kekurangan JP", "int", 14),
    Column("Keterangan", "text", 34),
)
DEPARTMENTS = (
    Column("No", "int", 6),
    Column("Perangkat Daerah", "text", 44),
    Column("Pegawai Aktif", "int", 13),
    Column("Pegawai Dihitung", "int", 16),
    Column("Jumlah JP", "int", 10),
    Column("Rata-rata JP", "hundredths", 12),
    Column("Mencapai Target", "int", 15),
    Column("Persentase Mencapai Target", "tenths", 26),
    Column("Belum Mencapai Target", "int", 21),
    Column("Belum Ada JP", "int", 13),
    *KIND_COLUMNS,
)
ALL = "Jumlah"


class DepartmentSum:
    """The people of a Perangkat Daerah, and the JP by kind of those who count."""

    def __init__(self) -> None:
        self.tally = Tally()
        self.kinds = [0] * len(KIND_COLUMNS)

    def add(self, line: PersonLine, settings: Settings, year: int) -> None:
        """Add a person."""
        standings = settings.counted_standings
        who = (0, line.status, line.legal_standing)
        self.tally.add(Count(*who, EVERYONE, NONE, 1, 0), standings)
        if line.jp > 0:
            step = step_of(line.jp, settings.jp_target)
            self.tally.add(Count(*who, year, step, 1, line.jp), standings)
        if line.legal_standing in standings:
            self.kinds = [sum(pair) for pair in zip(self.kinds, line.kinds, strict=True)]


def step_of(jp: int, target: int) -> int:
    """Return the step towards the target on which so many JP stand."""
    if jp >= target:
        return REACHED
    return NEAR if jp * 2 >= target else FAR


def people_rows(lines: Iterable[PersonLine], settings: Settings) -> Iterator[tuple[object, ...]]:
    """Yield the cells of each person; a PPPK has a cap, which is no target."""
    for number, line in enumerate(lines, start=1):
        state = jp_state(line.status, line.legal_standing, line.jp, settings)
        has_target = target_of(line, settings) is not None
        missing = max(0, settings.jp_target - line.jp) if has_target else None
        yield (
            number,
            *line[:5],
            *line[6:8],
            *line.kinds,
            line.jp,
            settings.jp_target if has_target else None,
            missing,
            state.text,
        )


def target_of(line: PersonLine, settings: Settings) -> int | None:
    """Return the JP that a person should reach; None for a PPPK and for who does not count."""
    counts = line.legal_standing in settings.counted_standings
    return settings.jp_target if counts and not line.status.startswith("PPPK") else None


def department_rows(
    lines: Iterable[PersonLine], settings: Settings, year: int
) -> Iterator[tuple[object, ...]]:
    """Yield the cells of each Perangkat Daerah by name, and of all of them."""
    sums: dict[tuple[str, str], DepartmentSum] = {}
    whole = DepartmentSum()
    for line in lines:
        key = (line.department_path, line.department)
        sums.setdefault(key, DepartmentSum()).add(line, settings, year)
        whole.add(line, settings, year)
    named = sorted(sums.items(), key=lambda item: item[0][1].casefold())
    for number, ((_path, name), each) in enumerate(named, start=1):
        yield department_cells(number, name or "–", each)
    yield department_cells(None, ALL, whole)


def department_cells(number: int | None, name: str, each: DepartmentSum) -> tuple[object, ...]:
    """Return a Perangkat Daerah as it is written."""
    tally = each.tally
    return (
        number,
        name,
        tally.counted + tally.left_out,
        tally.counted,
        tally.jp,
        tally.mean,
        tally.reached,
        tally.share,
        tally.counted - tally.reached,
        tally.none,
        *each.kinds,
    )


def columns_of(content: str) -> Sequence[Column]:
    """Return the columns of a recap."""
    return PEOPLE if content == "people" else DEPARTMENTS
