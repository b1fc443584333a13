"""A warm `elearning serve --demo` until its first answer, and its memory, ÷ the yardstick's.

`python -m bench start` prints both ratios; memory is the proportional share (PSS) of master and
two workers after a few pages. Both are served by gunicorn with the same settings.
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

from bench.server import ROOT

PORT = 8761
ROUNDS = 5
PAGES = 20
PATIENCE_SECONDS = 60

GUNICORN = (
    *("-m", "gunicorn", "bench.hello_database:app", "--bind", f"127.0.0.1:{PORT}"),
    *("--workers", "2", "--worker-class", "gthread", "--threads", "4", "--preload"),
    *("--no-control-socket", "--log-level", "warning"),
)
ELEARNING = ("-c", "from elearning.cli import main; main()", "serve", "--demo", "--port", str(PORT))


class Start(NamedTuple):
    """Seconds until the first answer, and MiB afterwards."""

    seconds: float
    mebibytes: float


def start(arguments: tuple[str, ...], folder: Path) -> Start:
    """Start a server, ask it for pages, measure and stop it."""
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
        return Start(seconds, memory(process.pid))
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


def memory(pid: int) -> float:
    """Return the memory of a process and its children, each shared page counted once, in MiB."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    rollups = (Path(f"/proc/{each}/smaps_rollup").read_text() for each in (pid, *children))
    lines = (line.split() for rollup in rollups for line in rollup.splitlines())
    return sum(int(words[1]) for words in lines if words[0] == "Pss:") / 1024


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        start(ELEARNING, Path(name))
        rounds = [
            (start(GUNICORN, Path(name)), start(ELEARNING, Path(name))) for _ in range(ROUNDS)
        ]
    for column, unit in enumerate(("s to the first answer", "MiB with 2 workers")):
        theirs, ours = (median(each[side][column] for each in rounds) for side in (0, 1))
        ratio = median(ours[column] / theirs[column] for theirs, ours in rounds)
        print(f"start, {unit}: {ours:.2f} ÷ {theirs:.2f} = {ratio:.2f}")


if __name__ == "__main__":
    main()
