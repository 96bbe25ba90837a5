from hypothesis import given
from hypothesis import strategies as st

from husly.kit.codes import ALPHABET
from register.sheets.codes import new_plan_code, read_plan_code, shown_code


def test_a_new_code_is_read_back_as_shown_typed_or_scanned() -> None:
    code = new_plan_code()
    assert read_plan_code(code) == code
    assert read_plan_code(shown_code(code)) == code
    assert read_plan_code(f" {shown_code(code).lower()} ") == code


def test_codes_do_not_repeat() -> None:
    assert len({new_plan_code() for _ in range(500)}) == 500


@given(place=st.integers(0, 10), other=st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(place: int, other: str) -> None:
    code = new_plan_code()
    wrong = code[:place] + other + code[place + 1 :]
    assert wrong == code or read_plan_code(wrong) is None


@given(text=st.text(max_size=30))
def test_anything_can_be_typed(text: str) -> None:
    found = read_plan_code(text)
    assert found is None or set(found) <= set(ALPHABET)
