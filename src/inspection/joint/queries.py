"""Reading other authorities' visits and joint visits within the reader's area; what a plan must know of them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission, within
from husly.kit.errors import NotFoundError
from inspection.joint.authorities import authorities
from inspection.joint.models import JointPartner, JointSlot, JointStep, JointVisit, OtherAuthorityVisit, OtherState
from inspection.joint.moves import JointState
from inspection.joint.nearness import NEAR_DAYS, DoorWarning, Seen, near
from inspection.joint.slots import common_slots
from inspection.planning.solving.problem import OtherVisit, Seat, Slot
from register.dwellings.models import Dwelling

BATCH = 500
OPEN = (JointState.PROPOSED, JointState.AGREED)


@dataclass(frozen=True)
class JointFile:
    """One joint visit with all that belongs to it; partners the lead first, hours by partner."""

    visit: JointVisit
    dwelling: Dwelling
    partners: tuple[JointPartner, ...]
    slots: Mapping[UUID, tuple[Slot, ...]]
    steps: tuple[JointStep, ...]

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


def _scope(by: Actor, permission: Permission, code: object) -> sa.ColumnElement[bool]:
    return within(by, permission, employer_id=sa.null(), municipality_code=code)  # never for an employer


def list_joint(
    session: Session, *, by: Actor, is_open: bool = True, limit: int = 50, offset: int = 0
) -> tuple[list[tuple[JointVisit, Dwelling]], int]:
    """Joint visits within the area: the open ones, the next first, or those that are over, the newest first."""
    conditions = [_scope(by, Permission.READ_PLANS, col(JointVisit.municipality_code))]
    state = col(JointVisit.state)
    conditions.append(state.in_(OPEN) if is_open else state.not_in(OPEN))
    count = session.execute(sa.select(sa.func.count()).select_from(JointVisit).where(*conditions)).scalar_one()
    day = col(JointVisit.visit_on)
    order = (day.is_(None), day if is_open else day.desc(), col(JointVisit.proposed_at), col(JointVisit.id))
    joined = select(JointVisit, Dwelling).join(Dwelling, col(Dwelling.id) == col(JointVisit.dwelling_id))
    rows = session.exec(joined.where(*conditions).order_by(*order).limit(limit).offset(offset))
    return [(row[0], row[1]) for row in rows], count


def get_joint(session: Session, joint_id: UUID, *, by: Actor, to_change: bool = False) -> JointFile:
    """One joint visit, held when it is to be changed. Raises ``NotFoundError``, also outside the area."""
    permission = Permission.PLAN_VISITS if to_change else Permission.READ_PLANS
    statement = select(JointVisit).where(
        col(JointVisit.id) == joint_id, _scope(by, permission, col(JointVisit.municipality_code))
    )
    if to_change:
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


def list_open_at(session: Session, dwelling_id: UUID) -> list[JointVisit]:
    """Joint visits at a dwelling that are proposed or agreed."""
    statement = select(JointVisit).where(JointVisit.dwelling_id == dwelling_id, col(JointVisit.state).in_(OPEN))
    return list(session.exec(statement.order_by(col(JointVisit.proposed_at), col(JointVisit.id))))


def terms_of(session: Session, dwelling_ids: Collection[UUID]) -> dict[UUID, JointTerms]:
    """What a plan must keep at dwellings with an open joint visit; an agreed one goes before a proposed one.

    An agreed visit has one slot, its own hours; a proposed one those in which all who come can.
    """
    rows: list[JointVisit] = []
    for some in _parts(dwelling_ids):
        conditions = (col(JointVisit.dwelling_id).in_(some), col(JointVisit.state).in_(OPEN))
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
    session: Session, dwelling_ids: Collection[UUID], first: date, last: date
) -> dict[UUID, tuple[OtherVisit, ...]]:
    """Visits of other authorities near a period (30 days around it), by dwelling, for the candidates of a plan."""
    found: dict[UUID, list[OtherVisit]] = {}
    margin = timedelta(days=NEAR_DAYS)
    for one in _seen(session, dwelling_ids, first - margin, last + margin):
        found.setdefault(one.dwelling_id, []).append(OtherVisit(one.authority, one.on))
    return {dwelling: tuple(sorted(visits)) for dwelling, visits in found.items()}


def warnings_for(session: Session, dwelling_id: UUID, on: date, *, as_of: date | None = None) -> list[DoorWarning]:
    """Other authorities at the door within 30 days of a visit, the nearest first; ``as_of`` (the day itself) is today.

    For whoever may read plans; the caller has checked that.
    """
    return warnings_at(session, [(dwelling_id, on)], as_of=as_of or on).get((dwelling_id, on), [])


def warnings_at(
    session: Session, doors: Collection[tuple[UUID, date]], *, as_of: date
) -> dict[tuple[UUID, date], list[DoorWarning]]:
    """The same for many visits (dwelling, day) at once; those without a warning are left out."""
    if not doors:
        return {}
    margin, days = timedelta(days=NEAR_DAYS), [on for _, on in doors]
    dwellings = {dwelling for dwelling, _ in doors}
    visits: dict[UUID, list[Seen]] = {}
    for one in _seen(session, dwellings, min(days) - margin, max(days) + margin):
        visits.setdefault(one.dwelling_id, []).append(one)
    joined = _joined(session, visits)
    found = {
        (dwelling, on): near(visits.get(dwelling, ()), on, as_of=as_of, joined=joined.get((dwelling, on), ()))
        for dwelling, on in doors
    }
    return {door: told for door, told in found.items() if told}


def _joined(session: Session, dwelling_ids: Collection[UUID]) -> dict[tuple[UUID, date], set[str]]:
    """Which authorities come along on which day, by what is agreed."""
    found: dict[tuple[UUID, date], set[str]] = {}
    for some in _parts(dwelling_ids):
        statement = (
            sa.select(col(JointVisit.dwelling_id), col(JointVisit.visit_on), col(JointPartner.authority))
            .join(JointPartner, col(JointPartner.joint_visit_id) == col(JointVisit.id))
            .where(
                col(JointVisit.dwelling_id).in_(some),
                col(JointVisit.state) == JointState.AGREED,
                col(JointPartner.answer) == "accepted",
            )
        )
        for dwelling, on, authority in session.execute(statement):
            if on is not None:
                found.setdefault((dwelling, on), set()).add(authority)
    return found


def partners_named(session: Session, dwelling_id: UUID, on: date) -> list[str]:
    """What the authorities that come along on a day are called in Danish letters: those that have agreed to, each on
    a legal basis of its own.
    """
    statement = (
        sa.select(col(JointPartner.authority))
        .join(JointVisit, col(JointVisit.id) == col(JointPartner.joint_visit_id))
        .where(
            col(JointVisit.dwelling_id) == dwelling_id,
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


def _seen(session: Session, dwelling_ids: Collection[UUID], first: date, last: date) -> Iterator[Seen]:
    for some in _parts(dwelling_ids):
        statement = select(OtherAuthorityVisit).where(
            col(OtherAuthorityVisit.dwelling_id).in_(some),
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


def list_other_visits(
    session: Session, *, by: Actor, since: date, limit: int = 50, offset: int = 0
) -> tuple[list[tuple[OtherAuthorityVisit, Dwelling]], int]:
    """Other authorities' visits within the area from a day on, by day, and how many there are."""
    conditions = (
        _scope(by, Permission.READ_PLANS, col(OtherAuthorityVisit.municipality_code)),
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
    """One of them. Raises ``NotFoundError``, also outside the area."""
    permission = Permission.PLAN_VISITS if to_change else Permission.READ_PLANS
    statement = select(OtherAuthorityVisit).where(
        col(OtherAuthorityVisit.id) == visit_id, _scope(by, permission, col(OtherAuthorityVisit.municipality_code))
    )
    found = session.exec(statement.with_for_update() if to_change else statement).one_or_none()
    if found is None:
        raise NotFoundError("visit")
    return found


def known_contacts(session: Session, *, by: Actor) -> dict[str, tuple[str, ...]]:
    """Whom to reach in each authority, as joint visits within the area name them."""
    statement = (
        sa.select(col(JointPartner.authority), col(JointPartner.contact))
        .join(JointVisit, col(JointVisit.id) == col(JointPartner.joint_visit_id))
        .where(
            ~col(JointPartner.is_own),
            col(JointPartner.contact) != "",
            _scope(by, Permission.READ_PLANS, col(JointVisit.municipality_code)),
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
