"""The door to the importers: any bytes give course files or a `Refused`, never anything else."""

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

from elearning.core import bare_process
from elearning.courses.importing.formats import course_format, quiz_format
from elearning.courses.importing.found import Imported
from elearning.courses.importing.losses import Loss, Place
from elearning.courses.importing.refusing import ImportRefused

PROCESS = "elearning.courses.importing.process"
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
    answer = bare_process.ask(PROCESS, given=job + b"\n" + data, seconds=SECONDS)
    if answer.code != 0:
        raise ImportRefused("unread" if (answer.code or -1) > 0 else "tired")
    return _answer(json.loads(answer.output))


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
