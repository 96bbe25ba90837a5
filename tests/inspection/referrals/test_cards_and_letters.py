"""A letter is made of what the action-card lets through, and of nothing else (REF-04)."""

from dataclasses import asdict
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from inspection.letters.blocks import AddressForm
from inspection.letters.contents import Recipient, Sender
from inspection.letters.gates import Marking
from inspection.letters.layout import letter_pdf
from inspection.letters.letter import letter_text
from inspection.referrals.cards import ALWAYS, CONFIDENTIAL, CardError, CardField, cards, parse_cards
from inspection.referrals.minimising import permitted
from inspection.referrals.writing import Formalities, write_referral

MARKS = {field: f"Kendetegn{number:02d}" for number, field in enumerate(CardField)}
FORM = Formalities(
    sender=Sender(
        "state", "Prøvetilsynet", ("Prøvevej 1", "1000 København K"), "12345674", "70", "p@t.example", "t.example"
    ),
    recipient=Recipient("Modtageren", ("Vej 1", "5000 Odense C"), AddressForm.I),
    number="U-2026-0001",
    dated_on=date(2026, 3, 2),
    contact_name="Karl",
    contact_phone="70 00 00 01",
    contact_email="karl@t.example",
    basis="fvl_28",
    due_on=date(2026, 3, 16),
    reply_at="https://husly.example/referral/ABCD-EFGH-JKLM",
)


@pytest.mark.parametrize("key", cards())
def test_no_field_that_the_card_holds_back_reaches_the_letter(key: str) -> None:
    card = cards()[key]
    letter = write_referral(permitted(card, MARKS), FORM, print_unverified=True)
    pages = PdfReader(BytesIO(letter_pdf(letter, Marking.TRIAL))).pages
    everything = letter_text(letter) + str(asdict(letter)) + "".join(one.extract_text() for one in pages)
    for field, mark in MARKS.items():
        assert (mark in everything) is (field in card.fields), field


@given(st.sets(st.sampled_from(sorted(CardField))))
def test_what_is_unknown_is_left_out(known: set[CardField]) -> None:
    for card in cards().values():
        given_out = permitted(card, {one: MARKS[one] for one in known})
        assert {one for one, _ in given_out.values} == known & set(card.fields)


def test_no_receiver_that_is_no_authority_gets_anything_confidential() -> None:
    assert [one.key for one in cards().values() if not one.is_authority] == ["union"]
    assert not CONFIDENTIAL & set(cards()["union"].fields)
    text = """receivers: [{key: ngo, da: N, en: N, authority: false, bases: [fvl_27], meet: {da: x, en: x},
      fields: [address, necessity, request, observed]}]"""
    with pytest.raises(CardError, match="ngo is no authority and may not get observed"):
        parse_cards(text)


def test_every_card_has_what_no_receiver_can_act_without() -> None:
    assert all(set(one.fields) >= ALWAYS for one in cards().values())
    with pytest.raises(CardError, match="every card has address"):
        parse_cards(
            "receivers: [{key: x, da: X, en: X, bases: [], meet: {da: x, en: x}, fields: [necessity, request]}]"
        )


def test_an_unverified_basis_is_printed_in_a_demonstration_only() -> None:
    shown = permitted(cards()["police"], MARKS)
    assert "§ 28" in letter_text(write_referral(shown, FORM, print_unverified=True))
    real = write_referral(shown, FORM)
    assert "§ 28" not in letter_text(real)
    assert any("hjemmel" in one for one in real.missing)
