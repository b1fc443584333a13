"""Times a certificate against a one-line typst document of the same standards and date."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

import typst

from elearning.certificates import pdf
from tests.certificates.specimens import USUAL

ROUNDS = 120
WARMING = 20
LINE = (
    '#set document(title: "Sertifikat")\n#set text(font: "Plus Jakarta Sans")\n#sys.inputs.name\n'
)


def milliseconds(*works: Callable[[int], object]) -> list[float]:
    """Median CPU time of each work in turns, so that noise meets all alike; the first rounds warm up."""
    rounds = [[_seconds(work, number) for work in works] for number in range(ROUNDS)]
    return [median(times) * 1000 for times in zip(*rounds[WARMING:], strict=True)]


def _seconds(work: Callable[[int], object], number: int) -> float:
    start = process_time()
    work(number)
    return process_time() - start


def certificate(number: int) -> bytes:
    """One person's certificate of a course: what differs between people differs here."""
    address = f"{USUAL.verify_url[:-4]}{number % 10000:04}"
    return pdf.render(
        replace(
            USUAL,
            full_name=f"Peserta {number}",
            nip=f"19850317{number % 10000:010}",
            position=f"Analis Kebijakan {number}",
            unit=f"Bidang {number}",
            number=f"800/{number}",
            verify_url=address,
            check_code=f"K7QF3M{number % 10000:04}",
            started_on=USUAL.started_on - timedelta(days=number),
            score=Decimal(7000 + number) / 100,
        )
    )


def one_line(folder: Path) -> Callable[[int], object]:
    """A document of one name, from a compiler that is kept as well."""
    source = folder / "line.typ"
    source.write_text(LINE)
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(pdf.FONTS)]
    )
    compiler = typst.Compiler(str(source), font_paths=fonts)
    return lambda number: compiler.compile(
        sys_inputs={"name": f"Peserta {number}"},
        pdf_standards=list(pdf.STANDARDS),
        timestamp=USUAL.timestamp,
    )


def main() -> None:
    """Prints both times, their ratio and the size of the file."""
    with TemporaryDirectory() as folder:
        line, whole = milliseconds(one_line(Path(folder)), certificate)
    size = len(certificate(1)) / 1024
    print(f"one line {line:.2f} ms, certificate {whole:.2f} ms and {size:.0f} KiB")
    print(f"certificate / one line: {whole / line:.1f}")


if __name__ == "__main__":
    main()
