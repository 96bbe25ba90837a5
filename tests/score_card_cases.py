"""A register for tests of the score card: scored housing of two employers, and an evaluation to publish."""

from typing import Any
from uuid import UUID

from sqlalchemy.engine import Engine
from sqlmodel import Session

from housed import ODENSE, SVENDBORG, add_employer, house
from husly.kit.access import SYSTEM
from husly.kit.clock import now, today
from husly.kit.database import transaction
from inspection.risk.actions import score_register
from inspection.risk.weights import load_weights
from register.accommodations.models import Accommodation

FIGURE = {"value": 0.6, "low": 0.5, "high": 0.7}
VISITS: dict[str, Any] = {
    "visits": 300,
    "breaches": 75,
    "weighted": True,
    "hit_rate": FIGURE,
    "capacity": 0.1,
    "rankings": {name: {"area_under_curve": FIGURE, "lift": FIGURE} for name in ("model", "chance", "last_result")},
    "model_minus": {"chance": {"area_under_curve": {"value": 0.1, "low": 0.02, "high": 0.2}}},
    "groups": {},
}
"""One set of visits as an evaluation tells it."""


def evaluation(**changes: Any) -> dict[str, Any]:
    """What ``husly risk evaluate --json`` tells of the visits of a year, as far as it is published."""
    whole = {"from": "2025-01-01", "to": "2025-12-31", "weights_version": "2026-01", "all": VISITS, "random": None}
    return whole | changes


def scored(session: Session, version: str = "2026-01") -> None:
    """Score everything as of today."""
    score_register(session, as_of=today(), weights=load_weights(version), switched_on=True, by=SYSTEM, at=now())


def two_homes(engine: Engine) -> tuple[Accommodation, Accommodation]:
    """A crowded container in Odense and another employer's house in Svendborg, both scored."""
    with transaction(engine) as session:
        container = house(
            session, place=ODENSE, kind="container", residents=20, facts={"toilets": 0, "plan": False}, street="Ærøvej"
        )
        other = house(session, place=SVENDBORG, street="Fjordvej", employer=add_employer(session, name="Anden ApS"))
        scored(session)
        return container, other


def own_page(home_id: UUID) -> str:
    """The address of an employer's own score."""
    return f"/declarations/{home_id}/score"
