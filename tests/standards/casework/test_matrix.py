"""The three houses F1, F2, F3 against every pack (src/standards/cases/matrix*.yaml)."""

from datetime import date
from typing import Any

import pytest

from standards import Assessment, Pack, assess, list_packs, load_pack, parse_facts, verdict_of
from standards.casework.cases import CASES, read_document

MATRIX = read_document("matrix")
for path in sorted(CASES.glob("matrix_*.yaml")):
    MATRIX["packs"] |= read_document(path.stem)["packs"]
PAIRS = [(row, house) for row in MATRIX["packs"] for house in MATRIX["houses"]]


def pack_of(row: str) -> Pack:
    return load_pack(MATRIX["packs"][row].get("pack", row))


def assessed(row: str, house: str) -> Assessment:
    variant = MATRIX["packs"][row]
    dwelling = {**MATRIX["houses"][house]["dwelling"], **variant.get("with", {})}
    rooms = [_changed(room, variant) for room in MATRIX["houses"][house]["rooms"]]
    facts = parse_facts({"dwelling": {key: _written(value) for key, value in dwelling.items()}, "rooms": rooms})
    return assess(facts, pack_of(row), as_of=variant["as_of"])


def _changed(room: dict[str, Any], variant: dict[str, Any]) -> dict[str, Any]:
    return {**room, **(variant.get("with_rooms", {}) if room.get("use") == "bedroom" else {})}


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize(("row", "house"), PAIRS)
def test_each_row_of_the_matrix_comes_out(row: str, house: str) -> None:
    assessment = assessed(row, house)
    for requirement, expected in MATRIX["packs"][row]["rows"].items():
        outcome, detail = _split(expected[house])
        result = assessment.result(requirement)
        assert result.outcome == outcome, requirement
        if isinstance(detail, str):
            assert result.reason == detail
        elif detail is not None:
            assert result.measured == pytest.approx(detail)


@pytest.mark.parametrize(("row", "house"), [pair for pair in PAIRS if "verdict" in MATRIX["packs"][pair[0]]])
def test_the_verdict_is_the_worst_of_the_rows_that_count(row: str, house: str) -> None:
    expected = MATRIX["packs"][row]
    assessment = assessed(row, house)
    assert verdict_of(assessment.result(name) for name in expected["rows"]) == expected["verdict"][house]


@pytest.mark.parametrize("house", list(MATRIX["houses"]))
def test_the_exception_for_20_m2_is_told_beside_the_cap(house: str) -> None:
    expected = MATRIX["packs"]["dk-indkvarteringslov-2025"]["exception_area_20_m2"][house]
    cap = assessed("dk-indkvarteringslov-2025", house).result("cap")
    found = next(one for one in cap.exceptions if one.id == "area_20_m2")
    assert [found.fulfilled, found.measured] == (expected or [None, None])


def test_no_pack_of_denmark_has_a_rule_on_area_per_sleeper() -> None:
    danish = [pack for pack in map(load_pack, list_packs()) if pack.jurisdiction == "DK"]
    assert danish
    for pack in danish:
        assert "sleep.area_per_person_m2" not in {rule.measure for rule in pack.requirements}


def _split(expected: Any) -> tuple[str, Any]:
    return (expected[0], expected[1]) if isinstance(expected, list) else (expected, None)
