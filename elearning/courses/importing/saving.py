"""Writes imported files beside what is there: nothing is ever overwritten."""

import re
from collections.abc import Mapping
from pathlib import Path

from flask_babel import gettext as _

from elearning.core.errors import Refused
from elearning.courses.folder import COURSE_FILE, MEDIA_FOLDER, item_file
from elearning.courses.importing.course_text import STEP
from elearning.courses.importing.found import Imported
from elearning.courses.importing.naming import key_of

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MEDIUM = re.compile(r"media/([\w-]+)\.(\w+)")


def save_course(found: Imported, path: Path) -> None:
    """Write a course folder; one that exists is left as it is."""
    if not _SLUG.fullmatch(path.resolve().name):
        raise Refused(
            _("Name the folder with small letters, digits and hyphens, such as pelayanan-publik.")
        )
    if path.exists() or path.is_symlink():
        raise Refused(_("%(path)s exists already. Choose another name.", path=path))
    path.mkdir(parents=True)
    _write(path, found.files, found.media)


def save_quiz(found: Imported, path: Path) -> Path:
    """Write a quiz into a course folder under the next free number, or under the name given."""
    (name, text), *_more = found.files.items()
    folder = path if path.is_dir() else path.parent
    if not folder.is_dir():
        raise Refused(_("There is no folder %(path)s.", path=folder))
    if path.is_dir():
        if not (path / COURSE_FILE).is_file():
            raise Refused(_("%(path)s is no course folder: it has no course.md.", path=path))
        path = folder / _free_name(folder, name)
    elif path.exists() or path.is_symlink():
        raise Refused(_("%(path)s exists already. Choose another name.", path=path))
    elif not _is_quiz(path.name):
        raise Refused(_("Name the quiz such as 30-kuis.quiz.md."))
    renamed = _free_media(folder, found.media)
    text = _MEDIUM.sub(lambda medium: renamed.get(medium[0], medium[0]), text)
    media = {
        renamed[f"media/{old}"].removeprefix("media/"): data for old, data in found.media.items()
    }
    _write(folder, {path.name: text}, media)
    return path


def _is_quiz(name: str) -> bool:
    item = item_file(name)
    return item is not None and item.is_quiz


def _free_name(folder: Path, name: str) -> str:
    """Return a name after all others whose key no other file has."""
    items = [
        item for item in map(item_file, sorted(each.name for each in folder.iterdir())) if item
    ]
    wanted = item_file(name)
    key = key_of(wanted.key if wanted else "", "kuis", {item.key for item in items})
    last = max((item.number for item in items), default=0)
    digits = max((len(item.name.partition("-")[0]) for item in items), default=2)
    return f"{str((last // STEP + 1) * STEP).zfill(digits)}-{key}.quiz.md"


def _free_media(folder: Path, media: Mapping[str, bytes]) -> dict[str, str]:
    """Return for each medium, as texts name it, a name that is free in the folder."""
    there = folder / MEDIA_FOLDER
    taken = {each.name for each in there.iterdir()} if there.is_dir() else set[str]()
    names = {}
    for old in media:
        stem, _dot, suffix = old.rpartition(".")
        number, name = 1, old
        while name in taken:
            number += 1
            name = f"{stem}-v{number}.{suffix}"
        taken.add(name)
        names[f"{MEDIA_FOLDER}/{old}"] = f"{MEDIA_FOLDER}/{name}"
    return names


def _write(folder: Path, files: Mapping[str, str], media: Mapping[str, bytes]) -> None:
    """Write new files only; the pictures come first, so that no text lacks one."""
    if media:
        (folder / MEDIA_FOLDER).mkdir(exist_ok=True)
    for name, content in media.items():
        with (folder / MEDIA_FOLDER / name).open("xb") as medium:
            medium.write(content)
    for name, text in files.items():
        with (folder / name).open("x", encoding="utf-8") as file:
            file.write(text)
