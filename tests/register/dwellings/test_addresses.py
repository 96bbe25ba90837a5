import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.dwellings.addresses import address_key


def key(street: str = "Algade", number: str = "12B", unit: str = "st. tv", postcode: str = "4000") -> str:
    return address_key(street=street, house_number=number, unit=unit, postcode=postcode)


@pytest.mark.parametrize(
    "spelling",
    [
        {"street": "ALGADE"},
        {"street": "  Algade "},
        {"number": "12 b"},
        {"unit": "St., tv."},
        {"unit": "stuen tv"},
    ],
)
def test_two_spellings_of_one_address_meet(spelling: dict[str, str]) -> None:
    assert key(**spelling) == key()


@pytest.mark.parametrize(
    "other", [{"street": "Allegade"}, {"number": "12"}, {"unit": "1. tv"}, {"unit": ""}, {"postcode": "4001"}]
)
def test_two_addresses_stay_apart(other: dict[str, str]) -> None:
    assert key(**other) != key()


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert key(street="A\u030agade") == key(street="\u00c5gade")


@given(st.text("aæøåAÆØÅ. ", min_size=1, max_size=20))
def test_a_key_does_not_change_with_letter_case(street: str) -> None:
    assert key(street=street.upper()) == key(street=street.lower())
