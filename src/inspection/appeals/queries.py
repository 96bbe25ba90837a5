"""Reading appeals of a case."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit.calendar import Calendar
from husly.kit.errors import NotFoundError
from inspection.appeals.models import Appeal, AppealChange
from inspection.appeals.timeliness import Timeliness, term_of, timeliness
from inspection.enforcement.models import Order
from inspection.enforcement.queries import CaseFile
from inspection.letters.blocks import LetterKind
from inspection.letters.models import Letter

APPEALABLE = frozenset(
    {
        LetterKind.VARSLING,
        LetterKind.FASTHOLDELSE,
        LetterKind.BESLUTNING_UVARSLET,
        LetterKind.PAABUD,
        LetterKind.STRAKSPAABUD,
        LetterKind.BEGRUNDELSE_EFTERFOELGENDE,
        LetterKind.GENHUSNING,
        LetterKind.FORBUD,
        LetterKind.BOEDEFORELAEG,
        LetterKind.AFSLUTNING,
    }
)
"""Letters that decide something. Whether one may appeal against it is for the appeal body to say."""


def list_appeals(session: Session, case_id: UUID) -> list[Appeal]:
    """The appeals of a case, the oldest first."""
    return list(session.exec(select(Appeal).where(Appeal.case_id == case_id).order_by(col(Appeal.number))))


def get_appeal(session: Session, case_id: UUID, appeal_id: UUID) -> Appeal:
    """One appeal of a case. Raises ``NotFoundError``."""
    found = session.exec(select(Appeal).where(Appeal.case_id == case_id, Appeal.id == appeal_id)).one_or_none()
    if found is None:
        raise NotFoundError("appeal")
    return found


def list_changes(session: Session, about: Collection[UUID]) -> list[AppealChange]:
    """What appeals did to these decisions, the oldest first."""
    statement = select(AppealChange).where(col(AppealChange.about_id).in_(about))
    return list(session.exec(statement.order_by(col(AppealChange.at), col(AppealChange.id))))


def list_changes_of(session: Session, appeal_id: UUID) -> list[AppealChange]:
    """What an appeal did to a decision beside the order, the oldest first."""
    statement = select(AppealChange).where(AppealChange.appeal_id == appeal_id)
    return list(session.exec(statement.order_by(col(AppealChange.at), col(AppealChange.id))))


def find_order_of(session: Session, letter_id: UUID) -> Order | None:
    """The order that a letter is."""
    return session.exec(select(Order).where(Order.letter_id == letter_id)).one_or_none()


def as_corrected(session: Session, order_id: UUID) -> list[Order]:
    """An order and each that replaced it, the one that stands now last."""
    found = [session.get_one(Order, order_id)]
    while found[-1].replaced_by_id is not None:
        found.append(session.get_one(Order, found[-1].replaced_by_id))
    return found


def appealable_letters(file: CaseFile) -> list[Letter]:
    """The letters of a case that one may appeal against, the newest first."""
    return [one for one in reversed(file.letters) if one.issued_at is not None and one.kind in APPEALABLE]


def timeliness_of(letter: Letter, lodged_on: date, calendar: Calendar) -> Timeliness:
    """How an appeal of a day stands to the guidance of the letter that it is against."""
    term = term_of(letter.choices.get("complaint"))
    return timeliness(lodged_on, delivered_on=letter.delivered_on, term=term, calendar=calendar)
