"""Reading rehousing orders, their residents and places, and the facts that their table asks about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit.clock import danish_date
from husly.kit.errors import NotFoundError
from husly.settings import Settings
from inspection.enforcement.from_register import case_facts, complaint_is_complete
from inspection.enforcement.order_demands import heard_or_waived, reply_is_considered
from inspection.enforcement.queries import CaseFile
from inspection.letters.blocks import LetterKind
from inspection.letters.models import Letter
from inspection.rehousing.matching import Group
from inspection.rehousing.models import (
    RehousedResident,
    RehousingOrder,
    RehousingPlace,
    ResidentOutcome,
)
from inspection.rehousing.rehousing_facts import RehousingFacts, RehousingPower
from inspection.rehousing.transitions import OVER
from register.dwellings.models import Dwelling

PARENTS = frozenset({LetterKind.PAABUD, LetterKind.STRAKSPAABUD, LetterKind.FORBUD})
"""What a rehousing order may belong to: a housing order or a prohibition (ORD-07)."""


@dataclass(frozen=True)
class RehousingFile:
    """One rehousing order with its residents in the order of their keys, and the places proposed."""

    order: RehousingOrder
    residents: tuple[RehousedResident, ...]
    places: tuple[tuple[RehousingPlace, Dwelling], ...]

    @property
    def open_residents(self) -> tuple[RehousedResident, ...]:
        """Those who have neither moved nor declined."""
        return tuple(one for one in self.residents if one.outcome is ResidentOutcome.OPEN)

    def groups(self, *, only_open: bool = False) -> list[Group]:
        """The groups that stay together, in the order of their labels."""
        counts: dict[str, int] = {}
        for one in self.open_residents if only_open else self.residents:
            counts[one.group_label] = counts.get(one.group_label, 0) + 1
        return [Group(label, persons) for label, persons in counts.items()]

    def resident(self, key: str) -> RehousedResident:
        """A resident by key. Raises ``NotFoundError``."""
        for one in self.residents:
            if one.key == key:
                return one
        raise NotFoundError("resident")


def list_orders(session: Session, case_id: UUID) -> list[RehousingOrder]:
    """The rehousing orders of a case, the newest first. Who may read the case was asked before."""
    statement = select(RehousingOrder).where(RehousingOrder.case_id == case_id)
    return list(session.exec(statement.order_by(col(RehousingOrder.drafted_at).desc(), col(RehousingOrder.id))))


def find_running(session: Session, case_id: UUID) -> RehousingOrder | None:
    """The order of a case that is neither done nor withdrawn."""
    return next((one for one in list_orders(session, case_id) if one.state not in OVER), None)


def read_file(session: Session, order: RehousingOrder) -> RehousingFile:
    """An order with what belongs to it."""
    residents = select(RehousedResident).where(RehousedResident.order_id == order.id)
    places = (
        select(RehousingPlace, Dwelling)
        .join(Dwelling, col(Dwelling.id) == col(RehousingPlace.dwelling_id))
        .where(RehousingPlace.order_id == order.id)
        .order_by(col(RehousingPlace.at), col(RehousingPlace.id))
    )
    return RehousingFile(
        order,
        tuple(session.exec(residents.order_by(col(RehousedResident.key)))),
        tuple((place, dwelling) for place, dwelling in session.exec(places)),
    )


def get_order(session: Session, case_id: UUID, order_id: UUID) -> RehousingOrder:
    """An order of a case, read anew. Raises ``NotFoundError``."""
    order = session.get(RehousingOrder, order_id, populate_existing=True)
    if order is None or order.case_id != case_id:
        raise NotFoundError("rehousing order")
    return order


def parents_of(file: CaseFile) -> list[Letter]:
    """The orders and prohibitions of this round that were issued and still stand, the newest first."""
    found = [one for one in file.letters if one.kind in PARENTS and one.round == file.case.round and _stands(one, file)]
    return found[::-1]


def _stands(letter: Letter, file: CaseFile) -> bool:
    taken_back = file.order is not None and file.order.letter_id == letter.id and file.order.withdrawn_at is not None
    return letter.issued_at is not None and letter.withdrawn_at is None and not taken_back


def power_of(settings: Settings) -> RehousingPower:
    """Whether rehousing may be ordered, as the operator decided; undecided, a demonstration goes on with PRØVE."""
    if settings.rehousing_order_power == "unset":
        return RehousingPower.DEMONSTRATION if settings.demo_mode else RehousingPower.UNSET
    return RehousingPower(settings.rehousing_order_power)


def facts_of_order(file: CaseFile, found: RehousingFile, power: RehousingPower, as_of: date) -> RehousingFacts:
    """What the table asks, from the rows."""
    order, case = found.order, case_facts(file, as_of)
    letter = next((one for one in file.letters if one.id == order.letter_id), None)
    return RehousingFacts(
        as_of=as_of,
        power=power,
        parent_stands=any(one.id == order.parent_letter_id for one in file.letters if _stands(one, file)),
        not_feasible=order.not_feasible,
        necessary=order.necessary,
        residents=len(found.residents),
        from_on=order.from_on,
        payer="" if order.payer is None else order.payer.value,
        payer_law=order.payer_law,
        informed=order.informed,
        drafted_by=order.drafted_by,
        approved_by=order.approved_by,
        heard_or_waived=heard_or_waived.holds(case),
        reply_considered=reply_is_considered.holds(case),
        heard_about=order.heard_about,
        open_access_request=case.open_access_request,
        complaint_complete=letter is not None and complaint_is_complete(letter.choices.get("complaint")),
        issued_on=None if letter is None or letter.issued_at is None else danish_date(letter.issued_at),
        delivered_on=None if letter is None else letter.delivered_on,
        open_residents=len(found.open_residents),
    )


def find_resident(session: Session, code: str) -> RehousedResident | None:
    """The resident whose paper carries a code."""
    return session.exec(select(RehousedResident).where(RehousedResident.code == code)).one_or_none()


def reserved(session: Session, dwelling_ids: Sequence[UUID], *, but_for: UUID | None) -> dict[UUID, int]:
    """How many persons of other running rehousing orders are proposed for these dwellings and not settled yet."""
    statement = (
        select(RehousingPlace.dwelling_id, RehousingPlace.persons)
        .join(RehousingOrder, col(RehousingOrder.id) == col(RehousingPlace.order_id))
        .where(
            col(RehousingPlace.dwelling_id).in_(dwelling_ids),
            col(RehousingOrder.state).not_in(OVER),
        )
    )
    if but_for is not None:
        statement = statement.where(RehousingOrder.id != but_for)
    found: dict[UUID, int] = {}
    for dwelling_id, persons in session.exec(statement):
        found[dwelling_id] = found.get(dwelling_id, 0) + persons
    return found
