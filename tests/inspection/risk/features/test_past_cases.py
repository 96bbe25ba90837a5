"""How earlier orders were met, what earlier visits gave, who gave up a dwelling after an order."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from housed import add_dwelling, add_employer, declare, house
from inspection.enforcement.choosing import VisitReason
from inspection.risk.features.from_register import feature_frames
from inspection.risk.features.past_cases import Item, Met, how_met
from past_housing import add_contest, add_evidence, add_link, add_order, add_planned, add_report, add_visit, noon
from register.accommodations.models import Accommodation
from register.declarations.models import Declaration, Room
from register.portfolio.models import LinkKind
from register.residents.models import Outcome, ReportKind, ReportState

DAY = date(2026, 3, 2)
DUE = date(2026, 2, 1)
OLD = date(2025, 1, 1)


def known(session: Session, home: Accommodation, as_of: date = DAY) -> dict[str, Any]:
    rows = [row for frame in feature_frames(session, as_of=as_of) for row in frame.iter_rows(named=True)]
    return next(row for row in rows if row["accommodation_id"] == str(home.id))


def old_house(session: Session, **given: Any) -> Accommodation:
    return house(session, starts_on=OLD, submitted_at=noon(OLD), **given)


@pytest.mark.parametrize(
    ("item", "met"),
    [
        (Item(DUE), Met.UNMET),
        (Item(DAY), Met.OPEN),
        (Item(DUE, True, DUE), Met.IN_TIME),
        (Item(DUE, True, DAY), Met.LATE),
        (Item(DUE, True, DAY, reported_on=DUE), Met.IN_TIME),
        (Item(DUE, True, DAY, reported_on=DUE + timedelta(days=1)), Met.LATE),
        (Item(DAY + timedelta(days=9), False, DAY), Met.UNMET),
        (Item(DUE, True, DAY + timedelta(days=1)), Met.UNMET),
    ],
)
def test_an_item_is_met_in_time_late_or_not(item: Item, met: Met) -> None:
    assert how_met([item], DAY) is met


ITEMS = st.builds(
    Item,
    due_on=st.dates(OLD, DAY + timedelta(days=400)),
    complied=st.sampled_from([True, False, None]),
    verified_on=st.none() | st.dates(OLD, DAY),
    reported_on=st.none() | st.dates(OLD, DAY),
)


@given(st.lists(ITEMS, min_size=1), ITEMS)
def test_another_item_never_makes_an_order_look_better(items: list[Item], another: Item) -> None:
    ranks = list(Met)
    assert ranks.index(how_met([*items, another], DAY)) <= ranks.index(how_met(items, DAY))


def test_orders_count_by_how_they_were_met(session: Session) -> None:
    home = old_house(session)
    issued = DUE - timedelta(days=30)
    add_order(session, home, on=issued, due_on=DUE, complied=True, verified_on=DUE)
    add_order(session, home, on=issued, due_on=DUE, complied=True, verified_on=DUE + timedelta(days=3))
    add_order(session, home, on=issued, due_on=DUE)
    row = known(session, home)
    assert (row["previous_orders"], row["orders_unmet"], row["orders_met_late"]) == (3, 1, 1)
    earlier = known(session, home, DUE)
    assert (earlier["previous_orders"], earlier["orders_unmet"], earlier["orders_met_late"]) == (3, 0, 0)


def test_the_last_result_is_of_this_employer_in_this_dwelling(session: Session) -> None:
    dwelling, employer = add_dwelling(session), add_employer(session)
    home = old_house(session, dwelling=dwelling, employer=employer)
    neighbour, elsewhere = old_house(session, dwelling=dwelling), old_house(session, employer=employer)
    add_visit(session, home, on=DUE - timedelta(days=40), breaches=2)
    assert known(session, home)["last_result"] == "breach"
    add_visit(session, home, on=DUE)
    row = known(session, home)
    assert (row["last_result"], row["days_since_last_visit"]) == ("clean", (DAY - DUE).days)
    assert (row["previous_breaches"], row["days_since_last_breach"]) == (2, (DAY - DUE).days + 40)
    for other in (neighbour, elsewhere):
        assert known(session, other)["last_result"] is None
        assert known(session, other)["days_since_last_visit"] is None
    assert known(session, neighbour)["previous_breaches"] == 0
    assert known(session, elsewhere)["previous_breaches"] == 2


def test_a_dwelling_given_up_after_an_order_follows_the_employer(session: Session) -> None:
    employer = add_employer(session)
    left = old_house(session, employer=employer, ends_on=DUE)
    home = old_house(session, employer=employer)
    add_order(session, left, on=DUE - timedelta(days=20), due_on=DAY)
    assert known(session, home)["closed_after_order"] == 1
    assert known(session, home, DUE)["closed_after_order"] == 0
    again = house(
        session,
        employer=employer,
        dwelling=add_dwelling(session),
        starts_on=DUE + timedelta(days=1),
        submitted_at=noon(DUE),
    )
    again.dwelling_id = left.dwelling_id
    session.flush()
    assert known(session, home)["closed_after_order"] == 0


def test_breaches_at_linked_firms_and_what_the_link_says(session: Session) -> None:
    first, second = add_employer(session), add_employer(session)
    old, new = old_house(session, employer=first), old_house(session, employer=second)
    add_visit(session, old, on=DUE, breaches=3)
    add_link(session, first, second, LinkKind.SUCCESSOR, on=DUE)
    row, other = known(session, new), known(session, old)
    assert (row["linked_breaches"], row["previous_breaches"], row["reregistered"]) == (3, 0, True)
    assert (other["linked_breaches"], other["previous_breaches"], other["reregistered"]) == (0, 3, False)
    assert row["agency_link"] is False
    link = add_link(session, first, second, LinkKind.AGENCY_CLIENT, on=DUE)
    assert known(session, new)["agency_link"] is True
    assert known(session, new)["linked_breaches"] == 3
    link.ended_on, link.ended_by = DAY, "test"
    session.flush()
    assert known(session, new)["agency_link"] is False


def test_reports_count_after_a_fortnight_until_they_are_found_empty(session: Session) -> None:
    dwelling = add_dwelling(session)
    home, neighbour = old_house(session, dwelling=dwelling), old_house(session, dwelling=dwelling)
    add_report(session, home, on=DAY - timedelta(days=14), kinds=[ReportKind.LOCKED_IN.value, ReportKind.DAMP.value])
    add_report(session, home, on=DAY - timedelta(days=13))
    add_report(session, home, on=DAY - timedelta(days=20), is_confirmation=True, kinds=[])
    add_report(session, home, on=DAY - timedelta(days=60), accommodation_id=None)
    ended = {"state": ReportState.CLOSED, "outcome": Outcome.NOT_FOUND, "closed_on": DAY}
    add_report(session, home, on=DAY - timedelta(days=60), **ended)
    assert (known(session, home)["open_tips"], known(session, home)["urgent_tips"]) == (2, 1)
    assert (known(session, neighbour)["open_tips"], known(session, neighbour)["urgent_tips"]) == (1, 0)


@pytest.mark.parametrize(("age", "counted"), [(730, 0), (729, 1)])
def test_a_report_that_was_dealt_with_counts_for_two_years(session: Session, age: int, counted: int) -> None:
    home = house(session, starts_on=date(2023, 1, 1), submitted_at=noon(date(2023, 1, 1)))
    ended = {"state": ReportState.CLOSED, "outcome": Outcome.ACTED, "closed_on": DAY - timedelta(days=30)}
    add_report(session, home, on=DAY - timedelta(days=age), **ended)
    assert known(session, home)["open_tips"] == counted


def test_cases_referred_by_another_authority_are_counted_from_their_day(session: Session) -> None:
    home, other = old_house(session), old_house(session)
    add_planned(session, home, on=DAY, reason=VisitReason.REFERRAL)
    add_planned(session, other, on=DAY, reason=VisitReason.TIP)
    assert (known(session, home)["referrals"], known(session, other)["referrals"]) == (1, 0)
    assert known(session, home, DAY - timedelta(days=1))["referrals"] == 0


def test_an_owner_contests_until_he_is_answered(session: Session) -> None:
    home = old_house(session)
    assert known(session, home)["contested_by_owner"] is False
    contest = add_contest(session, home, on=DUE)
    assert known(session, home)["contested_by_owner"] is True
    contest.answer, contest.closed_at, contest.closed_by = "x", noon(DAY), "test"
    session.flush()
    assert known(session, home)["contested_by_owner"] is False


def test_a_listed_sector_is_unvisited_until_anybody_of_it_in_the_municipality_is_visited(session: Session) -> None:
    builder, other = (add_employer(session, sector_code=code) for code in ("412000", "410000"))
    school, blank = add_employer(session, sector_code="851000"), add_employer(session, sector_code=None)
    home, visited = old_house(session, employer=builder), old_house(session, employer=other)
    assert known(session, home)["sector_unvisited_days"] == float("inf")
    add_visit(session, visited, on=DUE)
    assert known(session, home)["sector_unvisited_days"] == (DAY - DUE).days
    assert known(session, old_house(session, employer=school))["sector_unvisited_days"] == 0
    assert known(session, old_house(session, employer=blank))["sector_unvisited_days"] is None


def test_photos_missing_are_told_as_a_share(session: Session) -> None:
    home = old_house(session)
    assert known(session, home)["evidence_missing_share"] == 1
    add_evidence(session, home, "photo_outside", on=DUE)
    add_evidence(session, home, "photo_outside", on=DUE)
    add_evidence(session, home, "other", on=DUE)
    assert known(session, home)["evidence_missing_share"] == pytest.approx(6 / 7)


def test_beds_count_when_every_bedroom_tells_them(session: Session) -> None:
    home = old_house(session, residents=6)
    rooms = session.exec(select(Room)).all()
    rooms[0].beds = 2
    session.flush()
    assert known(session, home)["persons_per_bed"] is None
    rooms[1].beds = 2
    session.flush()
    assert known(session, home)["persons_per_bed"] == 1.5


def test_dangers_and_faults_are_what_the_employer_denies(session: Session) -> None:
    facts = {"smoke_alarm": False, "not_hazardous": True, "heating": False, "showers": 0, "kitchen": None}
    row = known(session, old_house(session, facts=facts))
    assert (row["declared_dangers"], row["declared_faults"]) == (1, 2)


def test_two_declarations_that_differ_disagree(session: Session) -> None:
    dwelling = add_dwelling(session)
    home = old_house(session, dwelling=dwelling, area_m2=100)
    assert known(session, home)["declarations_disagree"] is False
    other = old_house(session, dwelling=dwelling, area_m2=110)
    assert known(session, home)["declarations_disagree"] is False
    session.exec(select(Declaration).where(Declaration.accommodation_id == other.id)).one().area_m2 = 111
    session.flush()
    assert known(session, home)["declarations_disagree"] is True


def test_work_and_stay_are_read_from_the_terms(session: Session) -> None:
    home = old_house(session, ends_on=OLD + timedelta(days=499))
    blank = known(session, home)
    assert [blank[name] for name in ("works_for_client", "seasonal_work", "shifts", "workers")] == [None] * 4
    version = session.exec(select(Declaration).where(Declaration.accommodation_id == home.id)).one()
    version.terms = {"work": {"client_cvr": "12345678", "season": "seasonal", "shifts": 2, "workers": 9}}
    session.flush()
    row = known(session, home)
    assert [row[name] for name in ("works_for_client", "seasonal_work", "shifts", "workers")] == [True, True, 2, 9]
    assert row["stay_days"] == 500
    version.terms = {"work": {"season": "year_round"}}
    session.flush()
    row = known(session, home)
    assert (row["works_for_client"], row["seasonal_work"]) == (False, False)


def test_changes_told_too_late_are_counted_first_declarations_are_not(session: Session) -> None:
    home = house(session, starts_on=OLD, submitted_at=noon(DUE))
    assert known(session, home)["late_updates"] == 0
    declare(session, home, version=2, valid_from=DUE, submitted_at=noon(DUE + timedelta(days=1)))
    declare(session, home, version=3, valid_from=DUE, submitted_at=noon(DUE + timedelta(days=10)))
    assert known(session, home)["late_updates"] == 1
