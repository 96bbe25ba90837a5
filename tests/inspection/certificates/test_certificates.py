"""Certificates: numbers, how they stand on a day, what is told of a visit, and revoking."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from agreements_made import in_force
from conftest import AT
from declared_housing import submitted
from housed import ODENSE, house
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.codes import ALPHABET
from husly.kit.errors import DomainError, NotAllowedError
from inspection.certificates.actions import certificate_of, revoke_certificate
from inspection.certificates.models import Revocation
from inspection.certificates.numbers import new_number, read_number, shown_number
from inspection.certificates.presenters import HousingPage
from inspection.certificates.queries import answer_about, find_by_number, find_last_visit
from inspection.certificates.standing import CertificateState, LastVisit, VisitResult, state_on
from inspection.enforcement import actions
from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.enforcement.models import Finding, FindingKind, FindingOutcome, InspectionCase, LegalBasis, Visit
from inspection.enforcement.queries import get_case_file
from inspection.enforcement.transitions import CaseState
from register.accommodations.models import Accommodation
from register.upkeep.actions import tell_pause

DAY = AT.date()
PACKS = ("dk-indkvarteringslov-2025",)
CHIEF = Actor(id="chief", name="D", grants=(Grant(Role.DECISION_MAKER, municipality_code=ODENSE[0]),))


def test_a_number_reads_back_however_it_is_typed() -> None:
    number = new_number()
    for typed in (number, shown_number(number), shown_number(number).lower(), f" {number[:5]} {number[5:]}"):
        assert read_number(typed) == number


@given(st.integers(0, 10), st.sampled_from(ALPHABET))
def test_no_number_with_one_wrong_character_is_known(place: int, sign: str) -> None:
    number = "7K3M49QWEX4" if read_number("7K3M49QWEX4") else new_number()
    changed = number[:place] + sign + number[place + 1 :]
    assert read_number(f"C-{changed}") in (None, number)
    assert (changed == number) == (read_number(changed) is not None)


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_whatever_else_is_so_revoked_comes_first_and_nothing_ended_is_valid(ends_on: date, day: date) -> None:
    starts_on = date(2025, 6, 1)
    assert state_on(day, starts_on=starts_on, ends_on=ends_on, revoked_on=day) is CertificateState.REVOKED
    state = state_on(day, starts_on=starts_on, ends_on=ends_on, revoked_on=None)
    assert state is (CertificateState.ENDED if day > ends_on else CertificateState.VALID)
    paused = state_on(day, starts_on=starts_on, ends_on=None, revoked_on=None, is_paused=True)
    assert paused is CertificateState.NOT_IN_USE


def test_an_accommodation_keeps_its_number_until_it_is_revoked(session: Session) -> None:
    home = house(session)
    first = certificate_of(session, home, by=SYSTEM, at=AT)
    assert certificate_of(session, home, by=SYSTEM, at=AT) is first
    assert find_by_number(session, first.number) is first
    revoke_certificate(session, first.id, ground=Revocation.UNFIT, reason="Skimmel i alle rum.", by=CHIEF, at=AT)
    assert answer_about(session, home, first, packs=PACKS, on=DAY).state is CertificateState.REVOKED
    employer = Actor(id="e", name="E", grants=(Grant(Role.EMPLOYER, employer_id=home.employer_id),))
    with pytest.raises(DomainError, match="revoked"):
        certificate_of(session, home, by=employer, at=AT)
    second = certificate_of(session, home, by=CHIEF, at=AT + timedelta(days=9))
    assert second.number != first.number
    assert certificate_of(session, home, by=employer, at=AT + timedelta(days=9)) is second


def test_only_a_decision_maker_of_the_municipality_revokes_once_and_with_a_reason(session: Session) -> None:
    made = certificate_of(session, house(session), by=SYSTEM, at=AT)
    elsewhere = Actor(id="x", name="X", grants=(Grant(Role.DECISION_MAKER, municipality_code="0101"),))
    with pytest.raises(NotAllowedError):
        revoke_certificate(session, made.id, ground=Revocation.OTHER, reason="Nej", by=elsewhere, at=AT)
    with pytest.raises(DomainError, match="Write why"):
        revoke_certificate(session, made.id, ground=Revocation.OTHER, reason=" ", by=CHIEF, at=AT)
    revoke_certificate(session, made.id, ground=Revocation.OTHER, reason="Ja", by=CHIEF, at=AT)
    with pytest.raises(DomainError, match="meanwhile"):
        revoke_certificate(session, made.id, ground=Revocation.OTHER, reason="Ja", by=CHIEF, at=AT)


def visited(session: Session, home: Accommodation, *breached_rounds: int, rounds: int = 1) -> InspectionCase:
    case = actions.open_case(
        session,
        accommodation_id=home.id,
        visit_on=DAY,
        from_min=540,
        to_min=600,
        inspector_id="i",
        reason="Plan",
        chosen=Chosen(reason=VisitReason.REFERRAL),
        legal_basis=LegalBasis.EMPLOYEE_HOUSING_ACT,
        by=SYSTEM,
        at=AT,
    )
    for number in range(1, rounds + 1):
        day = DAY + timedelta(days=number)
        if number == 1:
            visit = get_case_file(session, case.id, by=SYSTEM).visit
        else:
            why = VisitReason.FOLLOW_UP
            visit = Visit(
                case_id=case.id, round=number, visit_on=day, from_min=540, to_min=600, inspector_id="i", reason_code=why
            )
        visit.visited_on = day
        session.add(visit)
    for number in breached_rounds:
        session.add(breach(case, number))
    session.flush()
    return case


def breach(case: InspectionCase, number: int) -> Finding:
    texts = {"title": "T", "rule": "R", "required": "1", "remedy": "M", "clause_title": "Lov", "clause_section": "§ 1"}
    return Finding(
        case_id=case.id,
        round=number,
        number=1,
        requirement_id="r",
        pack_id="p",
        pack_version="1",
        pack_hash="0",
        legal_status="binding",
        confidence="V",
        outcome=FindingOutcome.BREACHED,
        kind=FindingKind.OBSERVED,
        observed_on=DAY,
        recorded_at=AT,
        recorded_by="i",
        **texts,
    )


def test_of_an_open_case_nothing_but_the_day_is_told(session: Session) -> None:
    home = house(session)
    assert find_last_visit(session, home.id) is None
    visited(session, home, 1)
    assert find_last_visit(session, home.id) == LastVisit(DAY + timedelta(days=1), VisitResult.OPEN)


@pytest.mark.parametrize(
    ("breached", "rounds", "result"),
    [((), 1, VisitResult.NO_BREACH), ((1,), 1, VisitResult.BREACH), ((1,), 2, VisitResult.PUT_RIGHT)],
)
def test_a_closed_case_tells_its_result(
    session: Session, breached: tuple[int, ...], rounds: int, result: VisitResult
) -> None:
    home = house(session)
    case = visited(session, home, *breached, rounds=rounds)
    case.state, case.closed_at = CaseState.CLOSED, AT
    session.flush()
    found = find_last_visit(session, home.id)
    assert found is not None
    assert found.result is result


def test_housing_under_an_agreement_has_no_capacity_by_the_act(session: Session) -> None:
    home = submitted(session).accommodation
    answer = answer_about(session, home, None, packs=PACKS, on=DAY)
    assert answer.capacity is not None
    in_force(session, home.id)
    answer = answer_about(session, home, None, packs=PACKS, on=DAY)
    assert (answer.capacity, answer.is_exempt) == (None, True)


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(1, 9)), max_size=8))
def test_no_municipality_of_few_employers_is_counted_alone(rows: list[tuple[int, int]]) -> None:
    counts = [(f"{number:04}", max(count, employers), employers) for number, (count, employers) in enumerate(rows)]
    page = HousingPage(by_number=False, by_address=False, counts=counts)
    named = {code for code, _count in page.rows}
    assert sum(count for _code, count in page.rows) == page.total
    assert not named & {code for code, _count, employers in counts if employers < 3}
    hidden = [code for code, _count, _employers in counts if code not in named]
    assert len(hidden) != 1 or len(counts) == 1


def test_housing_told_not_to_be_in_use_says_so_until_it_is_again(session: Session) -> None:
    home = house(session)
    tell_pause(session, home.id, from_on=DAY, back_on=DAY + timedelta(days=2), by=SYSTEM, at=AT)
    days = (DAY, DAY + timedelta(days=1), DAY + timedelta(days=2))
    states = [answer_about(session, home, None, packs=PACKS, on=day).state for day in days]
    assert states == [CertificateState.NOT_IN_USE, CertificateState.NOT_IN_USE, CertificateState.VALID]
