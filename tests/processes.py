"""The platform's commands and server as processes of their own, which may be killed."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from urllib.request import urlopen

from elearning.core.application import Application
from tests.conftest import KEY

ELEARNING = (sys.executable, "-c", "from elearning.cli import main; main()")
PATIENCE_SECONDS = 60


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of a process on a data folder."""
    return os.environ | {"DATA_DIR": str(folder), "SECRET_KEY": KEY, "PYTHONUNBUFFERED": "1"}


def environment_of(app: Application, folder: Path) -> dict[str, str]:
    """Return the environment of a process on an application's database, without courses to publish."""
    (folder / "content").mkdir(exist_ok=True)
    return environment(folder) | {
        "CONTENT_DIR": str(folder / "content"),
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
    }


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def served(app: Application, folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Serve the application's database in processes of their own; at the end they are killed."""
    command = [*ELEARNING, "serve", "--port", str(port)]
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(
            command,
            env=environment_of(app, folder),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            wait_for(port, process)
            yield process
        finally:
            kill(process)
            process.wait(20)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill the server and its workers at once, as when the power fails."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers."""
    until = monotonic() + PATIENCE_SECONDS
    while monotonic() < until and process.poll() is None:
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz"):
                return
        except OSError:
            sleep(0.05)
    raise AssertionError("nothing was served")
