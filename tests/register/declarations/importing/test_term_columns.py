from datetime import date
from typing import Any

import pytest

from declaration_files import ROW, a_dwelling, as_csv, as_xlsx
from declared_housing import DATA
from register.declarations.importing.candidates import Candidate
from register.declarations.importing.cells import CellError
from register.declarations.importing.files import read_candidates
from register.declarations.importing.term_columns import TERM_COLUMNS, read_periods, read_workplaces
from register.declarations.terms import DeductionBase, NamedOwner, OccupancyRow, Season, SiteContact, Workplace

CELLS = {
    "Kontakt på stedet": "Karin",
    "Telefon på stedet": "12345678",
    "Ejer": "Ejendomme A/S",
    "Ejerens adresse": "Torvet 1, 4000 Roskilde",
    "Arbejdssteder": "Gartneriet: Markvej 3, 4000 Roskilde | Lageret",
    "Skiftehold": "2",
    "Sæson": "I sæsonen",
    "Ansatte i Danmark": "12",
    "Husleje trækkes i lønnen": "ja",
    "Trækkes i": "Løn efter skat",
    "Beboere i perioder": "01-03-2026 - 01-05-2026: 2 | 2026-05-01 –: 4",
}


def read(**changes: Any) -> Candidate:
    [candidate] = read_candidates(as_csv(a_dwelling(**(CELLS | changes))), name="boliger.csv", limit_mb=5)
    candidate.read(DATA)
    return candidate


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_the_columns_become_the_parts_of_the_document(write: Any) -> None:
    [candidate] = read_candidates(write(a_dwelling(**CELLS)), name="boliger", limit_mb=5)
    candidate.read(DATA)
    assert candidate.findings == []
    assert candidate.form is not None
    terms = candidate.form.terms
    assert terms.contact == SiteContact(name="Karin", phone="12345678")
    assert terms.owner == NamedOwner(name="Ejendomme A/S", postal_address="Torvet 1, 4000 Roskilde")
    assert terms.work is not None
    assert terms.work.workplaces == (
        Workplace(name="Gartneriet", address="Markvej 3, 4000 Roskilde"),
        Workplace(name="Lageret"),
    )
    assert (terms.work.season, terms.work.workers) == (Season.SEASONAL, 12)
    assert terms.rent is not None
    assert terms.rent.deduction_base is DeductionBase.NET_WAGE
    assert terms.occupancy[0] == OccupancyRow(from_on=date(2026, 3, 1), to_on=date(2026, 5, 1), residents=2)


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"Sæson": "om sommeren"}, "Sæson"),
        ({"Beboere i perioder": "marts: 4"}, "Beboere i perioder"),
        ({"Beboere i perioder": "2026-03-01 – 2026-05-01: 9"}, "Beboere i perioder"),
        ({"Beboere i perioder": "2026-03-01 –: 2 | 2026-04-01 –: 3"}, "Beboere i perioder"),
        ({"Ejerens adresse": ""}, "Ejerens adresse"),
        ({"Skiftehold": "9"}, "Skiftehold"),
        ({"Ansatte i Danmark": "mange"}, "Ansatte i Danmark"),
    ],
)
def test_what_is_wrong_is_named_by_its_row_and_column(changes: dict[str, str], column: str) -> None:
    found = read(**changes).findings
    assert (2, column) in [(one.row, one.column) for one in found]


def test_names_are_refused_by_their_column_and_not_shown() -> None:
    [found] = read(**{"Beboernes navne": "Jan Kowalski | Ion Popescu"}).findings
    assert (found.column, found.value) == ("Beboernes navne", "")


def test_two_rows_of_one_dwelling_may_not_tell_two_things() -> None:
    table = a_dwelling(**CELLS)
    table[1] = table[1] | {"Beboere i perioder": "2026-03-01 –: 3"}
    [candidate] = read_candidates(as_csv(table), name="boliger.csv", limit_mb=5)
    [found] = candidate.findings
    assert (found.row, found.column) == (3, "Beboere i perioder")
    assert found.reason.en.startswith("row 2 says")


def test_a_period_that_cannot_be_read_is_refused_with_an_example() -> None:
    with pytest.raises(CellError) as refused:
        read_periods("2026-03-01: 4")
    assert "2026-03-01 – 2026-05-01: 4" in refused.value.message.da


def test_workplaces_without_a_name_are_left_out() -> None:
    assert read_workplaces("A: B | | : |C") == [{"name": "A", "address": "B"}, {"name": "C"}]


def test_no_column_of_terms_takes_the_name_of_another() -> None:
    names = [name for column in TERM_COLUMNS.values() for name in column.names]
    assert len(set(names)) == len(names)
    assert not set(names) & set(ROW)
