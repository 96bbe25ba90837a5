"""Reading letters."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission, within
from husly.kit.errors import NotFoundError
from inspection.enforcement.models import InspectionCase
from inspection.letters.models import Letter


def get_letter(session: Session, letter_id: UUID, *, by: Actor) -> Letter:
    """A letter within the reader's scope. Raises ``NotFoundError``, also for a discarded draft."""
    statement = select(Letter).where(
        Letter.id == letter_id,
        col(Letter.discarded_at).is_(None),
        within(by, Permission.READ_CASES, employer_id=sa.null(), municipality_code=col(Letter.municipality_code)),
    )
    letter = session.exec(statement).one_or_none()
    if letter is None:
        raise NotFoundError("letter")
    return letter


@dataclass(frozen=True)
class Altered:
    """An issued letter whose bytes are no longer those that were issued."""

    letter_id: UUID
    case_number: str
    kind: str


def find_altered(session: Session) -> tuple[int, list[Altered]]:
    """Hash every issued letter anew; returns how many there are, and those that differ from their stored hash."""
    count, altered = 0, []
    for letter, case_number in _issued(session):
        count += 1
        if hashlib.sha256(letter.pdf or b"").hexdigest() != letter.sha256:
            altered.append(Altered(letter.id, case_number, letter.kind.value))
    return count, altered


def _issued(session: Session) -> Iterator[tuple[Letter, str]]:
    statement = (
        select(Letter, InspectionCase.case_number)
        .join(InspectionCase, col(InspectionCase.id) == col(Letter.case_id))
        .where(col(Letter.issued_at).is_not(None))
        .order_by(col(Letter.issued_at), col(Letter.id))
        .execution_options(yield_per=50)
    )
    yield from session.exec(statement)
