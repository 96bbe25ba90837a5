"""What must hold for any dwelling, not only for the cases somebody thought of."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from standards import (
    Assessment,
    DwellingFacts,
    Outcome,
    RoomFacts,
    assess,
    assess_frames,
    frames_of,
    from_json,
    list_packs,
    load_pack,
    to_json,
)
from standards.facts.catalogue import DWELLING_FACTS, ROOM_FACTS
from standards.facts.fact import Fact
from standards.rules.needed import facts_needed

DAYS = st.sampled_from([date(2021, 3, 1), date(2026, 3, 1)])
PACKS = st.sampled_from(list_packs()).map(load_pack)
CLAIMS = {fact.key for fact in (*DWELLING_FACTS, *ROOM_FACTS) if fact.claim}
ORDER = [Outcome.BREACHED, Outcome.NOT_ASSESSED, Outcome.MET]

_SMALL = {"residents": 12, "habitable_rooms": 8, "toilets": 4, "showers": 4, "beds": 4, "user_notice_days": 6}


def values(fact: Fact) -> st.SearchStrategy[Any]:
    """A known value of a fact, small enough that limits are met about as often as not."""
    if fact.kind == "bool":
        return st.booleans()
    if fact.kind == "int":
        return st.integers(0, _SMALL.get(fact.key, 40))
    if fact.kind == "number":
        low, high = int(4 * (fact.low or 0)), int(4 * min(fact.high or 40, (fact.low or 0) + 40))
        return st.integers(low, high).map(lambda quarter: quarter / 4)
    if fact.kind == "choice":
        return st.sampled_from(fact.choices)
    if fact.kind == "list":
        return st.lists(st.sampled_from(fact.choices), unique=True).map(tuple)
    return st.just(date(1970, 1, 1)) if fact.kind == "date" else st.just("0101" if fact.key != "name" else "R")


def known_or_not(facts: tuple[Fact, ...], *leave_out: str) -> dict[str, st.SearchStrategy[Any]]:
    return {fact.key: st.none() | values(fact) for fact in facts if fact.key not in leave_out}


DANISH = {path for pack_id in list_packs() if pack_id.startswith("dk-") for path in facts_needed(load_pack(pack_id))}
"""What Danish packs ask for is drawn each time; of the many other facts a few at a time."""


def a_few(facts: tuple[Fact, ...]) -> st.SearchStrategy[dict[str, Any]]:
    """Some of these facts with values."""
    keyed = {fact.key: fact for fact in facts if fact.path not in DANISH and fact.key != "name"}
    chosen = st.lists(st.sampled_from(sorted(keyed)), unique=True, max_size=6)
    return chosen.flatmap(lambda keys: st.fixed_dictionaries({key: values(keyed[key]) for key in keys}))


def asked_in_denmark(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact.path in DANISH or fact.key == "name")


ROOMS = st.builds(
    lambda known, few, residents: RoomFacts(**(known | few | {"residents": residents})),
    st.fixed_dictionaries(known_or_not(asked_in_denmark(ROOM_FACTS))),
    a_few(ROOM_FACTS),
    st.none() | st.integers(0, 4),
)


@st.composite
def dwellings(draw: st.DrawFn) -> DwellingFacts:
    """A dwelling whose statements do not contradict each other.

    Where rooms are described, the number of habitable rooms follows from them or agrees with them.
    """
    rooms = tuple(draw(st.lists(ROOMS, max_size=4)))
    known = draw(st.fixed_dictionaries(known_or_not(asked_in_denmark(DWELLING_FACTS))))
    facts = DwellingFacts(**(known | draw(a_few(DWELLING_FACTS))))
    placed = sum(room.residents or 0 for room in rooms)
    residents = None if facts.residents is None else max(facts.residents, placed)
    listed = sum(room.use in ("bedroom", "living") for room in rooms)
    stated = draw(st.sampled_from([None, listed])) if rooms else facts.habitable_rooms
    return replace(facts, rooms=rooms, residents=residents, habitable_rooms=stated)


def outcomes(assessment: Assessment) -> dict[str, Outcome]:
    return {row.requirement_id: row.outcome for row in assessment.results if row.counted}


FEW = settings(max_examples=25, suppress_health_check=list(HealthCheck))


@FEW
@given(facts=dwellings(), pack=PACKS, day=DAYS, data=st.data())
def test_forgetting_a_fact_never_turns_met_into_breached(
    facts: DwellingFacts, pack: Any, day: date, data: st.DataObject
) -> None:
    known = [fact.key for fact in DWELLING_FACTS if getattr(facts, fact.key) is not None and not fact.claim]
    places = [
        (index, fact.key)
        for index, room in enumerate(facts.rooms)
        for fact in ROOM_FACTS
        if getattr(room, fact.key) is not None and fact.key not in CLAIMS | {"use"}
    ]
    if not known and not places:
        return
    forgotten = data.draw(st.sampled_from([*known, *places]))
    if isinstance(forgotten, str):
        less = replace(facts, **{forgotten: None})
    else:
        index, key = forgotten
        rooms = [replace(room, **{key: None}) if n == index else room for n, room in enumerate(facts.rooms)]
        less = replace(facts, rooms=tuple(rooms))
    before, after = (outcomes(assess(one, pack, as_of=day)) for one in (facts, less))
    worse = [name for name in before if before[name] is Outcome.MET and after[name] is Outcome.BREACHED]
    assert not worse, forgotten


@FEW
@given(facts=dwellings(), pack=PACKS, day=DAYS)
def test_one_toilet_more_never_makes_anything_worse(facts: DwellingFacts, pack: Any, day: date) -> None:
    toilets = facts.toilets or 0
    fewer, more = (replace(facts, toilets=number) for number in (toilets, toilets + 1))
    before, after = (outcomes(assess(one, pack, as_of=day)) for one in (fewer, more))
    for name, outcome in before.items():
        if outcome in ORDER:
            assert ORDER.index(after[name]) >= ORDER.index(outcome), name


@FEW
@given(many=st.lists(dwellings(), min_size=2, max_size=6), pack=PACKS, day=DAYS)
def test_many_at_once_come_out_as_each_alone(many: list[DwellingFacts], pack: Any, day: date) -> None:
    keyed = [replace(one, key=f"d{number}") for number, one in enumerate(many)]
    together = assess_frames(*frames_of(keyed), pack, as_of=day).rows()
    alone = [row for one in keyed for row in assess_frames(*frames_of([one]), pack, as_of=day).rows()]
    assert sorted(map(repr, together)) == sorted(map(repr, alone))


@FEW
@given(facts=dwellings(), pack=PACKS, day=DAYS)
def test_what_is_stored_reads_back_as_it_was(facts: DwellingFacts, pack: Any, day: date) -> None:
    assessment = assess(facts, pack, as_of=day)
    assert from_json(to_json(assessment)) == assessment


@FEW
@given(facts=dwellings(), pack=PACKS, day=DAYS)
def test_every_open_row_says_what_is_missing_or_that_the_reading_is_open(
    facts: DwellingFacts, pack: Any, day: date
) -> None:
    for row in assess(facts, pack, as_of=day).results:
        if row.outcome is Outcome.NOT_ASSESSED:
            assert row.missing or row.reason == "reading_open", row.requirement_id
        else:
            assert not row.missing


def test_the_facts_of_the_catalogue_are_the_fields_of_the_dataclasses() -> None:
    assert {fact.key for fact in DWELLING_FACTS} == {field.name for field in fields(DwellingFacts)} - {
        "key",
        "rooms",
    }
    assert {fact.key for fact in ROOM_FACTS} == {field.name for field in fields(RoomFacts)}
