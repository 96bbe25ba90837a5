"""Cases made for a new value, against plain arithmetic."""

from datetime import date

import pytest

from overlays_made import ACT, LATER, overlay, tightening, toilets_shared_by
from standards import Outcome, Pack, load_pack
from standards.casework.boundary import CASES, boundary_cases, differing, disturbed
from standards.measures.registry import measure_named
from standards.variants.fitting import tightened_ids
from standards.variants.laying import overlaid

PACK = load_pack(ACT)
CAP = f"{ACT}.cap"


def in_force(pack_id: str) -> tuple[Pack, date]:
    pack = load_pack(pack_id)
    return pack, pack.valid_from or LATER


@pytest.mark.parametrize("pack_id", [ACT, "dk-arbejdsgruppe-2021", "dk-covidbolig-2021"])
def test_every_rule_with_a_figure_has_cases_on_both_sides_that_come_out_right(pack_id: str) -> None:
    pack, day = in_force(pack_id)
    for rule in pack.in_force(day):
        if rule.value_open or rule.table is not None or measure_named(rule.measure).kind not in ("number", "fixtures"):
            continue
        cases = boundary_cases(pack, rule.id, as_of=day)
        assert [case for case in cases if not case.passed] == []
        assert {case.shows for case in cases} == set(CASES)


@pytest.mark.parametrize("value", [1.0, 1.5, 1.99])
def test_a_tightened_cap_is_shown_in_both_readings(value: float) -> None:
    merged = overlaid(PACK, [overlay(value)])
    cases = boundary_cases(merged, CAP, as_of=LATER)
    assert {case.requirement_id for case in cases} == tightened_ids(PACK, CAP)
    assert all(case.passed for case in cases)
    by_dwelling = {case.shows: case for case in cases if case.requirement_id.endswith("cap_dwelling")}
    assert float(by_dwelling["just met"].measured or 0) <= value < float(by_dwelling["just breached"].measured or 0)


def test_just_met_and_just_breached_lie_one_person_apart_for_toilets() -> None:
    merged = overlaid(PACK, [overlay(None, adds=(toilets_shared_by(3),))])
    cases = {case.shows: case for case in boundary_cases(merged, "dk-0461.toilet_ratio", as_of=LATER)}
    assert all(case.passed for case in cases.values())
    met, breached = cases["just met"].facts, cases["just breached"].facts
    assert met is not None
    assert breached is not None
    assert (met.residents or 0) <= 3 * (met.toilets or 0)
    assert (breached.residents or 0) > 3 * (breached.toilets or 0)


def test_a_value_that_no_dwelling_can_meet_has_no_case_for_it() -> None:
    merged = overlaid(PACK, [overlay(0.0)])
    unmade = [case for case in boundary_cases(merged, CAP, as_of=LATER) if case.found is None]
    assert {case.expected for case in unmade} == {Outcome.MET}
    assert not any(case.passed for case in unmade)


def test_a_reading_left_behind_is_found_out() -> None:
    """Were only the rule itself sharpened, and not its readings, the cases would fail."""
    rows = [one.model_copy(update={"value": 1.0}) if one.id == CAP else one for one in overlaid(PACK, []).requirements]
    broken = PACK.model_copy(update={"requirements": tuple(rows)})
    cases = boundary_cases(broken, CAP, as_of=LATER)
    just_breached = {case.requirement_id: case.measured for case in cases if case.shows == "just breached"}
    assert just_breached[f"{ACT}.cap_dwelling"] == 2.25


def test_a_local_value_touches_no_other_rule() -> None:
    assert differing(PACK, overlaid(PACK, [overlay(1.0)]), tightened_ids(PACK, CAP), as_of=LATER) == ()


def test_the_cases_that_come_with_the_pack_are_untouched_by_a_value_outside_its_own_rule() -> None:
    always = overlay(1.0, valid_from=date(1900, 1, 1))
    told, count = disturbed(PACK, overlaid(PACK, [always]), tightened_ids(PACK, CAP))
    assert told == ()
    assert count > 20
    told, more = disturbed(PACK, overlaid(PACK, [always]), frozenset())
    assert told != ()
    assert more > count


def test_a_rule_that_changed_unasked_is_named() -> None:
    rows = tuple(
        one.model_copy(update={"value": False}) if one.short_id == "toilet" else one for one in PACK.requirements
    )
    changed = PACK.model_copy(update={"requirements": rows})
    assert differing(PACK, changed, frozenset({CAP}), as_of=LATER) == (f"{ACT}.toilet",)


def test_an_open_figure_that_is_set_gets_its_cases() -> None:
    group = load_pack("dk-arbejdsgruppe-2021")
    key = f"{group.id}.bedroom_area"
    merged = overlaid(group, [overlay(None, base=group.id, tightens=(tightening(7.0, key, "m2"),))])
    cases = {case.shows: case for case in boundary_cases(merged, key, as_of=LATER)}
    assert all(case.passed for case in cases.values())
    assert (cases["just met"].measured, cases["just breached"].measured) == (7.0, 6.99)
