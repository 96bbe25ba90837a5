"""Tables of long declaration files and of what came of each part."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id


class ImportState(StrEnum):
    """Where a file stands; the first and the third are the worker's turn."""

    CHECKING = "checking"
    CHECKED = "checked"
    IMPORTING = "importing"
    IMPORTED = "imported"
    FAILED = "failed"


class ImportJob(SQLModel, table=True):
    """A file that an account sent and that takes too long for one request.

    A worker holds it until ``held_until`` by its own ``held_by``; one that was stopped lets it go by time.
    ``parts_done`` is how many parts of the present state are stored, ``attempts`` how often the file was taken since
    the last of them. ``mandate_id`` is the mandate by which the account sent it; None: for itself.
    """

    __tablename__ = "import_job"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    mandate_id: UUID | None = Field(default=None, foreign_key="mandate.id")
    state: ImportState = Field(default=ImportState.CHECKING, sa_type=enum_type(ImportState), index=True)
    file_name: str = Field(max_length=120)
    sha256: str = Field(max_length=64)
    content: bytes = Field(sa_type=sa.LargeBinary)
    is_partial: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    row_count: int
    rows_done: int = 0
    parts_done: int = 0
    failure_da: str = Field(default="", sa_type=sa.Text)
    failure_en: str = Field(default="", sa_type=sa.Text)
    held_by: str = Field(default="", max_length=40)
    held_until: datetime | None = None
    attempts: int = 0
    created_at: datetime
    changed_at: datetime = Field(index=True)


class ImportPart(SQLModel, table=True):
    """What came of one part of a file, stored in the transaction that wrote its declarations.

    ``outcomes`` counts by employer and outcome; ``lines`` are the lines of the report.
    """

    __tablename__ = "import_part"
    __table_args__ = (sa.UniqueConstraint("job_id", "state", "number"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    job_id: UUID = Field(foreign_key="import_job.id")
    state: ImportState = Field(sa_type=enum_type(ImportState))
    number: int
    row_count: int
    outcomes: dict[str, dict[str, int]] = Field(default_factory=dict, sa_type=sa.JSON)
    lines: list[list[Any]] = Field(default_factory=list, sa_type=sa.JSON)
