"""Issuing all letters of a prohibition at once, and noting when they arrived."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.settings import Settings
from inspection.enforcement.actions.steps import open_file
from inspection.letters.issuing import issue_letter, record_delivery
from inspection.prohibitions.corrections import take_its_place
from inspection.prohibitions.models import Prohibition
from inspection.prohibitions.moving import facts_of, take_move
from inspection.prohibitions.queries import letters_of, prohibition_of
from inspection.prohibitions.transitions import ProhibitionMove


def issue_prohibition(
    session: Session, case_id: UUID, *, correction: bool = False, settings: Settings, by: Actor, at: datetime
) -> Prohibition:
    """Issue the letters to every recipient in one transaction: all of them leave, or none.

    A ``correction`` then takes the place of the prohibition that it corrects.

    Raises ``DomainError`` with every closed gate named, or where the move is not lawful now.
    """
    file = open_file(session, case_id, by=by, permission=Permission.ISSUE_DECISIONS)
    prohibition = prohibition_of(session, case_id, correction=correction)
    session.refresh(prohibition)
    letters, facts = letters_of(file, prohibition), facts_of(session, file, prohibition, settings, by=by, at=at)
    take_move(session, file, prohibition, ProhibitionMove.ISSUE, facts, by=by, at=at)
    for letter in letters:
        issue_letter(session, letter.id, settings=settings, by=by, at=at)
    take_its_place(session, file, prohibition, by=by, at=at)
    return prohibition


def note_arrival(
    session: Session, case_id: UUID, letter_id: UUID, *, delivered_on: date, by: Actor, at: datetime
) -> None:
    """Note the day on which one recipient got the letter; with the last of them the prohibition is delivered."""
    open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    prohibition_of(session, case_id)
    record_delivery(session, letter_id, delivered_on=delivered_on, by=by, at=at)
