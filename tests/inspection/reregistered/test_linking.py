"""Pairs of firms from traces: what counts, how much, who came first; as properties where it is a rule."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.reregistered.linking import SUCCESSION, Pair, find_pairs
from inspection.reregistered.strengths import Level, load_strengths
from inspection.reregistered.traces import Life, Origin, Trace, TraceKind

STRENGTHS = load_strengths()
START = date(2024, 1, 1)
OLD, NEW = UUID(int=2), UUID(int=1)


def a_trace(
    employer: UUID, kind: TraceKind, key: str, from_on: date = START, to_on: date | None = None, known: date = START
) -> Trace:
    return Trace(employer, kind, key, key, from_on, to_on, known, Origin.EMPLOYER)


def both(kind: TraceKind, key: str = "x", *others: int) -> list[Trace]:
    return [a_trace(one, kind, key) for one in (OLD, NEW, *(UUID(int=n) for n in others))]


def strength(pairs: list[Pair], one: UUID = OLD, other: UUID = NEW) -> int:
    return next((pair.strength for pair in pairs if {pair.first, pair.second} == {one, other}), 0)


def test_a_firm_that_closes_and_opens_anew_is_found_with_the_days_between() -> None:
    lives = {OLD: Life(START, date(2025, 3, 1)), NEW: Life(date(2025, 3, 13))}
    traces = [
        a_trace(OLD, TraceKind.ADDRESS, "4000|algade|12|", START, date(2025, 3, 1)),
        a_trace(NEW, TraceKind.ADDRESS, "4000|algade|12|", date(2025, 3, 13)),
        *both(TraceKind.PHONE),
    ]
    [pair] = find_pairs(traces, lives, STRENGTHS)
    assert (pair.first, pair.second, pair.succession_days) == (OLD, NEW, 12)
    assert pair.parts == {"phone": 25, "address": 20, SUCCESSION: 15}
    assert [one.gap_days for one in pair.evidence] == [None, 12]
    assert STRENGTHS.level(pair.strength) is Level.MEDIUM


def test_a_telephone_of_many_firms_ties_none_of_them() -> None:
    few = find_pairs([*both(TraceKind.PHONE), *both(TraceKind.EMAIL)], {}, STRENGTHS)
    some = find_pairs([*both(TraceKind.PHONE, "x", 3, 4), *both(TraceKind.EMAIL)], {}, STRENGTHS)
    assert (strength(few), strength(some)) == (50, 37)
    forty = [*both(TraceKind.PHONE, "x", *range(3, 41)), *both(TraceKind.EMAIL, "x", *range(3, 41))]
    assert find_pairs(forty, {}, STRENGTHS) == []


def test_one_kind_counts_to_its_most_however_often_it_is_shared() -> None:
    traces = [trace for number in range(9) for trace in both(TraceKind.WORKPLACE, f"site {number}")]
    [pair] = find_pairs([*traces, *both(TraceKind.PHONE)], {}, STRENGTHS)
    assert pair.parts["workplace"] == STRENGTHS.kinds[TraceKind.WORKPLACE].most
    assert len(pair.evidence) == 10


def test_an_address_with_a_slip_counts_half_and_neighbours_do_not() -> None:
    def at(key: str, other: str) -> dict[str, int]:
        traces = [
            a_trace(OLD, TraceKind.ADDRESS, key),
            a_trace(NEW, TraceKind.ADDRESS, other),
            *both(TraceKind.ACCOUNT),
        ]
        [pair] = find_pairs(traces, {}, STRENGTHS)
        return dict(pair.parts)

    assert at("4000|industrivej|12|", "4000|industrivejn|12|")["address"] == 10
    assert at("4000|industrivej|12|1 tv", "4000|industrivej|12|")["address"] == 10
    assert "address" not in at("4000|industrivej|12|1 tv", "4000|industrivej|12|1 th")
    assert "address" not in at("4000|industrivej|12|", "4000|industrivej|14|")
    assert "address" not in at("4000|algade|12|", "4000|vestergade|12|")


@pytest.mark.parametrize(("days", "counts"), [(-93, False), (-92, True), (0, True), (365, True), (366, False)])
def test_succession_counts_near_the_end_of_the_first_only(days: int, counts: bool) -> None:
    lives = {OLD: Life(START, date(2025, 1, 1)), NEW: Life(date(2025, 1, 1) + timedelta(days=days))}
    [pair] = find_pairs(both(TraceKind.ACCOUNT), lives, STRENGTHS)
    assert (SUCCESSION in pair.parts) is counts


def test_two_that_only_follow_each_other_are_no_pair() -> None:
    lives = {OLD: Life(START, date(2025, 1, 1)), NEW: Life(date(2025, 1, 2))}
    assert find_pairs([a_trace(OLD, TraceKind.PHONE, "1"), a_trace(NEW, TraceKind.PHONE, "2")], lives, STRENGTHS) == []


DAYS = st.integers(0, 900).map(lambda days: START + timedelta(days=days))
KEYS = {TraceKind.ADDRESS: st.sampled_from([f"4000|{street}|1|" for street in ("algade", "algadde", "torvet")])}


@st.composite
def some_trace(draw: st.DrawFn, employers: st.SearchStrategy[int]) -> Trace:
    kind = draw(st.sampled_from(list(TraceKind)))
    key = draw(KEYS.get(kind, st.sampled_from("abc")))
    from_on = draw(DAYS)
    to_on = draw(st.none() | st.integers(0, 400).map(lambda days: from_on + timedelta(days=days)))
    return a_trace(UUID(int=draw(employers)), kind, key, from_on, to_on, draw(DAYS))


TRACES = st.lists(some_trace(st.integers(1, 5)), max_size=25)
LIVES = st.dictionaries(
    st.integers(1, 5).map(lambda number: UUID(int=number)),
    st.tuples(DAYS, st.none() | DAYS).map(lambda days: Life(days[0], max(days) if days[1] else None)),
)


@settings(max_examples=60)
@given(TRACES, LIVES, st.randoms())
def test_the_order_of_rows_is_irrelevant(traces: list[Trace], lives: dict[UUID, Life], random: object) -> None:
    shuffled = list(traces)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert find_pairs(shuffled, lives, STRENGTHS) == find_pairs(traces, lives, STRENGTHS)


@settings(max_examples=60)
@given(TRACES, st.lists(some_trace(st.integers(6, 9)), max_size=15), LIVES)
def test_other_firms_never_strengthen_a_link(traces: list[Trace], others: list[Trace], lives: dict[UUID, Life]) -> None:
    alone = {(one.first, one.second): one.strength for one in find_pairs(traces, lives, STRENGTHS)}
    ours = {one.employer_id for one in traces}
    for pair in find_pairs([*traces, *others], lives, STRENGTHS):
        if {pair.first, pair.second} <= ours:
            assert pair.strength <= alone[pair.first, pair.second]


@settings(max_examples=60)
@given(TRACES, LIVES)
def test_a_pair_adds_up_and_runs_forward_in_time(traces: list[Trace], lives: dict[UUID, Life]) -> None:
    for pair in find_pairs(traces, lives, STRENGTHS):
        assert pair.strength == sum(pair.parts.values()) >= STRENGTHS.least
        if {pair.first, pair.second} <= set(lives):
            assert lives[pair.first].began_on <= lives[pair.second].began_on
        marks = [one.mark for one in pair.evidence]
        assert len(marks) == len(set(marks))
