"""What accepting a plan does to cases and letters: drafts in time, nothing before an unannounced visit."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from case_ways import INSPECTOR, Way, start
from conftest import AT
from housed import house
from housing import CASE_SETTINGS, declare
from husly.kit.access import Actor
from husly.kit.errors import DomainError
from husly.kit.outbox import OutboxMessage
from inspection.enforcement.actions import close_case, note_suspicion, open_case, waive_notice
from inspection.enforcement.choosing import VisitReason
from inspection.enforcement.models import InspectionCase
from inspection.enforcement.queries import CaseFile, find_case_of_visit, get_case_file
from inspection.enforcement.transitions import CaseState
from inspection.enforcement.waivers import NoticeWaiver, NoticeWaiverGround
from inspection.joint.authorities import authorities
from inspection.joint.models import Answer, JointPartner, JointVisit
from inspection.joint.moves import JointState
from inspection.letters.blocks import LetterKind
from inspection.letters.issuing import issue_letter
from inspection.letters.models import Letter
from inspection.letters.rendering import write_draft
from inspection.planning.carrying_out.accepting import GroundOf, accept_plan, no_ground
from inspection.planning.models import PlannedCompanion, PlannedVisit, PlanState, VisitPlan
from inspection.planning.offering.why import Why, WhyCode
from inspection.staff.models import ConflictGround, ConflictOfInterest
from past_housing import add_order
from planned_visits import planned_visit, station

GROUND = NoticeWaiver(NoticeWaiverGround.PURPOSE_DEFEATED, "senge kan fjernes inden besøget")


def accept(session: Session, visit: PlannedVisit, *, ground_of: GroundOf = no_ground, day: int = 0) -> None:
    session.flush()
    accept_plan(
        session,
        visit.plan_id,
        open_case=open_case,
        posting_days=1,
        ground_of=ground_of,
        by=INSPECTOR,
        at=AT + timedelta(days=day),
    )


def file_of(session: Session, visit: PlannedVisit) -> CaseFile:
    case = find_case_of_visit(session, visit.id)
    assert case is not None
    return get_case_file(session, case.id, by=INSPECTOR)


def test_accepting_drafts_the_notice_of_an_announced_visit(session: Session) -> None:
    visit = planned_visit(session, house(session).id, accepted=False)
    visit.starts_min, visit.ends_min = 545, 600
    accept(session, visit)
    file = file_of(session, visit)
    (letter,) = file.letters
    assert (letter.kind, letter.issued_at, letter.round) == (LetterKind.VARSLING, None, 1)
    assert letter.choices["visit_on"] == visit.visit_on.isoformat()
    assert letter.choices["objection_due_on"] == "2026-03-12"
    assert (file.visit.from_min, file.visit.to_min) == (540, 600)  # outwards to the half hour
    assert file.case.state is CaseState.PLANNED
    assert session.exec(select(OutboxMessage)).all() == []  # nothing leaves before a person issues it


def test_the_draft_can_be_issued_as_it_is(session: Session) -> None:
    way = start(session)
    close_case(session, way.case.id, reason="Ryddet", by=INSPECTOR, at=AT)
    visit = planned_visit(session, way.case.accommodation_id, accepted=False)
    visit.interpreter = True
    companion = station()
    session.add(companion)
    session.flush()
    session.add(
        PlannedCompanion(
            planned_visit_id=visit.id, duty_station_id=companion.id, position=1, arrive_min=1, travel_min=1, travel_km=1
        )
    )
    accept(session, visit)
    (letter,) = file_of(session, visit).letters
    issue_letter(session, letter.id, settings=CASE_SETTINGS, by=INSPECTOR, at=AT)
    assert "to tilsynsførende og en tolk" in str(letter.content)
    assert file_of(session, visit).case.state is CaseState.NOTIFIED


def _letter_for(session: Session, reason: VisitReason, change: Callable[[PlannedVisit], None]) -> str:
    visit = planned_visit(session, declare(session, at=AT - timedelta(days=60)).id, accepted=False)
    visit.reason = reason
    change(visit)
    accept(session, visit)
    file = file_of(session, visit)
    text = str(write_draft(session, file, file.letters[0], settings=CASE_SETTINGS, as_of=AT.date()).written)
    return text.replace(file.case.case_number, "SAG")


def _scored(visit: PlannedVisit) -> None:
    visit.score, visit.rank, visit.prize = 87, 1, 87


def _drawn(visit: PlannedVisit) -> None:
    visit.probability = 0.07


def _plain(visit: PlannedVisit) -> None:
    visit.prize = 1


def test_the_letter_does_not_tell_why_the_dwelling_was_chosen(session: Session) -> None:
    ways = [(VisitReason.SCORE, _scored), (VisitReason.RANDOM, _drawn), (VisitReason.TIP, _plain)]
    ways += [(VisitReason.REFERRAL, _plain), (VisitReason.DANGER, _plain), (VisitReason.EXPLORE, _drawn)]
    texts = set()
    for reason, change in ways:
        nested = session.begin_nested()
        texts.add(_letter_for(session, reason, change))
        nested.rollback()
        session.expire_all()
    assert len(texts) == 1


def test_an_unannounced_visit_needs_a_recorded_ground_and_nothing_is_done_without(session: Session) -> None:
    first = planned_visit(session, house(session).id, accepted=False)
    first.announced = False
    session.flush()
    nested = session.begin_nested()
    with pytest.raises(DomainError) as error:
        accept(session, first)
    nested.rollback()
    session.expire_all()
    assert error.value.code == "plan.no_ground"
    assert session.get_one(VisitPlan, first.plan_id).state is PlanState.DRAFT
    assert session.exec(select(InspectionCase)).all() == []
    with pytest.raises(DomainError):
        accept(session, first, ground_of=lambda _s, _v: NoticeWaiver(GROUND.ground, "  "))


def test_an_unannounced_visit_is_decided_with_its_ground_and_leaves_no_letter(session: Session) -> None:
    visit = planned_visit(session, house(session).id, on=date(2026, 3, 4), accepted=False)
    visit.announced = False  # the day after tomorrow: no notice has to run
    accept(session, visit, ground_of=lambda _s, _v: GROUND)
    file = file_of(session, visit)
    assert file.case.state is CaseState.UNANNOUNCED_DECIDED
    assert (file.visit.notice_waiver_ground, file.visit.notice_waiver_reason) == (GROUND.ground, GROUND.reason)
    assert session.exec(select(Letter)).all() == []
    assert session.exec(select(OutboxMessage)).all() == []


def _not_complied(session: Session) -> Way:
    way = start(session)
    way.case.state = CaseState.NOT_COMPLIED
    session.flush()
    return way


def within(session: Session, way: Way, on: date = date(2026, 3, 20)) -> PlannedVisit:
    visit = planned_visit(session, way.case.accommodation_id, on=on, accepted=False)
    visit.case_id, visit.reason = way.case.id, VisitReason.FOLLOW_UP
    session.flush()
    return visit


def test_a_revisit_is_planned_in_its_own_case(session: Session) -> None:
    way = _not_complied(session)
    visit = within(session, way)
    accept(session, visit)
    file = file_of(session, visit)
    assert file.case.id == way.case.id
    assert (file.case.round, file.case.state) == (2, CaseState.PLANNED)
    assert (file.visit.round, file.visit.visit_on, file.visit.reason_code) == (2, visit.visit_on, VisitReason.FOLLOW_UP)
    assert file.visit.inspector_id == file.case.inspector_id == str(visit.duty_station_id)
    assert [letter.round for letter in file.letters if letter.issued_at is None] == [2]
    assert len(session.exec(select(InspectionCase)).all()) == 1


def test_a_case_that_waits_for_a_visit_gets_the_planned_day(session: Session) -> None:
    way = start(session)
    way.draft_notice()
    visit = within(session, way)
    accept(session, visit)
    file = file_of(session, visit)
    assert (file.case.round, file.visit.visit_on) == (1, visit.visit_on)
    assert [letter.choices["visit_on"] for letter in file.letters] == [visit.visit_on.isoformat()]


def _closed(way: Way) -> None:
    close_case(way.session, way.case.id, reason="Fraflyttet", by=INSPECTOR, at=AT)


def _announced(way: Way) -> None:
    way.notify()


def _suspected(way: Way) -> None:
    note_suspicion(way.session, way.case.id, suspicion=True, by=INSPECTOR, at=AT)


def _visited(way: Way) -> None:
    way.case.state = CaseState.VISITED


@pytest.mark.parametrize(
    ("happened", "told"),
    [(_closed, "er afsluttet"), (_announced, "et andet besøg"), (_suspected, "mistanke"), (_visited, "venter ikke")],
)
def test_a_case_that_has_moved_on_drops_the_visit_with_the_reason(
    session: Session, happened: Callable[[Way], None], told: str
) -> None:
    way = start(session)
    visit = within(session, way)
    happened(way)
    session.flush()
    before = (way.case.state, way.case.round, way.file.visit.visit_on, len(way.file.letters))
    accept(session, visit)
    assert visit.dropped_at is not None
    assert way.case.case_number in visit.dropped_because
    assert told in visit.dropped_because
    assert (way.case.state, way.case.round, way.file.visit.visit_on, len(way.file.letters)) == before


def test_a_case_planned_in_another_plan_is_not_planned_twice(session: Session) -> None:
    way = start(session)
    first, second = within(session, way), within(session, way, on=date(2026, 3, 24))
    accept(session, first)
    accept(session, second)
    assert first.dropped_at is None
    assert "et andet besøg" in second.dropped_because
    assert file_of(session, first).visit.visit_on == first.visit_on


def test_the_texts_of_the_draft_wait_for_a_lawyer(session: Session) -> None:
    visit = planned_visit(session, declare(session, at=AT - timedelta(days=60)).id, accepted=False)
    accept(session, visit)
    file = file_of(session, visit)
    real = CASE_SETTINGS.model_copy(update={"demo_mode": False})
    draft = write_draft(session, file, file.letters[0], settings=real, as_of=AT.date())
    assert "UDKAST" in draft.banner
    with pytest.raises(DomainError, match="cannot be issued"):
        issue_letter(session, file.letters[0].id, settings=real, by=INSPECTOR, at=AT)


def test_a_visit_that_stands_as_planned_is_linked_and_its_notice_stays(session: Session) -> None:
    way = start(session)
    way.notify()
    told = way.file.visit
    visit = within(session, way, on=told.visit_on)
    visit.starts_min, visit.ends_min = told.from_min, told.to_min
    letters = len(way.file.letters)
    accept(session, visit)
    file = file_of(session, visit)
    assert visit.dropped_at is None
    assert (file.case.id, file.case.state, len(file.letters)) == (way.case.id, CaseState.NOTIFIED, letters)
    assert file.visit.planned_visit_id == visit.id
    assert file.visit.inspector_id == str(visit.duty_station_id)


def decided_unannounced(way: Way) -> None:
    waive_notice(
        way.session,
        way.case.id,
        ground=GROUND.ground,
        reason=GROUND.reason,
        proportionality_reason="Et skriftligt svar viser ikke værelserne.",
        by=INSPECTOR,
        at=AT,
    )


def test_a_visit_decided_without_notice_is_linked_as_it_was_decided(session: Session) -> None:
    way = start(session)
    decided_unannounced(way)
    told = way.file.visit
    visit = within(session, way, on=told.visit_on)
    visit.announced, visit.reason = False, VisitReason.OTHER
    visit.starts_min, visit.ends_min = told.from_min, told.to_min
    accept(session, visit)
    file = file_of(session, visit)
    assert visit.dropped_at is None
    assert (file.case.state, file.visit.planned_visit_id) == (CaseState.UNANNOUNCED_DECIDED, visit.id)


@pytest.mark.parametrize(("reason", "day"), [(VisitReason.OTHER, 40), (VisitReason.DANGER, 0)])
def test_a_decided_visit_whose_day_has_passed_or_that_is_urgent_is_decided_anew_on_its_ground(
    session: Session, reason: VisitReason, day: int
) -> None:
    way = start(session)
    decided_unannounced(way)
    ground = (way.file.visit.notice_waiver_ground, way.file.visit.notice_waiver_reason)
    visit = within(session, way, on=AT.date() + timedelta(days=day + 1))
    visit.announced, visit.reason = False, reason
    assert visit.visit_on != way.file.visit.visit_on
    accept(session, visit, day=day)
    file = file_of(session, visit)
    assert visit.dropped_at is None
    assert (file.case.state, file.visit.visit_on) == (CaseState.UNANNOUNCED_DECIDED, visit.visit_on)
    assert (file.visit.notice_waiver_ground, file.visit.notice_waiver_reason) == ground
    assert file.visit.proportionality_reason == "Et skriftligt svar viser ikke værelserne."


def test_an_order_that_nobody_answered_gets_its_silence_recorded_and_a_revisit(
    session: Session, inspector: Actor
) -> None:
    home = house(session)
    add_order(session, home, on=AT.date() - timedelta(days=60), due_on=AT.date() - timedelta(days=1))
    case = session.exec(select(InspectionCase).where(InspectionCase.accommodation_id == home.id)).one()
    case.state = CaseState.ORDER_DELIVERED
    visit = planned_visit(session, home.id, on=date(2026, 3, 20), accepted=False)
    visit.case_id, visit.reason = case.id, VisitReason.FOLLOW_UP
    session.flush()
    accept(session, visit)
    moves = [one.move for one in file_of(session, visit).moves]
    assert visit.dropped_at is None
    assert moves[-2:] == ["record_silence", "plan_revisit"]
    assert (case.round, case.state) == (2, CaseState.PLANNED)


def test_a_revisit_whose_order_runs_again_leaves_its_plan_with_that_reason(session: Session) -> None:
    home = house(session)
    add_order(session, home, on=AT.date() - timedelta(days=60), due_on=AT.date() + timedelta(days=3))
    case = session.exec(select(InspectionCase).where(InspectionCase.accommodation_id == home.id)).one()
    case.state = CaseState.ORDER_DELIVERED
    visit = planned_visit(session, home.id, on=date(2026, 3, 20), accepted=False)
    visit.case_id, visit.reason = case.id, VisitReason.FOLLOW_UP
    accept(session, visit)
    assert "løber fristen i påbuddet endnu" in visit.dropped_because
    assert (case.round, case.state) == (1, CaseState.ORDER_DELIVERED)


def test_nobody_comes_along_who_has_a_conflict_of_interest(session: Session) -> None:
    home = declare(session)
    visit = planned_visit(session, home.id, on=date(2026, 3, 20), accepted=False)
    other = station()
    session.add(other)
    session.flush()
    seat = {"position": 1, "arrive_min": 540, "travel_min": 20, "travel_km": 15.0}
    session.add(PlannedCompanion(planned_visit_id=visit.id, duty_station_id=other.id, **seat))
    told = {
        "declared_at": AT,
        "declared_by": "t",
        "declared_by_name": "T",
        "reason": "Søskende",
        "ground": ConflictGround.RELATIVE,
    }
    session.add(ConflictOfInterest(station_id=other.id, dwelling_id=home.dwelling_id, from_on=AT.date(), **told))
    session.flush()
    with pytest.raises(DomainError) as error:
        accept(session, visit)
    assert error.value.code == "inspector.conflict"


def test_what_lies_behind_another_visit_stands_in_its_case(session: Session) -> None:
    visit = planned_visit(session, declare(session).id, on=date(2026, 3, 20), accepted=False)
    visit.reason = VisitReason.OTHER
    plan = session.get_one(VisitPlan, visit.plan_id)
    why = Why(WhyCode.DUE_BY_INTERVAL, date(2026, 2, 1)).document
    plan.summary = plan.summary | {"why": {str(visit.accommodation_id): why}}
    accept(session, visit)
    words = "kan besøges igen siden 1. februar 2026 efter resultatet af det seneste besøg"
    assert file_of(session, visit).visit.reason_words == words


def test_the_notice_names_the_authorities_that_come_along_on_a_basis_of_their_own(session: Session) -> None:
    home = declare(session)
    visit = planned_visit(session, home.id, on=date(2026, 3, 20), accepted=False)
    joint = JointVisit(
        dwelling_id=home.dwelling_id,
        municipality_code=home.municipality_code,
        state=JointState.AGREED,
        visit_on=visit.visit_on,
        purpose="Fælles tilsyn",
        proposed_at=AT,
        proposed_by="t",
    )
    session.add(joint)
    session.flush()
    session.add_all(
        JointPartner(joint_visit_id=joint.id, authority=key, legal_basis=basis, answer=Answer.ACCEPTED)
        for key, basis in (("fire_service", "beredskabsloven"), ("tax", ""))
    )
    accept(session, visit)
    (letter,) = file_of(session, visit).letters
    names = authorities()
    assert (
        letter.choices["who_comes"] == f"en tilsynsførende sammen med medarbejdere fra {names['fire_service'].name.da}"
    )
