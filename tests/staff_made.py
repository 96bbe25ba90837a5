"""Inspectors for tests: stations with profiles, conflicts, leaders."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session

from conftest import AT
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.accounts.models import Account
from inspection.planning.models import DutyStation
from inspection.planning.travel import Place
from inspection.staff.actions import Person, declare_conflict, open_inspector
from inspection.staff.models import ConflictGround, ConflictOfInterest

ODENSE_PLACE = Place(55.396, 10.388, "0461")
AARHUS_PLACE = Place(56.157, 10.21, "0751")
LEADER = Actor("leader", "Lene Leder", (Grant(Role.DECISION_MAKER),))
ODENSE_LEADER = Actor("odense", "Karin Kommune", (Grant(Role.CASEWORKER, municipality_code="0461"),))
AARHUS_LEADER = Actor("aarhus", "Aage Aarhus", (Grant(Role.CASEWORKER, municipality_code="0751"),))


def account(session: Session, name: str = "Ida Inspektør") -> Account:
    made = Account(email=f"{name.split()[0].lower()}@test.example", name=name, password_hash="!", created_at=AT)
    session.add(made)
    session.flush()
    return made


def colleague(account_id: UUID, name: str = "Ida Inspektør") -> Actor:
    """The inspector of an account, as she acts herself."""
    return Actor(str(account_id), name, (Grant(Role.INSPECTOR),))


def add_inspector(
    session: Session,
    name: str = "Ida Inspektør",
    *,
    start: Place = ODENSE_PLACE,
    led_in: str | None = None,
    **person: Any,
) -> DutyStation:
    return open_inspector(session, person=Person(name=name, **person), start=start, led_in=led_in, by=SYSTEM, at=AT)


def conflict(session: Session, station: DutyStation, **about: Any) -> ConflictOfInterest:
    """A conflict of interest in force from the day on which tests act."""
    known: dict[str, Any] = {
        "ground": ConflictGround.RELATIVE,
        "reason": "Min svoger leder firmaet.",
        "from_on": date(2026, 3, 2),
        "by": SYSTEM,
        "at": AT,
    }
    return declare_conflict(session, station.id, **(known | about))
