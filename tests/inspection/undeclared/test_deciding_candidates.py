"""What people decide about a candidate stands; it comes back with a new hint only, and closes when it is declared."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlmodel import Session, select

from conftest import AT
from declared_housing import DATA, submitted
from housed import add_employer, house
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.calendar import ALWAYS_OPEN
from husly.kit.errors import DomainError, NotAllowedError, NotFoundError
from husly.kit.outbox import OutboxMessage
from husly.settings import Settings
from inspection.enforcement.choosing import VisitReason
from inspection.planning.carrying_out.dropping import drop_every_needless_visit
from inspection.planning.models import DutyStation
from inspection.planning.offering.arms import offer
from inspection.planning.offering.from_register import Wanted as WantedPlan
from inspection.risk.actions import score_register
from inspection.risk.models import RiskScore
from inspection.risk.weightsets.queries import weights_in_force
from inspection.tips.settling import settled_addresses
from inspection.undeclared.actions import ask_employer, dismiss_candidate, take_under_review, take_up
from inspection.undeclared.deciding import Stood, state_after
from inspection.undeclared.forms import Dismissal, Wanted
from inspection.undeclared.hints import Hint, HintKind, candidate_of, suffice
from inspection.undeclared.mails import write_ask
from inspection.undeclared.models import CandidateState, DismissReason, UndeclaredCandidate
from inspection.undeclared.points import points_in_force
from planned_visits import planned_visit
from register.accommodations.models import Accommodation
from register.declarations.queries import get_declared
from register.dwellings.models import Dwelling
from register.employers.models import Employer
from register.municipalities.boundaries import shipped_boundaries
from register.upkeep.presenters import ACTS
from register.upkeep.queries import list_events, list_versions_with_rooms
from undeclared_made import find, listed, report, unverified

TODAY = AT.date()
OFFICER = Actor(id="o", name="O", grants=(Grant(Role.CASEWORKER, municipality_code="0461"),))
NATIONAL = Actor(id="i", name="I", grants=(Grant(Role.INSPECTOR),))
LATER = Dismissal(DismissReason.NOT_HOUSED, "De bor hjemme.", TODAY + timedelta(days=100))
WHERE = Wanted(street="Industrivej", house_number="40", postcode="5220")


def a_firm(session: Session, workers: int = 9) -> UndeclaredCandidate:
    listed(session, f"F-1;;Byggeri;;;;5000;{workers};2026-01-01;;")
    return find(session)["Byggeri"]


def taken_up(session: Session, one: UndeclaredCandidate, wanted: Wanted, by: Actor = OFFICER) -> Accommodation:
    return take_up(session, one.id, wanted=wanted, boundaries=shipped_boundaries(DATA), data_path=DATA, by=by, at=AT)


def test_a_dismissed_candidate_stays_away_until_a_hint_is_new_or_grows(session: Session) -> None:
    one = a_firm(session)
    dismiss_candidate(session, one.id, given=LATER, by=OFFICER, at=AT)
    assert find(session)["Byggeri"].state is CandidateState.DISMISSED
    listed(session, "F-1;;Byggeri;;;;5000;8;2026-01-01;;", as_of=TODAY)  # fewer are no news
    assert find(session)["Byggeri"].state is CandidateState.DISMISSED
    listed(session, "F-1;;Byggeri;;;;5000;30;2026-01-01;;", as_of=TODAY)
    back = find(session)["Byggeri"]
    assert (back.state, back.dismissed_reason, back.dismissed_until) == (CandidateState.NEW, None, None)


def test_a_dismissed_candidate_comes_back_with_a_hint_of_another_source(session: Session) -> None:
    one = a_firm(session)
    dismiss_candidate(session, one.id, given=LATER, by=OFFICER, at=AT)
    listed(session, "F-1;;Byggeri;;;;5000;9;2026-01-02;;", name="Et andet register")
    assert find(session)["Byggeri"].state is CandidateState.NEW


steps = some.dictionaries(some.sampled_from(["a", "b", "c"]), some.integers(0, 3))


@given(before=steps, now=steps)
def test_only_news_brings_back_what_was_dismissed(before: dict[str, int], now: dict[str, int]) -> None:
    stood = Stood(CandidateState.DISMISSED, TODAY, before)
    after = state_after(stood, hints=now, is_declared=False, as_of=TODAY)
    is_news = any(ref not in before or now[ref] > before[ref] for ref in now)
    assert (after is CandidateState.NEW) == is_news
    assert state_after(stood, hints=now, is_declared=False, as_of=TODAY + timedelta(days=1)) is CandidateState.NEW


@given(state=some.sampled_from(CandidateState), is_declared=some.booleans(), now=some.none() | steps)
def test_the_machine_never_dismisses_reviews_or_takes_up(
    state: CandidateState, is_declared: bool, now: dict[str, int] | None
) -> None:
    after = state_after(Stood(state), hints=now, is_declared=is_declared, as_of=TODAY)
    by_machine = {CandidateState.NEW, CandidateState.DECLARED, CandidateState.LAPSED}
    assert after is state or after in by_machine


def test_a_dismissal_names_a_day_ahead(session: Session) -> None:
    one = a_firm(session)
    for until in (TODAY, TODAY + timedelta(days=2000)):
        with pytest.raises(DomainError, match="ahead"):
            dismiss_candidate(session, one.id, given=Dismissal(DismissReason.OTHER, "x", until), by=OFFICER, at=AT)


def test_one_that_is_declared_meanwhile_closes_itself(session: Session) -> None:
    one = a_firm(session, workers=3)
    take_under_review(session, one.id, by=OFFICER, at=AT)
    employer = add_employer(session, name="Byggeri", cvr_number=None, foreign_number="F-1")
    house(session, employer=employer, residents=3)
    closed = find(session)["Byggeri"]
    assert closed.state is CandidateState.DECLARED
    assert "undeclared.declared" in [one.action for one in session.exec(select(AuditEvent))]


def test_one_whose_hints_are_gone_without_a_declaration_lapses(session: Session) -> None:
    a_firm(session)
    listed(session, "F-2;;En anden;;;;5000;9;2026-01-01;;")
    assert find(session)["Byggeri"].state is CandidateState.LAPSED


def test_it_needs_both_an_employer_and_an_address_to_be_taken_up(session: Session) -> None:
    with pytest.raises(DomainError, match="both"):
        taken_up(session, a_firm(session), Wanted())
    place = unverified(session)
    report(session, 30, unverified_id=place.id)
    with pytest.raises(DomainError, match="both"):
        taken_up(session, find(session)["Industrivej 40, 5220"], Wanted())


def test_taken_up_it_is_housing_without_a_declaration_that_score_and_plan_see(session: Session) -> None:
    one = a_firm(session)
    home = taken_up(session, one, WHERE)
    employer, dwelling = session.get_one(Employer, home.employer_id), session.get_one(Dwelling, home.dwelling_id)
    assert (employer.foreign_number, employer.name) == ("F-1", "Byggeri")
    assert (dwelling.address, dwelling.municipality_code) == ("Industrivej 40, 5220 Odense SØ", "0461")
    assert (one.state, one.accommodation_id) == (CandidateState.CONFIRMED, home.id)
    run = score_register(
        session, as_of=TODAY, weights=weights_in_force(session, TODAY), switched_on=True, by=NATIONAL, at=AT
    )
    score = session.get_one(RiskScore, (run.id, home.id))
    assert score.score > 0
    station = DutyStation(name="Odense", latitude=55.4, longitude=10.4, municipality_code="0461")
    plan = WantedPlan(
        days=[TODAY + timedelta(days=20)],
        earliest_on=TODAY + timedelta(days=20),
        as_of=TODAY,
        stations=[station],
        municipality_code=None,
        run=run,
        random_share=0.0,
        exploration_share=0.5,
        seed=1,
        calendar=ALWAYS_OPEN,
    )
    offered = {candidate.id: candidate.reason for candidate in offer(session, plan).candidates}
    assert offered[str(home.id)] is VisitReason.EXPLORE


def test_a_firm_of_the_list_is_never_scored_as_missing_in_it(session: Session) -> None:
    listed(session, "F-1;RUT-1;Byggeri;;;;5000;9;2026-01-01;;")
    home = taken_up(session, find(session)["Byggeri"], WHERE)
    run = score_register(
        session, as_of=TODAY, weights=weights_in_force(session, TODAY), switched_on=True, by=NATIONAL, at=AT
    )
    assert session.get_one(RiskScore, (run.id, home.id)).features["rut_missing"] is False


def test_an_address_heard_of_is_settled_with_its_reports_when_it_is_taken_up(session: Session) -> None:
    place = unverified(session)
    told = report(session, 30, unverified_id=place.id)
    one = find(session)["Industrivej 40, 5220"]
    home = taken_up(session, one, Wanted(number="F-1", name="Byggeri"))
    assert place.id in settled_addresses(session)
    assert (told.dwelling_id, told.unverified_id) == (home.dwelling_id, None)
    assert find(session)["Industrivej 40, 5220"].state is CandidateState.CONFIRMED


def test_taking_up_the_same_twice_makes_one_accommodation_and_declared_housing_is_refused(session: Session) -> None:
    listed(session, "F-1;;Byggeri;;;;5000;9;2026-01-01;;")
    place = unverified(session)
    report(session, 30, unverified_id=place.id)
    found = find(session)
    first = taken_up(session, found["Byggeri"], WHERE)
    assert taken_up(session, found["Industrivej 40, 5220"], Wanted(number="F-1")).id == first.id
    home = house(session, residents=1)
    dwelling, employer = session.get_one(Dwelling, home.dwelling_id), session.get_one(Employer, home.employer_id)
    employer.foreign_number, dwelling.address_key = "F-7", "5000|ærøvej|7|"
    session.flush()
    listed(session, "F-7;;Jensen;;;;5000;9;2026-01-01;;")
    where = Wanted(street="Ærøvej", house_number="7", postcode="5000")
    with pytest.raises(DomainError, match="already"):
        taken_up(session, find(session)["Jensen Byg ApS"], where)


def test_a_confirmed_candidate_is_closed_by_the_employers_declaration_there(session: Session) -> None:
    listed(session, "F-1;;Byggeri;;Algade;12B;4000;4;2026-01-01;;")
    one = find(session)["Byggeri"]
    taken_up(session, one, Wanted(street="Algade", house_number="12B", postcode="4000"), by=NATIONAL)
    told = {"employer": {"name": "Byggeri", "foreign_number": "F-1"}}
    submitted(session, told)
    assert find(session)["Byggeri"].state is CandidateState.DECLARED


def housed_by(session: Session, starts_on: date) -> tuple[Accommodation, Accommodation]:
    """What was taken up, and what its employer declares there from a day on."""
    listed(session, "F-1;;Byggeri;;Algade;12B;4000;4;2026-01-01;;")
    one = find(session)["Byggeri"]
    home = taken_up(session, one, Wanted(street="Algade", house_number="12B", postcode="4000"), by=NATIONAL)
    visit = planned_visit(session, home.id, TODAY + timedelta(days=20))
    told = {"employer": {"name": "Byggeri", "foreign_number": "F-1"}, "period.starts_on": starts_on.isoformat()}
    declared = submitted(session, told).accommodation
    assert submitted(session, told).accommodation.id == declared.id
    assert drop_every_needless_visit(session, at=AT) == 0
    assert visit.accommodation_id == home.id
    return home, declared


@pytest.mark.parametrize("earlier", [0, 40])
def test_a_declaration_from_the_same_day_or_before_takes_the_place_of_what_was_taken_up(
    session: Session, earlier: int
) -> None:
    first = TODAY - timedelta(days=earlier)
    home, declared = housed_by(session, first)
    assert (declared.id, declared.starts_on, declared.ends_on) == (home.id, first, None)
    assert find(session)["Byggeri"].state is CandidateState.DECLARED


def test_a_declaration_from_a_later_day_ends_what_was_taken_up_the_day_before(session: Session) -> None:
    home, declared = housed_by(session, TODAY + timedelta(days=10))
    assert declared.id != home.id
    assert (home.starts_on, home.ends_on) == (TODAY, TODAY + timedelta(days=9))
    assert find(session)["Byggeri"].state is CandidateState.NEW  # today's workers have no declared bed yet


def test_what_was_taken_up_and_has_ended_is_another_stay(session: Session) -> None:
    listed(session, "F-1;;Byggeri;;Algade;12B;4000;4;2026-01-01;;")
    home = taken_up(
        session, find(session)["Byggeri"], Wanted(street="Algade", house_number="12B", postcode="4000"), by=NATIONAL
    )
    home.ends_on = TODAY + timedelta(days=2)
    told = {"employer": {"name": "Byggeri", "foreign_number": "F-1"}, "period.starts_on": "2027-01-01"}
    assert submitted(session, told).accommodation.id != home.id
    assert home.ends_on == TODAY + timedelta(days=2)


def test_the_history_that_an_employer_reads_tells_nothing_of_the_taking_up(session: Session) -> None:
    home, _ = housed_by(session, TODAY - timedelta(days=40))
    declared = get_declared(session, home.id, by=SYSTEM)
    shown = {one.action for one in list_events(session, declared, list_versions_with_rooms(session, declared))}
    assert "accommodation.joined" not in shown
    assert not shown & ACTS.keys() - {"declaration.submitted", "owner.named"}


def test_nobody_decides_outside_the_own_area_and_no_employer_at_all(session: Session) -> None:
    one = a_firm(session)
    elsewhere = Actor(id="x", name="X", grants=(Grant(Role.CASEWORKER, municipality_code="0101"),))
    employer = Actor(id="e", name="E", grants=(Grant(Role.EMPLOYER, employer_id=one.id),))
    for other in (elsewhere, employer):
        with pytest.raises(NotFoundError):
            dismiss_candidate(session, one.id, given=LATER, by=other, at=AT)
    with pytest.raises(NotAllowedError):
        taken_up(session, one, Wanted(street="Bredgade", house_number="1", postcode="1260"))


def test_the_mail_to_an_employer_tells_of_no_hint(session: Session) -> None:
    employer = add_employer(
        session, name="Byggeri", cvr_number=None, foreign_number="F-1", contact_email="a@firma.husly.example"
    )
    one = a_firm(session)
    ask_employer(session, one.id, by=OFFICER, at=AT)
    message = session.exec(select(OutboxMessage)).one()
    mail = write_ask(session, message.payload, Settings(public_url="https://husly.example"), AT)
    assert mail is not None
    assert mail.to == employer.contact_email
    assert "UDKAST" in mail.body
    for word in ("9", "RUT", "Henvendelse", "tip", "bøde", "straf"):
        assert word not in mail.body
    with pytest.raises(DomainError, match="month"):
        ask_employer(session, one.id, by=OFFICER, at=AT)
    dismiss_candidate(session, one.id, given=LATER, by=OFFICER, at=AT)
    assert write_ask(session, message.payload, Settings(), AT) is None


def test_no_mail_is_sent_where_reports_alone_hint_or_no_address_is_known(session: Session) -> None:
    report(session, 30, unverified_id=unverified(session).id)
    with pytest.raises(DomainError, match="reports"):
        ask_employer(session, find(session)["Industrivej 40, 5220"].id, by=OFFICER, at=AT)
    with pytest.raises(DomainError, match="e-mail"):
        ask_employer(session, a_firm(session).id, by=OFFICER, at=AT)


def test_no_mail_is_sent_where_an_owner_alone_points_at_it(session: Session) -> None:
    employer = add_employer(session, name="Byggeri", contact_email="a@firma.husly.example", cvr_number="10103940")
    one = a_firm(session)
    one.employer_id = employer.id
    kinds = {"owner_contest": "An owner", "cvr_workers": "in CVR"}
    one.hints = [{"kind": kind, "ref": kind, "step": 0} for kind in kinds]
    session.flush()
    with pytest.raises(DomainError, match="reported"):
        ask_employer(session, one.id, by=OFFICER, at=AT)
    one.hints = [*one.hints, {"kind": "rut_workers", "ref": "rut", "step": 0}]
    session.flush()
    assert ask_employer(session, one.id, by=OFFICER, at=AT).asked_at == AT


def test_what_only_counts_beside_reports_is_seen_by_those_who_read_them() -> None:
    points = points_in_force(TODAY)
    assert suffice({HintKind.TIPS, HintKind.SHARED_POST}, points)
    assert not suffice({HintKind.SHARED_POST}, points)
    hints = [Hint(kind, kind.value, TODAY, 2) for kind in (HintKind.TIPS, HintKind.SHARED_POST)]
    found = candidate_of("address:x", hints, points)
    assert found is not None
    assert found.only_tips


def test_what_is_decided_is_decided(session: Session) -> None:
    one = a_firm(session)
    dismiss_candidate(session, one.id, given=LATER, by=OFFICER, at=AT)
    with pytest.raises(DomainError, match="meanwhile"):
        take_under_review(session, one.id, by=OFFICER, at=AT)
    assert date.fromisoformat("2026-06-10") == one.dismissed_until
