import pytest

from husly.kit.spreadsheet import csv_file, defused

FORMULAS = ["=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "\n=1+1", "\r\n@SUM(A1)", "＝1+1", "＠A1"]


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_text_never_becomes_a_formula(cell: str) -> None:
    assert defused([cell]) == [f"'{cell}"]


@pytest.mark.parametrize("cell", ["Ærøvej 7", "-4,5", "+12", "", 7, 2.5, None])
def test_words_and_numbers_stay_as_they_are(cell: object) -> None:
    assert defused([cell]) == [cell]


def test_a_file_for_a_spreadsheet_has_its_mark_semicolons_and_no_formula() -> None:
    assert csv_file(["where", "sum"], [["=1+1", -4.5]]) == "\ufeffwhere;sum\r\n'=1+1;-4.5\r\n".encode()
