"""Made-up problems for the planner's tests: small, plausible, and random where a property asks for it."""

import random
from datetime import date, timedelta

from hypothesis import strategies as st

from inspection.enforcement.choosing import VisitReason
from inspection.planning.problem import WORKING_WEEK, Candidate, Inspector, Problem, Window

MONDAY = date(2026, 3, 2)
WEEK = [MONDAY + timedelta(days=number) for number in range(5)]
AARHUS = {"lat": 56.157, "lon": 10.210, "municipality_code": "0751"}
TOWNS = [
    (55.676, 12.568, "0101"),
    (55.396, 10.388, "0461"),
    (56.157, 10.210, "0751"),
    (56.100, 10.100, "0751"),
    (56.45, 10.03, "0730"),
    (56.3, 10.4, "0706"),
    (55.1, 14.7, "0400"),
    (55.86, 10.61, "0741"),
]


def dwelling(number: int = 1, **changes: object) -> Candidate:
    """A dwelling in Aarhus that may be visited at any time of the working week."""
    fields = {"id": f"d{number}", **AARHUS, "prize": 30, "service_min": 60, "earliest_on": MONDAY, **changes}
    return Candidate(**fields)


def inspector(number: int = 1, **changes: object) -> Inspector:
    """An inspector who starts in Aarhus at 8 and is home by 15:30."""
    return Inspector(**{"id": f"i{number}", "name": f"Inspektør {number}", **AARHUS, **changes})


def problem(*candidates: Candidate, inspectors: int = 1, days: list[date] | None = None) -> Problem:
    """A week with one inspector unless told."""
    team = [inspector(number) for number in range(1, inspectors + 1)]
    return Problem(candidates=candidates, inspectors=team, days=WEEK if days is None else days)


def seeded(seed: int) -> random.Random:
    """A draw that can be repeated."""
    return random.Random(seed)  # noqa: S311


windows = st.lists(
    st.builds(
        lambda day, start, length: Window(day, start, min(start + length, 1440)),
        st.integers(0, 6),
        st.integers(5 * 60, 18 * 60),
        st.integers(30, 480),
    ),
    max_size=4,
).map(tuple)
offsets = st.sampled_from([0, 0, 0, -9, 1, 3, 4, 9])


@st.composite
def candidates(draw: st.DrawFn, number: int) -> Candidate:
    """Any dwelling a register could hold, some of them impossible to visit."""
    lat, lon, code = draw(st.sampled_from(TOWNS))
    earliest = MONDAY + timedelta(days=draw(offsets))
    return Candidate(
        id=f"d{number}",
        lat=lat + draw(st.floats(-0.2, 0.2)),
        lon=lon + draw(st.floats(-0.2, 0.2)),
        municipality_code=code,
        prize=draw(st.sampled_from([30, 80, 5, 0])),
        service_min=draw(st.sampled_from([30, 60, 90, 240])),
        earliest_on=earliest,
        latest_on=draw(st.sampled_from([None, None, earliest, MONDAY + timedelta(days=4), MONDAY])),
        windows=draw(
            st.sampled_from([True, True, False]).flatmap(
                lambda all_week: st.just(WORKING_WEEK) if all_week else windows
            )
        ),
        must_visit=draw(st.sampled_from([False, False, True])),
        reason=draw(st.sampled_from(VisitReason)),
        barred_inspectors=draw(
            st.sampled_from([frozenset(), frozenset(), frozenset(), frozenset({"i0"}), frozenset({"i0", "i1"})])
        ),
    )


@st.composite
def inspectors(draw: st.DrawFn, number: int) -> Inspector:
    """Anyone with a working day."""
    lat, lon, code = draw(st.sampled_from(TOWNS))
    start = draw(st.integers(6 * 60, 10 * 60))
    length = draw(st.sampled_from([450, 540, 600, 240]))
    return Inspector(
        id=f"i{number}",
        name=f"Inspektør {number}",
        lat=lat,
        lon=lon,
        municipality_code=code,
        day_start_min=start,
        day_end_min=start + length,
        absent_on=frozenset(draw(st.lists(st.sampled_from(WEEK), max_size=2))),
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Any small problem, empty ones included."""
    return Problem(
        candidates=[draw(candidates(number)) for number in range(draw(st.sampled_from([8, 14, 3, 1, 0])))],
        inspectors=[draw(inspectors(number)) for number in range(draw(st.sampled_from([2, 3, 1, 0])))],
        days=draw(st.just(WEEK) | st.sets(st.sampled_from(WEEK), min_size=1).map(sorted)),
    )
