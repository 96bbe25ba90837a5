"""After an appeal changed a deadline, what runs is the day that it set, unless something later moves it."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from husly.kit.calendar import ALWAYS_OPEN
from inspection.enforcement.deadlines import running_due_on
from inspection.enforcement.legal_calendar import StepKind, as_moved
from inspection.enforcement.models import DueChange, DueChangeKind
from inspection.enforcement.running_dues import moved_by, runs_until

DAYS = st.dates(date(2024, 1, 1), date(2035, 12, 31))
KINDS = st.sampled_from([DueChangeKind.EXTENDED, DueChangeKind.SUSPENDED, DueChangeKind.CHANGED])
BEFORE = st.lists(st.tuples(KINDS, st.integers(-60, 0), st.integers(1, 60)), max_size=5)


def row(kind: DueChangeKind, since: date, day: date, *, until: date | None = None) -> DueChange:
    at = datetime(since.year, since.month, since.day, 9, tzinfo=UTC)
    given_or_set = None if kind is DueChangeKind.SUSPENDED else day
    return DueChange(
        order_id=uuid4(), kind=kind, since=since, until=until, extended_to=given_or_set, reason="", at=at, by_id="x"
    )


def earlier(decided_on: date, what: list[tuple[DueChangeKind, int, int]]) -> list[DueChange]:
    """Rows of days before a decision; a suspension among them is over by then."""
    found = []
    for kind, since, length in what:
        on = decided_on + timedelta(days=since - 1)
        until = min(on + timedelta(days=length), decided_on) if kind is DueChangeKind.SUSPENDED else None
        found.append(row(kind, on, ALWAYS_OPEN.on_or_after(on + timedelta(days=length)), until=until))
    return found


@settings(max_examples=60)
@given(DAYS, st.integers(-40, 80), BEFORE, st.integers(1, 90))
def test_whatever_was_before_the_day_that_an_appeal_sets_is_the_day_that_runs(decided_on, due, before, new):
    set_to = ALWAYS_OPEN.on_or_after(decided_on + timedelta(days=new))
    rows = [*earlier(decided_on, before), row(DueChangeKind.CHANGED, decided_on, set_to)]
    assert runs_until(decided_on + timedelta(days=due), moved_by(rows), ALWAYS_OPEN) == set_to


@settings(max_examples=60)
@given(DAYS, st.integers(-40, 80), BEFORE, st.integers(1, 90), KINDS, st.integers(1, 30), st.integers(1, 60))
def test_what_comes_after_moves_that_day_as_it_would_move_a_written_one(
    decided_on, due, before, new, kind, wait, length
):
    set_to = ALWAYS_OPEN.on_or_after(decided_on + timedelta(days=new))
    on = decided_on + timedelta(days=wait)
    ends = on + timedelta(days=length) if kind is DueChangeKind.SUSPENDED else None
    after = row(kind, on, ALWAYS_OPEN.on_or_after(on + timedelta(days=length)), until=ends)
    moved = moved_by([*earlier(decided_on, before), row(DueChangeKind.CHANGED, decided_on, set_to), after])
    runs = runs_until(decided_on + timedelta(days=due), moved, ALWAYS_OPEN)
    assert runs == runs_until(set_to, moved_by([after]), ALWAYS_OPEN)
    assert runs is not None
    assert ALWAYS_OPEN.is_open(runs)


@settings(max_examples=60)
@given(DAYS, st.integers(-40, 80), BEFORE, st.integers(1, 90))
def test_the_reckoning_shows_the_day_that_an_appeal_set(decided_on, due, before, new):
    set_to = ALWAYS_OPEN.on_or_after(decided_on + timedelta(days=new))
    moved = moved_by([*earlier(decided_on, before), row(DueChangeKind.CHANGED, decided_on, set_to)])
    written_on = decided_on + timedelta(days=due)
    stops = {"extended_to": moved.extended_to, "extended_on": moved.extended_on, "suspensions": moved.stops}
    day, steps = as_moved(written_on, changed_to=moved.changed_to, calendar=ALWAYS_OPEN, **stops)
    assert day == running_due_on(moved.changed_to or written_on, calendar=ALWAYS_OPEN, **stops) == set_to
    assert steps[-1].kind is StepKind.CHANGED
