"""The published schemas say the same as the readers."""

from typing import Any

import pytest

from schema_check import misfits
from standards import FactsError, facts_document, list_packs, parse_facts
from standards.casework.cases import cases_of
from standards.rules.pack import PACKS
from standards.rules.schemas import facts_schema, pack_schema
from standards.rules.yaml_text import read_yaml
from standards_cases import good_house

PACK_SCHEMA, FACTS_SCHEMA = pack_schema(), facts_schema()


@pytest.mark.parametrize("pack_id", list_packs())
def test_every_pack_that_is_shipped_fits_the_schema(pack_id: str) -> None:
    document = read_yaml((PACKS / f"{pack_id}.yaml").read_text(encoding="utf-8")).document
    assert misfits(PACK_SCHEMA, document) == []


@pytest.mark.parametrize("pack_id", list_packs())
def test_the_facts_of_every_case_fit_the_schema(pack_id: str) -> None:
    for case in cases_of(pack_id):
        assert misfits(FACTS_SCHEMA, facts_document(case.facts)) == [], str(case)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"measure": "san.persons_per_toilets"}, "$.requirements[0].measure"),
        ({"severty": "breach"}, "$.requirements[0].severty"),
        ({"confidence": "X"}, "$.requirements[0].confidence"),
        ({"value": "five"}, "$.requirements[0].value"),
        ({"applies": {"facility": ["castle"]}}, "$.requirements[0].applies.facility[0]"),
    ],
)
def test_a_slip_in_a_pack_does_not_fit(change: dict[str, Any], where: str) -> None:
    text = (PACKS / "dk-arbejdsgruppe-2021.yaml").read_text(encoding="utf-8")
    document = read_yaml(text).document
    document["requirements"][0] |= change
    assert any(one.startswith(f"{where}:") for one in misfits(PACK_SCHEMA, document))


@pytest.mark.parametrize(
    "dwelling",
    [
        {"toilet": 1},
        {"residents": "8"},
        {"residents": True},
        {"residents": 2.5},
        {"residents": -1},
        {"area_m2": 0},
        {"heating": "yes"},
        {"kind": "huse"},
        {"cooking": "stove"},
        {"cooking": ["fire"]},
        {"built_on": "1975"},
    ],
)
def test_what_the_reader_refuses_does_not_fit_the_schema_either(dwelling: dict[str, Any]) -> None:
    with pytest.raises(FactsError):
        parse_facts({"dwelling": dwelling})
    assert misfits(FACTS_SCHEMA, {"dwelling": dwelling})


def test_absent_and_null_facts_fit() -> None:
    assert misfits(FACTS_SCHEMA, {}) == []
    assert misfits(FACTS_SCHEMA, {"key": None, "dwelling": {"residents": None}, "rooms": None}) == []
    assert misfits(FACTS_SCHEMA, good_house()) == []
