"""Reading joint visits, and what others told of theirs, as the reader's authority knows them; what plans must know.

Two authorities of this register that go to one door learn of each other here: that the other comes, and no more.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission, within
from husly.kit.errors import NotFoundError
from inspection.authorities.belonging import STATE, is_own, of_authority, own_rows, own_within
from inspection.enforcement.models import InspectionCase, Visit
from inspection.enforcement.queries import BEFORE_VISIT
from inspection.enforcement.transitions import CaseState
from inspection.joint.authorities import LABOUR, MUNICIPALITY, authorities, own_authority
from inspection.joint.models import JointPartner, JointSlot, JointStep, JointVisit, OtherAuthorityVisit, OtherState
from inspection.joint.moves import Answer, JointState
from inspection.joint.nearness import NEAR_DAYS, DoorWarning, Seen, near
from inspection.joint.slots import common_slots
from inspection.planning.solving.problem import OtherVisit, Seat, Slot
from register.dwellings.models import Dwelling

BATCH = 500
OPEN = (JointState.PROPOSED, JointState.AGREED)
ASKED = (Answer.INVITED, Answer.ACCEPTED)
"""While an authority is told anything: before it is asked and once it declines it sees nothing."""

Mine = Callable[[Any], sa.ColumnElement[bool]]
"""The condition on a column of authorities that makes a row ours."""


@dataclass(frozen=True)
class JointFile:
    """One joint visit with all that belongs to it; partners the lead first, hours by partner.

    ``guest`` is the reader's own part where another authority of this register proposed it: he sees what is shared.
    """

    visit: JointVisit
    dwelling: Dwelling
    partners: tuple[JointPartner, ...]
    slots: Mapping[UUID, tuple[Slot, ...]]
    steps: tuple[JointStep, ...]
    guest: JointPartner | None = None

    @property
    def common(self) -> tuple[Slot, ...] | None:
        """The hours of all who come, ours only where it gave any; None where nobody gave hours."""
        return common_of(self.partners, self.slots, self.visit.service_min)

    def partner(self, partner_id: UUID) -> JointPartner:
        """One of its authorities. Raises ``NotFoundError``."""
        for one in self.partners:
            if one.id == partner_id:
                return one
        raise NotFoundError("partner")


@dataclass(frozen=True)
class JointTerms:
    """What a plan must keep of a joint visit: our seats, and the slots in which everybody can come."""

    joint_visit_id: UUID
    state: JointState
    seats: tuple[Seat, ...]
    slots: tuple[Slot, ...]
    service_min: int


def common_of(
    partners: Sequence[JointPartner], slots: Mapping[UUID, Sequence[Slot]], service_min: int
) -> tuple[Slot, ...] | None:
    """The hours that all who come have; None where nobody gave any."""
    coming = [one for one in partners if (one.is_own and slots.get(one.id)) or one.answer == "accepted"]
    if not any(slots.get(one.id) for one in coming):
        return None
    return common_slots({one.authority: slots.get(one.id, ()) for one in coming}, service_min=service_min)


def _own(by: Actor, permission: Permission) -> sa.ColumnElement[bool]:
    whose = {"authority": col(JointVisit.authority), "municipality_code": col(JointVisit.municipality_code)}
    return own_within(by, permission, **whose)


def _asked(by: Actor, permission: Permission) -> sa.ColumnElement[bool]:
    """Joint visits of another authority to which the reader's own is asked along."""
    parts = sa.select(col(JointPartner.joint_visit_id)).where(
        col(JointPartner.authority) == own_authority(by),
        ~col(JointPartner.is_own),
        col(JointPartner.answer).in_(ASKED),
    )
    area = within(by, permission, employer_id=sa.null(), municipality_code=col(JointVisit.municipality_code))
    return sa.and_(area, ~own_rows(col(JointVisit.authority), by, permission), col(JointVisit.id).in_(parts))


def guest_of(visit: JointVisit, partners: Sequence[JointPartner], *, by: Actor) -> JointPartner | None:
    """The part of the reader's authority in a joint visit that another proposed; None in one of its own."""
    if is_own(visit, by, Permission.READ_PLANS):
        return None
    own = own_authority(by)
    return next(one for one in partners if one.authority == own and not one.is_own)


def list_joint(
    session: Session, *, by: Actor, is_open: bool = True, limit: int = 50, offset: int = 0
) -> tuple[list[tuple[JointVisit, Dwelling]], int]:
    """Joint visits of the own authority and those it is asked to, and how many there are.

    The open ones, the next first, or those that are over, the newest first.
    """
    conditions = [sa.or_(_own(by, Permission.READ_PLANS), _asked(by, Permission.READ_PLANS))]
    state = col(JointVisit.state)
    conditions.append(state.in_(OPEN) if is_open else state.not_in(OPEN))
    count = session.execute(sa.select(sa.func.count()).select_from(JointVisit).where(*conditions)).scalar_one()
    day = col(JointVisit.visit_on)
    order = (day.is_(None), day if is_open else day.desc(), col(JointVisit.proposed_at), col(JointVisit.id))
    joined = select(JointVisit, Dwelling).join(Dwelling, col(Dwelling.id) == col(JointVisit.dwelling_id))
    rows = session.exec(joined.where(*conditions).order_by(*order).limit(limit).offset(offset))
    return [(row[0], row[1]) for row in rows], count


def get_joint(
    session: Session, joint_id: UUID, *, by: Actor, to_change: bool = False, to_answer: bool = False
) -> JointFile:
    """One joint visit, held when it is to be changed or answered.

    An authority that is asked along reads and answers it; only the one that proposed it changes it. Raises
    ``NotFoundError`` for everybody else, as if there were none.
    """
    is_held = to_change or to_answer
    permission = Permission.PLAN_VISITS if is_held else Permission.READ_PLANS
    whose = _own(by, permission) if to_change else sa.or_(_own(by, permission), _asked(by, permission))
    statement = select(JointVisit).where(col(JointVisit.id) == joint_id, whose)
    if is_held:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = session.exec(statement).one_or_none()
    if found is None:
        raise NotFoundError("joint visit")
    partners = partners_of(session, [joint_id])[joint_id]
    steps = session.exec(
        select(JointStep).where(JointStep.joint_visit_id == joint_id).order_by(col(JointStep.position))
    )
    return JointFile(
        found,
        session.get_one(Dwelling, found.dwelling_id),
        partners,
        slots_of(session, [one.id for one in partners]),
        tuple(steps),
        guest_of(found, partners, by=by),
    )


def partners_of(session: Session, joint_ids: Collection[UUID]) -> dict[UUID, tuple[JointPartner, ...]]:
    """The authorities of each joint visit: the lead, our own, the others by name of their key."""
    found: dict[UUID, list[JointPartner]] = {one: [] for one in joint_ids}
    order = (col(JointPartner.leads).desc(), col(JointPartner.is_own).desc(), col(JointPartner.authority))
    for some in _parts(joint_ids):
        statement = select(JointPartner).where(col(JointPartner.joint_visit_id).in_(some)).order_by(*order)
        for one in session.exec(statement):
            found[one.joint_visit_id].append(one)
    return {one: tuple(partners) for one, partners in found.items()}


def slots_of(session: Session, partner_ids: Collection[UUID]) -> dict[UUID, tuple[Slot, ...]]:
    """The hours that authorities gave, in order."""
    found: dict[UUID, list[Slot]] = {}
    for some in _parts(partner_ids):
        order = (col(JointSlot.slot_on), col(JointSlot.from_min))
        for one in session.exec(select(JointSlot).where(col(JointSlot.partner_id).in_(some)).order_by(*order)):
            found.setdefault(one.partner_id, []).append(Slot(one.slot_on, one.from_min, one.to_min))
    return {one: tuple(slots) for one, slots in found.items()}


def list_open_at(session: Session, dwelling_id: UUID, *, by: Actor) -> list[JointVisit]:
    """Joint visits of the own authority at a dwelling that are proposed or agreed."""
    own = _own(by, Permission.READ_PLANS)
    statement = select(JointVisit).where(JointVisit.dwelling_id == dwelling_id, col(JointVisit.state).in_(OPEN), own)
    return list(session.exec(statement.order_by(col(JointVisit.proposed_at), col(JointVisit.id))))


def terms_of(session: Session, dwelling_ids: Collection[UUID], *, authority: str = "") -> dict[UUID, JointTerms]:
    """What a plan must keep at dwellings with an open joint visit of its authority; an agreed one goes first.

    An agreed visit has one slot, its own hours; a proposed one those in which all who come can.
    """
    rows: list[JointVisit] = []
    mine = of_authority(col(JointVisit.authority), authority)
    for some in _parts(dwelling_ids):
        conditions = (col(JointVisit.dwelling_id).in_(some), col(JointVisit.state).in_(OPEN), mine)
        rows += session.exec(select(JointVisit).where(*conditions).order_by(col(JointVisit.proposed_at)))
    partners = partners_of(session, [one.id for one in rows])
    slots = slots_of(session, [one.id for of_one in partners.values() for one in of_one])
    rows.sort(key=lambda one: one.state is JointState.AGREED)
    return {one.dwelling_id: _terms(one, partners[one.id], slots) for one in rows}


def _terms(one: JointVisit, partners: Sequence[JointPartner], slots: Mapping[UUID, Sequence[Slot]]) -> JointTerms:
    people = sum(partner.people for partner in partners if partner.is_own)
    if one.state is JointState.AGREED and one.visit_on is not None:
        common: tuple[Slot, ...] = (Slot(one.visit_on, one.from_min, one.to_min),)
    else:
        common = common_of(partners, slots, one.service_min) or ()
    return JointTerms(one.id, one.state, tuple(Seat() for _ in range(max(1, people))), common, one.service_min)


def other_visits_at(
    session: Session, dwelling_ids: Collection[UUID], first: date, last: date, *, authority: str = ""
) -> dict[UUID, tuple[OtherVisit, ...]]:
    """Visits of others near a period (30 days around it) as an authority knows them, for the candidates of its plan."""
    found: dict[UUID, list[OtherVisit]] = {}
    margin = timedelta(days=NEAR_DAYS)
    for one in _seen(session, dwelling_ids, first - margin, last + margin, partial(of_authority, authority=authority)):
        if one.on is not None:
            found.setdefault(one.dwelling_id, []).append(OtherVisit(one.authority, one.on))
    return {dwelling: tuple(sorted(visits)) for dwelling, visits in found.items()}


def warnings_for(
    session: Session, dwelling_id: UUID, on: date, *, by: Actor, as_of: date | None = None
) -> list[DoorWarning]:
    """Other authorities at the door within 30 days of a visit, the nearest first; ``as_of`` (the day itself) is today.

    For whoever may read plans; the caller has checked that.
    """
    return warnings_at(session, [(dwelling_id, on)], by=by, as_of=as_of or on).get((dwelling_id, on), [])


def warnings_at(
    session: Session, doors: Collection[tuple[UUID, date]], *, by: Actor, as_of: date
) -> dict[tuple[UUID, date], list[DoorWarning]]:
    """The same for many visits (dwelling, day) at once; those without a warning are left out."""
    if not doors:
        return {}
    margin, days = timedelta(days=NEAR_DAYS), [on for _, on in doors]
    dwellings = {dwelling for dwelling, _ in doors}
    visits: dict[UUID, list[Seen]] = {}
    for one in _seen(session, dwellings, min(days) - margin, max(days) + margin, _mine(by)):
        visits.setdefault(one.dwelling_id, []).append(one)
    joined = _joined(session, visits, _mine(by))
    found = {
        (dwelling, on): near(visits.get(dwelling, ()), on, as_of=as_of, joined=joined.get((dwelling, on), ()))
        for dwelling, on in doors
    }
    return {door: told for door, told in found.items() if told}


def _mine(by: Actor) -> Mine:
    return partial(own_rows, by=by, permission=Permission.READ_PLANS)


def coming_to(session: Session, dwelling_id: UUID, *, by: Actor) -> list[DoorWarning]:
    """Other authorities of this register that are to come to a dwelling, where no visit of ours is planned yet."""
    return [
        DoorWarning(
            visit_id=None,
            dwelling_id=dwelling_id,
            authority=one.authority,
            on=one.on,
            days=None,
            is_planned=True,
            may_join=False,
        )
        for one in _coming(session, [dwelling_id], _mine(by))
    ]


def _joined(session: Session, dwelling_ids: Collection[UUID], mine: Mine) -> dict[tuple[UUID, date], set[str]]:
    """Which authorities come along on which day, by what is agreed."""
    found: dict[tuple[UUID, date], set[str]] = {}
    for some in _parts(dwelling_ids):
        statement = (
            sa.select(col(JointVisit.dwelling_id), col(JointVisit.visit_on), col(JointPartner.authority))
            .join(JointPartner, col(JointPartner.joint_visit_id) == col(JointVisit.id))
            .where(
                col(JointVisit.dwelling_id).in_(some),
                mine(col(JointVisit.authority)),
                col(JointVisit.state) == JointState.AGREED,
                col(JointPartner.answer) == "accepted",
            )
        )
        for dwelling, on, authority in session.execute(statement):
            if on is not None:
                found.setdefault((dwelling, on), set()).add(authority)
    return found


def partners_named(session: Session, case: InspectionCase, on: date) -> list[str]:
    """What the authorities that come along in a case on a day are called in Danish letters: those that have agreed to,
    each on a legal basis of its own, as the authority of the case arranged it.
    """
    statement = (
        sa.select(col(JointPartner.authority))
        .join(JointVisit, col(JointVisit.id) == col(JointPartner.joint_visit_id))
        .where(
            col(JointVisit.dwelling_id) == case.dwelling_id,
            of_authority(col(JointVisit.authority), case.authority),
            col(JointVisit.visit_on) == on,
            col(JointVisit.state) == JointState.AGREED,
            col(JointPartner.answer) == "accepted",
            col(JointPartner.legal_basis) != "",
            ~col(JointPartner.is_own),
        )
        .order_by(col(JointPartner.authority))
        .distinct()
    )
    known = authorities()
    return [known[key].name.da if key in known else key for key in session.execute(statement).scalars()]


def _seen(session: Session, dwelling_ids: Collection[UUID], first: date, last: date, mine: Mine) -> Iterator[Seen]:
    """The cases of others in this register, then what we were told of others."""
    yield from (one for one in _coming(session, dwelling_ids, mine) if one.on is None or first <= one.on <= last)
    for some in _parts(dwelling_ids):
        statement = select(OtherAuthorityVisit).where(
            col(OtherAuthorityVisit.dwelling_id).in_(some),
            mine(col(OtherAuthorityVisit.told_to)),
            col(OtherAuthorityVisit.visit_on).between(first, last),
            col(OtherAuthorityVisit.state) != OtherState.CANCELLED,
        )
        for one in session.exec(
            statement.order_by(col(OtherAuthorityVisit.visit_on), col(OtherAuthorityVisit.authority))
        ):
            yield Seen(
                id=one.id,
                dwelling_id=one.dwelling_id,
                authority=one.authority,
                on=one.visit_on,
                is_planned=one.state is OtherState.PLANNED,
            )


def _coming(session: Session, dwelling_ids: Collection[UUID], mine: Mine) -> Iterator[Seen]:
    """Visits before which cases of other authorities stand: the day only where the people there have notice of it."""
    for some in _parts(dwelling_ids):
        statement = (
            sa.select(
                col(InspectionCase.dwelling_id),
                col(InspectionCase.authority),
                sa.case((col(InspectionCase.state) == CaseState.NOTIFIED, col(Visit.visit_on)), else_=sa.null()),
            )
            .join(Visit, col(Visit.case_id) == col(InspectionCase.id))
            .where(
                col(InspectionCase.dwelling_id).in_(some),
                ~mine(col(InspectionCase.authority)),
                col(InspectionCase.state).in_(BEFORE_VISIT),
                col(InspectionCase.closed_at).is_(None),
                col(Visit.round) == col(InspectionCase.round),
            )
            .distinct()
            .order_by(col(InspectionCase.authority))
        )
        for dwelling_id, authority, on in session.execute(statement):
            key = LABOUR if authority == STATE else MUNICIPALITY
            yield Seen(dwelling_id=dwelling_id, authority=key, on=on, is_planned=True)


def _told(by: Actor, permission: Permission) -> sa.ColumnElement[bool]:
    whose = {
        "authority": col(OtherAuthorityVisit.told_to),
        "municipality_code": col(OtherAuthorityVisit.municipality_code),
    }
    return own_within(by, permission, **whose)


def list_other_visits(
    session: Session, *, by: Actor, since: date, limit: int = 50, offset: int = 0
) -> tuple[list[tuple[OtherAuthorityVisit, Dwelling]], int]:
    """Other authorities' visits of which the own was told, from a day on, by day, and how many there are."""
    conditions = (
        _told(by, Permission.READ_PLANS),
        col(OtherAuthorityVisit.visit_on) >= since,
    )
    counted = sa.select(sa.func.count()).select_from(OtherAuthorityVisit).where(*conditions)
    joined = select(OtherAuthorityVisit, Dwelling).join(
        Dwelling, col(Dwelling.id) == col(OtherAuthorityVisit.dwelling_id)
    )
    order = (col(OtherAuthorityVisit.visit_on), col(OtherAuthorityVisit.id))
    rows = session.exec(joined.where(*conditions).order_by(*order).limit(limit).offset(offset))
    return [(row[0], row[1]) for row in rows], session.execute(counted).scalar_one()


def get_other_visit(session: Session, visit_id: UUID, *, by: Actor, to_change: bool = False) -> OtherAuthorityVisit:
    """One of them. Raises ``NotFoundError``, also for what another authority was told."""
    permission = Permission.PLAN_VISITS if to_change else Permission.READ_PLANS
    statement = select(OtherAuthorityVisit).where(col(OtherAuthorityVisit.id) == visit_id, _told(by, permission))
    found = session.exec(statement.with_for_update() if to_change else statement).one_or_none()
    if found is None:
        raise NotFoundError("visit")
    return found


def known_contacts(session: Session, *, by: Actor) -> dict[str, tuple[str, ...]]:
    """Whom to reach in each authority, as the own authority's joint visits within the area name them."""
    statement = (
        sa.select(col(JointPartner.authority), col(JointPartner.contact))
        .join(JointVisit, col(JointVisit.id) == col(JointPartner.joint_visit_id))
        .where(
            ~col(JointPartner.is_own),
            col(JointPartner.contact) != "",
            _own(by, Permission.READ_PLANS),
        )
        .distinct()
    )
    found: dict[str, list[str]] = {}
    for authority, contact in session.execute(statement.order_by(col(JointPartner.contact))):
        found.setdefault(authority, []).append(contact)
    return {authority: tuple(contacts) for authority, contacts in found.items()}


def _parts(ids: Collection[UUID]) -> Iterator[list[UUID]]:
    whole = list(ids)
    yield from (whole[start : start + BATCH] for start in range(0, len(whole), BATCH))
