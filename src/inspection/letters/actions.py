"""Drafting, freezing and delivering letters. Which letter a case may send when is decided in enforcement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit.access import Actor
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError
from inspection.enforcement.models import InspectionCase
from inspection.letters.blocks import LetterKind, load_blocks
from inspection.letters.models import Letter


@dataclass(frozen=True)
class Rendered:
    """What is frozen when a letter is issued."""

    content: dict[str, Any]
    pdf: bytes
    sha256: str
    banner: str
    texts_version: str


def add_draft(
    session: Session,
    case: InspectionCase,
    kind: LetterKind,
    choices: Mapping[str, Any],
    replaced: Letter | None,
    by: Actor,
    at: datetime,
    *,
    about_id: UUID | None = None,
    recipient: Mapping[str, Any] | None = None,
    confined: bool = False,
) -> Letter:
    """A new draft; one that it replaces is discarded. The last three are as in ``Letter``."""
    if replaced is not None:
        discard_draft(replaced, at=at)
    letter = Letter(
        case_id=case.id,
        municipality_code=case.municipality_code,
        round=case.round,
        kind=kind,
        about_id=about_id,
        recipient=None if recipient is None else dict(recipient),
        confined=confined,
        choices=dict(choices),
        texts_version=str(load_blocks().versions[kind]),
        created_at=at,
        created_by=by.id,
    )
    session.add(letter)
    session.flush()
    return letter


def discard_draft(letter: Letter, *, at: datetime) -> None:
    """Put a draft away. Raises ``DomainError`` for a letter that was issued: that one stays."""
    if letter.issued_at is not None:
        raise already_issued()
    letter.discarded_at = at


def already_issued() -> DomainError:
    """The error for doing something to a letter that has been issued."""
    return DomainError("letter.issued", "This letter has been issued already; it cannot be changed or sent again.")


def freeze(session: Session, letter: Letter, rendered: Rendered, *, by: Actor, at: datetime) -> None:
    """Issue a letter: its bytes and their hash are frozen; ``inspection.delivery`` then puts it on its way.


    Of two attempts at the same time one succeeds; the other gets ``letter.issued``. The gates were asked before.
    """
    changed = session.execute(
        sa.update(Letter)
        .where(col(Letter.id) == letter.id, col(Letter.issued_at).is_(None), col(Letter.discarded_at).is_(None))
        .values(
            content=rendered.content,
            pdf=rendered.pdf,
            sha256=rendered.sha256,
            banner=rendered.banner,
            texts_version=rendered.texts_version,
            issued_at=at,
            issued_by=by.id,
            issued_by_name=by.name,
        )
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE has a row count, whatever the stubs say
        raise already_issued()
    session.refresh(letter)


def set_delivered(letter: Letter, delivered_on: date, *, today: date) -> None:
    """Note the day on which a letter arrived. Raises ``DomainError`` for an impossible day."""
    require_delivery_day(letter, delivered_on, today=today)
    if letter.delivered_on is not None and letter.delivered_on != delivered_on:
        raise DomainError(
            "letter.delivered",
            "This letter is recorded as delivered on {day}.",
            day=letter.delivered_on.isoformat(),
        )
    letter.delivered_on = delivered_on


def require_delivery_day(letter: Letter, delivered_on: date, *, today: date) -> None:
    """Raise ``DomainError`` unless an issued letter can have arrived on that day."""
    if letter.issued_at is None:
        raise DomainError("letter.not_issued", "This letter has not been issued.")
    if not danish_date(letter.issued_at) <= delivered_on <= today:
        raise DomainError("letter.delivery_day", "The day of delivery must lie between the day of issue and today.")
