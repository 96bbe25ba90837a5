"""Tables of accounts."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from husly.kit.access import Role
from husly.kit.database import enum_type, new_id


class Account(SQLModel, table=True):
    """A person who can sign in."""

    __tablename__ = "account"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    email: str = Field(max_length=254, unique=True)
    name: str = Field(max_length=200)
    password_hash: str = Field(max_length=200)
    active: bool = Field(default=True, sa_column_kwargs={"server_default": sa.true()})
    language: str | None = Field(default=None, max_length=5)
    """The language last chosen while signed in, in which mails are written; None: the installation's."""
    failed_sign_ins: int = 0
    locked_until_at: datetime | None = None
    created_at: datetime


class RoleGrant(SQLModel, table=True):
    """One role over one scope; an employer's grant names the employer."""

    __tablename__ = "role_grant"
    __table_args__ = (
        sa.CheckConstraint("(role = 'employer') = (employer_id IS NOT NULL)", name="employer_grant_names_its_employer"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    role: Role = Field(sa_type=enum_type(Role))
    employer_id: UUID | None = Field(default=None, index=True)
    municipality_code: str | None = Field(default=None, max_length=4)


class SignIn(SQLModel, table=True):
    """A signed-in browser. Only the hash of its token is stored; signing in always makes a new one."""

    __tablename__ = "sign_in"
    token_hash: str = Field(primary_key=True, max_length=64)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    created_at: datetime
    expires_at: datetime


class ApiToken(SQLModel, table=True):
    """What a program shows to act for an account, for one employer only. Only its hash is stored.

    ``window_started_at`` and ``used_in_window`` count requests, so that no program can keep everybody else waiting.
    """

    __tablename__ = "api_token"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    employer_id: UUID
    name: str = Field(max_length=80)
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None
    window_started_at: datetime | None = None
    used_in_window: int = 0
