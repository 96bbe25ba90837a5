"""Tables of accounts."""

from datetime import date, datetime
from enum import StrEnum
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
        sa.CheckConstraint("role <> 'representative'", name="representatives_have_mandates"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    role: Role = Field(sa_type=enum_type(Role))
    employer_id: UUID | None = Field(default=None, index=True)
    municipality_code: str | None = Field(default=None, max_length=4)


class MandateScope(StrEnum):
    """How far a mandate reaches."""

    READ = "read"
    DECLARE = "declare"
    EVERYTHING = "everything"
    """Declaring by file and by program too."""


class MandateEnd(StrEnum):
    """How a mandate came to an end before its last day."""

    DECLINED = "declined"
    REVOKED = "revoked"
    GIVEN_UP = "given_up"


class Mandate(SQLModel, table=True):
    """Fuldmagt: an employer lets an agent or accountant act for it, from a day to a day, until either side ends it.

    Offered to an e-mail address; accepting takes the code that was sent there or handed over. ``code`` is kept in clear
    only until the mail has left. ``employer_name`` is the firm's name when it gave the mandate, as on a paper.
    """

    __tablename__ = "mandate"
    __table_args__ = (
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="ends_after_it_starts"),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_how IS NULL)", name="ended_somehow"),
        sa.CheckConstraint("accepted_at IS NULL OR account_id IS NOT NULL", name="somebody_accepted"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    employer_id: UUID = Field(index=True)
    employer_name: str = Field(max_length=200)
    email: str = Field(max_length=254, index=True)
    account_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    scope: MandateScope = Field(sa_type=enum_type(MandateScope))
    valid_from: date
    valid_to: date | None = None
    given_by: str = Field(max_length=64)
    given_by_name: str = Field(max_length=200)
    given_at: datetime
    code: str | None = Field(default=None, max_length=20)
    code_hash: str = Field(max_length=64, unique=True)
    code_expires_at: datetime
    accepted_at: datetime | None = None
    ended_at: datetime | None = None
    ended_how: MandateEnd | None = Field(default=None, sa_type=enum_type(MandateEnd))
    ended_by: str | None = Field(default=None, max_length=64)
    ended_by_name: str | None = Field(default=None, max_length=200)


class SignIn(SQLModel, table=True):
    """A signed-in browser. Only the hash of its token is stored; signing in always makes a new one.

    ``mandate_id`` is the mandate by which it acts now; None: as itself.
    """

    __tablename__ = "sign_in"
    token_hash: str = Field(primary_key=True, max_length=64)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    created_at: datetime
    expires_at: datetime
    mandate_id: UUID | None = Field(default=None, foreign_key="mandate.id")


class ApiToken(SQLModel, table=True):
    """What a program shows to act for an account, for one employer only. Only its hash is stored.

    One made by a mandate (``mandate_id``) holds no longer than the mandate.
    ``window_started_at`` and ``used_in_window`` count requests, so that no program can keep everybody else waiting.
    """

    __tablename__ = "api_token"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    employer_id: UUID
    mandate_id: UUID | None = Field(default=None, foreign_key="mandate.id")
    name: str = Field(max_length=80)
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None
    window_started_at: datetime | None = None
    used_in_window: int = 0
