"""Every change of a prohibition; each asks the table of lawful moves first."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError
from husly.settings import Settings
from inspection.enforcement.actions.steps import open_file, trace
from inspection.enforcement.models import LegalBasis
from inspection.enforcement.queries import CaseFile
from inspection.letters.actions import discard_draft
from inspection.prohibitions.models import Prohibition
from inspection.prohibitions.moving import facts_alone, facts_of, note, take_move
from inspection.prohibitions.queries import letters_of, prohibition_of, standing_prohibition
from inspection.prohibitions.transitions import BY_APPEAL, ProhibitionMove, ProhibitionState
from inspection.prohibitions.wanted import Wanted, columns_of
from inspection.prohibitions.writing import write_ending, write_letters


def draft_prohibition(session: Session, case_id: UUID, *, wanted: Wanted, by: Actor, at: datetime) -> Prohibition:
    """Write a prohibition from what was found. Only under the urban renewal act, and one at a time in a case.

    Raises ``DomainError`` for a move-out beyond the law's longest time.
    """
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    if file.case.legal_basis is not LegalBasis.URBAN_RENEWAL_ACT:
        raise DomainError(
            "prohibition.basis", "Only a case under the urban renewal act can prohibit use (byfornyelsesloven § 76)."
        )
    if standing_prohibition(session, case_id) is not None:
        raise DomainError("prohibition.exists", "There is a prohibition under way in this case already.")
    prohibition = Prohibition(
        case_id=case_id,
        municipality_code=file.case.municipality_code,
        round=file.case.round,
        drafted_by=by.id,
        drafted_by_name=by.name,
        drafted_at=at,
        **columns_of(file, wanted, today=danish_date(at)),
    )
    session.add(prohibition)
    session.flush()
    note(prohibition, "drafted", "", by=by, at=at)
    trace(session, file.case, "prohibition.drafted", by=by, at=at, details={"prohibition": prohibition.id})
    return prohibition


def edit_prohibition(
    session: Session,
    case_id: UUID,
    *,
    wanted: Wanted,
    correction: bool = False,
    by: Actor,
    at: datetime,
) -> None:
    """Write a draft, or that of a ``correction``, anew; whoever does so is its author from then on."""
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    prohibition = prohibition_of(session, case_id, correction=correction)
    if prohibition.state is not ProhibitionState.DRAFTED:
        raise DomainError("step.moved_on", "This step is not open now; send the prohibition back to its draft first.")
    for name, value in columns_of(file, wanted, today=danish_date(at)).items():
        setattr(prohibition, name, value)
    prohibition.drafted_by, prohibition.drafted_by_name = by.id, by.name
    note(prohibition, "drafted", "", by=by, at=at)
    session.flush()


def move_prohibition(
    session: Session,
    case_id: UUID,
    move: ProhibitionMove,
    *,
    reason: str = "",
    correction: bool = False,
    settings: Settings,
    by: Actor,
    at: datetime,
) -> Prohibition:
    """Make one move that sends no letter. Raises ``DomainError`` where it is not lawful."""
    if move is ProhibitionMove.CORRECT:
        raise DomainError("prohibition.correct", "A prohibition is corrected by writing and issuing another.")
    if move in BY_APPEAL:
        raise DomainError("prohibition.by_appeal", "Record the appeal and its outcome on the page of appeals.")
    file = open_file(session, case_id, by=by, permission=Permission.READ_CASES)
    prohibition = prohibition_of(session, case_id, correction=correction)
    session.refresh(prohibition)
    facts = facts_of(session, file, prohibition, settings, by=by, at=at, reason=reason)
    take_move(session, file, prohibition, move, facts, reason=reason, by=by, at=at)
    if move is ProhibitionMove.APPROVE:
        prohibition.approved_by, prohibition.approved_by_name, prohibition.approved_at = by.id, by.name, at
        write_letters(session, file, prohibition, settings, by=by, at=at)
    if move is ProhibitionMove.SEND_BACK:
        prohibition.approved_by, prohibition.approved_by_name, prohibition.approved_at = None, None, None
        for letter in letters_of(file, prohibition):
            discard_draft(letter, at=at)
    if move in (ProhibitionMove.WITHDRAW, ProhibitionMove.LIFT):
        write_ending(session, file, prohibition, reason, by=by, at=at)
    session.flush()
    return prohibition


def follow_appeal(
    session: Session,
    file: CaseFile,
    prohibition: Prohibition,
    move: ProhibitionMove,
    reason: str,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Move as an appeal or its outcome demands; whoever recorded that needs no further right here."""
    facts = facts_alone(file, prohibition, reason, by=by, at=at)
    take_move(session, file, prohibition, move, facts, reason=reason, by=by, at=at, follows=True)
    if move is ProhibitionMove.WITHDRAW:
        write_ending(session, file, prohibition, reason, by=by, at=at)
        session.flush()
