"""The values of a scenario."""

import math

import pytest

from standards.rules.pack import list_packs, load_pack
from standards.variants.scenario import WhatIfError, changed_pack, read_value, settable, value_of, written_value
from standards.variants.whatif import changed_requirements

ACT = load_pack("dk-indkvarteringslov-2025")
PROPOSAL = load_pack("dk-arbejdsgruppe-2021")


def refusal(key: str, value: object, pack: object = ACT) -> str:
    with pytest.raises(WhatIfError) as refused:
        changed_pack(pack, {key: value})  # type: ignore[dict-item, arg-type]  # wrong on purpose
    assert refused.value.text.da != refused.value.text.en
    return str(refused.value)


def test_a_value_is_changed_and_the_version_says_so() -> None:
    changed = changed_pack(PROPOSAL, {"toilet_ratio": 4.0})
    assert changed.requirement("dk-arbejdsgruppe-2021.toilet_ratio").value == 4.0
    assert changed.version == f"{PROPOSAL.version}+what-if"
    assert changed_requirements(PROPOSAL, changed) == ("dk-arbejdsgruppe-2021.toilet_ratio",)


def test_the_key_may_carry_the_id_of_the_pack() -> None:
    long = changed_pack(PROPOSAL, {"dk-arbejdsgruppe-2021.toilet_ratio": 4.0})
    assert long == changed_pack(PROPOSAL, {"toilet_ratio": 4.0})


def test_a_rule_with_two_readings_changes_in_both() -> None:
    changed = changed_pack(ACT, {"cap": 3.0})
    assert {one.value for one in changed.requirements if one.short_id.startswith("cap")} == {3.0}
    assert changed_requirements(ACT, changed) == ("dk-indkvarteringslov-2025.cap",)


def test_an_exception_changes_in_every_reading() -> None:
    changed = changed_pack(ACT, {"cap.unless.area_20_m2": 15.0})
    caps = [one for one in changed.requirements if one.short_id.startswith("cap")]
    assert {two.value for one in caps for two in one.unless if two.id == "area_20_m2"} == {15.0}
    assert {one.value for one in caps} == {2.0}


def test_a_limit_that_nobody_has_set_can_be_set() -> None:
    changed = changed_pack(PROPOSAL, {"bedroom_area": 8.0})
    assert changed.requirement("dk-arbejdsgruppe-2021.bedroom_area").value == 8.0
    assert not changed.requirement("dk-arbejdsgruppe-2021.bedroom_area").value_open


def test_every_key_that_can_be_set_has_the_value_of_today_or_none() -> None:
    for pack in (ACT, PROPOSAL):
        assert settable(pack)
        for key in settable(pack):
            assert not isinstance(value_of(pack, key), bool)


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("cap", 2.0, "cap is 2 today as well; give another value."),
        ("cap.unless.area_20_m2", 20.0, "is 20 today as well"),
        ("cpa", 3.0, "did you mean cap?"),
        ("nothing_like_it_at_all", 3.0, "choose one of: cap, cap.unless.area_20_m2"),
        ("cap_room", 3.0, "only reads cap; set cap."),
        ("heating", 1.0, "a yes-or-no requirement"),
        ("cap.unless.own_family", 1.0, "has no requirement"),
        ("cap", -1.0, "out of range; give a number from 0 to 1000000"),
        ("cap", math.nan, "out of range"),
        ("cap", math.inf, "out of range"),
        ("cap", True, "not a number"),
        ("cap", ("stove",), "does not fit"),
    ],
)
def test_what_cannot_be_used_is_refused_with_what_to_do(key: str, value: object, told: str) -> None:
    assert told in refusal(key, value)


def test_nobody_can_share_no_toilet() -> None:
    assert "from above 0" in refusal("toilet_ratio", 0.0, PROPOSAL)


def test_a_scenario_without_a_value_is_none() -> None:
    with pytest.raises(WhatIfError, match="at least one"):
        changed_pack(ACT, {})


@pytest.mark.parametrize("pack_id", list_packs())
def test_every_value_of_every_pack_is_read_as_it_is_written_and_can_be_changed(pack_id: str) -> None:
    pack = load_pack(pack_id)
    for key in settable(pack):
        value = value_of(pack, key)
        if value is not None:
            assert read_value(pack, key, written_value(value)) == value
        if isinstance(value, float):
            changed = changed_pack(pack, {key: value + 1})
            assert value_of(changed, key) == value + 1
            assert changed_requirements(pack, changed)


@pytest.mark.parametrize(("text", "value"), [("4", 4.0), ("4,5", 4.5), (" 4.5 ", 4.5)])
def test_numbers_are_read_as_people_write_them(text: str, value: float) -> None:
    assert read_value(PROPOSAL, "toilet_ratio", text) == value


def test_lists_are_read_with_commas() -> None:
    assert read_value(PROPOSAL, "furniture", "bed, chair") == ("bed", "chair")


def test_a_word_is_no_number() -> None:
    with pytest.raises(WhatIfError, match="“four” is not a number"):
        read_value(PROPOSAL, "toilet_ratio", "four")
