from datetime import date
from typing import Any

import pytest

from husly.kit.i18n import use_language
from register.assessments.presenters import Judgement, judge
from register.assessments.verdicts import verdicts_of
from standards.engine.assess import assess
from standards.facts.parse import parse_facts
from standards.rules.pack import list_packs, load_pack

ACT, PROPOSAL = "dk-indkvarteringslov-2025", "dk-arbejdsgruppe-2021"
TODAY = date(2026, 3, 2)
ROOM = {"use": "bedroom", "area_m2": 12, "daylight": True, "window_openable": True, "heating": True}
SOUND = dict.fromkeys(
    (
        "not_hazardous",
        "drinking_water",
        "wastewater_drain",
        "protected_damp_cold_heat_noise",
        "indoor_climate_ok",
    ),
    True,
)


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


def judged(*rooms: dict[str, Any], packs: tuple[str, ...] = (ACT,), **dwelling: Any) -> Judgement:
    facts = parse_facts({"dwelling": dwelling, "rooms": [ROOM | room for room in rooms]})
    return judge(facts, [load_pack(pack_id) for pack_id in packs], as_of=TODAY)


def test_three_in_a_room_for_two_shows_what_was_found_what_is_required_the_clause_and_the_cure() -> None:
    judgement = judged({"name": "Room A", "residents": 3}, residents=3, area_m2=30, toilets=1, **SOUND)
    (panel,) = judgement.panels
    (breach,) = panel.breaches
    assert breach.found == "3 persons per habitable room"
    assert breach.required == "at most 2 persons per habitable room"
    assert "§\xa03" in breach.clause
    assert "Room A" in breach.rooms
    assert breach.remedy
    assert panel.capacity.heading == "Room for: 2 persons"
    assert judgement.summary == "1 rule is not met. Room for: 2 persons."


def test_where_the_readings_of_the_cap_differ_both_are_told_and_nothing_is_breached() -> None:
    judgement = judged(
        {"name": "A", "residents": 3}, {"name": "B", "residents": 1}, residents=4, area_m2=40, toilets=1, **SOUND
    )
    (panel,) = judgement.panels
    assert panel.breaches == []
    (open_rule,) = panel.unjudged
    assert len(open_rule.readings) == 2
    assert open_rule.readings[0].endswith("met")
    assert open_rule.readings[1].endswith("not met")


def test_a_missing_fact_is_named_and_never_a_breach() -> None:
    (panel,) = judged({"residents": 1}, residents=1).panels
    assert panel.breaches == []
    assert "Area of the dwelling" not in panel.missing
    assert "Good and sufficient drinking water" in panel.missing


def test_too_few_toilets_are_counted_in_toilets() -> None:
    room = {"residents": 1, "name": "A"}
    (panel,) = judged(room, residents=12, toilets=2, packs=(PROPOSAL,)).panels
    (toilets,) = (one for one in panel.breaches if "toilet_ratio" in one.key)
    assert toilets.found == "there are 2"
    assert toilets.required == "3 are needed (at most 5 persons per unit)"


def test_an_expired_pack_does_not_apply_today() -> None:
    (panel,) = judged({"residents": 1}, residents=2, packs=("dk-covidbolig-2021",)).panels
    assert panel.breaches == panel.unjudged == panel.met == []
    assert all(one.why for one in panel.not_applicable)


def test_every_draft_pack_says_that_it_is_a_draft() -> None:
    assert all(panel.is_draft for panel in judged(packs=list_packs()).panels)


def test_no_pack_in_use_is_said() -> None:
    assert judged(packs=()).summary == "No rule pack is in use."


def test_verdicts_of_many_are_those_of_each() -> None:
    documents = [
        {"dwelling": {"residents": 9, "area_m2": 30, "toilets": 0}, "rooms": [ROOM | {"residents": 9}]},
        {"dwelling": {"residents": 1}, "rooms": []},
        {"dwelling": {"residents": 1, "area_m2": 30, "toilets": 1, **SOUND}, "rooms": [ROOM | {"residents": 1}]},
    ]
    facts = [parse_facts(document) for document in documents]
    many = verdicts_of(facts, [load_pack(ACT)] * 3, as_of=TODAY)
    assert [kind for kind, _ in many] == ["error", "warning", "success"]
    assert [assess(one, load_pack(ACT), as_of=TODAY).verdict.value for one in facts] == [
        "breached",
        "not_assessed",
        "met",
    ]
    assert verdicts_of([], [], as_of=TODAY) == []


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"kind": "ship"}, "Outside the rules: a ship (section 1(2))"),
        ({"kind": "hotel", "outside_act": "drivers_weekly_rest"}, "drivers' weekly rest outside the vehicle"),
        ({"outside_act": "au_pair"}, "or an au pair's"),
    ],
)
def test_what_the_act_leaves_out_does_not_apply_and_is_never_called_met(told: dict[str, Any], reason: str) -> None:
    crowded = {"residents": 9, "habitable_rooms": 2, "area_m2": 50, "toilets": 0}
    judgement = judge(parse_facts({"dwelling": crowded | told}), [load_pack(ACT)], as_of=TODAY)
    [panel] = judgement.panels
    assert panel.verdict[1] == "Does not apply"
    assert reason in panel.outside
    assert judgement.summary == f"Does not apply. {panel.outside}."
    assert (panel.breaches, panel.unjudged, panel.met, panel.missing) == ([], [], [], [])
    assert panel.capacity.heading == "No rule here limits the number of residents"


def test_a_weekly_rest_in_the_vehicle_is_judged() -> None:
    facts = parse_facts({"dwelling": {"kind": "vehicle", "outside_act": "drivers_weekly_rest", "toilets": 0}})
    [panel] = judge(facts, [load_pack(ACT)], as_of=TODAY).panels
    assert (panel.outside, [one.key for one in panel.breaches]) == ("", [f"{ACT}-toilet"])
