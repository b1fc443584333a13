"""Foreign bytes are read in a process of their own, which inherits no setting and no secret.

The process limits its own memory and processor seconds; the clock on the wall is this side's.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

SOURCE = Path(__file__).parents[2]


class Answer(NamedTuple):
    """What a process wrote before it ended or was ended."""

    output: bytes
    #: As the system says it: 0 well, below 0 by a signal; None when the clock ended it.
    code: int | None


def ask(module: str, *words: str, given: bytes, seconds: float) -> Answer:
    """Run one of our modules on some bytes for so many seconds at most."""
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", module, *words],
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=bare_environment(),
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        return Answer(late.stdout or b"", None)
    return Answer(done.stdout, done.returncode)


def bare_environment() -> dict[str, str]:
    """Return an environment that only says where the modules are."""
    path = os.pathsep.join([str(SOURCE), *filter(None, sys.path)])
    return {"PYTHONPATH": path, "LC_ALL": "C.UTF-8"}
