"""Reading what is known before a visit, and grounds to come unannounced: of one dwelling, or of many at once."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission, within
from husly.kit.errors import NotFoundError
from inspection.authorities.belonging import of_authority, own_rows, own_within
from inspection.enforcement.models import InspectionCase
from inspection.needs.fitting import KnownNeeds
from inspection.needs.hours import read_stored
from inspection.needs.models import UnannouncedGround, VisitNeeds
from register.accommodations.models import Accommodation
from register.declarations.models import Declaration

BATCH = 500


def known_of(row: VisitNeeds) -> KnownNeeds:
    """What a plan reads of a row."""
    return KnownNeeds(
        people=row.people,
        skills=frozenset(row.skills),
        languages=frozenset(row.languages),
        interpreter=row.interpreter,
        home=read_stored(row.home_hours),
        contact=read_stored(row.contact_hours),
        contact_needed=row.contact_needed,
        daylight_only=row.daylight_only,
        service_min=row.service_min,
    )


def needs_at(session: Session, dwelling_ids: Sequence[UUID]) -> dict[UUID, KnownNeeds]:
    """What is known before a visit of each of these dwellings, where anything is."""
    found: dict[UUID, KnownNeeds] = {}
    for start in range(0, len(dwelling_ids), BATCH):
        some = dwelling_ids[start : start + BATCH]
        statement = select(VisitNeeds).where(col(VisitNeeds.dwelling_id).in_(some))
        found.update({row.dwelling_id: known_of(row) for row in session.exec(statement)})
    return found


def find_needs(session: Session, dwelling_id: UUID) -> VisitNeeds | None:
    """What is known before a visit of one dwelling, words included: for whoever may visit it."""
    return session.get(VisitNeeds, dwelling_id)


def get_home(session: Session, accommodation_id: UUID, *, by: Actor, permission: Permission) -> Accommodation:
    """Housing that the authority's actor may visit or plan for. Raises ``NotFoundError``, also outside the scope."""
    scope = within(by, permission, employer_id=sa.null(), municipality_code=col(Accommodation.municipality_code))
    found = session.exec(select(Accommodation).where(Accommodation.id == accommodation_id, scope)).one_or_none()
    if found is None:
        raise NotFoundError("accommodation")
    return found


def declared_shifts(session: Session, dwelling_id: UUID) -> int | None:
    """The most shifts that anybody declares for residents of a dwelling; None where nobody says."""
    statement = (
        select(Declaration.terms)
        .join(Accommodation, col(Accommodation.id) == col(Declaration.accommodation_id))
        .where(col(Declaration.is_current), col(Accommodation.dwelling_id) == dwelling_id)
    )
    told = [(terms or {}).get("work", {}).get("shifts") for terms in session.exec(statement)]
    return max((int(shifts) for shifts in told if shifts), default=None)


def in_force(as_of: date) -> tuple[sa.ColumnElement[bool], ...]:
    """The conditions of a ground that counts on a day."""
    return (col(UnannouncedGround.withdrawn_at).is_(None), col(UnannouncedGround.until_on) >= as_of)


def grounds_of(
    session: Session, accommodation_ids: Sequence[UUID], *, as_of: date, authority: str = ""
) -> dict[UUID, UnannouncedGround]:
    """The ground of an authority in force on a day for each of these, the one that lasts longest."""
    mine = of_authority(col(UnannouncedGround.authority), authority)
    found: dict[UUID, UnannouncedGround] = {}
    for start in range(0, len(accommodation_ids), BATCH):
        some = accommodation_ids[start : start + BATCH]
        at_these = col(UnannouncedGround.accommodation_id).in_(some)
        statement = select(UnannouncedGround).where(at_these, mine, *in_force(as_of))
        for row in session.exec(statement.order_by(col(UnannouncedGround.until_on), col(UnannouncedGround.id))):
            found[row.accommodation_id] = row
    return found


def with_ground(as_of: date, *, authority: str = "") -> Any:
    """Selects the accommodations for which a ground of an authority is in force on a day."""
    mine = of_authority(col(UnannouncedGround.authority), authority)
    return sa.select(col(UnannouncedGround.accommodation_id)).where(mine, *in_force(as_of))


def list_grounds(session: Session, accommodation_id: UUID, *, by: Actor) -> list[UnannouncedGround]:
    """Every ground of the own authority there ever was for an accommodation, the newest first."""
    own = own_rows(col(UnannouncedGround.authority), by, Permission.RECORD_VISITS)
    statement = select(UnannouncedGround).where(UnannouncedGround.accommodation_id == accommodation_id, own)
    return list(session.exec(statement.order_by(col(UnannouncedGround.recorded_at).desc(), col(UnannouncedGround.id))))


def get_ground(session: Session, ground_id: UUID, *, by: Actor) -> UnannouncedGround:
    """One ground that the actor may withdraw. Raises ``NotFoundError``, also for another authority's."""
    scope = own_within(
        by,
        Permission.PREPARE_LETTERS,
        authority=col(UnannouncedGround.authority),
        municipality_code=col(UnannouncedGround.municipality_code),
    )
    statement = select(UnannouncedGround).where(UnannouncedGround.id == ground_id, scope)
    found = session.exec(statement.with_for_update()).one_or_none()
    if found is None:
        raise NotFoundError("ground")
    return found


def is_stopped(session: Session, dwelling_id: UUID) -> bool:
    """Whether an offence is suspected in an open case there without written consent: then nobody enters (RSL § 9)."""
    statement = select(InspectionCase.id).where(
        InspectionCase.dwelling_id == dwelling_id,
        col(InspectionCase.closed_at).is_(None),
        col(InspectionCase.suspicion),
        sa.not_(col(InspectionCase.written_consent)),
    )
    return session.exec(statement.limit(1)).first() is not None
