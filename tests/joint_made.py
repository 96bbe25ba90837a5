"""Joint visits and visits of other authorities, made by the actions that people use."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from conftest import AT
from husly.kit.access import SYSTEM, Actor
from husly.kit.clock import danish_date
from inspection.joint.actions import Proposal, propose
from inspection.joint.models import OtherAuthorityVisit, OtherState
from inspection.joint.other_actions import Told, record_visit
from inspection.joint.partner_actions import Terms, add_slot, invite, record_answer, set_terms
from inspection.joint.queries import get_joint
from inspection.planning.solving.problem import Slot

VISIT = date(2026, 3, 18)
TOLD_BY = "Sigurd Sladrehank"


def told(
    session: Session,
    dwelling_id: UUID,
    on: date = VISIT,
    *,
    authority: str = "tax",
    state: OtherState = OtherState.PLANNED,
    at: datetime = AT,
    by: Actor = SYSTEM,
) -> OtherAuthorityVisit:
    """Another authority's visit, as somebody told of it."""
    said = Told(authority=authority, on=on, told_by=TOLD_BY, contact="tlf. 11 22 33 44", state=state)
    return record_visit(session, dwelling_id, said, by=by, at=at)


def proposed(
    session: Session,
    dwelling_id: UUID,
    *partners: str,
    lead: str = "labour_inspectorate",
    police_action: bool = False,
    visit_on: date | None = VISIT,
    case_id: UUID | None = None,
    at: datetime = AT,
    by: Actor = SYSTEM,
) -> UUID:
    """A joint visit that nobody was asked for yet."""
    proposal = Proposal(
        purpose="Se på boligen sammen",
        lead=lead,
        partners=partners or ("police",),
        case_id=case_id,
        visit_on=visit_on,
        police_action=police_action,
    )
    return propose(session, dwelling_id, proposal, by=by, at=at).id


def ready(
    session: Session,
    joint_id: UUID,
    *,
    slot: Slot | None = None,
    at: datetime = AT,
    by: Actor = SYSTEM,
    people: int = 1,
) -> None:
    """Give every authority a role and a basis, ask the others, and take down that they come."""
    asked_on = danish_date(at) - timedelta(days=2)
    for one in get_joint(session, joint_id, by=by).partners:
        terms = Terms(role=f"Ser på sit ({one.authority})", legal_basis="Egen hjemmel", people=people)
        set_terms(session, joint_id, one.id, terms, by=by, at=at)
        if not one.is_own:
            invite(session, joint_id, one.id, on=asked_on, by=by, at=at)
            record_answer(session, joint_id, one.id, accepts=True, on=asked_on, by=by, at=at)
        if slot is not None and not one.is_own:
            add_slot(session, joint_id, one.id, slot, by=by, at=at)
