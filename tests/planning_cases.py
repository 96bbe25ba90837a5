"""Made-up problems for the planner's tests: small, plausible, and random where a property asks for it."""

import random
from datetime import date, timedelta

from hypothesis import strategies as st

from inspection.enforcement.choosing import VisitReason
from inspection.planning.solving.problem import (
    WORKING_WEEK,
    Candidate,
    Inspector,
    OtherVisit,
    Placement,
    Problem,
    Seat,
    Slot,
    Window,
)
from inspection.planning.travel import Place

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
        seats=draw(st.sampled_from([*[(Seat(),)] * 4, *CREWS])),
        languages=draw(st.sampled_from([*[frozenset()] * 3, frozenset({"pl"}), frozenset({"ro", "pl"})])),
        interpreter=draw(st.booleans()),
        daylight_only=draw(st.booleans()),
        slots=draw(st.sampled_from([(), (), (), (Slot(WEEK[1], 540, 720), Slot(WEEK[3], 600, 900))])),
        dwelling_id=draw(st.sampled_from(["", "", "", "shared", f"home {number}"])),
        other_visits=draw(st.sampled_from([(), (), (OtherVisit("politi", WEEK[2]),)])),
        place_is_sound=draw(st.sampled_from([True, True, True, False])),
    )


CREWS = [
    (Seat(), Seat()),
    (Seat(skills=frozenset({"fire"})),),
    (Seat(authority="at"), Seat(authority="politi")),
    (Seat(), Seat(skills=frozenset({"fire"}))),
]
"""Two of whom it may be anybody, one who knows of fire, two authorities, one of two who knows of fire."""

hours = st.lists(st.integers(0, 6), unique=True, max_size=6).map(
    lambda days: tuple(Window(day, 7 * 60 + 30, 15 * 60) for day in days)
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
        hours=draw(st.none() | st.none() | hours),
        end=draw(st.sampled_from([None, None, None, Place(*TOWNS[3])])),
        region=draw(st.sampled_from([frozenset(), frozenset(), frozenset({"0751", "0730", "0706"})])),
        skills=draw(st.sampled_from([frozenset(), frozenset({"fire"})])),
        languages=draw(st.sampled_from([frozenset(), frozenset({"pl"}), frozenset({"da", "ro"})])),
        authority=draw(st.sampled_from(["at", "at", "politi"])),
    )


@st.composite
def placements(draw: st.DrawFn, number: int, people: int, days: list[date], *, known: bool = True) -> Placement:
    """A visit as some plan had it, on any day, by any number of people, locked or not; never locked if not known."""
    return Placement(
        candidate_id=f"d{number}",
        inspector_ids=tuple(
            f"i{one}" for one in draw(st.lists(st.integers(0, max(people - 1, 0)), min_size=1, max_size=2))
        ),
        on=draw(st.sampled_from([*days, MONDAY + timedelta(days=6)])),
        begin_min=draw(st.sampled_from([None, None, 600, 1200])),
        locked=draw(st.booleans()) if known else False,
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Any small problem, empty ones included."""
    count, people = draw(st.sampled_from([8, 14, 3, 1, 0])), draw(st.sampled_from([2, 3, 1, 0]))
    days = draw(st.just(WEEK) | st.sets(st.sampled_from(WEEK), min_size=1).map(sorted))
    in_hand = draw(st.lists(st.integers(0, count), unique=True, max_size=4))
    return Problem(
        candidates=[draw(candidates(number)) for number in range(count)],
        inspectors=[draw(inspectors(number)) for number in range(people)],
        days=days,
        current=[draw(placements(number, people, days, known=number < count)) for number in in_hand],
    )
