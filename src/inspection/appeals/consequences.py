"""What an appeal does to the decisions beside the order: a rehousing order, a prohibition of use, a fine.

They stop and go on with the appeal, and end where it takes them away. These moves follow from the appeal: whoever may
record it there needs no further right.
"""

from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session, col, select

from husly.kit.access import Actor
from husly.kit.clock import danish_date
from inspection.appeals.changes import Beside, Doing, give_days_back, hold, release
from inspection.appeals.changing import change_beside
from inspection.appeals.models import Appeal, Effect
from inspection.appeals.outcomes import Outcome
from inspection.appeals.queries import as_corrected
from inspection.appeals.transitions import OPEN_STATES, AppealState
from inspection.enforcement.queries import CaseFile
from inspection.fines.actions import move_fine
from inspection.fines.models import Fine
from inspection.fines.queries import facts_alone
from inspection.fines.transitions import TABLE as FINES
from inspection.fines.transitions import FineMove, FineState
from inspection.letters.blocks import LetterKind
from inspection.letters.models import Letter
from inspection.prohibitions.actions import follow_appeal
from inspection.prohibitions.models import Prohibition
from inspection.prohibitions.queries import letters_of
from inspection.prohibitions.transitions import ProhibitionMove, ProhibitionState
from inspection.rehousing.models import RehousingOrder
from inspection.rehousing.moving import move_order
from inspection.rehousing.queries import facts_of_order, read_file
from inspection.rehousing.transitions import RUNNING, RehousingMove, RehousingState

STOPPED = "Klage nr. {number} har opsættende virkning."
GOES_ON = "Klage nr. {number} har ikke længere opsættende virkning."
ENDED = "Afgørelsen er ophævet eller hjemvist efter klage nr. {number}: {reason}"

_TAKEN_AWAY = (AppealState.ANNULLED, AppealState.REMITTED)
_PROHIBITED = (ProhibitionState.ISSUED, ProhibitionState.DELIVERED, ProhibitionState.IN_FORCE)
_UNPAID = (FineState.ISSUED, FineState.DELIVERED, FineState.ACCEPTED, FineState.NOT_ACCEPTED)


def stop_beside(session: Session, file: CaseFile, appeal: Appeal, *, by: Actor, at: datetime) -> None:
    """Hold back the rehousing order, prohibition or fine that the appeal is against, from the day of the appeal on.

    The fines of an order that it is against are paid no sooner either.
    """
    letter, reason = file.letter(appeal.letter_id), STOPPED.format(number=appeal.number)
    decision = beside_of(session, letter)
    held: list[Beside] = [*_fines(session, appeal, letter)] if decision is None else [decision]
    for one in held:
        if _runs(one):
            hold(session, one, Doing(appeal, by, at), since=appeal.lodged_on, reason=reason)
    rehousing, prohibition = _rehousing(session, letter), _prohibition(session, letter)
    if rehousing is not None and rehousing.state in (RehousingState.ISSUED, RehousingState.DELIVERED):
        _move(session, file, rehousing, RehousingMove.SUSPEND, reason, by=by, at=at)
    if prohibition is not None and prohibition.state in _PROHIBITED:
        follow_appeal(session, file, prohibition, ProhibitionMove.RECORD_APPEAL, reason, by=by, at=at)


def go_on_beside(session: Session, file: CaseFile, appeal: Appeal, *, until: date, by: Actor, at: datetime) -> None:
    """Let it go on from a day on, with the days that it lost, unless another appeal still holds it back."""
    letter, reason = file.letter(appeal.letter_id), GOES_ON.format(number=appeal.number)
    release(session, appeal, until=until)
    if _held_otherwise(session, file, appeal, letter):
        return
    decision = beside_of(session, letter)
    if decision is not None and _runs(decision):
        give_days_back(session, decision)
    rehousing, prohibition = _rehousing(session, letter), _prohibition(session, letter)
    if rehousing is not None and rehousing.state is RehousingState.APPEALED:
        arrived = letter.delivered_on is not None
        move = RehousingMove.RESUME if arrived else RehousingMove.RESUME_ON_ITS_WAY
        _move(session, file, rehousing, move, reason, by=by, at=at)
    if prohibition is not None and prohibition.state is ProhibitionState.APPEALED:
        arrived = all(one.delivered_on is not None for one in letters_of(file, prohibition))
        goes_on = ProhibitionMove.RESUME if arrived else ProhibitionMove.RESUME_ON_ITS_WAY
        follow_appeal(session, file, prohibition, goes_on, reason, by=by, at=at)


def settle_beside(
    session: Session, file: CaseFile, appeal: Appeal, outcome: Outcome, *, runs_from: date, by: Actor, at: datetime
) -> None:
    """The appeal is over: what it took away ends, what it changed applies, what it left goes on from a day on."""
    if appeal.state not in _TAKEN_AWAY:
        decision = beside_of(session, file.letter(appeal.letter_id))
        if appeal.state is AppealState.CHANGED and decision is not None:
            change_beside(session, decision, outcome, Doing(appeal, by, at), calendar=file.calendar)
        go_on_beside(session, file, appeal, until=runs_from, by=by, at=at)
        return
    release(session, appeal, until=outcome.on)
    letter, reason = file.letter(appeal.letter_id), ENDED.format(number=appeal.number, reason=appeal.decision)
    rehousing, prohibition = _rehousing(session, letter), _prohibition(session, letter)
    if rehousing is not None and rehousing.state in RUNNING:
        _move(session, file, rehousing, RehousingMove.WITHDRAW, reason, by=by, at=at)
        letter.withdrawn_at, letter.withdrawal_reason = at, reason
    if prohibition is not None and prohibition.state in (
        *_PROHIBITED,
        ProhibitionState.VACATED,
        ProhibitionState.APPEALED,
    ):
        follow_appeal(session, file, prohibition, ProhibitionMove.WITHDRAW, reason, by=by, at=at)
    for fine in _fines(session, appeal, letter):
        if any(row.move is FineMove.WITHDRAW and row.source is fine.state for row in FINES):
            fine.note = reason
            if fine.id == letter.about_id:
                letter.withdrawn_at, letter.withdrawal_reason = at, reason
            move_fine(session, file, fine, FineMove.WITHDRAW, facts=facts_alone(fine, decides=by.id), by=by, at=at)
    session.flush()


def _move(
    session: Session,
    file: CaseFile,
    order: RehousingOrder,
    move: RehousingMove,
    reason: str,
    *,
    by: Actor,
    at: datetime,
) -> None:
    order.reason = reason
    session.flush()
    facts = facts_of_order(file, read_file(session, order), order.power, danish_date(at))
    facts = replace(facts, reason=reason)
    move_order(session, file, order, move, facts, by=by, at=at)


def beside_of(session: Session, letter: Letter) -> Beside | None:
    """The rehousing order, prohibition or fine that a letter is about."""
    if letter.kind is LetterKind.BOEDEFORELAEG and letter.about_id is not None:
        return session.get(Fine, letter.about_id)
    return _rehousing(session, letter) or _prohibition(session, letter)


def _runs(decision: Beside) -> bool:
    """Whether something can be held back: it was issued, and is neither over nor taken back."""
    if isinstance(decision, RehousingOrder):
        return decision.state in RUNNING
    if isinstance(decision, Prohibition):
        return decision.state in (*_PROHIBITED, ProhibitionState.APPEALED)
    return decision.state in _UNPAID


def _rehousing(session: Session, letter: Letter) -> RehousingOrder | None:
    if letter.kind is not LetterKind.GENHUSNING or letter.about_id is None:
        return None
    return session.get(RehousingOrder, letter.about_id)


def _prohibition(session: Session, letter: Letter) -> Prohibition | None:
    if letter.kind is not LetterKind.FORBUD or letter.about_id is None:
        return None
    return session.get(Prohibition, letter.about_id)


def _fines(session: Session, appeal: Appeal, letter: Letter) -> list[Fine]:
    """The fine that the letter is, and the fines of the order that fell."""
    if letter.kind is LetterKind.BOEDEFORELAEG:
        return list(session.exec(select(Fine).where(Fine.id == letter.about_id)))
    orders = [] if appeal.order_id is None else [one.id for one in as_corrected(session, appeal.order_id)]
    return list(session.exec(select(Fine).where(col(Fine.order_id).in_(orders))))


def _held_otherwise(session: Session, file: CaseFile, appeal: Appeal, letter: Letter) -> bool:
    """Whether another open appeal against the same decision stops it as well."""
    same = [one.id for one in file.letters if one.about_id == letter.about_id] if letter.about_id else [letter.id]
    others = session.exec(
        select(Appeal.id).where(
            Appeal.case_id == appeal.case_id,
            Appeal.id != appeal.id,
            col(Appeal.letter_id).in_(same),
            col(Appeal.state).in_(OPEN_STATES),
            col(Appeal.effect).in_([Effect.PRINTED, Effect.GRANTED]),
        )
    )
    return others.first() is not None
