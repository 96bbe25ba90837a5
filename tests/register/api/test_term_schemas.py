from typing import Any

import pytest

from declared_housing import DATA, a_document
from register.api.description import openapi
from register.api.term_schemas import term_schemas
from register.declarations.forms import PARTS, read_declaration
from register.declarations.terms import TERM_PARTS
from schema_check import misfits
from standards.facts.problems import FactsError

TOLD: dict[str, Any] = {
    "contact": {"name": "Karin", "phone": None},
    "owner": {"name": "Ejendomme A/S", "postal_address": "Torvet 1"},
    "work": {"workplaces": [{"name": "A"}], "client_cvr": "10000009", "shifts": 4, "season": "seasonal", "workers": 0},
    "rent": {"deducted": True, "deduction_base": "other"},
    "occupancy": [{"from_on": "2026-03-01", "residents": 2}],
    "names": ["Jan Kowalski"],
}


def test_every_part_of_a_declaration_is_described() -> None:
    assert set(term_schemas()) == set(TERM_PARTS) == set(TOLD)
    assert set(openapi()["components"]["schemas"]["Declaration"]["properties"]) == set(PARTS)


@pytest.mark.parametrize("part", TERM_PARTS)
def test_what_is_read_fits_the_description(part: str) -> None:
    read_declaration(a_document({part: TOLD[part]}), data_path=DATA, names_asked=True)
    assert misfits(term_schemas()[part], TOLD[part]) == []


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("contact", {"nmae": "x"}),
        ("owner", {"is_employer": "ja"}),
        ("work", {"shifts": 5}),
        ("work", {"season": "summer"}),
        ("work", {"workplaces": [{}] * 21}),
        ("rent", {"deduction_base": "wage"}),
        ("occupancy", [{"from_on": "2026-03-01"}]),
        ("occupancy", [{"from_on": "2026-03-01", "residents": -1}]),
    ],
)
def test_what_does_not_fit_is_refused(part: str, value: Any) -> None:
    assert misfits(term_schemas()[part], value) != []
    with pytest.raises(FactsError):
        read_declaration(a_document({part: value}), data_path=DATA)
