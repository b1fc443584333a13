"""A warm `elearning serve --demo` until its first answer, and its memory, ÷ the yardstick's.

`python -m bench start` prints both ratios; memory is the proportional share (PSS) of master and two
workers after a few pages. What carries out waiting work beside them, which the yardstick does not do
and which is `elearning worker` in production, is printed for itself, once it has loaded its works.
"""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from typing import NamedTuple
from urllib.request import urlopen

from bench.server import ROOT, SETTLED_SECONDS

PORT = 8761
ROUNDS = 5
PAGES = 20
WORKERS = 2
PATIENCE_SECONDS = 60

GUNICORN = (
    *("-m", "gunicorn", "bench.hello_database:app", "--bind", f"127.0.0.1:{PORT}"),
    *("--workers", str(WORKERS), "--worker-class", "gthread", "--threads", "4", "--preload"),
    *("--no-control-socket", "--log-level", "warning"),
)
ELEARNING = ("-c", "from elearning.cli import main; main()", "serve", "--demo", "--port", str(PORT))


class Start(NamedTuple):
    """Seconds until the first answer; MiB of the server, and of what works beside it."""

    seconds: float
    mebibytes: float
    beside: float


def start(arguments: tuple[str, ...], folder: Path, pause: float = 0) -> Start:
    """Start a server, ask it for pages, measure after a pause and stop it."""
    begun = perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | {"DATA_DIR": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        ask(begun)
        seconds = perf_counter() - begun
        for _page in range(PAGES):
            ask(begun)
        sleep(pause)
        return Start(seconds, *memory(process.pid))
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def ask(begun: float) -> None:
    """Ask for the first page until it is answered."""
    while perf_counter() - begun < PATIENCE_SECONDS:
        try:
            urlopen(f"http://127.0.0.1:{PORT}/", timeout=PATIENCE_SECONDS).close()
        except OSError:
            sleep(0.005)
        else:
            return
    raise SystemExit("The server does not answer.")


def memory(pid: int) -> tuple[float, float]:
    """Return the memory of a server, each shared page counted once, and what others add, in MiB.

    The workers are the last children; what was started before them is not the server.
    """
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    total = sum(mebibytes(each, "Pss:") for each in (str(pid), *children))
    beside = sum(mebibytes(each, "Private_") for each in children[:-WORKERS])
    return total - beside, beside


def mebibytes(pid: str, name: str) -> float:
    """Return the sum of what the kernel counts of a process under names that begin so."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        start(ELEARNING, Path(name))
        rounds = [
            (start(GUNICORN, Path(name)), start(ELEARNING, Path(name))) for _ in range(ROUNDS)
        ]
        settled = start(ELEARNING, Path(name), pause=SETTLED_SECONDS)
    for column, unit in enumerate(("s to the first answer", "MiB with 2 workers")):
        theirs, ours = (median(each[side][column] for each in rounds) for side in (0, 1))
        ratio = median(ours[column] / theirs[column] for theirs, ours in rounds)
        print(f"start, {unit}: {ours:.2f} ÷ {theirs:.2f} = {ratio:.2f}")
    print(f"start, MiB of the work beside: {settled.beside:.2f}")


if __name__ == "__main__":
    main()
