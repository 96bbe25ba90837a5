"""What is known of housing before somebody goes there: orders in force and earlier findings, never a tip or a score."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session

from conftest import AT
from husly.kit.access import Actor, Grant, Role
from husly.kit.accounts.models import Account
from inspection.days.known import known_before
from inspection.enforcement.choosing import VisitReason
from inspection.enforcement.models import Finding, FindingKind, FindingOutcome, InspectionCase, Order, OrderItem
from inspection.enforcement.transitions import CaseState
from inspection.letters.blocks import LetterKind
from inspection.letters.models import Letter
from inspection.needs.models import VisitNeeds
from inspection.planning.solving.problem import Window
from inspection_days import DAY, Planned, give_visit, visit_of

ACCOUNT = "00000000-0000-4000-8000-00000000d6d6"


@pytest.fixture
def ida(session: Session) -> Actor:
    """An inspector with an account."""
    session.add(Account(id=UUID(ACCOUNT), email="ida@test.example", name="Ida", password_hash="!", created_at=AT))
    session.flush()
    return Actor(id=ACCOUNT, name="Ida", grants=(Grant(Role.INSPECTOR),))


def finding(planned: Planned, **given: Any) -> Finding:
    known = {
        "case_id": planned.case_id,
        "round": 1,
        "number": 1,
        "requirement_id": "dk-indkvarteringslov-2025.cap_room",
        "title": "Personer i rummet",
    }
    known |= {
        "pack_id": "dk-indkvarteringslov-2025",
        "pack_version": "1",
        "pack_hash": "0" * 64,
        "legal_status": "binding",
        "confidence": "V",
    }
    known |= {"rule": "r", "required": "q", "remedy": "m", "clause_title": "t", "clause_section": "§ 1"}
    known |= {"outcome": FindingOutcome.BREACHED, "kind": FindingKind.MEASURED, "rooms": ["Værelse 1"]}
    known |= {"observed_on": DAY, "recorded_at": AT, "recorded_by": "t"}
    return Finding(**(known | given))


def order(session: Session, planned: Planned, *, issued: bool = True, complied: bool | None = None) -> None:
    case = session.get_one(InspectionCase, planned.case_id)
    found = finding(planned)
    letter = Letter(
        case_id=case.id,
        municipality_code=case.municipality_code,
        round=1,
        kind=LetterKind.PAABUD,
        created_at=AT,
        created_by="t",
    )
    if issued:
        letter.issued_at, letter.pdf, letter.sha256 = AT, b"%PDF", "0" * 64
    session.add_all([found, letter])
    session.flush()
    made = Order(
        case_id=case.id,
        round=1,
        considerations="c",
        drafted_by="t",
        drafted_by_name="T",
        drafted_at=AT,
        letter_id=letter.id,
    )
    session.add(made)
    session.flush()
    item = OrderItem(
        order_id=made.id, finding_id=found.id, position=1, result="Højst to i rummet", due_on=DAY, complied=complied
    )
    session.add(item)
    case.state = CaseState.ORDER_DELIVERED
    session.flush()


def test_nothing_is_known_of_housing_that_nobody_visited(session: Session, ida: Actor) -> None:
    planned = give_visit(session, ida)
    known = known_before(session, planned.accommodation_id, by=ida, as_of=DAY)
    assert (known.earlier, known.duties, known.safety) == ((), (), ())


def test_earlier_visits_tell_their_breaches_and_not_why_they_were_made(session: Session, ida: Actor) -> None:
    planned = give_visit(session, ida)
    visit = visit_of(session, planned.case_id)
    visit.visited_on, visit.reason_code, visit.chosen_score = DAY, VisitReason.TIP, 99
    session.add_all([finding(planned), finding(planned, number=2, requirement_id="y", outcome=FindingOutcome.MET)])
    session.flush()
    (earlier,) = known_before(session, planned.accommodation_id, by=ida, as_of=DAY).earlier
    assert earlier.visited_on == DAY
    assert earlier.breaches == ("For mange personer i et beboelsesrum (Værelse 1)",)
    assert "tip" not in repr(earlier).lower().replace("tilsyn", "")


def test_an_order_in_force_is_to_be_looked_at_again_until_it_is_met(session: Session, ida: Actor) -> None:
    planned = give_visit(session, ida)
    order(session, planned)
    (duty,) = known_before(session, planned.accommodation_id, by=ida, as_of=DAY).duties
    assert (duty.result, duty.due_on, duty.to_check) == ("Højst to i rummet", DAY, True)


def test_an_order_is_none_before_it_is_issued_nor_once_its_case_is_closed(session: Session, ida: Actor) -> None:
    drafted = give_visit(session, ida, street="Udkastvej")
    order(session, drafted, issued=False)
    closed = give_visit(session, ida, street="Lukketvej", on=DAY + timedelta(days=1))
    order(session, closed)
    case = session.get_one(InspectionCase, closed.case_id)
    case.state, case.closed_at = CaseState.CLOSED, AT
    session.flush()
    for planned in (drafted, closed):
        assert known_before(session, planned.accommodation_id, by=ida, as_of=DAY).duties == ()


def test_a_revisit_still_knows_the_order_of_the_round_before(session: Session, ida: Actor) -> None:
    planned = give_visit(session, ida)
    order(session, planned, complied=False)
    case = session.get_one(InspectionCase, planned.case_id)
    case.state, case.round = CaseState.PLANNED, 2
    session.flush()
    assert len(known_before(session, planned.accommodation_id, by=ida, as_of=DAY).duties) == 1


def test_whoever_reads_no_cases_there_knows_nothing(session: Session, ida: Actor) -> None:
    planned = give_visit(session, ida)
    order(session, planned)
    elsewhere = Actor(id="x", name="X", grants=(Grant(Role.CASEWORKER, municipality_code="0479"),))
    assert known_before(session, planned.accommodation_id, by=elsewhere, as_of=DAY).duties == ()


def told(session: Session, planned: Planned, by: Actor, **given: Any) -> None:
    known: dict[str, Any] = {"people": 2, "people_reason": "", "safety": "Løs hund ved porten.", "review_on": DAY}
    known |= {"access": "Nøgle hos viceværten.", "languages": ["pl"], "home_hours": [[0, 960, 1080]]}
    dwelling_id = session.get_one(InspectionCase, planned.case_id).dwelling_id
    kept = {"municipality_code": "0461", "told_at": AT, "told_by": by.id, "told_by_name": by.name}
    session.add(VisitNeeds(dwelling_id=dwelling_id, **(known | kept | given)))
    session.flush()


def test_what_a_visit_needs_stands_on_the_day(session: Session, ida: Actor) -> None:
    planned = give_visit(session, ida)
    told(session, planned, ida)
    known = known_before(session, planned.accommodation_id, by=ida, as_of=DAY)
    assert (known.two_persons, known.safety, known.access) == (True, ("Løs hund ved porten.",), "Nøgle hos viceværten.")
    assert known.languages == {"pl"}
    assert known.needs is not None
    assert known.needs.home == (Window(0, 960, 1080),)


def test_words_about_safety_stand_until_they_are_reviewed_and_the_number_of_people_stays(
    session: Session, ida: Actor
) -> None:
    planned = give_visit(session, ida)
    told(session, planned, ida, review_on=DAY - timedelta(days=1))
    known = known_before(session, planned.accommodation_id, by=ida, as_of=DAY)
    assert (known.safety, known.two_persons) == ((), True)


def test_whoever_records_no_visits_there_reads_nothing_of_what_a_visit_needs(session: Session, ida: Actor) -> None:
    planned = give_visit(session, ida)
    told(session, planned, ida)
    for grant in (Grant(Role.INSPECTOR, municipality_code="0101"), Grant(Role.STATISTICIAN)):
        known = known_before(session, planned.accommodation_id, by=Actor("x", "X", (grant,)), as_of=DAY)
        assert (known.needs, known.safety, known.access) == (None, (), "")
