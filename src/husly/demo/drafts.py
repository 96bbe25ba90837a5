"""Declarations that the demonstration's employer has begun: a new one, half told, and a change."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit.access import Actor
from register.accommodations.models import Accommodation
from register.declarations.journey.actions import begin_amendment, begin_copy, save_draft
from register.declarations.queries import get_declared

ADDRESS = {"street": "Markvejen", "house_number": "7", "postcode": "5450", "postal_town": "Otterup"}


def begin_demo_drafts(session: Session, *, by: Actor, at: datetime) -> None:
    """Begin both, some days ago, from what the employer declared; nothing where nothing is declared."""
    declared = [get_declared(session, found, by=by) for found in _own(session, by)]
    if not declared:
        return
    begun = at - timedelta(days=3)
    draft = begin_copy(session, declared[0], by=by, at=begun)
    document = {**draft.document, "address": ADDRESS, "rooms": draft.document.get("rooms", [])[:2]}
    save_draft(session, draft, document, later=["work"], by=by, at=begun)
    begin_amendment(session, declared[-1], by=by, at=at - timedelta(days=1))


def _own(session: Session, by: Actor) -> list[UUID]:
    employers = [grant.employer_id for grant in by.grants if grant.employer_id is not None]
    statement = select(Accommodation.id).where(col(Accommodation.employer_id).in_(employers))
    return list(session.exec(statement.order_by(col(Accommodation.starts_on), col(Accommodation.id)).limit(2)))
