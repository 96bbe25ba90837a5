"""When housing may come up again: the delivered rules, read strictly, and the same answer from statement and rule."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from conftest import AT
from housed import SVENDBORG, house
from husly.kit.access import SYSTEM, Actor, Grant, Role
from inspection.enforcement.choosing import VisitReason
from inspection.enforcement.models import FindingOutcome
from inspection.planning.intervals.from_register import last_visits_at, list_due, within_interval
from inspection.planning.intervals.rules import (
    IntervalsError,
    Measure,
    add_months,
    audited,
    delivered,
    intervals_in_force,
    last_day_due,
    read_intervals,
)
from inspection.planning.offering.from_register import going_on_dwellings, taken_dwellings
from past_housing import add_planned, add_visit, one_finding

TODAY = AT.date()
DANISH = intervals_in_force(TODAY)
TO_2022 = intervals_in_force(date(2022, 6, 1), jurisdiction="ca-toronto")
FROM_2023 = intervals_in_force(date(2023, 6, 1), jurisdiction="ca-toronto")
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("score", "months", "audit"),
    [(0, 0, True), (50, 0, True), (51, 12, False), (65, 12, False), (66, 24, False), (85, 24, False), (86, 36, False),
     (100, 36, False)],
)  # fmt: skip
def test_toronto_to_2022_by_its_bands(score: int, months: int, audit: bool) -> None:
    band = TO_2022.band_of(score)
    assert (band.months, band.audit) == (months, audit)


def test_toronto_from_2023_everyone_every_two_years_and_the_lowest_audited() -> None:
    assert {FROM_2023.band_of(score).months for score in range(101)} == {24}
    results = {f"{number:04}": 40 + number % 60 for number in range(1000)}
    found = audited(FROM_2023, results)
    assert len(found) == 25
    assert max(results[one] for one in found) <= min(score for one, score in results.items() if one not in found)
    assert audited(FROM_2023, {"a": 99}) == {"a"}
    assert audited(TO_2022, {"a": 50, "b": 51}) == {"a"}


def test_the_danish_rules_are_a_judgement_and_say_so() -> None:
    assert (DANISH.id, DANISH.status, DANISH.measure) == ("dk-2026", "judgement", Measure.BREACHES)
    assert [DANISH.band_of(count).months for count in (0, 1, 2, 3, 40)] == [12, 6, 6, 3, 3]
    assert intervals_in_force(date(2020, 1, 1)) == DANISH
    assert {one.status for one in delivered() if one.jurisdiction != "dk"} == {"tested_reference"}


HEAD = "id: a\njurisdiction: dk\nvalid_from: 2026-01-01\nstatus: judgement\nsource: x\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("measure: breaches\nbands:\n- {from: 1, months: 3}", "begin at 0"),
        ("measure: breaches\nbands:\n- {from: 0, to: 2, months: 3}\n- {from: 4, months: 3}", "begin at 3"),
        ("measure: breaches\nbands:\n- {from: 0, to: 2, months: 3}", "no end"),
        ("measure: score\nbands:\n- {from: 0, months: 3}", "reach to 100"),
        ("measure: score\nbands:\n- {from: 0, to: 100, months: -1}", "months"),
        ("measure: score\nbands:\n- {from: 0, to: 100, months: 1, weeks: 2}", "weeks"),
        ("measure: rats\nbands: []", "measure"),
        ("measure: [", "no YAML"),
    ],
)
def test_rules_with_gaps_are_refused_with_the_reason(text: str, told: str) -> None:
    with pytest.raises(IntervalsError, match=told):
        read_intervals(HEAD + text, origin="mine.yaml")


@given(DAYS, st.integers(0, 48))
def test_months_are_counted_the_same_both_ways(as_of: date, months: int) -> None:
    last = last_day_due(as_of, months)
    assert add_months(last, months) <= as_of < add_months(last + timedelta(days=1), months)


@pytest.mark.parametrize("breaches", [0, 1, 2, 3, 5])
@pytest.mark.parametrize("shift", [-1, 0, 1])
def test_statement_and_rule_give_the_same_day(session: Session, breaches: int, shift: int) -> None:
    home = house(session)
    months = DANISH.band_of(breaches).months
    on = last_day_due(TODAY, months) + timedelta(days=shift)
    add_visit(session, home, on=on, breaches=breaches, closed_at=AT)
    found = last_visits_at(session, [home.dwelling_id], DANISH)[home.dwelling_id]
    assert (found.visited_on, found.result) == (on, breaches)
    blocked = session.execute(within_interval(DANISH, TODAY)).scalars().all()
    assert (blocked == []) is (found.due_on <= TODAY) is (shift <= 0)
    assert session.execute(taken_dwellings(TODAY)).scalars().all() == blocked


def test_only_the_last_visit_counts(session: Session) -> None:
    home = house(session)
    add_visit(session, home, on=date(2023, 1, 10))
    add_visit(session, home, on=date(2026, 2, 10), breaches=4, closed_at=AT)
    assert last_visits_at(session, [home.dwelling_id], DANISH)[home.dwelling_id].due_on == date(2026, 5, 10)
    assert session.execute(within_interval(DANISH, TODAY)).scalars().all() == [home.dwelling_id]


def test_a_share_is_measured_where_the_rules_ask_for_one(session: Session) -> None:
    home = house(session)
    case = add_visit(session, home, on=date(2026, 1, 10), breaches=1, closed_at=AT)
    session.add_all(one_finding(case, number, TODAY, outcome=FindingOutcome.MET) for number in (2, 3, 4))
    session.add(one_finding(case, 5, TODAY, outcome=FindingOutcome.NOT_CHECKED))
    session.flush()
    assert last_visits_at(session, [home.dwelling_id], TO_2022)[home.dwelling_id].result == 75


def test_the_list_of_the_due_begins_with_the_longest_overdue(session: Session) -> None:
    homes = [house(session) for _ in range(4)]
    add_visit(session, homes[0], on=date(2025, 1, 10), breaches=4, closed_at=AT)
    add_visit(session, homes[1], on=date(2023, 1, 10))
    add_visit(session, homes[2], on=date(2026, 1, 10))
    add_visit(session, homes[3], on=date(2023, 1, 10))
    add_planned(session, homes[3], on=TODAY, reason=VisitReason.DANGER)
    taken = going_on_dwellings(TODAY)
    found, count = list_due(session, DANISH, as_of=TODAY, taken=taken, by=SYSTEM)
    assert [one.accommodation_id for one in found] == [homes[1].id, homes[0].id]
    assert [(one.last.due_on, one.last.audit) for one in found] == [
        (date(2024, 1, 10), False),
        (date(2025, 4, 10), True),
    ]
    assert count == 2
    paged, count = list_due(session, DANISH, as_of=TODAY, taken=taken, by=SYSTEM, limit=1, offset=1)
    assert ([one.accommodation_id for one in paged], count) == ([homes[0].id], 2)


def test_the_list_is_limited_to_the_readers_area(session: Session) -> None:
    for place in (SVENDBORG, ("0461", 55.4, 10.4)):
        add_visit(session, house(session, place=place), on=date(2023, 1, 10))
    svendborg = Actor(id="s", name="S", grants=(Grant(Role.CASEWORKER, municipality_code="0479"),))
    found, count = list_due(session, DANISH, as_of=TODAY, taken=going_on_dwellings(TODAY), by=svendborg)
    assert (count, [one.dwelling.municipality_code for one in found]) == (1, ["0479"])
