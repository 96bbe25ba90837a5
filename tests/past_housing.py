"""Cases and what others say, put straight into the tables at days of choice, for tests of what was known when."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlmodel import Session, select

from inspection.enforcement.choosing import VisitReason
from inspection.enforcement.models import (
    Finding,
    FindingKind,
    FindingOutcome,
    FollowUp,
    InspectionCase,
    LegalBasis,
    Order,
    OrderItem,
    Visit,
)
from inspection.enforcement.transitions import CaseState
from inspection.letters.blocks import LetterKind
from inspection.letters.models import Letter
from register.accommodations.models import Accommodation
from register.employers.models import Employer
from register.evidence.models import DeclarationEvidence
from register.owners.models import OwnerContest, OwnerNotice
from register.portfolio.models import EmployerLink, LinkKind, LinkSource
from register.residents.models import Report, ReportKind, TipSource


def noon(day: date) -> datetime:
    """Noon of a day."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def add_case(session: Session, home: Accommodation, *, on: date, **given: Any) -> InspectionCase:
    """A case opened on a day."""
    known = {"inspector_id": "inspector", "reason": "", "state": CaseState.PLANNED} | given
    case = InspectionCase(
        case_number=uuid4().hex[:12],
        accommodation_id=home.id,
        dwelling_id=home.dwelling_id,
        employer_id=home.employer_id,
        municipality_code=home.municipality_code,
        legal_basis=LegalBasis.EMPLOYEE_HOUSING_ACT,
        opened_at=noon(on),
        opened_by="test",
        **known,
    )
    session.add(case)
    session.flush()
    return case


def add_planned(session: Session, home: Accommodation, *, on: date, reason: VisitReason) -> InspectionCase:
    """A case opened on a day for a reason, its visit still to come."""
    case = add_case(session, home, on=on)
    hours = {"visit_on": on + timedelta(days=20), "from_min": 540, "to_min": 600}
    session.add(Visit(case_id=case.id, round=1, inspector_id=case.inspector_id, reason_code=reason, **hours))
    session.flush()
    return case


def add_visit(session: Session, home: Accommodation, *, on: date, breaches: int = 0, **given: Any) -> InspectionCase:
    """A case whose visit was carried out on a day; without a breach it was closed the same day."""
    clean = {} if breaches else {"state": CaseState.CLOSED_WITHOUT_BREACH, "closed_at": noon(on)}
    case = add_case(session, home, on=on - timedelta(days=20), **clean | given)
    session.add(
        Visit(
            case_id=case.id,
            round=1,
            visit_on=on,
            from_min=540,
            to_min=600,
            inspector_id=case.inspector_id,
            reason_code=VisitReason.SCORE,
            visited_on=on,
        )
    )
    session.add_all(one_finding(case, number, on) for number in range(1, breaches + 1))
    session.flush()
    return case


def one_finding(
    case: InspectionCase,
    number: int,
    on: date,
    *,
    outcome: FindingOutcome = FindingOutcome.BREACHED,
    recorded_at: datetime | None = None,
) -> Finding:
    """A requirement found breached on a day, unless told otherwise; not added to any session."""
    words = dict.fromkeys(("title", "rule", "required", "remedy", "clause_title", "clause_section"), "x")
    return Finding(
        case_id=case.id,
        round=1,
        number=number,
        requirement_id=f"x.{number}",
        pack_id="x",
        pack_version="1",
        pack_hash="0" * 64,
        legal_status="draft",
        confidence="V",
        outcome=outcome,
        kind=FindingKind.OBSERVED,
        observed_on=on,
        recorded_at=recorded_at or noon(on),
        recorded_by=case.inspector_id,
        **words,
    )


def add_order(
    session: Session,
    home: Accommodation,
    *,
    on: date,
    due_on: date,
    complied: bool | None = None,
    verified_on: date | None = None,
    reported_on: date | None = None,
) -> Order:
    """An order about a visit's one breach, issued on a day."""
    case = add_visit(session, home, on=on - timedelta(days=10), breaches=1)
    letter = Letter(
        case_id=case.id,
        municipality_code=case.municipality_code,
        round=1,
        kind=LetterKind.PAABUD,
        created_at=noon(on),
        created_by="test",
        issued_at=noon(on),
        pdf=b"x",
        sha256="0" * 64,
    )
    session.add(letter)
    session.flush()
    order = Order(
        case_id=case.id,
        round=1,
        considerations="x",
        drafted_by="test",
        drafted_by_name="test",
        drafted_at=noon(on),
        letter_id=letter.id,
    )
    session.add(order)
    session.flush()
    finding = session.exec(select(Finding).where(Finding.case_id == case.id)).one()
    session.add(
        OrderItem(
            order_id=order.id,
            finding_id=finding.id,
            position=1,
            result="x",
            due_on=due_on,
            complied=complied,
            verified_on=verified_on,
        )
    )
    if reported_on is not None:
        session.add(FollowUp(order_id=order.id, reported_on=reported_on, report="x"))
    session.flush()
    return order


def add_link(session: Session, first: Employer, second: Employer, kind: LinkKind, *, on: date) -> EmployerLink:
    """A link stated on a day."""
    link = EmployerLink(
        employer_a=first.id,
        employer_b=second.id,
        kind=kind,
        source=LinkSource.OFFICER,
        reason="x",
        stated_on=on,
        stated_by="test",
        stated_by_name="test",
        made_at=noon(on),
    )
    session.add(link)
    session.flush()
    return link


def add_report(session: Session, home: Accommodation, *, on: date, **given: Any) -> Report:
    """A report that came in on a day."""
    known = {
        "accommodation_id": home.id,
        "dwelling_id": home.dwelling_id,
        "source": TipSource.RESIDENT,
        "kinds": [ReportKind.DAMP.value],
        "language": "pl",
    } | given
    report = Report(received_on=on, follow_hash=uuid4().hex, form_hash=uuid4().hex, **known)
    session.add(report)
    session.flush()
    return report


def add_contest(session: Session, home: Accommodation, *, on: date) -> OwnerContest:
    """What an owner contests from a day on."""
    notice = OwnerNotice(
        accommodation_id=home.id,
        name="Ejer",
        postal_address="Gade 1",
        code_hash=uuid4().hex,
        named_at=noon(on),
        named_by="test",
    )
    session.add(notice)
    session.flush()
    contest = OwnerContest(notice_id=notice.id, accommodation_id=home.id, reasons=["not_agreed"], contested_at=noon(on))
    session.add(contest)
    session.flush()
    return contest


def add_evidence(session: Session, home: Accommodation, item: str, *, on: date) -> DeclarationEvidence:
    """A file uploaded on a day."""
    file = DeclarationEvidence(
        accommodation_id=home.id,
        item=item,
        name="x.pdf",
        media_type="application/pdf",
        sha256="0" * 64,
        size_bytes=1,
        content=b"x",
        uploaded_at=noon(on),
        uploaded_by="test",
    )
    session.add(file)
    session.flush()
    return file
