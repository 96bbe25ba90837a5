import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.declarations.receipts import ALPHABET, is_receipt_number, new_receipt_number


def test_new_numbers_are_receipt_numbers_without_characters_to_mix_up() -> None:
    numbers = {new_receipt_number() for _ in range(500)}
    assert len(numbers) == 500
    assert all(is_receipt_number(number) for number in numbers)
    assert not set("01IO") & set("".join(numbers).replace("H-", ""))


@given(place=st.integers(0, 9), other=st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(place: int, other: str) -> None:
    number = new_receipt_number()
    body = number[2:].replace("-", "")
    wrong = body[:place] + other + body[place + 1 :]
    assert is_receipt_number(f"H-{wrong[:5]}-{wrong[5:10]}-{wrong[10]}") == (wrong == body)


@pytest.mark.parametrize("text", ["", "H", "H-AAAA", "X-AAAAA-AAAAA-A", "H--- "])
def test_what_has_another_shape_is_no_receipt_number(text: str) -> None:
    assert not is_receipt_number(text)


def test_a_number_read_over_the_telephone_in_small_letters_is_taken() -> None:
    assert is_receipt_number(f" {new_receipt_number().lower()} ")
