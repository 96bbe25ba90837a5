"""The English summary of letters to foreign employers."""

from dataclasses import replace
from io import BytesIO

import page
import pytest
from pypdf import PdfReader

from every_letter import LETTERS, TO_AUTHORITIES
from inspection.letters.blocks import AddressForm, LetterKind, load_blocks
from inspection.letters.builders import write_hearing, write_injunction, write_visit_notice
from inspection.letters.contents import Recipient
from inspection.letters.courtesy import courtesy_texts, wants_courtesy, with_courtesy
from inspection.letters.gates import Marking
from inspection.letters.layout import letter_pdf
from inspection.letters.letter import LetterItem, LetterParagraph
from letter_cases import BREACHES, HEARING, NOTICE, ORDER
from pdf_structure import structure_of
from rehousing_letters import REHOUSING_LETTERS
from visit_letter_cases import visit_letters

FOREIGN = Recipient("Robota Sp. z o.o.", ("ul. Długa 1", "Gdańsk"), rut_number="123456")
WRITTEN = {
    LetterKind.VARSLING: write_visit_notice(NOTICE),
    LetterKind.PARTSHOERING: write_hearing(HEARING),
    LetterKind.PAABUD: write_injunction(ORDER),
}


def english_of(letter):
    """The English words: everything from their heading on."""
    pages = PdfReader(BytesIO(letter_pdf(with_courtesy(letter), Marking.NONE))).pages
    text = " ".join(" ".join(one.extract_text() for one in pages).split())
    return text[text.index(courtesy_texts().heading) :]


def test_a_firm_registered_abroad_gets_it_also_with_a_danish_number():
    assert wants_courtesy(FOREIGN)
    assert wants_courtesy(replace(FOREIGN, rut_number="", foreign_number="PL1234567890"))
    assert wants_courtesy(replace(FOREIGN, cvr_number="13585628"))
    assert not wants_courtesy(replace(FOREIGN, cvr_number="13585628", rut_number=""))
    assert not wants_courtesy(Recipient("Person", ("Vej 1",)))


@pytest.mark.parametrize(
    ("lines", "is_abroad"),
    [
        (("ul. Długa 1", "80-827 Gdańsk"), True),
        (("Storgata 1", "0155 Oslo", "Norge"), True),
        (("Søbyvej 41", "5985 Søby Ærø"), False),
        (("Søbyvej 41", "5985 Søby Ærø", "Danmark"), False),
    ],
)
def test_a_private_owner_gets_it_who_lives_abroad(lines, is_abroad):
    owner = Recipient("Jan Kowalski", lines, AddressForm.DU)
    assert wants_courtesy(owner) is is_abroad
    assert not wants_courtesy(replace(owner, unnumbered=True))


def test_what_stays_danish_on_the_english_page_is_tagged_as_danish():
    pdf = letter_pdf(with_courtesy(WRITTEN[LetterKind.PAABUD]), Marking.NONE)
    cells = [element for kind, element in structure_of(pdf) if kind in ("/TD", "/TH")]
    tagged = [element["/Lang"] for element in cells if "/Lang" in element]
    with_rooms = sum(bool(one.rooms) for one in BREACHES)
    assert tagged == ["da-DK"] * (2 * len(BREACHES) + with_rooms)  # legal basis and what was found, of some the rooms


def test_a_rule_whose_pack_is_gone_has_its_title_tagged_as_danish():
    citation = replace(BREACHES[1].citation, pack_id="gone-2020")
    letter = with_courtesy(write_injunction(replace(ORDER, breaches=(replace(BREACHES[1], citation=citation),))))
    (item,) = [one for one in letter.courtesy if isinstance(one, LetterItem)]
    assert item.title in item.danish


def test_every_kind_of_letter_has_english_words():
    assert set(courtesy_texts().kinds) == set(LetterKind)
    assert all(len(text) > 30 for text in courtesy_texts().kinds.values())


@pytest.mark.parametrize("kind", sorted(WRITTEN))
def test_it_stands_on_a_page_of_its_own_and_says_that_danish_prevails(kind):
    text = english_of(WRITTEN[kind])
    assert courtesy_texts().heading in text
    assert "The Danish letter before it is the one that counts" in text
    assert "2026-0417" in text


def test_an_order_names_rules_days_and_the_complaint_in_english():
    text = english_of(WRITTEN[LetterKind.PAABUD])
    assert "29 May 2026" in text
    assert "within 4 weeks" in text
    assert "A complaint suspends the decision until the complaint has been decided." in text
    assert "Der må" not in text


def test_a_breach_is_headed_by_what_was_found_and_tells_its_rule():
    letter = with_courtesy(write_injunction(ORDER))
    items = {one.title: dict(one.rows) for one in letter.courtesy if isinstance(one, LetterItem)}
    assert items["No window to the open air that opens"]["Rule"].startswith("The rooms must have a window")
    local = replace(BREACHES[1], rule="Kommunens egen regel")
    other = with_courtesy(write_injunction(replace(ORDER, breaches=(local,))))
    (item,) = [one for one in other.courtesy if isinstance(one, LetterItem)]
    assert "Rule" not in dict(item.rows)


def test_it_cannot_hold_what_the_danish_letter_does_not():
    letter = with_courtesy(WRITTEN[LetterKind.PAABUD])
    assert replace(letter, courtesy=()) == WRITTEN[LetterKind.PAABUD]


@pytest.mark.parametrize("kind", sorted(WRITTEN))
def test_the_letter_with_it_is_accessible_and_can_be_kept(kind):
    pdf = letter_pdf(with_courtesy(WRITTEN[kind]), Marking.TRIAL)
    for profile in ("ua1", "2a"):
        assert [one.message for one in page.validate_pdf_bytes(pdf, profile=profile).failures] == []


LEFT_TO_THE_DANISH_LETTER = {
    # what the summary of the kind, the rows or the points say
    *("besoeg", "fastholder", "rapport_indledning", "rapport_fund", "anmodning", "hoering", "hoering_fakta"),
    *("paabud_afgoerelse", "strakspaabud_afgoerelse", "straks_grund", "mundtlig", "mundtlig_afgoerelse"),
    *("genhusning_afgoerelse", "genhusning_standard", "forbud_afgoerelse", "forbud_fare", "boede_forelaeg"),
    *("afsluttet", "videresendt", "klage"),
    # grounds and provisions, which only the Danish letter gives
    *("formaal", "grundlag", "proportionalitet", "uvarslet", "fastholder_grund", "anmodning_grund", "hoering_regel"),
    *(
        "begrundelse",
        "hovedhensyn",
        "genhusning_ikke_straks",
        "genhusning_noedvendig",
        "boede_forhold",
        "boede_hjemmel",
    ),
    # words beside a square, and what keeps a draft from leaving
    *("kode_firkant", "genhusning_betaler_ukendt"),
}
EVERY = [write for kind, write in LETTERS.items() if kind not in TO_AUTHORITIES]


def blocks_of(letter):
    return {one.block_id for one in letter.body if isinstance(one, LetterParagraph)}


def test_each_block_of_each_letter_has_an_english_sentence_or_is_named_as_left_to_the_danish_letter():
    letters = [*(write(AddressForm.I) for write in EVERY), *REHOUSING_LETTERS, *visit_letters()]
    used = set().union(*map(blocks_of, letters))
    assert used - set(courtesy_texts().blocks) - LEFT_TO_THE_DANISH_LETTER == set()
    assert set(courtesy_texts().blocks) & LEFT_TO_THE_DANISH_LETTER == set()
    assert set(courtesy_texts().blocks) <= set(load_blocks().blocks)
    assert set(courtesy_texts().first) <= set(courtesy_texts().blocks)


@pytest.mark.parametrize("write", EVERY)
def test_every_sentence_of_a_block_in_the_danish_letter_stands_on_the_english_page(write):
    letter = write(AddressForm.I)
    text, sender = english_of(letter), letter.head.sender
    said = [courtesy_texts().blocks[one] for one in blocks_of(letter) if one in courtesy_texts().blocks]
    told = [one.format(email=sender.email, privacy=sender.privacy_url) for one in said]
    assert [one for one in told if one not in text] == []
    assert "{" not in text


def test_with_suspicion_the_right_to_silence_comes_before_the_points_and_the_deadline():
    text = english_of(write_hearing(replace(HEARING, suspicion=True), print_unverified=True))
    assert text.index("You are not obliged to give information") < text.index("Your comments by")
    assert "not obliged" not in english_of(write_hearing(HEARING))


def test_what_was_found_and_where_to_answer_stand_in_english_too():
    answered = replace(HEARING, reply_page="https://husly.example/reply", reply_code="ABCD2345EFGH6")
    text = english_of(write_hearing(answered))
    assert "Found (in Danish) Intet vindue, der kan åbnes" in text
    assert "https://husly.example/reply" in text
    assert "ABCD-2345-EFGH-6" in text
    order = replace(ORDER, report_code="ABCD-2345-EFGH", report_url="https://husly.example/comply")
    assert "Code ABCD-2345-EFGH" in english_of(write_injunction(order))


def test_the_hours_of_a_visit_the_payer_and_the_penalty_are_told():
    assert "10:00–13:00" in english_of(write_visit_notice(NOTICE))
    assert "The employer pays for the other housing." in english_of(REHOUSING_LETTERS[0])
    assert "The owner pays for the other housing." in english_of(REHOUSING_LETTERS[1])
    at_once = english_of(LETTERS[LetterKind.STRAKSPAABUD](AddressForm.I))
    assert "this may be punished with a fine" in at_once


@pytest.mark.parametrize(
    ("write", "content", "label"),
    [(write_injunction, ORDER, "Det skal opnås"), (write_hearing, HEARING, "Påtænkt krav")],
)
def test_a_result_written_for_the_case_is_pointed_to_under_its_number(write, content, label):
    letter = with_courtesy(write(replace(content, breaches=BREACHES[1:])))
    items = [one for one in letter.courtesy if isinstance(one, LetterItem)]
    for item in items:
        told = f"Written for this case; it stands in Danish under item {item.number} of the letter (“{label}”)"
        assert told in dict(item.rows).values()
    danish = [one for one in letter.body if isinstance(one, LetterItem)]
    assert [one.number for one in items] == [one.number for one in danish]


def test_a_receiver_of_complaints_reads_as_english():
    text = english_of(write_injunction(ORDER))
    assert "within 4 weeks of receiving the letter, to Arbejdstilsynet, at@at.dk." in text


def test_what_a_hearing_considers_stands_in_english():
    words = load_blocks().blocks["reaktion_paabud"].texts[AddressForm.I]
    text = english_of(write_hearing(replace(HEARING, contemplated_reaction=words)))
    assert "We are considering an order to put the points below right" in text
    assert "prohibition of the use" not in text
