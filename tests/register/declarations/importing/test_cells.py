from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import AT
from register.declarations.importing.cells import (
    Cell,
    CellError,
    read_count,
    read_date,
    read_degrees,
    read_flag,
    read_number,
    read_text,
    reader_of,
)
from standards.facts.catalogue import DWELLING_FACT, ROOM_FACT


@pytest.mark.parametrize("cell", ["ja", "Ja ", "JA", "yes", "true", "sandt", "1", "x", True, 1.0])
def test_yes_is_written_many_ways(cell: Cell) -> None:
    assert read_flag(cell) is True


@pytest.mark.parametrize("cell", ["nej", "NEJ", "no", "false", "0", False, 0.0])
def test_no_is_written_many_ways(cell: Cell) -> None:
    assert read_flag(cell) is False


@pytest.mark.parametrize("cell", ["måske", "2", 2.0, "-"])
def test_neither_yes_nor_no_is_refused(cell: Cell) -> None:
    with pytest.raises(CellError, match="yes or no"):
        read_flag(cell)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("1.234,5", 1234.5),
        ("-3", -3),
        ("90 m2", 90),
        ("2,4 m", 2.4),
        (12.5, 12.5),
        ("1 200", 1200),
    ],
)
def test_numbers_as_danes_and_machines_write_them(cell: Cell, number: float) -> None:
    assert read_number(cell) == number


@pytest.mark.parametrize("cell", ["1.234", "1,2,3", "tolv", "1e5", "nan", "inf", "٣", "", True])
def test_doubtful_numbers_are_refused(cell: Cell) -> None:
    with pytest.raises(CellError):
        read_number(cell)


@given(st.floats(0, 1e6).map(lambda number: round(number, 2)))
def test_a_decimal_comma_and_a_decimal_point_read_alike(number: float) -> None:
    text = f"{number:.2f}"
    assert read_number(text) == read_number(text.replace(".", ",")) == number


def test_degrees_always_have_a_decimal_point() -> None:
    assert read_degrees("55.641") == read_degrees("55,641") == read_degrees(55.641) == 55.641


@pytest.mark.parametrize(("cell", "count"), [("8", 8), ("8,0", 8), (8.0, 8), ("1.200", 1200)])
def test_counts(cell: Cell, count: int) -> None:
    assert read_count(cell) == count


def test_half_a_person_is_refused() -> None:
    with pytest.raises(CellError, match="whole number"):
        read_count("2,5")


@pytest.mark.parametrize(
    "cell",
    ["2026-03-01", "01-03-2026", "1-3-2026", "1.3.2026", "01/03/2026", "2026-03-01T00:00:00", AT.replace(day=1)],
)
def test_dates_have_the_day_first_or_the_year_first(cell: Cell) -> None:
    assert read_date(cell) == date(2026, 3, 1)


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_every_date_is_read_back_from_both_ways_of_writing(day: date) -> None:
    assert read_date(day.isoformat()) == read_date(day.strftime("%d-%m-%Y")) == day


@pytest.mark.parametrize("cell", ["31-02-2026", "2026-13-01", "marts", "03/2026", 46082.0, "20260301"])
def test_what_is_no_date_is_refused(cell: Cell) -> None:
    with pytest.raises(CellError):
        read_date(cell)


def test_a_cvr_number_that_a_spreadsheet_made_a_number_of_is_text_again() -> None:
    assert read_text(13585628.0) == "13585628"


def test_a_house_number_that_a_spreadsheet_made_a_date_of_is_refused() -> None:
    with pytest.raises(CellError, match="made a date"):
        read_text(date(2026, 3, 1))


@pytest.mark.parametrize("text", ["hus", "Hus", "house", "HOUSE"])
def test_choices_are_taken_by_key_or_label(text: str) -> None:
    assert reader_of(DWELLING_FACT["kind"])(text) == "house"


def test_an_unknown_choice_names_the_choices() -> None:
    with pytest.raises(CellError) as refused:
        reader_of(ROOM_FACT["use"])("garage")
    assert "Soveværelse" in refused.value.message.da
    assert "bedroom" in refused.value.message.en


@pytest.mark.parametrize("text", ["komfur, ovn", "stove;oven", "Komfur|Ovn", "stove + oven,"])
def test_lists_are_parted_by_the_usual_marks(text: str) -> None:
    assert reader_of(DWELLING_FACT["cooking"])(text) == ["stove", "oven"]
