"""Files that exports have left for a while."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from elearning.core.db import Base
from elearning.core.types import BigKey, Key
from elearning.records.models import ExportLog

_KEPT = text("removed_at is null")


class ExportFile(Base):
    """One file of an export; its bytes go after some days, its hash stays."""

    __tablename__ = "export_file"
    __table_args__ = (
        UniqueConstraint("export_id", "number"),
        Index("ix_export_file_kept", "made_at", sqlite_where=_KEPT, postgresql_where=_KEPT),
    )

    id: Mapped[Key]
    export_id: Mapped[int] = mapped_column(ForeignKey(ExportLog.id))
    number: Mapped[int]
    #: As it is called when it is fetched.
    name: Mapped[str]
    #: What it is about: the Perangkat Daerah, empty for all.
    department: Mapped[str]
    rows: Mapped[int]
    #: PDFs in it, and those that only stand on its list.
    certificates: Mapped[int]
    left_out: Mapped[int]
    size: Mapped[int] = mapped_column(BigKey)
    digest: Mapped[str] = mapped_column(index=True)
    made_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
