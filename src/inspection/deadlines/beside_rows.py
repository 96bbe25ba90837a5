"""Reads the rows of the rooms beside a case from which deadlines are counted."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel import Session, col, select

from inspection.appeals.models import AppealChange
from inspection.appeals.queries import list_changes
from inspection.fines.models import Fine
from inspection.followup.models import ExtensionRequest
from inspection.hearings.models import InformationReply, Postponement
from inspection.prohibitions.models import Prohibition
from inspection.rehousing.models import RehousingOrder


@dataclass
class BesideDays:
    """Rows of the rooms beside a case from which deadlines are counted."""

    answered: set[UUID] = field(default_factory=set)
    """Requests for information on which something came back."""
    postponements: list[Postponement] = field(default_factory=list)
    extensions: list[ExtensionRequest] = field(default_factory=list)
    prohibitions: list[Prohibition] = field(default_factory=list)
    rehousings: list[RehousingOrder] = field(default_factory=list)
    fines: list[Fine] = field(default_factory=list)
    changes: dict[UUID, list[AppealChange]] = field(default_factory=lambda: defaultdict(list))
    """What appeals did to each of these decisions, the oldest first."""


@dataclass(frozen=True)
class Known:
    """Ids that are read already, each with the id of its case."""

    requests: Mapping[UUID, UUID]
    """Letters that ask for information."""
    hearings: Mapping[UUID, UUID]
    orders: Mapping[UUID, UUID]


def read_beside(session: Session, beside: Mapping[UUID, BesideDays], known: Known) -> None:
    """Fill in the rows of each case; seven queries for any number of cases."""
    for reply in session.exec(
        select(InformationReply).where(col(InformationReply.letter_id).in_(list(known.requests)))
    ):
        beside[known.requests[reply.letter_id]].answered.add(reply.letter_id)
    for asked in session.exec(select(Postponement).where(col(Postponement.hearing_id).in_(list(known.hearings)))):
        beside[known.hearings[asked.hearing_id]].postponements.append(asked)
    for more in session.exec(select(ExtensionRequest).where(col(ExtensionRequest.order_id).in_(list(known.orders)))):
        beside[known.orders[more.order_id]].extensions.append(more)
    _read_decisions(session, beside, list(beside))


def _read_decisions(session: Session, beside: Mapping[UUID, BesideDays], ids: Collection[UUID]) -> None:
    for prohibition in session.exec(select(Prohibition).where(col(Prohibition.case_id).in_(ids))):
        beside[prohibition.case_id].prohibitions.append(prohibition)
    for rehousing in session.exec(select(RehousingOrder).where(col(RehousingOrder.case_id).in_(ids))):
        beside[rehousing.case_id].rehousings.append(rehousing)
    for fine in session.exec(select(Fine).where(col(Fine.case_id).in_(ids))):
        beside[fine.case_id].fines.append(fine)
    case_of: dict[UUID, UUID] = {}
    for case_id, days in beside.items():
        case_of |= {one.id: case_id for one in days.prohibitions}
        case_of |= {one.id: case_id for one in days.rehousings}
        case_of |= {one.id: case_id for one in days.fines}
    for change in list_changes(session, list(case_of)) if case_of else ():
        beside[case_of[change.about_id]].changes[change.about_id].append(change)
