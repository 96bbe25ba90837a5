"""Reading letters."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor
from husly.kit.errors import NotFoundError
from inspection.authorities.belonging import seen_cases
from inspection.enforcement.models import InspectionCase
from inspection.letters.models import Letter, LetterCheck, LetterEnclosure


def get_letter(session: Session, letter_id: UUID, *, by: Actor) -> Letter:
    """A letter within the reader's scope. Raises ``NotFoundError``, also for a discarded draft."""
    statement = select(Letter).where(
        Letter.id == letter_id,
        col(Letter.discarded_at).is_(None),
        col(Letter.case_id).in_(sa.select(col(InspectionCase.id)).where(seen_cases(by))),
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
    altered += _altered_enclosures(session)
    return count, altered


def _altered_enclosures(session: Session) -> Iterator[Altered]:
    statement = (
        select(LetterEnclosure, InspectionCase.case_number)
        .join(Letter, col(Letter.id) == col(LetterEnclosure.letter_id))
        .join(InspectionCase, col(InspectionCase.id) == col(Letter.case_id))
        .order_by(col(Letter.issued_at), col(LetterEnclosure.id))
        .execution_options(yield_per=50)
    )
    for one, case_number in session.exec(statement):
        if hashlib.sha256(one.pdf).hexdigest() != one.sha256:
            yield Altered(one.letter_id, case_number, f"enclosure {one.number}")


def _issued(session: Session) -> Iterator[tuple[Letter, str]]:
    statement = (
        select(Letter, InspectionCase.case_number)
        .join(InspectionCase, col(InspectionCase.id) == col(Letter.case_id))
        .where(col(Letter.issued_at).is_not(None))
        .order_by(col(Letter.issued_at), col(Letter.id))
        .execution_options(yield_per=50)
    )
    yield from session.exec(statement)


def list_enclosures(session: Session, letter_id: UUID) -> list[LetterEnclosure]:
    """What goes with an issued letter, in order."""
    statement = select(LetterEnclosure).where(LetterEnclosure.letter_id == letter_id)
    return list(session.exec(statement.order_by(col(LetterEnclosure.number))))


def last_check(session: Session) -> LetterCheck | None:
    """The latest nightly check of frozen letters."""
    return session.exec(select(LetterCheck).order_by(col(LetterCheck.checked_on).desc()).limit(1)).first()
