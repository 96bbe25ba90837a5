"""What the demonstration's employer tells besides facts: contact on site, owner, work, rent, residents by date."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import SYSTEM
from husly.kit.clock import danish_date
from husly.settings import Settings
from register.accommodations.models import Accommodation
from register.declarations.actions import submit_declaration
from register.declarations.documents import document_of
from register.declarations.forms import read_declaration
from register.declarations.models import Source
from register.declarations.queries import get_declared
from register.municipalities.queries import current_boundaries

HOMES = 3
CHANGE_AFTER = timedelta(days=30)
"""How long until the residents of the first change."""


def tell_terms(session: Session, employer_id: UUID | None, *, settings: Settings, at: datetime) -> None:
    """Amend some current declarations of one employer, the first with everything that can be told."""
    day = danish_date(at)
    current = select(Accommodation.id).where(
        col(Accommodation.employer_id) == employer_id,
        col(Accommodation.starts_on) < day,
        sa.or_(col(Accommodation.ends_on).is_(None), col(Accommodation.ends_on) > day + CHANGE_AFTER),
    )
    homes = session.exec(current.order_by(col(Accommodation.starts_on), col(Accommodation.id)).limit(HOMES)).all()
    for number, home in enumerate(homes):
        declared = get_declared(session, home, by=SYSTEM)
        document = document_of(declared)
        document |= _told(number, declared.accommodation.starts_on, day, declared.facts.residents)
        if number == 0:
            document["dwelling"] |= {"rent_per_month": 2800, "rent_currency": "DKK"}
        submit_declaration(
            session,
            form=read_declaration(document, data_path=settings.data_path),
            source=Source.DEMO,
            by=SYSTEM,
            at=at,
            boundaries=current_boundaries(session, settings.data_path),
            data_path=settings.data_path,
        )


def _told(number: int, starts_on: date, day: date, residents: int | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "contact": {"name": "Kim Kontakt", "phone": "00 00 00 00", "email": "stedet@firma.husly.example"},
        "work": {
            "workplaces": [{"name": "Prøvegartneriet", "address": "Prøvevej 7, 5000 Odense C"}],
            "client_name": "Prøvekunden A/S",
            "shifts": 2,
            "season": "seasonal",
            "season_text": "april til oktober",
            "workers": 40,
        },
    }
    if number == 0:
        told["owner"] = {"name": "Prøveejendomme A/S", "postal_address": "Prøvevej 9, 5000 Odense C"}
        told["rent"] = {"deducted": True, "deduction_base": "net_wage", "deduction_text": "hver måned"}
        told["occupancy"] = _by_date(starts_on, day + CHANGE_AFTER, residents or 0)
    if number == 1:
        told["owner"] = {"is_employer": True}
    return told


def _by_date(starts_on: date, change_on: date, residents: int) -> list[dict[str, Any]]:
    """Half of them until a day, all of them from then on."""
    first = {"from_on": starts_on.isoformat(), "to_on": change_on.isoformat(), "residents": residents // 2}
    return [first, {"from_on": change_on.isoformat(), "to_on": None, "residents": residents}]
