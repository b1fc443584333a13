"""Times a certificate against a one-line typst document of the same standards and date."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import typst

from elearning.certificates import pdf
from tests.certificates.specimens import USUAL

ROUNDS = 60
LINE = (
    '#set document(title: "Sertifikat")\n#set text(font: "Plus Jakarta Sans")\n#sys.inputs.name\n'
)


def milliseconds(work: Callable[[int], object]) -> float:
    """Median of many rounds, each with another name, after one to warm up."""
    work(-1)
    times = []
    for number in range(ROUNDS):
        start = perf_counter()
        work(number)
        times.append(perf_counter() - start)
    return median(times) * 1000


def certificate(number: int) -> bytes:
    """One certificate whose name, number and code nobody else has."""
    address = f"{USUAL.verify_url[:-4]}{number % 10000:04}"
    return pdf.render(
        replace(USUAL, full_name=f"Peserta {number}", number=f"800/{number}", verify_url=address)
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
        line = milliseconds(one_line(Path(folder)))
    whole = milliseconds(certificate)
    size = len(certificate(1)) / 1024
    print(f"one line {line:.2f} ms, certificate {whole:.2f} ms and {size:.0f} KiB")
    print(f"certificate / one line: {whole / line:.1f}")


if __name__ == "__main__":
    main()
