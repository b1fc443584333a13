"""CSV and XLSX writers on 50,000 completions of 29 columns, CPU seconds, all in one run.

`python -m bench.export_formats` prints rows per second and the ratios that docs and README quote.
"""

import csv
import io
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from elearning.core.tables import iter_csv, write_xlsx
from elearning.core.tables.xlsx import write_with_python
from elearning.reports.exports.columns import COLUMNS, CompletionRow, export_rows

ROWS = 50_000
ROUNDS = 3


def completions() -> list[tuple[object, ...]]:
    """Return invented completions: people, numbers and addresses differ, the rest repeats."""
    return list(export_rows(completion(n) for n in range(ROWS)))


def completion(n: int) -> CompletionRow:
    """Return one invented completion."""
    day = date(2025, 1, 1) + timedelta(n % 300)
    return CompletionRow(
        nip=f"1985031720100{n:05d}",
        full_name=f"Dra. Contoh Lestari {n}, M.AP.",
        status="PNS",
        rank="III/a",
        position="Analis Kebijakan Ahli Pertama",
        position_kind="Fungsional",
        unit=f"Bidang Pelayanan Informasi {n % 50}",
        department=f"Dinas Komunikasi dan Informatika {n % 10}",
        agency="Pemerintah Kabupaten Contoh",
        activity_type="16",
        course_title="Pelindungan Data Pribadi untuk Layanan Publik",
        competency_kind="Teknis",
        organiser="BKPSDM Kabupaten Contoh",
        certificate_number=f"800.2/{n:05d}/PDP/BKPSDM/2025",
        year=2025,
        started_on=day,
        completed_on=day + timedelta(7),
        jp=4,
        score=Decimal(n % 1000) / 10,
        predicate="Baik",
        verify_url=f"https://belajar.contoh.go.id/verifikasi/{n:026d}",
    )


def seconds(work: Callable[[], object]) -> float:
    """Return the median CPU seconds of a few rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def main() -> None:
    """Measure and print."""
    rows = completions()
    folder = Path(tempfile.mkdtemp())
    plain = seconds(lambda: csv.writer(io.StringIO()).writerows(rows))
    ours = seconds(lambda: sum(map(len, iter_csv(rows, COLUMNS))))
    slow = seconds(lambda: write_with_python(rows, COLUMNS, folder / "python.xlsx", "Riwayat"))
    fast = seconds(lambda: write_xlsx(rows, COLUMNS, folder / "rust.xlsx", "Riwayat"))
    print(f"csv.writer, nothing neutralised  {ROWS / plain:9,.0f} rows/s")
    print(f"iter_csv                         {ROWS / ours:9,.0f} rows/s  x{plain / ours:.2f}")
    print(f"XlsxWriter constant_memory       {ROWS / slow:9,.0f} rows/s")
    print(f"write_xlsx (rustpy-xlsxwriter)   {ROWS / fast:9,.0f} rows/s  x{slow / fast:.2f}")


if __name__ == "__main__":
    main()
