from hypothesis import given
from hypothesis import strategies as st

from husly.kit.codes import read_checked
from register.declarations.receipts import LENGTH, new_receipt_number, receipt_number


def test_new_numbers_have_a_check_character_and_none_to_mix_up() -> None:
    numbers = {new_receipt_number().removeprefix("H-") for _ in range(500)}
    assert len(numbers) == 500
    assert all(read_checked(number, LENGTH + 1) for number in numbers)
    assert not set("01IO") & set("".join(numbers))


@given(value=st.integers(0, 32**LENGTH - 1))
def test_a_number_is_short_enough_for_its_column_and_in_groups(value: int) -> None:
    assert [len(part) for part in receipt_number(value).split("-")] == [1, 5, 5, 1]


def test_other_numbers_have_other_receipts() -> None:
    assert len({receipt_number(value) for value in range(1000)}) == 1000
