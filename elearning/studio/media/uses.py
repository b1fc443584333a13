"""Where a draft's texts show its media, and giving a medium another name."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext as _

from elearning.core.errors import Refused
from elearning.courses.folder import is_medium_name
from elearning.studio.drafts.operations import note_change, save_text
from elearning.studio.drafts.queries import files_of, medium_named
from elearning.studio.models import Draft, DraftFile, DraftMedium

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


def rename_medium(draft: Draft, medium: DraftMedium, name: str, by_id: int, at: datetime) -> None:
    """Give a medium another name of the same kind; the texts that show it follow."""
    ending = medium.name.rpartition(".")[2]
    if not is_medium_name(name) or name.rpartition(".")[2] != ending:
        raise Refused(
            _("Use letters, digits and hyphens, and keep the ending .%(ending)s.", ending=ending)
        )
    if name != medium.name and medium_named(draft.id, name):
        raise Refused(_("There is a file “%(name)s” already. Choose another name.", name=name))
    for file in files_of(draft.id):
        save_text(
            draft, file, file.edition, renamed(file.text, medium.name, name), by_id, at, auto=False
        )
    medium.name = name
    note_change(draft, at)


def renamed(text: str, old: str, new: str) -> str:
    """Return a text that shows a medium by its new name."""
    text = re.sub(rf"((?:\./)?media/){re.escape(old)}{_AFTER}", rf"\g<1>{new}", text)
    return re.sub(rf"(?m)^(sampul:\s*){re.escape(old)}{_AFTER}", rf"\g<1>{new}", text)
