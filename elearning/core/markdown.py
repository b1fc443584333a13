"""Markdown as safe HTML, rendered in a process of its own that is killed at its limits.

This side imports none of the heavy libraries; `render_process` does.
"""

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Lock
from types import TracebackType
from typing import Any, Self

from flask_babel import gettext as _

from elearning.core.bare_process import bare_environment
from elearning.core.errors import Refused
from elearning.core.fragments import Asset, Context, Fault, Fragment, Rendered

__all__ = [
    "SANITISER_VERSION",
    "Asset",
    "Context",
    "Fault",
    "Fragment",
    "RenderRefused",
    "Rendered",
    "Renderer",
    "kept_renderer",
]

#: Grows when the policy or the rendering changes, so that stored HTML is made anew.
SANITISER_VERSION = 1

#: After so many refused texts in one batch the rest is refused unseen.
MAX_REFUSALS = 3
MAX_BYTES = 2_000_000
#: Short texts that a renderer remembers: while a lesson is written, its questions stay the same.
REMEMBERED, SHORT = 512, 2_000
_MEGABYTE = 1_000_000


class RenderRefused(Refused):
    """A text cannot be rendered within the limits; the message tells its author."""


class _Stopped(Exception):  # noqa: N818
    """The process ended or was ended."""


class Renderer:
    """A kept render process; use it as a context manager."""

    def __init__(
        self,
        *,
        seconds: float = 5.0,
        seconds_per_megabyte: float = 2.0,
        memory: int = 512 * 1024 * 1024,
    ) -> None:
        self.seconds = seconds
        self.seconds_per_megabyte = seconds_per_megabyte
        self.memory = memory
        self._process: subprocess.Popen[bytes] | None = None
        self._context: Context | None = None
        self._known: dict[Fragment, Rendered] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        process, self._process, self._context = self._process, None, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()

    def render(
        self,
        source: str,
        *,
        media: Mapping[str, Asset] | None = None,
        links: Mapping[str, str] | None = None,
        glossary: Mapping[str, str] | None = None,
    ) -> str:
        """Return a page's HTML, or raise `RenderRefused`."""
        context = Context(media or {}, links or {}, glossary or {})
        (result,) = self.render_all([Fragment(source, page=True)], context)
        if isinstance(result, RenderRefused):
            raise result
        return result.html

    def render_all(
        self, fragments: Sequence[Fragment], context: Context
    ) -> list[Rendered | RenderRefused]:
        """Render many texts; those past a limit come back as refusals."""
        results: list[Rendered | RenderRefused] = []
        refusals = 0
        for fragment in fragments:
            tired = refusals >= MAX_REFUSALS
            result = _too_many() if tired else self._render(fragment, context)
            refusals += isinstance(result, RenderRefused)
            results.append(result)
        return results

    def _render(self, fragment: Fragment, context: Context) -> Rendered | RenderRefused:
        """Render one text; a process that stops is buried, the next text gets a new one."""
        if fragment in self._known and self._context == context:
            return self._known[fragment]
        size = len(fragment.source.encode("utf-8", "replace"))
        if size > MAX_BYTES:
            return RenderRefused(_("This text is too long to be rendered. Divide it."))
        try:
            self._introduce(context)
            seconds = self.seconds + self.seconds_per_megabyte * size / _MEGABYTE
            message = {"source": _clean(fragment.source), "page": fragment.page}
            reply = self._ask(message, seconds)
        except (_Stopped, BrokenPipeError):
            self.close()
            return _too_complicated()
        faults = tuple(Fault(code, detail) for code, detail in reply["faults"])
        rendered = Rendered(reply["html"], reply["words"], tuple(reply["media"]), faults)
        if size < SHORT:
            self._remember(fragment, rendered)
        return rendered

    def _remember(self, fragment: Fragment, rendered: Rendered) -> None:
        """Keep what a short text became until the context changes, the oldest for the shortest."""
        if len(self._known) >= REMEMBERED:
            del self._known[next(iter(self._known))]
        self._known[fragment] = rendered

    def _introduce(self, context: Context) -> None:
        """Tell the process, once, what the texts may refer to; start it when there is none."""
        if self._process is None:
            self._process = _start(self.memory)
        if self._context != context:
            self._ask({"context": context._asdict()}, self.seconds)
            self._context = context
            self._known.clear()

    def _ask(self, message: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Send one line and wait for one line, at most so many seconds."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise _Stopped
        _write(process.stdin.fileno(), json.dumps(message).encode() + b"\n")
        line = _read_line(process.stdout.fileno(), time.monotonic() + seconds)
        reply: dict[str, Any] = json.loads(line)
        if "refused" in reply:
            raise _Stopped
        return reply


_kept: dict[int, Renderer] = {}
_turn = Lock()


@contextmanager
def kept_renderer() -> Iterator[Renderer]:
    """Lend the renderer of this process, which starts at its first use; one text at a time."""
    with _turn:
        yield _kept.setdefault(os.getpid(), Renderer())


def _start(memory: int) -> "subprocess.Popen[bytes]":
    """Start a render process that inherits no setting and no secret."""
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "elearning.core.render_process", str(memory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        env=bare_environment(),
    )


def _clean(source: str) -> str:
    """Lone surrogates cannot be stored or sent."""
    return source.encode("utf-8", "replace").decode()


def _write(pipe: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(pipe, view) :]


def _read_line(pipe: int, deadline: float) -> bytes:
    """Read up to a line's end; raise when the process ends or the time is up."""
    data = bytearray()
    while not data.endswith(b"\n"):
        ready, _writable, _failed = select.select(
            [pipe], [], [], max(0.0, deadline - time.monotonic())
        )
        piece = os.read(pipe, 1 << 16) if ready else b""
        if not piece:
            raise _Stopped
        data += piece
    return bytes(data)


def _too_complicated() -> RenderRefused:
    return RenderRefused(
        _("This text is too complicated to be rendered: simplify its brackets, lists and tables.")
    )


def _too_many() -> RenderRefused:
    return RenderRefused(_("Not rendered, because other texts were refused. Correct those first."))
