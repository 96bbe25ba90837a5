"""What a plan says of visits that have left it: the kind, the reason in the reader's language, tours without them."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlmodel import Session

from case_ways import INSPECTOR, Way, start
from conftest import AT
from housed import house
from husly.kit.i18n import use_language
from inspection.enforcement.actions import close_case, open_case
from inspection.enforcement.choosing import VisitReason
from inspection.letters.danish import danish_date
from inspection.planning import within_cases
from inspection.planning.carrying_out import dropping
from inspection.planning.carrying_out.accepting import accept_plan
from inspection.planning.carrying_out.dropped_words import SENTENCES, DropKind, dropped_of
from inspection.planning.models import PlannedVisit, VisitPlan
from planned_visits import planned_visit

ON = date(2026, 3, 20)


@pytest.fixture
def in_english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("da")


def dropped(because: str, by: str | None = None) -> PlannedVisit:
    return PlannedVisit(dropped_at=AT, dropped_because=because, dropped_by=by)  # type: ignore[call-arg]


def told(because: str, by: str | None = None) -> tuple[DropKind, str]:
    found = dropped_of(dropped(because, by))
    assert found is not None
    return found.kind, found.words


def test_a_case_that_has_moved_on_is_never_called_a_collective_agreement(in_english: None) -> None:
    of_cases = (within_cases.CLOSED, within_cases.MOVED_ON, within_cases.ANNOUNCED, within_cases.SUSPECTED)
    for sentence in (*of_cases, within_cases.OTHERS):
        kind, words = told(sentence.format(number="2026-00017"))
        assert kind is DropKind.CASE
        assert "ase 2026-00017 " in words
        assert "Sag" not in words


def test_every_sentence_of_a_rule_is_read_back_with_its_days(in_english: None) -> None:
    values = {"agreement": "3F og DI", "number": "2026-1", "first": danish_date(ON), "last": danish_date(ON)}
    for kind, sentence, _ in SENTENCES:
        found, words = told(sentence.format(**values))
        assert found is kind
        assert "marts" not in words
        assert "2026" in words
    assert "20 March 2026" in told(dropping.ENDED.format(last=danish_date(ON)))[1]


def test_what_a_person_wrote_stays_as_it_was_written(in_english: None) -> None:
    assert told(within_cases.CLOSED.format(number="1"), by="leder") == (
        DropKind.BY_HAND,
        within_cases.CLOSED.format(number="1"),
    )
    assert told("Noget andet.") == (DropKind.OTHER, "Noget andet.")


def within(session: Session, way: Way) -> PlannedVisit:
    visit = planned_visit(session, way.case.accommodation_id, on=ON, accepted=False)
    visit.case_id, visit.reason = way.case.id, VisitReason.FOLLOW_UP
    session.flush()
    return visit


def test_a_tour_that_loses_its_visits_when_the_plan_is_accepted_keeps_no_hours(session: Session) -> None:
    way = start(session)
    visit = within(session, way)
    close_case(session, way.case.id, reason="Fraflyttet", by=INSPECTOR, at=AT)
    accept_plan(session, visit.plan_id, open_case=open_case, posting_days=1, by=INSPECTOR, at=AT)
    assert visit.dropped_at is not None
    assert session.get_one(VisitPlan, visit.plan_id).summary["tours"] == []


def test_a_visit_that_is_dropped_by_hand_takes_its_hours_from_an_accepted_tour(session: Session) -> None:
    visit = planned_visit(session, house(session).id)
    plan = session.get_one(VisitPlan, visit.plan_id)
    assert [one["visits"] for one in plan.summary["tours"]] == [1]
    dropping.drop_visit(session, visit.id, reason="Revet ned.", by=INSPECTOR, at=AT)
    assert plan.summary["tours"] == []
