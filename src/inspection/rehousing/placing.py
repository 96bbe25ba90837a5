"""Proposing places: from the register by the authority, or offered by the employer and checked the same way."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from husly.kit.access import Actor, Permission
from husly.kit.errors import DomainError, NotFoundError
from husly.settings import Settings
from inspection.enforcement.actions.steps import trace
from inspection.enforcement.queries import CaseFile
from inspection.rehousing.actions import open_order, rewrite_letter
from inspection.rehousing.matching import FreePlace
from inspection.rehousing.models import ProposedBy, RehousingOrder, RehousingPlace
from inspection.rehousing.queries import RehousingFile, read_file
from inspection.rehousing.searching import Checked, Wanted, check_dwellings, free_places
from inspection.rehousing.transitions import OVER, RehousingState
from register.dwellings.models import Dwelling


def wanted_of(file: CaseFile, order: RehousingOrder) -> Wanted:
    """What an order looks for."""
    return Wanted(file.dwelling, file.case.employer_id, order.from_on, order.until_on, order.id)


def places_for(
    session: Session, file: CaseFile, found: RehousingFile, *, settings: Settings, by: Actor
) -> list[FreePlace]:
    """Free lawful places for the order, as the reader may see them."""
    return free_places(session, wanted_of(file, found.order), pack_id=settings.packs[0], by=by)


def propose_place(
    session: Session,
    case_id: UUID,
    order_id: UUID,
    *,
    dwelling_id: UUID,
    groups: Sequence[str],
    proposed_by: ProposedBy,
    in_letter: bool,
    settings: Settings,
    by: Actor,
    at: datetime,
) -> RehousingPlace:
    """Record a place for some groups. The authority proposes only what fits; an employer's offer is kept with what
    speaks against it. Raises ``DomainError`` for a place already proposed, or one of the authority's that will not do.
    """
    file, found = open_order(session, case_id, order_id, by=by, permission=Permission.PREPARE_LETTERS)
    order = found.order
    if order.state in OVER or (in_letter and order.state not in (RehousingState.DRAFTED, RehousingState.HEARD)):
        raise DomainError("rehousing.late", "The order is over, or its letter is approved and cannot be changed.")
    checked = _checked(session, file, found, dwelling_id, settings=settings, by=by)
    persons, problems = _persons(found, groups), list(checked.problems)
    if checked.free is not None and 0 < checked.free < persons:
        problems.append("group_too_large")
    if problems and (proposed_by is ProposedBy.AUTHORITY or in_letter):
        raise DomainError("rehousing.place", "This place will not do: choose another, or smaller groups.")
    place = RehousingPlace(
        order_id=order.id,
        dwelling_id=dwelling_id,
        proposed_by=proposed_by,
        groups=list(groups),
        persons=persons,
        free=checked.free,
        distance_km=checked.distance_km,
        problems=problems,
        in_letter=in_letter,
        at=at,
        by_id=by.id,
        by_name=by.name,
    )
    session.add(place)
    session.flush()
    rewrite_letter(file, read_file(session, order))
    session.flush()
    details = {"rehousing_order": order.id, "dwelling": dwelling_id, "problems": problems}
    trace(session, file.case, "rehousing.place", by=by, at=at, details=details)
    return place


def _checked(
    session: Session, file: CaseFile, found: RehousingFile, dwelling_id: UUID, *, settings: Settings, by: Actor
) -> Checked:
    dwelling = session.get(Dwelling, dwelling_id)
    if dwelling is None:
        raise NotFoundError("dwelling")
    known = select(RehousingPlace.id).where(
        RehousingPlace.order_id == found.order.id, RehousingPlace.dwelling_id == dwelling_id
    )
    if session.exec(known).first() is not None:
        raise DomainError("rehousing.place_twice", "This place is proposed already.")
    wanted = wanted_of(file, found.order)
    return check_dwellings(session, wanted, [dwelling], pack_id=settings.packs[0], by=by)[0]


def _persons(found: RehousingFile, groups: Sequence[str]) -> int:
    sizes = {one.label: one.persons for one in found.groups()}
    if not groups or len(set(groups)) != len(groups) or not set(groups) <= set(sizes):
        raise DomainError("rehousing.whom", "Choose who would live there.")
    return sum(sizes[label] for label in groups)


def drop_place(session: Session, case_id: UUID, order_id: UUID, place_id: UUID, *, by: Actor, at: datetime) -> None:
    """Take a proposal back, unless the letter that names it is approved."""
    file, found = open_order(session, case_id, order_id, by=by, permission=Permission.PREPARE_LETTERS)
    place = next((one for one, _ in found.places if one.id == place_id), None)
    if place is None:
        raise NotFoundError("place")
    if place.in_letter and found.order.state not in (RehousingState.DRAFTED, RehousingState.HEARD):
        raise DomainError("rehousing.late", "The order is over, or its letter is approved and cannot be changed.")
    session.delete(place)
    session.flush()
    rewrite_letter(file, read_file(session, found.order))
    session.flush()
    trace(session, file.case, "rehousing.place_dropped", by=by, at=at, details={"dwelling": place.dwelling_id})
