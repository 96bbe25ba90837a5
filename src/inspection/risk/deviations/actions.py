"""Deciding otherwise than the score, and ending it; the stored score is never touched."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, require
from husly.kit.clock import danish_date
from husly.kit.database import take_turns
from husly.kit.errors import DomainError, NotFoundError
from inspection.planning.hiding import is_hidden
from inspection.risk.deviations.models import LONGEST_REASON, DeviationKind, RiskDeviation
from inspection.risk.deviations.ordering import counts_as
from inspection.risk.deviations.queries import find_in_force, get_deviation
from inspection.risk.models import RiskRun, RiskScore
from inspection.risk.weightsets.queries import find_weights

LONGEST = timedelta(days=366)


def deviate(
    session: Session,
    accommodation_id: UUID,
    *,
    run: RiskRun,
    kind: DeviationKind,
    reason: str,
    until_on: date,
    to_group: int | None = None,
    by: Actor,
    at: datetime,
) -> RiskDeviation:
    """Decide where an accommodation stands until a day, with a reason; an earlier decision in force is ended by it.

    Raises ``NotFoundError`` for what the run has not scored, or what the actor is to visit and so does not see;
    ``NotAllowedError`` outside the actor's area; ``DomainError`` without a reason, for a day that has passed or lies
    more than a year ahead, for the group that it is in
    already, or when the run's weights are gone.
    """
    score = session.get(RiskScore, (run.id, accommodation_id))
    if score is None or is_hidden(session, accommodation_id, by=by):
        raise NotFoundError("score")
    require(by, Permission.PLAN_VISITS, Subject(municipality_code=score.municipality_code))
    today, reason = danish_date(at), " ".join(reason.replace("\x00", "").split())
    _check(score, kind, reason, until_on, to_group, today)
    take_turns(session, f"deviations of {accommodation_id}")
    earlier = find_in_force(session, accommodation_id, as_of=today)
    if earlier is not None:
        _end(session, earlier, by=by, at=at)
    weights = find_weights(session, run.weights_version)
    if weights is None:
        raise DomainError("deviation.weights", "The run's weights are no longer known: score the register again first.")
    group = to_group if kind is DeviationKind.CHANGE_GROUP else None
    made = RiskDeviation(
        accommodation_id=accommodation_id,
        municipality_code=score.municipality_code,
        run_id=run.id,
        kind=kind,
        from_group=score.risk_group,
        to_group=group,
        counts_as=counts_as(kind, score.score, group, weights.group_limits),
        reason=reason,
        until_on=until_on,
        made_at=at,
        made_by=by.id,
        made_by_name=by.name,
    )
    session.add(made)
    session.flush()
    details: dict[str, object] = {"accommodation": accommodation_id, "kind": kind.value, "run": run.id}
    details |= {"from_group": score.risk_group, "to_group": group, "until_on": until_on}
    audit.record(session, by=by, at=at, action="risk.deviated", on=("risk_deviation", made.id), details=details)
    return made


def _check(
    score: RiskScore, kind: DeviationKind, reason: str, until_on: date, to_group: int | None, today: date
) -> None:
    if not reason or len(reason) > LONGEST_REASON:
        raise DomainError("deviation.reason", "Say in at most {most} characters why.", most=LONGEST_REASON)
    if not today <= until_on <= today + LONGEST:
        raise DomainError("deviation.until", "Choose a last day from today to a year ahead.")
    if kind is DeviationKind.CHANGE_GROUP and (to_group not in (1, 2, 3, 4) or to_group == score.risk_group):
        raise DomainError("deviation.group", "Choose another of the four groups than the computed one.")


def end_deviation(session: Session, deviation_id: UUID, *, by: Actor, at: datetime) -> None:
    """Let the score order it again. Raises ``DomainError`` when it has ended already."""
    found = get_deviation(session, deviation_id, by=by)
    if found.ended_at is not None:
        raise DomainError("deviation.ended", "Somebody has ended it already.")
    _end(session, found, by=by, at=at)


def _end(session: Session, found: RiskDeviation, *, by: Actor, at: datetime) -> None:
    found.ended_at, found.ended_by = at, by.id
    session.flush()
    details = {"accommodation": found.accommodation_id}
    audit.record(session, by=by, at=at, action="risk.deviation_ended", on=("risk_deviation", found.id), details=details)
