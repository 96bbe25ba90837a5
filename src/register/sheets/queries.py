"""Reading codes of plans, and how a printed plan stands."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit.errors import NotFoundError
from register.accommodations.models import Accommodation
from register.declarations.models import Declaration
from register.declarations.queries import Declared
from register.sheets.models import DoorCode, PlanCode
from register.sheets.plan_state import generated_content, with_generated_plan
from standards.facts.known import DwellingFacts


def find_plan_code(session: Session, accommodation_id: UUID) -> PlanCode | None:
    """The code of an accommodation's plan, if one was ever made."""
    return session.get(PlanCode, accommodation_id)


def find_door_code(session: Session, accommodation_id: UUID) -> DoorCode | None:
    """The code that stands on the sheet for an accommodation's residents now, if one was ever made."""
    statement = select(DoorCode).where(
        col(DoorCode.accommodation_id) == accommodation_id, col(DoorCode.renewed_on).is_(None)
    )
    return session.exec(statement).one_or_none()


def facts_with_plan(session: Session, declared: Declared) -> DwellingFacts:
    """What is declared, with the plan that its employer made here, if so."""
    found = find_plan_code(session, declared.accommodation.id)
    if found is None or found.generated_at is None:
        return declared.facts
    return with_generated_plan(declared.facts, content_of(declared))


def content_of(declared: Declared) -> tuple[str, ...]:
    """The parts that a plan made of this declaration has."""
    employer = declared.employer
    return generated_content(declared.facts, has_contact=bool(employer.contact_phone or employer.contact_email))


@dataclass(frozen=True)
class PlanPaper:
    """What may be told to whoever holds a code: nothing of who lives where.

    ``printed`` is the version on the paper, ``successor`` the one that took its place; None where there is none.
    """

    accommodation_id: UUID
    code: str
    ends_on: date | None
    current: Declaration
    printed: Declaration | None
    successor: Declaration | None


def get_plan_paper(session: Session, code: str, *, version: int | None) -> PlanPaper:
    """The plan by its code. Raises ``NotFoundError``."""
    statement = (
        select(PlanCode, Accommodation)
        .join(Accommodation, col(Accommodation.id) == col(PlanCode.accommodation_id))
        .where(col(PlanCode.code) == code)
    )
    row = session.exec(statement).one_or_none()
    if row is None:
        raise NotFoundError("plan")
    accommodation = row[1]
    versions = {
        one.version: one
        for one in session.exec(select(Declaration).where(col(Declaration.accommodation_id) == accommodation.id))
    }
    return PlanPaper(
        accommodation_id=accommodation.id,
        code=code,
        ends_on=accommodation.ends_on,
        current=versions[max(versions)],
        printed=versions.get(version) if version is not None else None,
        successor=versions.get(version + 1) if version in versions else None,
    )
