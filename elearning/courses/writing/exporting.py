"""A published course back as a folder or zip that publishes identically elsewhere."""

from pathlib import Path

from flask_babel import gettext as _

from elearning.core import files
from elearning.core.errors import Refused
from elearning.courses import queries
from elearning.courses.archives import write_zip
from elearning.courses.folder import MEDIA_FOLDER, Source
from elearning.courses.publishing.sources import source_of
from elearning.courses.writing.explicit_ids import explicit


def exported(slug: str) -> Source:
    """Return the folder of a published course, with the ids that its text would not yield."""
    revision = queries.latest_revision(slug)
    if revision is None:
        raise Refused(_("There is no published course “%(slug)s”.", slug=slug))
    source = source_of(revision.id)
    if not source.texts:
        raise Refused(
            _(
                "“%(slug)s” was published before its texts were kept. Publish its folder once more, "
                "then export it.",
                slug=slug,
            )
        )
    course = queries.published_course(revision, slug)
    return explicit(source, {quiz.key: quiz for quiz in course.quizzes})


def media_of(source: Source) -> dict[str, Path]:
    """Return where the bytes of a folder's media lie."""
    return {name: files.path_of(digest) for name, digest in source.media.items()}


def write_folder(slug: str, parent: Path) -> Path:
    """Write a course's folder below another; one that is there is left as it is."""
    source, folder = exported(slug), parent / slug
    _refuse_existing(folder)
    (folder / MEDIA_FOLDER).mkdir(parents=True)
    for name, text in source.texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    for name, path in media_of(source).items():
        (folder / MEDIA_FOLDER / name).write_bytes(path.read_bytes())
    return folder


def write_archive(slug: str, parent: Path) -> Path:
    """Write a course's zip into a folder; one that is there is left as it is."""
    source, path = exported(slug), parent / f"{slug}.zip"
    _refuse_existing(path)
    parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        write_zip(file, source.texts, media_of(source), slug)
    return path


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise Refused(_("%(path)s exists already. Choose another name.", path=path))
