"""Setting, changing and ending targets; each leaves an audit row."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, require
from husly.kit.database import take_turns
from husly.kit.errors import DomainError
from inspection.authorities.belonging import authority_of
from inspection.targets.forms import TargetAsked
from inspection.targets.models import LONGEST_REASON, InspectionTarget
from inspection.targets.queries import find_same, target_to_change

_FIELDS = ("municipality_code", "sector", "kind", "from_on", "to_on", "visits", "share", "note")


def set_target(session: Session, *, asked: TargetAsked, by: Actor, at: datetime) -> InspectionTarget:
    """Set a target. Raises ``DomainError`` when there is one for the same housing and period, ``NotAllowedError``
    outside the actor's area.
    """
    require(by, Permission.PLAN_VISITS, Subject(municipality_code=asked.municipality_code))
    take_turns(session, "inspection targets")
    authority = authority_of(by, at=asked.municipality_code or "")
    made = InspectionTarget(**_values(asked), authority=authority, made_at=at, made_by=by.id, made_by_name=by.name)
    _check_new(session, made)
    session.add(made)
    session.flush()
    audit.record(
        session, by=by, at=at, action="target.set", on=("inspection_target", made.id), details=_told(_values(asked))
    )
    return made


def change_target(
    session: Session, target_id: UUID, *, asked: TargetAsked, by: Actor, at: datetime
) -> InspectionTarget:
    """Change what a target asks for; the audit row tells what it was. Raises ``DomainError`` for one that has ended."""
    require(by, Permission.PLAN_VISITS, Subject(municipality_code=asked.municipality_code))
    take_turns(session, "inspection targets")
    target = target_to_change(session, target_id, by=by)
    _check_open(target)
    before, after = {key: getattr(target, key) for key in _FIELDS}, _values(asked)
    made: dict[str, Any] = {"made_at": at, "made_by": by.id, "made_by_name": by.name}
    _check_new(session, InspectionTarget(**after, **made, id=target.id, authority=target.authority))
    changed = [key for key in _FIELDS if before[key] != after[key]]
    if not changed:
        return target
    for key in changed:
        setattr(target, key, after[key])
    session.flush()
    details = {
        "before": _told({key: before[key] for key in changed}),
        "after": _told({key: after[key] for key in changed}),
    }
    audit.record(session, by=by, at=at, action="target.changed", on=("inspection_target", target.id), details=details)
    return target


def end_target(session: Session, target_id: UUID, *, reason: str, by: Actor, at: datetime) -> InspectionTarget:
    """Give a target up; it stays in the list. Raises ``DomainError`` without a reason, or when it has ended already."""
    target = target_to_change(session, target_id, by=by)
    _check_open(target)
    reason = " ".join(reason.replace("\x00", "").split())
    if not reason or len(reason) > LONGEST_REASON:
        raise DomainError("target.reason", "Say in at most {most} characters why.", most=LONGEST_REASON)
    target.ended_at, target.ended_by, target.ended_because = at, by.id, reason
    session.flush()
    details = {"reason": reason}
    audit.record(session, by=by, at=at, action="target.ended", on=("inspection_target", target.id), details=details)
    return target


def _values(asked: TargetAsked) -> dict[str, Any]:
    return {key: getattr(asked, key) for key in _FIELDS}


def _told(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in values.items()}


def _check_open(target: InspectionTarget) -> None:
    if target.ended_at is not None:
        raise DomainError("target.ended", "The target has ended already; set a new one.")


def _check_new(session: Session, target: InspectionTarget) -> None:
    if find_same(session, target) is not None:
        raise DomainError(
            "target.same", "There is a target for the same housing and the same period already: change that one."
        )
