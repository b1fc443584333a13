"""The door to the importers: any bytes give course files or a `Refused`, never anything else."""

import json
import os
import subprocess
import sys
from base64 import b64decode
from pathlib import Path
from typing import Any

from elearning.courses.importing.formats import course_format, quiz_format
from elearning.courses.importing.found import Imported
from elearning.courses.importing.losses import Loss, Place
from elearning.courses.importing.refusing import ImportRefused

MAX_BYTES = 100_000_000
#: The clock on the wall; the process also has its own processor seconds.
SECONDS = 60


def read_quiz(data: bytes, name: str, form: str | None = None) -> Imported:
    """Return one quiz file and its pictures; the format is guessed when none is said."""
    _require_size(data)
    return _asked("quiz", form or quiz_format(data, name), name, data)


def read_course(data: bytes, name: str) -> Imported:
    """Return the files of a course from a .docx or .pptx."""
    _require_size(data)
    return _asked("course", course_format(data, name), name, data)


def read_file(path: Path) -> bytes:
    """Return a file's bytes, refused unread when it is too large."""
    if path.stat().st_size > MAX_BYTES:
        raise ImportRefused("large", limit=MAX_BYTES // 1_000_000)
    return path.read_bytes()


def _require_size(data: bytes) -> None:
    if not data:
        raise ImportRefused("empty")
    if len(data) > MAX_BYTES:
        raise ImportRefused("large", limit=MAX_BYTES // 1_000_000)


def _asked(what: str, form: str, name: str, data: bytes) -> Imported:
    """Let the process do it, and understand how it ends."""
    job = json.dumps([what, form, name.encode("utf-8", "replace").decode()]).encode()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "elearning.courses.importing.process"],
            input=job + b"\n" + data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ImportRefused("tired") from None
    if done.returncode:
        raise ImportRefused("tired" if done.returncode < 0 else "unread")
    return _answer(json.loads(done.stdout))


def _environment() -> dict[str, str]:
    """No setting and no secret goes to the process."""
    root = str(Path(__file__).parents[3])
    return {
        "PYTHONPATH": os.pathsep.join([root, *filter(None, sys.path)]),
        "LC_ALL": "C.UTF-8",
    }


def _answer(told: dict[str, Any]) -> Imported:
    if "refused" in told:
        code, params = told["refused"]
        raise ImportRefused(code, **params)
    losses = tuple(
        Loss(Place(kind, number), code, quote, params)
        for kind, number, code, quote, params in told["losses"]
    )
    media = {name: b64decode(content) for name, content in told["media"].items()}
    return Imported(told["files"], media, losses)
