"""Where the texts of a draft show its media."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from elearning.studio.models import DraftFile, DraftMedium

_AFTER = r"(?![A-Za-z0-9._-])"
_CAPTIONS = re.compile(r"\.[a-z]{2,3}\.vtt$")


class Use(NamedTuple):
    """A medium with the texts that show it; `mute` are those that show it without a description."""

    medium: DraftMedium
    files: list[DraftFile]
    mute: list[DraftFile]


def uses_of(media: Iterable[DraftMedium], files: list[DraftFile]) -> list[Use]:
    """Return every medium with where it is used."""
    return [
        Use(
            medium,
            [file for file in files if shows(file.text, medium.name)],
            [file for file in files if re.search(rf"!\[\s*\]\({_named(medium.name)}", file.text)],
        )
        for medium in media
    ]


def shows(text: str, name: str) -> bool:
    """Whether a text names a medium, as a picture, a link or a cover; captions go with their video."""
    video = _CAPTIONS.sub(".mp4", name)
    if video != name and shows(text, video):
        return True
    return re.search(_named(name), text) is not None or (
        re.search(rf"^sampul:\s*{re.escape(name)}{_AFTER}", text, re.MULTILINE) is not None
    )


def _named(name: str) -> str:
    return rf"(?:\./)?media/{re.escape(name)}{_AFTER}"


def renamed(text: str, old: str, new: str) -> str:
    """Return a text that shows a medium by its new name."""
    text = re.sub(rf"((?:\./)?media/){re.escape(old)}{_AFTER}", rf"\g<1>{new}", text)
    return re.sub(rf"(?m)^(sampul:\s*){re.escape(old)}{_AFTER}", rf"\g<1>{new}", text)
