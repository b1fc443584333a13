"""`elearning backup` and `elearning restore`: database, stored files and key as one tar file."""

import hashlib
import os
import re
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import click
from flask.cli import with_appcontext
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from elearning.cli import make_app
from elearning.core import migrations
from elearning.core.db import db, reading
from elearning.core.errors import Refused
from elearning.core.settings import SECRET_KEY_FILE, current_settings
from elearning.records.cli import shown
from elearning.reports.proving import prove, tell_whole

DATABASE = "elearning.db"
#: All that a backup holds; a stored file is named by the SHA-256 of its content.
MEMBER = re.compile(
    r"elearning\.db|secret_key|signing_key|badge_(?:proof|token)_key|files/[0-9a-f]{2}/([0-9a-f]{64})"
)
CHUNK = 1 << 20


@click.command("backup", help="Copy the database, the stored files and the key into a tar file.")
@click.argument("path", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def backup(path: Path) -> None:
    """Make a backup while the server runs; only its owner can read it, for it holds the key."""
    with force_locale(current_settings().default_locale):
        require_own_database()
        if path.exists():
            raise Refused(_("%(path)s is there already. Choose another name.", path=path))
        num = write_backup(path)
        click.echo(
            ngettext("%(num)s file in %(path)s", "%(num)s files in %(path)s", num, path=path)
        )


@click.command("restore", help="Fill an empty DATA_DIR from a backup and prove that it is whole.")
@click.argument(
    "path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
def restore(path: Path) -> None:
    """Restore a backup, migrate it to this program's version and verify every chain."""
    app = make_app()
    with app.app_context(), force_locale(current_settings().default_locale):
        require_own_database()
        require_empty(current_settings().data_dir)
        read_backup(path, current_settings().data_dir)
        migrations.bring_up_to_date()
        with reading():
            tell_whole(prove())


def require_own_database() -> None:
    """Refuse a database that is not the SQLite file in `DATA_DIR`."""
    if current_settings().database_url:
        raise Refused(
            _(
                "DATABASE_URL names a database of its own. Use its tools, for PostgreSQL pg_dump and"
                " pg_restore, and copy the folder files in DATA_DIR as well."
            )
        )


def require_empty(folder: Path) -> None:
    """Refuse a folder with anything but the key that every command makes."""
    if any(path.name != SECRET_KEY_FILE for path in folder.iterdir()):
        raise Refused(
            _(
                "%(path)s is not empty. Set DATA_DIR to an empty folder to restore into.",
                path=folder,
            )
        )


def write_backup(path: Path) -> int:
    """Write a backup, which gets its name when it is whole, and return how many files it has.

    The database is copied first: a file that it names is stored already and never changes.
    """
    part = path.with_name(f"{path.name}.part")
    folder = current_settings().data_dir
    with private_file(part) as file, TemporaryDirectory(dir=path.parent) as scratch:
        copy = Path(scratch) / DATABASE
        copy_database(copy)
        kept = sorted(p for p in folder.rglob("*") if is_member(p.relative_to(folder)))
        members = [(p, str(p.relative_to(folder))) for p in kept if p.name != DATABASE]
        members.append((copy, DATABASE))
        with tarfile.open(fileobj=file, mode="w") as archive:
            for source, name in shown(members, _("Writing the backup"), len(members)):
                archive.add(source, name)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    return len(members)


def copy_database(path: Path) -> None:
    """Copy the database as it is at one moment, whoever writes meanwhile."""
    connection = db.engine.raw_connection()
    try:
        connection.driver_connection.execute("VACUUM INTO ?", [str(path)])  # type: ignore[union-attr]
    finally:
        connection.close()


def is_member(name: Path) -> bool:
    """Whether a file of the data folder belongs in a backup."""
    return MEMBER.fullmatch(name.as_posix()) is not None


def read_backup(path: Path, folder: Path) -> None:
    """Unpack a backup; nothing but its known members is ever written, the database last."""
    try:
        with tarfile.open(path, "r:") as archive:
            members = archive.getmembers()
            if not members or members[-1].name != DATABASE:
                raise tarfile.ReadError
            for member in shown(members, _("Reading the backup"), len(members)):
                unpack(archive, member, folder)
    except tarfile.TarError:
        raise Refused(_("%(path)s is not a whole backup. Take another one.", path=path)) from None


def unpack(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Write one member; a stored file must be what its name says."""
    source, name = archive.extractfile(member), MEMBER.fullmatch(member.name)
    if source is None or name is None:
        raise tarfile.ReadError
    path, sha256 = folder / member.name, hashlib.sha256()
    path.parent.mkdir(parents=True, exist_ok=True)
    with private_file(path) as file:
        for chunk in iter(lambda: source.read(CHUNK), b""):
            sha256.update(chunk)
            file.write(chunk)
    if name[1] not in (None, sha256.hexdigest()):
        raise tarfile.ReadError


def private_file(path: Path) -> BinaryIO:
    """Open a new file that only its owner can read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
