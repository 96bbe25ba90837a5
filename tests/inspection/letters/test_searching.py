"""Looking for names, statements and personal numbers in words, however they are written."""

import unicodedata

import pytest

from inspection.letters.searching import PERSONAL_NUMBER, Search, beside, name_forms

JAN = Search((*name_forms("Jan Piotr Kowalski"), *name_forms("Ana García")))


@pytest.mark.parametrize(
    "written",
    [
        "Jan Piotr Kowalski",
        "JAN PIOTR\n KOWALSKI",
        "Jan-Piotr Kowalski",
        "Jan Kowalski",
        "Jan Kowalskis",
        "Jan Kowalski's",
        "Jan Kowalski’s",
        "Kowalski, Jan",
        "Kowalski Jan Piotrs",
        "jan_piotr_kowalski.jpg",
        "foto1_jan_kowalski_2.jpg",
        unicodedata.normalize("NFD", "Ana García"),
    ],
)
def test_a_name_is_found_however_it_is_written(written: str) -> None:
    assert JAN.found_in(f"Her bor {written} i dag")


@pytest.mark.parametrize("other", ["Jan", "Kowalski", "Jan Kowalska", "Jan Kowalskisen", "Jan og Kowalski", "Ana Gar"])
def test_another_name_is_not(other: str) -> None:
    assert not JAN.found_in(f"Her bor {other} i dag")


def test_a_first_name_alone_is_nobodys() -> None:
    assert not list(name_forms("Jan")) + list(name_forms(" "))


def test_of_two_terms_at_one_place_the_longer_counts() -> None:
    text = "Jan Piotr Kowalskis seng"
    assert [text[start:end] for start, end in JAN.places(text)] == ["Jan Piotr Kowalskis"]


def test_what_a_text_holds_by_right_is_no_longer_sought() -> None:
    terms = ("Hanne Hansen", "Hansen, Hanne", "Anna Berg")
    assert beside(terms, "Hanne Hansens Gartneri\nJohanna Bergmann") == {"Hansen, Hanne", "Anna Berg"}


@pytest.mark.parametrize(
    "number",
    ["010190-1234", "0101901234", "010190 1234", "010190–1234", "010190 - 1234", "cpr.nr.010190-1234", "010190_1234"],
)
def test_a_personal_number_is_found_however_it_is_written(number: str) -> None:
    assert PERSONAL_NUMBER.search(f"født {number}.")


def test_a_replacement_number_is_one_and_other_numbers_are_not() -> None:
    assert PERSONAL_NUMBER.search("610190-1234")
    for other in ("410190-1234", "011390-1234", "1010190-1234", "010190-12345", "sag 2026-000001", "0a0101901234ff"):
        assert not PERSONAL_NUMBER.search(other), other
