"""What is known before a visit, in the candidate of a plan: hours that suit both, and the residents' where none do."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from inspection.needs.fitting import KnownNeeds, fitted, windows_of
from inspection.needs.hours import both, likely_home, read_stored, stored
from inspection.planning.solving.problem import WORKING_WEEK, Candidate, Slot, Window

LATE = (Window(0, 900, 1080), Window(2, 900, 1080))
MORNING = (Window(0, 480, 960), Window(1, 480, 720))
MADE = Candidate(id="a", lat=55.4, lon=10.4, prize=3, service_min=60, earliest_on=date(2026, 3, 17))


@st.composite
def some_hours(draw: st.DrawFn) -> tuple[Window, ...]:
    days = draw(st.sets(st.integers(0, 6)))
    spans = {day: sorted(draw(st.sets(st.integers(0, 1440), min_size=2, max_size=2))) for day in sorted(days)}
    return tuple(Window(day, *span) for day, span in spans.items())


def minutes(hours: tuple[Window, ...]) -> set[tuple[int, int]]:
    return {(one.weekday, minute) for one in hours for minute in range(one.from_min, one.to_min, 7)}


@given(some_hours(), some_hours())
def test_hours_of_both_are_those_of_each_and_in_either_order(one: tuple[Window, ...], two: tuple[Window, ...]) -> None:
    together = both(one, two)
    assert together == both(two, one)
    for part in together:
        assert any(part.weekday == w.weekday and w.from_min <= part.from_min < part.to_min <= w.to_min for w in one)
        assert any(part.weekday == w.weekday and w.from_min <= part.from_min < part.to_min <= w.to_min for w in two)
    assert both(one, one) == tuple(sorted(one))


@given(some_hours())
def test_hours_are_kept_as_they_are(hours: tuple[Window, ...]) -> None:
    assert read_stored(stored(hours)) == tuple(sorted(hours))


def test_both_are_asked_for_only_where_the_contact_must_be_there() -> None:
    assert windows_of(KnownNeeds()) == (WORKING_WEEK, False)
    assert windows_of(KnownNeeds(home=LATE, contact=MORNING)) == (LATE, False)
    assert windows_of(KnownNeeds(home=LATE, contact=MORNING, contact_needed=True)) == ((Window(0, 900, 960),), False)
    assert windows_of(KnownNeeds(contact=MORNING, contact_needed=True)) == (MORNING, False)
    apart = KnownNeeds(home=(Window(3, 900, 1080),), contact=MORNING, contact_needed=True)
    assert windows_of(apart) == ((Window(3, 900, 1080),), True)


@given(some_hours(), some_hours(), st.booleans())
def test_a_dwelling_is_never_left_without_any_hours(
    home: tuple[Window, ...], contact: tuple[Window, ...], needed: bool
) -> None:
    assert windows_of(KnownNeeds(home=home, contact=contact, contact_needed=needed))[0]


def test_the_candidate_takes_it_over_and_skills_are_asked_of_whoever_leads() -> None:
    needs = KnownNeeds(people=3, skills=frozenset({"gas"}), languages=frozenset({"pl"}), interpreter=False)
    made, apart = fitted(MADE, needs)
    assert [seat.skills for seat in made.seats] == [{"gas"}, set(), set()]
    assert (made.languages, made.interpreter, made.service_min, apart) == ({"pl"}, False, 60, False)


def test_what_a_notice_has_told_is_not_moved_by_any_hours() -> None:
    told = Candidate(
        id="a",
        lat=55.4,
        lon=10.4,
        prize=3,
        service_min=120,
        earliest_on=date(2026, 3, 17),
        slots=(Slot(date(2026, 3, 17), 540, 660),),
    )
    made, apart = fitted(told, KnownNeeds(home=LATE, service_min=30, people=2), is_fixed=True)
    assert (made.slots, made.windows, made.service_min, len(made.seats), apart) == (
        told.slots,
        WORKING_WEEK,
        120,
        2,
        False,
    )


def test_shifts_only_propose_hours() -> None:
    assert likely_home(None) == likely_home(0) == ()
    assert likely_home(1)[0] == Window(0, 900, 1080)
    assert likely_home(3) == WORKING_WEEK
