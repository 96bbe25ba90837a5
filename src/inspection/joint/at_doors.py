"""What the pages of cases and plans say of other authorities at their doors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor, Permission, Subject, may
from inspection.authorities.belonging import is_own
from inspection.enforcement.models import InspectionCase, Visit
from inspection.joint.presenters import DoorWarningRow, warning_rows, when_of
from inspection.joint.queries import coming_to, list_open_at, warnings_at, warnings_for
from inspection.planning.models import PlannedVisit
from register.dwellings.models import Dwelling


@dataclass(frozen=True)
class CaseDoor:
    """Warnings at a case's visit, and the joint visit there, if one is open."""

    warnings: Sequence[DoorWarningRow] = ()
    joint_id: UUID | None = None
    joint: str = ""
    may_propose: bool = False


class PlannedStop(Protocol):
    """A visit of a plan with the place it leads to."""

    @property
    def visit(self) -> PlannedVisit:
        """The planned visit."""

    @property
    def dwelling(self) -> Dwelling:
        """Where it leads."""


def case_door(session: Session, case: InspectionCase, visit: Visit | None, *, by: Actor, as_of: date) -> CaseDoor:
    """What a case's page says to its own authority; nothing to whoever may not read plans, or once it is closed.

    Before a visit is decided it says who else of this register is to come.
    """
    is_shown = is_own(case, by, Permission.READ_PLANS) and _may(by, Permission.READ_PLANS, case.municipality_code)
    if not is_shown or case.closed_at is not None:
        return CaseDoor()
    may_plan = _may(by, Permission.PLAN_VISITS, case.municipality_code)
    open_ones = list_open_at(session, case.dwelling_id, by=by)
    is_ahead = visit is not None and visit.visited_on is None
    if visit is not None and is_ahead:
        found = warnings_for(session, case.dwelling_id, visit.visit_on, by=by, as_of=as_of)
    else:
        found = coming_to(session, case.dwelling_id, by=by)
    rows = warning_rows(found, case_id=case.id, may_plan=may_plan and not open_ones)
    if open_ones:
        return CaseDoor(rows, open_ones[0].id, when_of(open_ones[0]))
    return CaseDoor(rows, may_propose=may_plan and is_ahead)


def plan_doors(
    session: Session, stops: Sequence[PlannedStop], *, by: Actor, as_of: date
) -> dict[UUID, list[DoorWarningRow]]:
    """Warnings at the visits of a plan that were not dropped, by planned visit. The caller has checked the plan."""
    standing = [one for one in stops if one.visit.dropped_at is None]
    doors = {(one.dwelling.id, one.visit.visit_on) for one in standing}
    found = warnings_at(session, doors, by=by, as_of=as_of)
    return {
        one.visit.id: warning_rows(told, may_plan=_may(by, Permission.PLAN_VISITS, one.visit.municipality_code))
        for one in standing
        if (told := found.get((one.dwelling.id, one.visit.visit_on)))
    }


def _may(by: Actor, permission: Permission, code: str) -> bool:
    return may(by, permission, Subject(municipality_code=code))
