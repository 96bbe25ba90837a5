"""Conditions joined by and, or; claims as presuppositions; what the dwelling's conditions take from its rooms."""

from datetime import date
from typing import Any

import pytest
import yaml

from standards import Outcome, Pack, PackError, Result, assess, load_pack, parse_facts, read_pack
from standards.rules.needed import facts_needed

DAY = date(2026, 3, 1)
TEXT = {"da": "Vilkår", "en": "Condition"}


def condition(name: str, fact: str, op: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"id": name, "fact": fact, "op": op, "value": value, "text": TEXT} | more


SEASONAL = condition("seasonal", "works_seasonal_weeks", ">=", 1.0)
AWAY = condition("away", "short_work_away", "is", True, claimed=True)
SHORT = condition("short", "works_seasonal_weeks", "<=", 12.0, also=[SEASONAL], or_else=[AWAY])


def pack_of(**rule: Any) -> Pack:
    written = {
        "id": "xx-test.rule",
        "measure": "san.persons_per_toilet",
        "op": "<=",
        "value": 5.0,
        "unit": "person/unit",
        "severity": "breach",
        "reference": {"title": "Act", "section": "§ 1"},
        "confidence": "V",
        "source_sites": ["example.org"],
        "text": {"da": "Regel", "en": "Rule"},
    }
    head = {"id": "xx-test", "title": {"da": "Prøve", "en": "Test"}, "jurisdiction": "XX", "version": "1"}
    document = head | {"legal_status": "binding", "release": "draft", "requirements": [written | rule]}
    return read_pack(yaml.safe_dump(document), origin="test.yaml")


def judged(pack: Pack, rooms: list[dict[str, Any]] | None = None, **dwelling: Any) -> Result:
    facts = parse_facts({"dwelling": {"residents": 6, "toilets": 1} | dwelling, "rooms": rooms or []})
    return assess(facts, pack, as_of=DAY).results[0]


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"works_seasonal_weeks": 12}, Outcome.MET),
        ({"works_seasonal_weeks": 1}, Outcome.MET),
        ({"works_seasonal_weeks": 0}, Outcome.BREACHED),
        ({"works_seasonal_weeks": 13}, Outcome.BREACHED),
        ({"works_seasonal_weeks": 0, "short_work_away": True}, Outcome.MET),
        ({"short_work_away": True}, Outcome.MET),
        ({"short_work_away": False}, Outcome.NOT_ASSESSED),
        ({}, Outcome.NOT_ASSESSED),
    ],
)
def test_an_exception_holds_with_all_it_asks_for_or_with_what_will_do_instead(
    facts: dict[str, Any], outcome: Outcome
) -> None:
    result = judged(pack_of(unless=[SHORT]), **facts)
    assert result.outcome is outcome
    assert result.missing == (("works_seasonal_weeks",) if outcome is Outcome.NOT_ASSESSED else ())


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"works_seasonal_weeks": 12}, Outcome.BREACHED),
        ({"works_seasonal_weeks": 0}, Outcome.NOT_APPLICABLE),
        ({"works_seasonal_weeks": 0, "short_work_away": True}, Outcome.BREACHED),
        ({}, Outcome.NOT_ASSESSED),
    ],
)
def test_a_rule_may_presuppose_joined_conditions(facts: dict[str, Any], outcome: Outcome) -> None:
    assert judged(pack_of(applies={"when": [SHORT]}), **facts).outcome is outcome


def test_a_presupposition_that_must_be_claimed_is_absent_while_nobody_claims_it() -> None:
    pack = pack_of(applies={"when": [AWAY]})
    assert judged(pack).reason == "scope:away"
    assert judged(pack, short_work_away=True).outcome is Outcome.BREACHED


def test_joined_conditions_count_among_the_facts_that_a_pack_asks_for() -> None:
    assert {"works_seasonal_weeks", "short_work_away"} <= facts_needed(pack_of(unless=[SHORT]))


def test_facts_of_rooms_are_joined_to_facts_of_rooms_only() -> None:
    mixed = condition("mixed", "nights", "<=", 5.0, also=[condition("room", "rooms.beds", ">=", 2.0)])
    with pytest.raises(PackError, match="facts of rooms only"):
        pack_of(unless=[mixed])


def test_an_unknown_fact_in_a_joined_condition_is_refused() -> None:
    with pytest.raises(PackError, match="seasonal_weeks"):
        pack_of(unless=[condition("x", "nights", "<=", 5.0, or_else=[condition("y", "seasonal_weeks", ">=", 1.0)])])


def rooms_of(*persons: int | None, **facts: Any) -> list[dict[str, Any]]:
    return [{"use": "bedroom", "residents": number} | facts for number in persons]


@pytest.mark.parametrize(
    ("rooms", "outcome"),
    [
        (rooms_of(3, 2, 1), Outcome.NOT_APPLICABLE),
        (rooms_of(4, 2), Outcome.BREACHED),
        (rooms_of(4, 1), Outcome.NOT_ASSESSED),  # one of six is not placed
        (rooms_of(4, None), Outcome.NOT_ASSESSED),
    ],
)
def test_most_in_one_room_is_taken_from_a_complete_list_of_rooms(rooms: list[dict[str, Any]], outcome: Outcome) -> None:
    pack = pack_of(applies={"when": [condition("crowded", "most_in_one_room", ">=", 4.0)]})
    assert judged(pack, rooms).outcome is outcome


def test_most_in_one_room_as_stated_goes_before_the_list() -> None:
    pack = pack_of(applies={"when": [condition("crowded", "most_in_one_room", ">=", 4.0)]})
    assert judged(pack, rooms_of(3, 3), most_in_one_room=4).outcome is Outcome.BREACHED


@pytest.mark.parametrize(
    ("rooms", "outcome"),
    [
        (rooms_of(6, escape_window=True), Outcome.MET),
        (rooms_of(6, escape_window=False), Outcome.BREACHED),
        (rooms_of(3, escape_window=True), Outcome.NOT_ASSESSED),  # three live in rooms that nobody described
        (rooms_of(3, escape_window=False), Outcome.BREACHED),
        ([], Outcome.NOT_ASSESSED),
    ],
)
def test_all_windows_are_usable_only_when_all_rooms_are_described(
    rooms: list[dict[str, Any]], outcome: Outcome
) -> None:
    pack = pack_of(measure="fire.escape_windows", op="is", value=True, unit="")
    assert judged(pack, rooms).outcome is outcome


def test_sleeping_rooms_are_counted_from_a_complete_list() -> None:
    pack = pack_of(measure="dwelling.sleeping_rooms", op=">=", value=2.0, unit="room")
    assert judged(pack, rooms_of(3, 3)).measured == 2.0
    assert judged(pack, rooms_of(3, 2)).missing == ("rooms",)


def test_only_the_items_that_a_rule_asks_for_are_missed() -> None:
    pack = load_pack("de-arbstaettv-asr-a4.4")
    facts = parse_facts({"dwelling": {"residents": 6, "toilets": 1, "showers": 1, "living_room": True}})
    found = assess(facts, pack, as_of=DAY).result("equipment")
    assert set(found.missing) == {"dining_place", "rooms"}
