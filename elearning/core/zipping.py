"""ZIP files in a stream: one file after the other, in constant memory."""

from collections.abc import Iterable, Iterator
from io import RawIOBase
from typing import Any
from zipfile import ZipFile, ZipInfo

#: The oldest moment that the format knows: equal files make equal archives.
MOMENT = (1980, 1, 1, 0, 0, 0)


class Passage(RawIOBase):
    """What is written waits here until it is taken; nothing can be read again."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        """Say that this is for writing."""
        return True

    def write(self, content: Any) -> int:
        """Keep bytes until they are taken."""
        self._waiting.append(bytes(content))
        return len(content)

    def take(self) -> bytes:
        """Return what was written since the last time."""
        taken, self._waiting = b"".join(self._waiting), []
        return taken


def zipped(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """Yield a ZIP of files by name; they are stored as they are, for PDFs are compressed already."""
    passage = Passage()
    with ZipFile(passage, "w") as archive:
        for name, content in files:
            archive.writestr(ZipInfo(name, MOMENT), content)
            yield passage.take()
    yield passage.take()
