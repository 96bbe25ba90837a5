"""What is taken out of papers that others or officers wrote."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from husly.kit import pdf
from inspection.case_file.redaction import LEFT_OUT, Redactor

NAMES = st.sampled_from(["Zbigniew Qxwv", "Qxwv, Zbigniew", "zq@post.example", "der er koldt om natten i kælderen"])
AROUND = st.text(alphabet="abcæøå .,;:\n", max_size=40)


@settings(max_examples=60)
@given(NAMES, AROUND, AROUND, st.booleans())
def test_a_protected_term_never_stays_wherever_it_stands(term, before, after, shouted):
    words = f"{before} {term.upper() if shouted else term} {after}"
    cleaned = Redactor(frozenset({term})).text(words)
    assert term.casefold() not in cleaned.casefold()
    assert LEFT_OUT in cleaned


def test_a_name_torn_between_lines_is_found_and_part_of_a_word_is_not():
    redactor = Redactor(frozenset({"Anna Berg"}))
    assert redactor.text("Anna\n  Berg bor her") == f"{LEFT_OUT} bor her"
    assert redactor.text("Johanna Bergmann bor her") == "Johanna Bergmann bor her"


@pytest.mark.parametrize(
    ("words", "cleaned"),
    [
        ("Zbigniew Qxwvs seng", f"{LEFT_OUT} seng"),
        ("Zbigniew Qxwv's seng", f"{LEFT_OUT}'s seng"),
        ("Qxwv Zbigniew sover i stuen", f"{LEFT_OUT} sover i stuen"),
        ("foto af zbigniew_qxwv.jpg", f"foto af {LEFT_OUT}.jpg"),
        ("Zbigniew og Qxwv", "Zbigniew og Qxwv"),
        (unicodedata.normalize("NFD", "Ana García"), LEFT_OUT),
    ],
)
def test_a_name_goes_however_it_is_written(words, cleaned):
    assert Redactor(frozenset({"Zbigniew Qxwv", "Qxwv, Zbigniew", "Ana García"})).text(words) == cleaned


def test_whoever_the_file_names_by_right_is_spared():
    redactor = Redactor(frozenset({"Hanne Hansen", "Zbigniew Qxwv"}), ("Hanne Hansen ApS",))
    assert redactor.text("Hanne Hansen og Zbigniew Qxwv") == f"Hanne Hansen og {LEFT_OUT}"


def test_personal_numbers_go_and_case_numbers_and_digests_stay():
    redactor = Redactor()
    assert redactor.text("født 010190-1234, 0101901234") == f"født {LEFT_OUT}, {LEFT_OUT}"
    assert redactor.text("cpr.nr.010190-1234, 010190–1234") == f"cpr.nr.{LEFT_OUT}, {LEFT_OUT}"
    kept = "sag 2026-000001, CVR 13585628, tlf. 70 00 00 00, 0a0101901234ff"
    assert redactor.text(kept) == kept


def test_every_text_of_a_page_is_looked_through():
    name = "Zbigniew Qxwv"
    body = (
        pdf.Heading(name),
        pdf.Paragraph(name),
        pdf.Bullets((name,)),
        pdf.Pairs((("Hvem", name),)),
        pdf.NumberedItem(1, name, (("Hvem", name),)),
        pdf.Columns(("Hvem",), ((name,),), (1,)),
        pdf.Picture(b"", name),
    )
    assert name not in repr(Redactor(frozenset({name})).body(body))
