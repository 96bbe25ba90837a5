"""What ties an employer to something on days: one trace, as data. Pure; nothing here knows a database.

A trace never comes from a tip or a report of a resident (PRIV-02, PRIV-03), and tells no nationality or language.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class TraceKind(StrEnum):
    """What two employers can have in common."""

    ACCOUNT = "account"
    """Bankkonto: recorded by an officer or from a list, kept as a keyed hash."""
    PERSON = "person"
    """Whoever stands behind the firm: recorded likewise."""
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    """Where the firm has its post, or houses or housed workers."""
    OWNER = "owner"
    """Owner of a dwelling, as named in declarations."""
    WORKPLACE = "workplace"
    CLIENT = "client"
    """Hvervgiver."""
    REPRESENTATIVE = "representative"
    """Somebody who acts by mandate for the firm, such as its accountant: weak, since one acts for many."""


class Origin(StrEnum):
    """Where a trace is known from."""

    EMPLOYER = "employer"
    """The employer's own particulars."""
    CONTACT = "contact"
    """The contact on site in a version of a declaration."""
    HOUSING = "housing"
    DECLARATION = "declaration"
    NOTICE = "notice"
    """Named so that the owner is told."""
    MANDATE = "mandate"
    OFFICER = "officer"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Trace:
    """One thing that an employer had from a day to a day (None: still, or the end is not known).

    ``key`` is normal: two employers with the same thing have the same key. ``shown`` is what a reader sees of it,
    masked where it is personal. ``known_on`` is the day on which the authority first knew it; ``origin_note``
    names the paper.
    """

    employer_id: UUID
    kind: TraceKind
    key: str
    shown: str
    from_on: date
    to_on: date | None
    known_on: date
    origin: Origin
    origin_note: str = ""


@dataclass(frozen=True, slots=True)
class Life:
    """When an employer was active as the register knows it: first and last day of housing; ``ended_on`` None: still."""

    began_on: date
    ended_on: date | None = None
