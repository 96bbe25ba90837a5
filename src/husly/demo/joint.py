"""Other authorities in the demonstration: a joint visit with the police, a visit of the tax agency, a meeting."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from husly.demo.cases import weekday
from husly.kit.access import Actor
from husly.kit.clock import danish_date
from inspection.enforcement.models import InspectionCase
from inspection.enforcement.transitions import CaseState
from inspection.joint.actions import Proposal, agree, propose
from inspection.joint.models import OtherState
from inspection.joint.other_actions import Told, record_visit
from inspection.joint.partner_actions import Terms, add_slot, invite, record_answer, set_terms, tell_cmm
from inspection.joint.queries import get_joint
from inspection.meetings.actions import ItemText, add_item, open_meeting, set_item
from inspection.meetings.deciding import add_action, set_participant
from inspection.meetings.models import ItemReason
from inspection.meetings.proposals import propose_items, subject_of
from inspection.meetings.receiving import Receiver
from inspection.planning.models import PlannedVisit
from inspection.planning.solving.problem import Slot
from register.accommodations.models import Accommodation

ROLES = {
    "labour_inspectorate": ("Måler rum og belægning", "Lov nr. 1445/2024 om medarbejderes indkvartering"),
    "police": ("Bistår og taler med den ansvarlige på stedet", "Retsplejeloven"),
    "cmm": ("Taler med beboere, der ønsker det", "Den enkeltes samtykke"),
}
BASIS = "Forvaltningslovens § 28 (opdigtet vurdering)"


def load_joint(session: Session, *, by: Actor, at: datetime) -> None:
    """Once cases and a plan are there."""
    case = _case(session, CaseState.PLANNED)
    if case is not None:
        _agree(session, case, by=by, at=at)
    planned = select(PlannedVisit).where(col(PlannedVisit.dropped_at).is_(None)).order_by(col(PlannedVisit.visit_on))
    for visit in session.exec(planned.limit(1)):
        dwelling_id = session.get_one(Accommodation, visit.accommodation_id).dwelling_id
        on = weekday(visit.visit_on + timedelta(days=8))
        _tell(session, dwelling_id, Told(authority="tax", on=on, told_by="Sanne Skat (opdigtet)"), by=by, at=at)
    _meet(session, by=by, at=at)


def _case(session: Session, state: CaseState) -> InspectionCase | None:
    statement = select(InspectionCase).where(InspectionCase.state == state).order_by(InspectionCase.case_number)
    return session.exec(statement.limit(1)).first()


def _tell(session: Session, dwelling_id: UUID, told: Told, *, by: Actor, at: datetime) -> None:
    record_visit(session, dwelling_id, told, by=by, at=at)


def _agree(session: Session, case: InspectionCase, *, by: Actor, at: datetime) -> None:
    """A joint visit with the police and the centre against trafficking, who was told."""
    today = danish_date(at)
    on = weekday(today + timedelta(days=24))
    proposal = Proposal(
        purpose="Se på belægning og flugtveje sammen; politiet bistår.",
        lead="labour_inspectorate",
        partners=("police", "cmm"),
        case_id=case.id,
        visit_on=on,
        police_action=True,
    )
    joint = propose(session, case.dwelling_id, proposal, by=by, at=at)
    tell_cmm(session, joint.id, on=today - timedelta(days=3), how="Telefonisk til centrets hotline", by=by, at=at)
    for one in get_joint(session, joint.id, by=by).partners:
        role, basis = ROLES[one.authority]
        terms = Terms(role=role, legal_basis=basis, people=2, shares=("place_and_time", "safety"))
        set_terms(session, joint.id, one.id, terms, by=by, at=at)
        if not one.is_own:
            asked_on = today - timedelta(days=3)
            invite(session, joint.id, one.id, on=asked_on, by=by, at=at)
            record_answer(session, joint.id, one.id, accepts=True, on=today, words="Kommer gerne", by=by, at=at)
            add_slot(session, joint.id, one.id, Slot(on, 8 * 60, 13 * 60), by=by, at=at)
    agree(session, joint.id, visit_on=on, from_min=9 * 60, to_min=11 * 60, by=by, at=at)


def _meet(session: Session, *, by: Actor, at: datetime) -> None:
    """A meeting with three items, two of them proposed by rule."""
    today = danish_date(at)
    meeting = open_meeting(session, held_on=weekday(today + timedelta(days=9)), place="Online", by=by, at=at)
    found = [(one.subject_key, one.reasons[0]) for one in propose_items(session, by=by, as_of=today)[:2]]
    delivered = _case(session, CaseState.ORDER_DELIVERED)
    if delivered is not None:
        visit = Told(
            authority="municipality", on=today - timedelta(days=12), told_by="Kim Kommune", state=OtherState.MADE
        )
        _tell(session, delivered.dwelling_id, visit, by=by, at=at)
        found = [(subject_of(dwelling_id=delivered.dwelling_id), ItemReason.BY_HAND), *found]
    for subject, reason in dict(found).items():
        item = add_item(session, meeting.id, subject, reason=reason, names={}, by=by, at=at)
        text = ItemText(
            questions="Hvem har set forholdene, og hvem går videre med sagen?",
            legal_basis=BASIS,
            shown_to=("police", "tax", "municipality"),
        )
        set_item(session, meeting.id, item.id, text, by=by, at=at)
        what, due_on = "Undersøger, om bygningen er godkendt til beboelse", today + timedelta(days=30)
        add_action(session, meeting.id, item.id, authority="municipality", what=what, due_on=due_on, by=by, at=at)
    for authority, people in (("police", "Pia Politi"), ("tax", "Sanne Skat")):
        set_participant(session, meeting.id, Receiver(authority), people=f"{people} (opdigtet)", by=by, at=at)
