import pytest

from inspection.enforcement.amounts import amount_words, number_words, unit_words


@pytest.mark.parametrize(("value", "text"), [(2.6667, "2,667"), (12.0, "12"), (1234567.5, "1.234.567,5"), (0.1, "0,1")])
def test_numbers_have_a_comma_and_no_idle_decimals(value: float, text: str) -> None:
    assert number_words(value) == text


def test_one_is_singular() -> None:
    assert amount_words(1, unit_words("person/room")) == "1 person pr. beboelsesrum"
    assert amount_words(2, unit_words("day")) == "2 dage"


def test_an_unknown_unit_stands_as_it_is() -> None:
    assert amount_words(3, unit_words("lux")) == "3 lux"
