from hypothesis import given
from hypothesis import strategies as st

from husly.kit.codes import ALPHABET, checked_code, code_hash, code_of, grouped, random_code, read_checked, with_check

CODES = st.integers(2, 20).map(checked_code)


@given(code=CODES, size=st.integers(1, 6))
def test_a_code_is_read_as_made_shown_typed_or_scanned(code: str, size: int) -> None:
    assert read_checked(code, len(code)) == code
    assert read_checked(f" {grouped(code, size).lower()} ", len(code)) == code


@given(code=CODES, place=st.integers(0, 19), other=st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(code: str, place: int, other: str) -> None:
    place %= len(code)
    wrong = code[:place] + other + code[place + 1 :]
    assert wrong == code or read_checked(wrong, len(code)) is None


@given(code=CODES)
def test_a_code_of_another_length_is_not_one(code: str) -> None:
    assert read_checked(code, len(code) + 1) is None
    assert read_checked(code[:-1], len(code)) is None


@given(text=st.text(max_size=30), length=st.integers(2, 30))
def test_anything_can_be_typed(text: str, length: int) -> None:
    found = read_checked(text, length)
    assert found is None or set(found) <= set(ALPHABET)
    assert len(code_hash(text)) == 64


def test_what_is_told_over_the_telephone_hashes_as_what_was_printed() -> None:
    code = random_code(12)
    assert code_hash(grouped(code, 4)) == code_hash(f" {code.lower()} ") == code_hash(code)
    assert code_hash(code) != code_hash(random_code(12))


@given(value=st.integers(0, 32**10 - 1))
def test_every_number_has_its_own_code(value: int) -> None:
    code = code_of(value, 10)
    assert len(code) == 10
    assert sum(ALPHABET.index(sign) * 32**place for place, sign in enumerate(reversed(code))) == value
    assert with_check(code)[:-1] == code
