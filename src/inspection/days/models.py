"""Tables of calendar links: the secret that a calendar program shows, and what it was told of each visit."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.database import new_id


class CalendarLink(SQLModel, table=True):
    """Kalenderlink: whoever holds the secret reads when its account is on visits, and nothing else.

    Only the hash of the secret is stored. Making a new one ends the one before.
    """

    __tablename__ = "calendar_link"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    token_hash: str = Field(max_length=64, unique=True)
    created_at: datetime
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None


class CalendarEntry(SQLModel, table=True):
    """Kalenderaftale: one visit as an account's calendars last heard of it, so that moves and endings reach them.

    ``sequence`` rises with each change (RFC 5545). Minutes are after midnight.
    """

    __tablename__ = "calendar_entry"
    __table_args__ = (sa.UniqueConstraint("account_id", "visit_id"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    visit_id: UUID
    visit_on: date
    from_min: int
    to_min: int
    municipality_code: str = Field(max_length=4)
    cancelled: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    sequence: int = 0
    modified_at: datetime
