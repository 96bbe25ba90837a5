"""What a requirement can express beyond the Danish packs: tables, counts, occupancy, stay, buildings."""

from datetime import date
from typing import Any

import polars as pl
import pytest
import yaml

from standards import (
    DwellingFacts,
    Outcome,
    Pack,
    Result,
    RoomFacts,
    assess,
    assess_frames,
    load_pack,
    read_pack,
)
from standards.variants.scenario import changed_pack

DAY = date(2026, 3, 1)
HEAD = {
    "id": "xx",
    "title": {"da": "Prøve", "en": "Test"},
    "jurisdiction": "XX",
    "legal_status": "guidance",
    "release": "draft",
    "version": "1",
}
RULE = {
    "id": "xx.rule",
    "severity": "breach",
    "reference": {"title": "Guide", "section": "1"},
    "confidence": "V",
    "source_sites": ["example.org"],
    "text": {"da": "Regel", "en": "Rule"},
    "remedy": {"da": "Resultat", "en": "Result"},
}
AREA = {"measure": "sleep.area_per_person_m2", "op": ">=", "unit": "m2/person"}


def pack_with(**rule: Any) -> Pack:
    return read_pack(yaml.safe_dump(HEAD | {"requirements": [RULE | rule]}), origin="test")


def result(facts: DwellingFacts, **rule: Any) -> Result:
    return assess(facts, pack_with(**rule), as_of=DAY).results[0]


def room(**facts: Any) -> tuple[RoomFacts, ...]:
    return (RoomFacts(name="A", use="bedroom", **facts),)


def test_a_minimum_count_decides_before_the_ratio() -> None:
    rule = {
        "measure": "san.persons_per_toilet",
        "op": "<=",
        "value": 15.0,
        "unit": "person/unit",
        "min_count": 2,
    }
    one, two = (result(DwellingFacts(residents=4, toilets=count), **rule) for count in (1, 2))
    assert (one.outcome, one.needed, one.measured) == (Outcome.BREACHED, 2, 4.0)
    assert two.outcome is Outcome.MET


@pytest.mark.parametrize(("area_m2", "outcome"), [(4.645152, "met"), (4.645, "breached"), (4.64, "breached")])
def test_near_misses_of_50_square_feet_are_kept_apart(area_m2: float, outcome: str) -> None:
    assert result(DwellingFacts(rooms=room(area_m2=area_m2, residents=1)), **AREA, value=4.645152).outcome == outcome


def test_a_limit_met_exactly_is_met_whatever_the_rounding_of_fractions() -> None:
    shared = DwellingFacts(rooms=room(area_m2=13.935456, residents=3))
    assert result(shared, **AREA, value=4.645152).outcome is Outcome.MET


TABLE = {"compare": ">=", "steps": [{"up_to": 1, "value": 7.0}, {"up_to": 2, "value": 12.0}, {"value": 16.0}]}


@pytest.mark.parametrize(
    ("residents", "area_m2", "required", "outcome"),
    [(1, 7.0, 7.0, "met"), (2, 11.9, 12.0, "breached"), (5, 16.0, 16.0, "met"), (5, 15.0, 16.0, "breached")],
)
def test_a_table_gives_the_limit_by_the_persons_in_the_room(
    residents: int, area_m2: float, required: float, outcome: str
) -> None:
    facts = DwellingFacts(rooms=room(area_m2=area_m2, residents=residents))
    found = result(facts, measure="sleep.room_area_m2", op="by_table", unit="m2", table=TABLE)
    assert (found.outcome, found.required) == (outcome, required)


def test_a_table_needs_to_know_the_persons() -> None:
    found = result(
        DwellingFacts(rooms=room(area_m2=9.0)),
        measure="sleep.room_area_m2",
        op="by_table",
        unit="m2",
        table=TABLE,
    )
    assert (found.outcome, found.missing) == (Outcome.NOT_ASSESSED, ("rooms.residents",))


def test_the_worst_room_is_the_one_measured() -> None:
    rooms = (
        RoomFacts(name="A", use="bedroom", area_m2=9.0, residents=3),
        RoomFacts(name="B", use="bedroom", area_m2=4.0, residents=2),
        RoomFacts(name="C", use="bedroom", area_m2=20.0, residents=1),
    )
    found = result(DwellingFacts(rooms=rooms), **AREA, value=4.0)
    assert (found.measured, found.shortfall, found.rooms) == (2.0, 2.0, ("A", "B"))


SHARED_ROOM = {**AREA, "value": 4.0, "applies": {"room_occupancy": {"min": 2}}}


def test_a_rule_for_shared_rooms_is_silent_on_single_rooms() -> None:
    alone = result(DwellingFacts(rooms=room(area_m2=3.0, residents=1)), **SHARED_ROOM)
    assert (alone.outcome, alone.reason) == (Outcome.NOT_APPLICABLE, "scope:room_occupancy")
    assert result(DwellingFacts(rooms=room(area_m2=3.0, residents=2)), **SHARED_ROOM).outcome is Outcome.BREACHED


@pytest.mark.parametrize(
    ("applies", "known", "other", "reason"),
    [
        ({"stay_days": {"min": 8}}, {"stay_days": 8}, {"stay_days": 7}, "scope:stay_days"),
        ({"facility": ["container"]}, {"kind": "container"}, {"kind": "house"}, "scope:facility"),
        (
            {"season_weeks": {"max": 12}},
            {"works_seasonal_weeks": 12},
            {"works_seasonal_weeks": 13},
            "scope:season",
        ),
        (
            {"built": {"before": date(1980, 4, 3)}},
            {"built_on": date(1980, 4, 2)},
            {"built_on": date(1980, 4, 3)},
            "scope:built",
        ),
        ({"max_residents": 4}, {"residents": 4}, {"residents": 5}, "scope:max_residents"),
    ],
)
def test_a_rule_speaks_only_where_what_it_presupposes_is_so(
    applies: dict[str, Any], known: dict[str, Any], other: dict[str, Any], reason: str
) -> None:
    rule = {"measure": "net.internet", "op": "is", "value": True, "applies": applies}
    assert result(DwellingFacts(internet=False, **known), **rule).outcome is Outcome.BREACHED
    outside = result(DwellingFacts(internet=False, **other), **rule)
    assert (outside.outcome, outside.reason) == (Outcome.NOT_APPLICABLE, reason)
    unknown = result(DwellingFacts(internet=False), **rule)
    assert (unknown.outcome, unknown.missing) == (Outcome.NOT_ASSESSED, tuple(known))


def test_a_sleeping_place_in_the_kitchen_is_a_sleeping_room() -> None:
    rooms = (RoomFacts(name="Kitchen", use="kitchen", residents=1, daylight=False),)
    found = assess(DwellingFacts(rooms=rooms), load_pack("dk-indkvarteringslov-2025"), as_of=DAY)
    assert found.result("daylight").rooms == ("Kitchen",)


def test_a_room_of_unknown_use_may_be_slept_in() -> None:
    found = result(
        DwellingFacts(rooms=(RoomFacts(name="?", lockable=True),)),
        measure="sleep.lockable",
        op="is",
        value=True,
    )
    assert (found.outcome, found.missing) == (Outcome.NOT_ASSESSED, ("rooms.use",))


def test_another_value_is_a_what_if_that_changes_nothing_else() -> None:
    pack = load_pack("dk-arbejdsgruppe-2021")
    changed = changed_pack(pack, {"bedroom_area": 7.0})
    facts = DwellingFacts(residents=1, rooms=room(area_m2=6.5, residents=1))
    assert assess(facts, pack, as_of=DAY).result("bedroom_area").reason == "value_open"
    assert assess(facts, changed, as_of=DAY).result("bedroom_area").outcome is Outcome.BREACHED
    assert changed.content_hash != pack.content_hash


def test_frames_may_hold_only_the_facts_that_are_known() -> None:
    dwellings = pl.DataFrame({"dwelling": ["a", "b"], "toilets": [0, 1], "other": [1, 2]})
    rooms = pl.DataFrame({"dwelling": [], "residents": []}, schema={"dwelling": pl.String, "residents": pl.Int64})
    found = assess_frames(dwellings, rooms, load_pack("dk-indkvarteringslov-2025"), as_of=DAY)
    toilets = found.filter(pl.col("requirement_id").str.ends_with(".toilet"))
    assert dict(toilets.select("dwelling", "outcome").iter_rows()) == {"a": "breached", "b": "met"}
    assert found.height == 2 * 12


def test_rooms_without_names_are_numbered() -> None:
    rooms = tuple(RoomFacts(use="bedroom", residents=n) for n in (1, 3))
    found = assess(DwellingFacts(residents=4, rooms=rooms), load_pack("dk-arbejdsgruppe-2021"), as_of=DAY)
    assert found.result("single_room").rooms == ("Rum 2",)


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"toilets": [1]}, "dwelling"),
        ({"dwelling": ["a", "a"]}, "same key"),
        ({"dwelling": ["a"], "toilets": ["many"]}, "kind of value"),
    ],
)
def test_frames_of_another_form_are_refused(columns: dict[str, list[Any]], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        assess_frames(
            pl.DataFrame(columns),
            pl.DataFrame({"dwelling": ["a"]}),
            load_pack("dk-covidbolig-2021"),
            as_of=DAY,
        )
