"""Table of photos and documents of declared housing."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import new_id


class DeclarationEvidence(SQLModel, table=True):
    """Dokumentation: one file about an accommodation. Its content never changes; withdrawing marks it.

    ``item`` is a key of the list of what is asked for (``wanted.yaml``), ``room`` the name of the room it shows, empty
    for the dwelling. ``preview`` is a small JPEG of a picture. ``sha256`` is of ``content``.
    """

    __tablename__ = "declaration_evidence"
    __table_args__ = (
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawn_by_somebody"),
        sa.CheckConstraint("size_bytes > 0", name="something_is_in_it"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    accommodation_id: UUID = Field(foreign_key="accommodation.id", index=True)
    item: str = Field(max_length=40)
    room: str = Field(default="", max_length=80)
    name: str = Field(max_length=120)
    media_type: str = Field(max_length=40)
    sha256: str = Field(max_length=64)
    size_bytes: int
    content: bytes = Field(sa_type=sa.LargeBinary)
    preview: bytes | None = Field(default=None, sa_type=sa.LargeBinary)
    uploaded_at: datetime
    uploaded_by: str = Field(max_length=64)
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = Field(default=None, max_length=64)
    withdrawn_why: str = Field(default="", max_length=400)
