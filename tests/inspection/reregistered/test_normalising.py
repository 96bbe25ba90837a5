"""Spellings of one thing meet; junk is no thing; what is normal stays as it is."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.reregistered import normalising as normal
from register.dwellings.addresses import address_key

KEYS: tuple[Callable[[str], str], ...] = (
    normal.phone_key,
    normal.email_key,
    normal.postal_key,
    normal.name_key,
    normal.account_key,
)
IBAN = "DK5000400440116243"


@pytest.mark.parametrize(
    ("key", "spellings"),
    [
        (normal.phone_key, ("32 12 34 56", "+45 32123456", "0045 3212-3456", "(+45) 32 12 34 56")),
        (normal.email_key, (" Post@Firma.dk", "post@firma.DK")),
        (normal.account_key, (IBAN, "dk50 0040 0440 1162 43", "0040 0440116243", "0040-440116243")),
        (normal.name_key, ("Vesterbyg ApS", "APS  Vesterbyg", "vesterbyg aps.")),
        (
            normal.postal_key,
            ("Algade 12 B, 4000 Roskilde", "algade 12b, DK-4000 Roskilde", "Algade 12B\n4000 ROSKILDE"),
        ),
    ],
)
def test_spellings_of_one_thing_meet(key: Callable[[str], str], spellings: tuple[str, ...]) -> None:
    assert len({key(one) for one in spellings}) == 1
    assert key(spellings[0])


def test_a_postal_address_meets_the_address_of_a_dwelling() -> None:
    dwelling = address_key(street="Algade", house_number="12B", unit="1. tv", postcode="4000")
    assert normal.postal_key("Algade 12B, 1. tv, 4000 Roskilde") == dwelling


@pytest.mark.parametrize("junk", ["", " ", "00 00 00 00", "ring bare", "1", "9" * 4000, "+4512", "🏠", "\x00", "12|34"])
def test_telephone_junk_is_no_telephone(junk: str) -> None:
    assert normal.phone_key(junk) == ""


@pytest.mark.parametrize("junk", ["", "DK5000400440116244", "GB00", "1234", "x" * 500, "DK50 ÆØÅ", "١٢٣٤٥٦٧٨"])
def test_a_wrong_account_is_no_account(junk: str) -> None:
    assert normal.account_key(junk) == ""


@given(
    st.text(max_size=60) | st.from_regex(r"[A-Za-zæøå ]{1,12} [0-9]{1,3}[a-b]?, [0-9]{4} [A-Z]{2,9}", fullmatch=True)
)
def test_what_is_normal_stays_as_it_is(text: str) -> None:
    for key in KEYS:
        once = key(text)
        assert key(once) == once


def test_masks_tell_no_more_than_they_must() -> None:
    assert normal.account_mask(IBAN) == "DK … 6243"
    assert normal.email_mask("bent.byg@firma.dk") == "b…@firma.dk"
    assert normal.phone_mask("+4532123456") == "… 34 56"
    assert normal.name_mask("Bent Bygge Hansen") == "B. B. H."
    assert normal.name_mask("Vester Byg ApS") == "Vester Byg ApS"


def test_names_of_firms_are_likened_without_their_legal_form() -> None:
    assert normal.likeness("Vesterbyg ApS", "Vesterbyg A/S") == 100
    assert normal.likeness("Vesterbyg Roskilde ApS", "Roskilde Vesterbyg") == 100
    assert normal.likeness("Vesterbyg", "Gartneriet Engen") < normal.ALIKE
    assert normal.likeness("ApS", "") == 0


def test_a_personal_number_is_known_as_one() -> None:
    assert normal.is_personal_number("070761-4285")
    assert not normal.is_personal_number("Bent Byg")
