from dataclasses import replace
from typing import Any

import pytest

from standards import load_pack
from standards.casework.cases import Case, lacking_cases, read_document, run_cases
from standards.casework.short import CaseError, expand
from standards.variants.scenario import changed_pack

HOUSE: dict[str, Any] = {
    "as_of": "2026-03-01",
    "dwelling": {"residents": 3, "toilets": 2},
    "rooms": [
        {"name": "Living room", "use": "living"},
        {"name": "Room 1", "use": "bedroom", "residents": 1, "area_m2": 12},
        {"name": "Room 2", "use": "bedroom", "residents": 2, "area_m2": 14},
    ],
}


def expanded(written: object) -> dict[str, dict[str, Any]]:
    return {case["shows"]: case for case in expand("rule", written, HOUSE)}


def facts_of(case: dict[str, Any]) -> Any:
    return Case("a", "rule", HOUSE, case).facts


def test_a_count_of_the_dwelling_is_written_out_in_four_situations() -> None:
    short = {"fact": "dwelling.toilets", "with": {"residents": 10}, "clearly met": 4, "just met": 2, "just breached": 1}
    cases = expanded(short)
    assert {shows: case["outcome"] for shows, case in cases.items()} == {
        "clearly met": "met",
        "just met": "met",
        "just breached": "breached",
        "fact missing": "not_assessed",
    }
    assert cases["fact missing"]["missing"] == ["toilets"]
    assert [facts_of(case).toilets for case in cases.values()] == [4, 2, 1, None]
    assert {facts_of(case).residents for case in cases.values()} == {10}
    assert "Number of toilets" in cases["just met"]["situation"]


def test_a_fact_of_rooms_is_met_in_each_bedroom_and_lacking_in_the_first() -> None:
    cases = expanded({"fact": "rooms.window_openable", "met": True, "breached": False})
    told = {shows: [room.window_openable for room in facts_of(case).rooms] for shows, case in cases.items()}
    assert told == {
        "clearly met": [None, True, True],
        "just breached": [None, False, None],
        "fact missing": [None, None, None],
    }
    assert cases["fact missing"]["missing"] == ["rooms.window_openable"]


def test_bedrooms_that_say_something_of_the_fact_stay_as_they_are() -> None:
    cases = expanded({"fact": "rooms.area_m2", "just met": 8.0, "just breached": 7.9})
    assert [room.area_m2 for room in facts_of(cases["just met"]).rooms] == [None, 8.0, 14.0]
    assert [room.area_m2 for room in facts_of(cases["fact missing"]).rooms] == [None, None, 14.0]


def test_more_people_in_the_rooms_are_more_people_in_the_dwelling() -> None:
    cases = expanded({"fact": "rooms.area_m2", "with_rooms": {"residents": 4}, "clearly met": 20})
    facts = facts_of(cases["clearly met"])
    assert [room.residents for room in facts.rooms] == [None, 4, 4]
    assert facts.residents == 8


def test_full_cases_may_follow_and_the_missing_situation_can_be_left_out() -> None:
    full = {"shows": "exempt", "situation": "away", "outcome": "not_applicable"}
    cases = expanded({"fact": "dwelling.toilets", "met": 1, "missing": "none", "more": [full]})
    assert list(cases) == ["clearly met", "exempt"]
    assert cases["exempt"] is full


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"fact": "dwelling.toilet", "met": 1}, "did you mean dwelling.toilets?"),
        ({"fact": "dwelling.toilets", "jsut met": 1}, "did you mean 'just met'?"),
        ({"met": True}, "name the fact that varies"),
        ({"fact": "dwelling.toilets", "met": 1, "missing": "maybe"}, "missing is one of"),
        ("met", "write a list of cases"),
    ],
)
def test_a_slip_in_the_short_notation_is_named(written: object, said: str) -> None:
    with pytest.raises(CaseError, match=r"^rule: ") as error:
        expanded(written)
    assert said in str(error.value)


def test_a_pack_without_cases_is_told_where_to_write_them() -> None:
    with pytest.raises(CaseError, match=r"write src/standards/cases/xx-none\.yaml"):
        read_document("xx-none")


def test_a_changed_limit_shows_in_words_which_cases_no_longer_come_out() -> None:
    pack = load_pack("dk-arbejdsgruppe-2021")
    changed = changed_pack(pack, {"toilet_ratio": 3.0})
    wrong = [result for result in run_cases(changed) if not result.is_as_expected]
    assert {result.case.requirement for result in wrong} == {"toilet_ratio"}
    assert any("outcome: expected met, found breached" in result.differences for result in wrong)


def test_a_requirement_that_the_pack_lost_is_told() -> None:
    pack = load_pack("dk-covidbolig-2021")
    fewer = pack.model_copy(update={"requirements": pack.requirements[1:]})
    lost = pack.requirements[0].short_id
    told = {result.differences for result in run_cases(fewer) if result.case.requirement == lost}
    assert told == {(f"the pack has no requirement {lost!r}",)}


def test_a_requirement_without_cases_is_named_with_the_situations_it_lacks() -> None:
    pack = load_pack("dk-covidbolig-2021")
    added = replace_id(pack.requirements[0], f"{pack.id}.brand_new")
    lacking = lacking_cases(pack.model_copy(update={"requirements": (*pack.requirements, added)}))
    assert list(lacking) == ["brand_new"]
    assert "just breached" in lacking["brand_new"]


def replace_id(requirement: Any, new: str) -> Any:
    return requirement.model_copy(update={"id": new})


def test_facts_that_are_refused_count_against_the_case() -> None:
    pack = load_pack("dk-covidbolig-2021")
    first = run_cases(pack)[0].case
    broken = replace(first, written={**first.written, "dwelling": {"toilets": -1}})
    with pytest.raises(ValueError, match="negative"):
        _ = broken.facts
