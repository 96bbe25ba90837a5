"""Texts as people type them."""

from hypothesis import given
from hypothesis import strategies as st

from husly.kit.texts import one_line


@given(st.text())
def test_a_text_stands_on_one_line_without_nul_and_stays_so(text: str) -> None:
    kept = one_line(text)
    assert "\x00" not in kept
    assert kept == " ".join(kept.split()) == one_line(kept)
    assert len(kept.splitlines()) <= 1


def test_words_stay_apart_and_long_texts_are_cut() -> None:
    assert one_line(" Tre\n værelser\t\x00 ") == "Tre værelser"
    assert one_line("Nørregade", 5) == "Nørre"
