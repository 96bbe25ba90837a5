"""Correcting a prohibition that was issued: another is written, approved and issued, linked letter by letter (L11).

Until then the first stands; at the moment of issue it ends, and whoever gets no letter of the other is told so.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError
from husly.kit.i18n import mark
from inspection.enforcement.actions.steps import open_file, stated, trace
from inspection.enforcement.queries import CaseFile
from inspection.prohibitions.models import Prohibition
from inspection.prohibitions.moving import facts_alone, note, take_move
from inspection.prohibitions.queries import letters_of, pending_correction, prohibition_of
from inspection.prohibitions.transitions import TABLE, ProhibitionMove, ProhibitionState
from inspection.prohibitions.wanted import Wanted, columns_of
from inspection.prohibitions.writing import write_ending

CORRECTABLE = frozenset(row.source for row in TABLE if row.move is ProhibitionMove.CORRECT)


def draft_correction(
    session: Session,
    case_id: UUID,
    *,
    wrong: str,
    holds: str,
    wanted: Wanted,
    by: Actor,
    at: datetime,
) -> Prohibition:
    """Write the prohibition anew, with what was wrong in the first and what holds now; each recipient reads both."""
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    first = prohibition_of(session, case_id)
    if first.state not in CORRECTABLE or pending_correction(session, case_id) is not None:
        raise DomainError(
            "prohibition.correction", "Only a prohibition that was issued is corrected, and once at a time."
        )
    made = Prohibition(
        case_id=case_id,
        municipality_code=file.case.municipality_code,
        round=file.case.round,
        state=ProhibitionState.DRAFTED,
        corrects_id=first.id,
        correction_wrong=stated("correction.wrong", wrong, mark("Write what was wrong in the prohibition.")),
        correction_holds=stated("correction.holds", holds, mark("Write what holds now.")),
        drafted_by=by.id,
        drafted_by_name=by.name,
        drafted_at=at,
        **columns_of(file, wanted, today=danish_date(at)),
    )
    session.add(made)
    session.flush()
    note(made, "drafted", wrong, by=by, at=at)
    trace(session, file.case, "prohibition.correction_drafted", by=by, at=at, details={"prohibition": made.id})
    return made


def take_its_place(session: Session, file: CaseFile, made: Prohibition, *, by: Actor, at: datetime) -> None:
    """End the prohibition that one which has just been issued corrects; nothing for one that corrects none."""
    if made.corrects_id is None:
        return
    first = session.get_one(Prohibition, made.corrects_id)
    reason = made.correction_wrong
    facts = facts_alone(file, first, reason, by=by, at=at)
    take_move(session, file, first, ProhibitionMove.CORRECT, facts, reason=reason, by=by, at=at)
    told = {one.supersedes_id for one in letters_of(file, made) if one.supersedes_id is not None}
    write_ending(session, file, first, reason, told=told, by=by, at=at)
    session.flush()
