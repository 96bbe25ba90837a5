"""What packs may say beyond a plain limit: sizes, sexes, sharing, tables, rooms excepted, transitions, versions."""

from datetime import date
from typing import Any

import pytest
import yaml

from standards import DwellingFacts, Outcome, Pack, PackError, Result, assess, parse_facts, read_pack

DAY = date(2026, 3, 1)


def pack_of(*changes: dict[str, Any], **of_pack: Any) -> Pack:
    rules = [
        {
            "id": f"xx-test.rule{number}",
            "severity": "breach",
            "reference": {"title": "Act", "section": "§ 1"},
            "confidence": "V",
            "source_sites": ["example.org"],
            "text": {"da": "Regel", "en": "Rule"},
        }
        | change
        for number, change in enumerate(changes)
    ]
    head = {"id": "xx-test", "title": {"da": "Prøve", "en": "Test"}, "jurisdiction": "XX", "version": "1"}
    document = head | {"legal_status": "binding", "release": "draft", "requirements": rules} | of_pack
    return read_pack(yaml.safe_dump(document), origin="test.yaml")


def house(rooms: list[dict[str, Any]] | None = None, **dwelling: Any) -> DwellingFacts:
    return parse_facts({"dwelling": dwelling, "rooms": rooms or []})


def bedroom(**facts: Any) -> dict[str, Any]:
    return {"name": "Room", "use": "bedroom", "residents": 1, "beds": 1} | facts


def judged(facts: DwellingFacts, rule: dict[str, Any], day: date = DAY) -> Result:
    return assess(facts, pack_of(rule), as_of=day).results[0]


BED = {"measure": "sleep.bed_size_cm", "op": ">=", "value": [80.0, 200.0], "unit": "cm"}


@pytest.mark.parametrize(
    ("bed", "outcome", "measured", "required"),
    [
        ({"bed_width_cm": 90, "bed_length_cm": 200}, Outcome.MET, 200.0, 200.0),
        ({"bed_width_cm": 80, "bed_length_cm": 190}, Outcome.BREACHED, 190.0, 200.0),
        ({"bed_width_cm": 70, "bed_length_cm": 210}, Outcome.BREACHED, 70.0, 80.0),
        ({"bed_width_cm": 70}, Outcome.BREACHED, 70.0, 80.0),
        ({"bed_width_cm": 90}, Outcome.NOT_ASSESSED, 90.0, 80.0),
    ],
)
def test_every_side_of_a_size_has_its_limit(
    bed: dict[str, float], outcome: Outcome, measured: float, required: float
) -> None:
    result = judged(house([bedroom(**bed)], residents=1), BED)
    assert (result.outcome, result.measured, result.required) == (outcome, measured, required)


PER_SEX = {
    "measure": "san.persons_per_toilet",
    "op": "<=",
    "value": 5.0,
    "unit": "person/unit",
    "rounding": "ceil",
    "per_sex": True,
}


@pytest.mark.parametrize(
    ("facts", "outcome", "lacking"),
    [
        ({"residents": 8, "men": 4, "toilets": 2, "toilets_men": 1, "toilets_women": 1}, Outcome.MET, None),
        ({"residents": 8, "men": 6, "toilets": 3, "toilets_men": 1, "toilets_women": 2}, Outcome.BREACHED, 1.0),
        ({"residents": 8, "men": 8, "toilets": 2}, Outcome.MET, None),
        ({"residents": 8, "men": 8, "toilets": 1}, Outcome.BREACHED, 1.0),
        ({"residents": 8, "men": 6, "toilets": 3}, Outcome.NOT_ASSESSED, None),
        ({"residents": 8, "toilets": 3}, Outcome.NOT_ASSESSED, None),
    ],
)
def test_toilets_of_one_sex_do_not_serve_the_other(
    facts: dict[str, int], outcome: Outcome, lacking: float | None
) -> None:
    result = judged(house(**facts), PER_SEX)
    assert (result.outcome, result.shortfall) == (outcome, lacking)
    if outcome is Outcome.NOT_ASSESSED:
        assert result.missing


def test_those_who_share_from_outside_count_and_a_shared_toilet_counts_once() -> None:
    rule = {k: v for k, v in PER_SEX.items() if k != "per_sex"}
    assert judged(house(residents=5, toilets=1), rule).outcome is Outcome.MET
    result = judged(house(residents=5, others_sharing_sanitary=7, toilets=1), rule)
    assert (result.outcome, result.needed, result.present) == (Outcome.BREACHED, 3, 1)


def test_fixture_sets_that_cannot_suffice_are_lacking_although_one_part_is_unknown() -> None:
    rule = {"measure": "san.persons_per_fixture_set", "op": "<=", "value": 6.0, "unit": "person/unit"}
    assert judged(house(residents=8, toilets=1), rule).outcome is Outcome.BREACHED
    assert judged(house(residents=6, toilets=1), rule).outcome is Outcome.NOT_ASSESSED
    assert judged(house(residents=6, toilets=1, showers=1), rule).outcome is Outcome.MET


@pytest.mark.parametrize(("residents", "burners", "outcome"), [(8, 4, "met"), (10, 5, "met"), (10, 4, "breached")])
def test_a_limit_may_go_by_steps(residents: int, burners: int, outcome: str) -> None:
    table = {"compare": ">=", "steps": [{"up_to": 8, "value": 4}, {"up_to": 10, "value": 5}, {"value": 16}]}
    rule = {"measure": "kitchen.burners", "op": "by_table", "unit": "unit", "table": table}
    assert judged(house(residents=residents, burners=burners), rule).outcome == outcome


def test_a_limit_may_rise_with_every_person() -> None:
    line = {"base": 10.0, "each": 1.5, "above": 5}
    rule = {
        "measure": "living.room_area_m2",
        "op": "by_table",
        "unit": "m2",
        "table": {"compare": ">=", "line": line},
        "applies": {"min_residents": 5},
    }
    living = {"name": "Living", "use": "living", "area_m2": 11.5}
    assert judged(house([living], residents=6), rule).outcome is Outcome.MET
    assert judged(house([living], residents=7), rule).shortfall == pytest.approx(1.5)
    assert judged(house([living], residents=4), rule).outcome is Outcome.NOT_APPLICABLE


def test_a_table_of_rooms_goes_by_their_residents_only() -> None:
    table = {"compare": ">=", "by": "gross_tonnage", "steps": [{"up_to": 2999, "value": 4.5}, {"value": 7.0}]}
    rule = {"measure": "sleep.room_area_m2", "op": "by_table", "unit": "m2", "table": table}
    with pytest.raises(PackError, match="not by gross_tonnage"):
        pack_of(rule)


CEILING = {
    "measure": "sleep.ceiling_m",
    "op": ">=",
    "value": 2.2,
    "unit": "m",
    "unless_room": [
        {
            "id": "attic",
            "fact": "rooms.share_above_2_m",
            "op": ">=",
            "value": 0.66,
            "claimed": True,
            "text": {"da": "Loftsrum", "en": "Attic"},
        }
    ],
}


def test_a_room_may_be_excepted_alone() -> None:
    low, attic = bedroom(ceiling_m=2.0), bedroom(name="Attic", ceiling_m=2.0, share_above_2_m=0.7)
    assert judged(house([attic], residents=1), CEILING).outcome is Outcome.MET
    result = judged(house([low, attic], residents=2), CEILING)
    assert (result.outcome, result.rooms) == (Outcome.BREACHED, ("Room",))


def test_a_rule_may_presuppose_something_of_the_room() -> None:
    bunks = {"id": "bunks", "fact": "rooms.bunk_tiers", "op": ">=", "value": 2, "text": {"da": "Køjer", "en": "Bunks"}}
    rule = {"measure": "sleep.bunk_clearance_m", "op": ">=", "value": 0.7, "unit": "m", "applies": {"when": [bunks]}}
    single, bunk = bedroom(bunk_tiers=1), bedroom(name="Bunks", bunk_tiers=2, bunk_clearance_m=0.6)
    assert judged(house([single], residents=1), rule).outcome is Outcome.NOT_APPLICABLE
    assert judged(house([single, bunk], residents=2), rule).rooms == ("Bunks",)
    unknown = judged(house([bedroom()], residents=1), rule)
    assert (unknown.outcome, unknown.missing) == (Outcome.NOT_ASSESSED, ("rooms.bunk_clearance_m", "rooms.bunk_tiers"))


def test_what_lies_under_a_low_ceiling_does_not_count() -> None:
    rule = {"measure": "sleep.area_by_occupancy_m2", "op": ">=", "value": 6.51, "unit": "m2"}
    assert judged(house([bedroom(area_m2=7.0)], residents=1), rule).outcome is Outcome.MET
    result = judged(house([bedroom(area_m2=7.0, area_low_ceiling_m2=1.0)], residents=1), rule)
    assert (result.outcome, result.measured) == (Outcome.BREACHED, 6.0)


@pytest.mark.parametrize(
    ("beds", "said", "outcome"), [(2, None, "met"), (1, None, "not_assessed"), (1, True, "breached")]
)
def test_two_in_one_bed_in_turns_is_told_not_guessed(beds: int, said: bool | None, outcome: str) -> None:
    rule = {"measure": "sleep.hot_bedding", "op": "is", "value": False}
    facts = house([bedroom(residents=2, beds=beds, hot_bedding=said)], residents=2)
    assert judged(facts, rule).outcome == outcome


TRANSITION = {
    "measure": "sleep.max_occupants",
    "op": "<=",
    "value": 1.0,
    "unit": "person",
    "transition": {"existing_before": date(2021, 9, 1), "until": date(2040, 1, 1)},
}


@pytest.mark.parametrize(
    ("first_used_on", "day", "outcome"),
    [
        (date(2022, 1, 1), DAY, "breached"),
        (date(2015, 1, 1), DAY, "not_applicable"),
        (date(2015, 1, 1), date(2040, 1, 1), "breached"),
        (None, DAY, "not_assessed"),
        (None, date(2040, 1, 1), "breached"),
    ],
)
def test_what_was_there_before_complies_from_the_deadline(first_used_on: date | None, day: date, outcome: str) -> None:
    facts = house([bedroom(residents=2, beds=2)], residents=2, first_used_on=first_used_on)
    assert judged(facts, TRANSITION, day).outcome == outcome


CHOICE = {"id": "lodging", "fact": "zoning", "op": "in", "value": ["lodging"], "text": {"da": "Logi", "en": "Lodging"}}
PERMIT = {
    "id": "new",
    "fact": "permit_applied_on",
    "op": "since",
    "value": date(2025, 7, 2),
    "text": {"da": "Ny", "en": "New"},
}


def test_conditions_ask_choices_and_dates() -> None:
    area = {"measure": "dwelling.area_per_person_m2", "op": ">=", "value": 15.0, "unit": "m2/person"}
    small = {"area_m2": 40, "residents": 4}
    by_zone, by_date = area | {"applies": {"when": [CHOICE]}}, area | {"applies": {"when": [PERMIT]}}
    assert judged(house(**small, zoning="lodging"), by_zone).outcome is Outcome.BREACHED
    assert judged(house(**small, zoning="residence"), by_zone).outcome is Outcome.NOT_APPLICABLE
    assert judged(house(**small), by_zone).missing == ("zoning",)
    assert judged(house(**small, permit_applied_on=date(2025, 7, 2)), by_date).outcome is Outcome.BREACHED
    assert judged(house(**small, permit_applied_on=date(2025, 7, 1)), by_date).outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"op": "in", "value": ["logies"]}, "choose of residence, lodging"),
        ({"op": "is", "value": True}, "does not fit zoning"),
        ({"fact": "zonning", "op": "in", "value": ["lodging"]}, "unknown fact"),
        ({"fact": "permit_applied_on", "op": "since", "value": 3}, "does not fit"),
        ({"fact": "rooms.bunk_tiers", "op": ">=", "value": 2}, "rooms"),
    ],
)
def test_a_condition_that_cannot_be_asked_is_refused(change: dict[str, Any], told: str) -> None:
    rule = {"measure": "san.lockable", "op": "is", "value": True, "applies": {"when": [CHOICE | change]}}
    with pytest.raises(PackError, match=told):
        pack_of(rule)


def versions(ends: date, starts: date) -> tuple[dict[str, Any], dict[str, Any]]:
    rule = {"id": "xx-test.rule", "measure": "san.persons_per_toilet", "op": "<=", "unit": "person/unit"}
    return rule | {"value": 6.0, "valid_to": ends}, rule | {"value": 5.0, "valid_from": starts}


def test_two_values_of_one_rule_follow_each_other() -> None:
    pack = pack_of(*versions(date(2026, 1, 1), date(2026, 1, 1)))
    facts = house(residents=6, toilets=1)
    assert assess(facts, pack, as_of=date(2025, 12, 31)).results[0].outcome is Outcome.MET
    assert assess(facts, pack, as_of=date(2026, 1, 1)).results[0].outcome is Outcome.BREACHED


def test_a_gap_and_an_overlap_are_refused() -> None:
    with pytest.raises(PackError, match="nothing is valid from 2026-01-01 until 2026-02-01"):
        pack_of(*versions(date(2026, 1, 1), date(2026, 2, 1)))
    with pytest.raises(PackError, match="same day"):
        pack_of(*versions(date(2026, 2, 1), date(2026, 1, 1)))
