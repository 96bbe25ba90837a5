"""Making a plan's code, and writing down who printed what."""

from datetime import datetime

from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, may
from husly.kit.database import take_turns
from register.declarations.queries import Declared
from register.sheets.codes import new_plan_code
from register.sheets.models import PlanCode
from register.sheets.queries import find_plan_code


def plan_code(session: Session, declared: Declared, *, by: Actor, at: datetime) -> PlanCode:
    """The code of the accommodation's plan, made the first time. Only its employer makes the plan count as one."""
    accommodation = declared.accommodation
    take_turns(session, "plan-codes")
    found = find_plan_code(session, accommodation.id)
    if found is None:
        found = PlanCode(accommodation_id=accommodation.id, code=new_plan_code(), created_at=at)
    if found.generated_at is None and may(by, Permission.DECLARE, Subject(employer_id=accommodation.employer_id)):
        found.generated_at = at
        audit.record(session, by=by, at=at, action="plan.made", on=("accommodation", accommodation.id))
    session.add(found)
    session.flush()
    return found


def record_print(session: Session, declared: Declared, paper: str, *, by: Actor, at: datetime, language: str) -> None:
    """Write down that somebody took a paper (``plan``, ``receipt``, ``door_sheet``) of one version."""
    audit.record(
        session,
        by=by,
        at=at,
        action=f"{paper}.printed",
        on=("declaration", declared.declaration.id),
        details={
            "accommodation": declared.accommodation.id,
            "version": declared.declaration.version,
            "language": language,
        },
    )
