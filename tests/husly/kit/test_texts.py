"""Texts as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from husly.kit.texts import is_email, one_line


@given(st.text())
def test_a_text_stands_on_one_line_without_nul_and_stays_so(text: str) -> None:
    kept = one_line(text)
    assert "\x00" not in kept
    assert kept == " ".join(kept.split()) == one_line(kept)
    assert len(kept.splitlines()) <= 1


def test_words_stay_apart_and_long_texts_are_cut() -> None:
    assert one_line(" Tre\n værelser\t\x00 ") == "Tre værelser"
    assert one_line("Nørregade", 5) == "Nørre"


@pytest.mark.parametrize(
    "text", ["", "a", "@x.dk", "a@", "a@x.dk,b@x.dk", "A <a@x.dk>", "a@x.dk\n", "a" * 250 + "@x.dk"]
)
def test_what_is_not_one_address_is_none(text: str) -> None:
    assert not is_email(text)
    assert is_email("anna.berg+bolig@firma.example")
