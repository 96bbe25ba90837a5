"""Making the codes of plans and door sheets, and writing down who printed what."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, may, require
from husly.kit.clock import danish_date
from husly.kit.database import take_turns
from register.declarations.queries import Declared
from register.sheets.codes import new_plan_code
from register.sheets.models import DoorCode, PlanCode
from register.sheets.queries import find_door_code, find_plan_code


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


def door_code(session: Session, accommodation_id: UUID, *, on: date) -> str:
    """The code for the residents' sheet of an accommodation, made the first time."""
    take_turns(session, "door-codes")
    found = find_door_code(session, accommodation_id)
    if found is None:
        found = DoorCode(code=new_plan_code(), accommodation_id=accommodation_id, made_on=on)
        session.add(found)
        session.flush()
    return found.code


def renew_door_code(session: Session, declared: Declared, *, by: Actor, at: datetime) -> DoorCode:
    """A new code for the sheet; the old one still leads to the page and says that there is a newer sheet."""
    accommodation = declared.accommodation
    require(by, Permission.DECLARE, Subject(employer_id=accommodation.employer_id))
    take_turns(session, "door-codes")
    found = find_door_code(session, accommodation.id)
    if found is not None:
        found.renewed_on = danish_date(at)
        session.add(found)
    made = DoorCode(code=new_plan_code(), accommodation_id=accommodation.id, made_on=danish_date(at))
    session.add(made)
    session.flush()
    audit.record(session, by=by, at=at, action="door_code.renewed", on=("accommodation", accommodation.id))
    return made
