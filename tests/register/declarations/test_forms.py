from typing import Any

import pytest

from declared_housing import DATA, a_document, a_form
from register.declarations.forms import read_declaration
from standards.facts.problems import FactsError, Problem


def problems_of(changes: dict[str, Any]) -> list[Problem]:
    with pytest.raises(FactsError) as refused:
        read_declaration(a_document(changes), data_path=DATA)
    return list(refused.value.problems)


def test_a_right_document_is_read_and_the_town_filled_in() -> None:
    form = a_form()
    assert (form.address.postal_town, form.ends_on, form.facts.residents) == ("Roskilde", None, 4)


@pytest.mark.parametrize(
    ("changes", "path", "code"),
    [
        ({"employer.cvr_number": "13585627"}, "employer.cvr_number", "check_digit"),
        ({"employer.cvr_number": None}, "employer.cvr_number", "missing"),
        ({"employer.contact_email": "nobody"}, "employer.contact_email", "format"),
        ({"address.postcode": "9998"}, "address.postcode", "unknown"),
        ({"address.municipality_code": "0999"}, "address.municipality_code", "unknown"),
        ({"address.latitude": 12.08, "address.longitude": 55.64}, "address.latitude", "implausible"),
        ({"address.longitude": None}, "address.longitude", "missing"),
        ({"address.strete": "Algade"}, "address.strete", "unknown_key"),
        ({"period.ends_on": "2026-02-01"}, "period.ends_on", "order"),
        ({"period.starts_on": "1. marts"}, "period.starts_on", "wrong_type"),
        ({"period.starts_on": "1899-01-01"}, "period.starts_on", "implausible"),
        ({"dwelling.area_m2": 0}, "dwelling.area_m2", "implausible"),
        ({"dwelling.area_m2": -5}, "dwelling.area_m2", "negative"),
        ({"dwelling.residents": None}, "dwelling.residents", "missing"),
        ({"dwelling.residents": 400}, "dwelling.residents", "implausible"),
        ({"rooms": [{"area_m2": 10_000}]}, "rooms[0].area_m2", "implausible"),
        ({"room": [{"area_m2": 10}]}, "room", "unknown_key"),
        ({"rooms": [{"name": "V\x00relse"}]}, "rooms[0].name", "unreadable"),
        ({"rooms": [{"name": "v" * 81}]}, "rooms[0].name", "too_long"),
        ({"employer.rut_number": "1" * 41}, "employer.rut_number", "too_long"),
        ({"employer.foreign_number": "1" * 41}, "employer.foreign_number", "too_long"),
        ({"employer.sector_code": "01.50.00"}, "employer.sector_code", "too_long"),
        ({"employer.name": "\ud800"}, "employer.name", "unreadable"),
    ],
)
def test_a_wrong_document_is_refused_where_it_is_wrong(changes: dict[str, Any], path: str, code: str) -> None:
    assert (path, code) in [(problem.path, problem.code) for problem in problems_of(changes)]


def test_every_problem_is_named_at_once() -> None:
    found = problems_of({"employer.cvr_number": "1", "address.postcode": "0", "dwelling.area_m2": -1})
    assert {problem.path for problem in found} == {"employer.cvr_number", "address.postcode", "dwelling.area_m2"}


def test_a_mistyped_part_names_the_right_one() -> None:
    (problem,) = problems_of({"room": []})
    assert "rooms" in problem.message.en
