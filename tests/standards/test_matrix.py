"""The three houses F1, F2, F3 against every pack (src/standards/cases/matrix.yaml)."""

from typing import Any

import pytest

from standards import Assessment, assess, load_pack, parse_facts, verdict_of
from standards.casework import read_document

MATRIX = read_document("matrix")
PAIRS = [(pack_id, house) for pack_id in MATRIX["packs"] for house in MATRIX["houses"]]


def assessed(pack_id: str, house: str) -> Assessment:
    facts = parse_facts(MATRIX["houses"][house])
    return assess(facts, load_pack(pack_id), as_of=MATRIX["packs"][pack_id]["as_of"])


@pytest.mark.parametrize(("pack_id", "house"), PAIRS)
def test_each_row_of_the_matrix_comes_out(pack_id: str, house: str) -> None:
    assessment = assessed(pack_id, house)
    for requirement, expected in MATRIX["packs"][pack_id]["rows"].items():
        outcome, detail = _split(expected[house])
        result = assessment.result(requirement)
        assert result.outcome == outcome, requirement
        if isinstance(detail, str):
            assert result.reason == detail
        elif detail is not None:
            assert result.measured == pytest.approx(detail)


@pytest.mark.parametrize(("pack_id", "house"), [pair for pair in PAIRS if "verdict" in MATRIX["packs"][pair[0]]])
def test_the_verdict_is_the_worst_of_the_rows_that_count(pack_id: str, house: str) -> None:
    expected = MATRIX["packs"][pack_id]
    assessment = assessed(pack_id, house)
    assert verdict_of(assessment.result(name) for name in expected["rows"]) == expected["verdict"][house]


@pytest.mark.parametrize("house", list(MATRIX["houses"]))
def test_the_exception_for_20_m2_is_told_beside_the_cap(house: str) -> None:
    expected = MATRIX["packs"]["dk-indkvarteringslov-2025"]["exception_area_20_m2"][house]
    cap = assessed("dk-indkvarteringslov-2025", house).result("cap")
    found = next(one for one in cap.exceptions if one.id == "area_20_m2")
    assert [found.fulfilled, found.measured] == (expected or [None, None])


def test_no_pack_of_denmark_has_a_rule_on_area_per_sleeper() -> None:
    for pack_id in MATRIX["packs"]:
        assert "sleep.area_per_person_m2" not in {rule.measure for rule in load_pack(pack_id).requirements}


def _split(expected: Any) -> tuple[str, Any]:
    return (expected[0], expected[1]) if isinstance(expected, list) else (expected, None)
