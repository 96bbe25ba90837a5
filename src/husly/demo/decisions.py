"""Orders out of the common way in the demonstration: one at once, one corrected, one withdrawn; access given."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from husly.demo.cases import Guide
from husly.kit.access import Actor, Grant, Role
from husly.kit.clock import danish_date
from husly.settings import Settings
from inspection.case_file.making import answer_with_bundle, make_bundle
from inspection.case_file.models import Purpose
from inspection.enforcement.actions.at_once import Urgent, draft_at_once
from inspection.enforcement.actions.corrections import draft_correction, draft_withdrawal
from inspection.enforcement.actions.findings import record_findings
from inspection.enforcement.actions.notes import note_access_request
from inspection.enforcement.actions.orders import breaches_of, order_of
from inspection.enforcement.checklist import FindingEntry
from inspection.enforcement.models import FindingOutcome, InspectionCase
from inspection.enforcement.queries import CaseFile, get_case_file
from inspection.enforcement.transitions import CaseState
from inspection.letters.issuing import approve_letter, issue_letter, record_delivery
from inspection.letters.models import Letter

ON_CALL = Actor("demo-vagt", "Viggo Vagthavende", (Grant(Role.DECISION_MAKER),))
"""Issues an order at once alone on the day of the visit, so that the demonstration's decision-maker can review it."""

HAZARD = "dk-indkvarteringslov-2025.no_hazard"
SEEN = "En gasovn i værelset lækkede, og der var ingen udluftning"
DANGER = "gasovnen i værelset lækker, og der er ingen udluftning"
WAIVER = "beboerne kan blive forgiftet, mens der ventes på svar"
WRONG = "I påbuddet stod en anden frist for tilbagemelding end den, vi har aftalt med jer."
HOLDS = "Fristerne i dette brev gælder i stedet."
MISTAKEN = "Lejemålet var opsagt, og ingen boede i boligen, da påbuddet blev givet."


def load_decisions(session: Session, *, settings: Settings, people: dict[Role, Actor], at: datetime) -> None:
    """In cases that the demonstration has already: the second of its state, so that one stays as it was."""
    guide = Guide(session, settings, people[Role.INSPECTOR], people[Role.DECISION_MAKER])
    steps = (
        (CaseState.VISITED, _at_once),
        (CaseState.ORDER_ISSUED, _corrected),
        (CaseState.ORDER_APPROVED, _withdrawn),
        (CaseState.COMPLIANCE_REPORTED, _access_given),
    )
    for state, carry in steps:
        case = _second(session, state)
        if case is not None and (state is not CaseState.VISITED or HAZARD.partition(".")[0] in settings.packs):
            carry(guide, case, at)


def _second(session: Session, state: CaseState) -> InspectionCase | None:
    statement = select(InspectionCase).where(InspectionCase.state == state)
    return session.exec(statement.order_by(col(InspectionCase.case_number)).offset(1).limit(1)).first()


def _file(guide: Guide, case: InspectionCase) -> CaseFile:
    return get_case_file(guide.session, case.id, by=guide.decision_maker)


def _at_once(guide: Guide, case: InspectionCase, at: datetime) -> None:
    """Issued alone yesterday, or on the day of the visit: its review is due within three working days."""
    session, settings = guide.session, guide.settings
    seen = FindingEntry(HAZARD, FindingOutcome.BREACHED, measured_text=SEEN)
    record_findings(
        session, case.id, entries=[seen], pack_ids=settings.packs, by=guide.inspector, at=at - timedelta(hours=20)
    )
    written_at = at - timedelta(hours=18)
    order = draft_at_once(
        session,
        case.id,
        finding_ids={one.id for one in breaches_of(_file(guide, case))},
        urgent=Urgent(danger_reason=DANGER, waiver_reason=WAIVER, considerations="liv og helbred vejer tungest"),
        report_due_on=danish_date(at + timedelta(days=3)),
        settings=settings,
        by=ON_CALL,
        at=written_at,
    )
    issue_letter(session, order.letter_id, settings=settings, by=ON_CALL, at=written_at)


def _corrected(guide: Guide, case: InspectionCase, at: datetime) -> None:
    session, file = guide.session, _file(guide, case)
    later = danish_date(at + timedelta(days=3 if all(item.at_once for item in file.items) else 45))
    due_on = {item.finding_id: later for item in file.items}
    letter = draft_correction(
        session,
        case.id,
        wrong=WRONG,
        holds=HOLDS,
        due_on=due_on,
        report_due_on=later,
        considerations=order_of(file).considerations,
        settings=guide.settings,
        by=guide.inspector,
        at=at - timedelta(hours=6),
    )
    _leave(guide, letter, at=at - timedelta(hours=5))


def _withdrawn(guide: Guide, case: InspectionCase, at: datetime) -> None:
    """Issued three days ago, delivered the day after, and taken back today."""
    session, order = guide.session, order_of(_file(guide, case))
    issued_at = at - timedelta(days=3)
    issue_letter(session, order.letter_id, settings=guide.settings, by=guide.decision_maker, at=issued_at)
    arrived = issued_at + timedelta(days=1)
    delivered_on = danish_date(arrived)
    record_delivery(session, order.letter_id, delivered_on=delivered_on, by=guide.inspector, at=arrived)
    letter = draft_withdrawal(session, case.id, reason=MISTAKEN, by=guide.inspector, at=at - timedelta(hours=4))
    _leave(guide, letter, at=at - timedelta(hours=3))


def _leave(guide: Guide, letter: Letter, *, at: datetime) -> None:
    approve_letter(guide.session, letter.id, by=guide.decision_maker, at=at)
    issue_letter(guide.session, letter.id, settings=guide.settings, by=guide.decision_maker, at=at)


def _access_given(guide: Guide, case: InspectionCase, at: datetime) -> None:
    """The party asked five days ago and got the bundle."""
    session, asked_at, by = guide.session, at - timedelta(days=5), guide.inspector
    note_access_request(session, case.id, requested_on=danish_date(asked_at), by=by, at=asked_at)
    answered_at = asked_at + timedelta(days=3)
    bundle = make_bundle(session, case.id, Purpose.ACCESS, settings=guide.settings, by=by, at=answered_at)
    answer_with_bundle(session, case.id, bundle.id, by=by, at=answered_at)
