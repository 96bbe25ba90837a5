from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from inspection.letters.blocks import LetterKind
from inspection.letters.builders import write_hearing, write_injunction, write_visit_notice
from inspection.letters.gates import Marking
from inspection.letters.layout import BANNERS, letter_pdf
from letter_cases import BREACHES, HEARING, NOTICE, ORDER

LETTERS = {
    LetterKind.VARSLING: write_visit_notice(NOTICE),
    LetterKind.PARTSHOERING: write_hearing(HEARING),
    LetterKind.PAABUD: write_injunction(ORDER),
}


def pages_of(letter, mark=Marking.NONE):
    reader = PdfReader(BytesIO(letter_pdf(letter, mark)))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


@pytest.mark.parametrize("kind", sorted(LETTERS))
def test_a_letter_shows_sender_recipient_case_dwelling_and_signature(kind):
    text = pages_of(LETTERS[kind])
    for part in (
        "Arbejdstilsynet · Landskronagade 33 · 2100 København Ø",
        "Frugtgården Ærø ApS Att.: Direktionen Søbyvej 41 5985 Søby Ærø",
        "2026-0417",
        "13585628",
        "Havnegade 12, 5970 Ærøskøbing",
        "BFE-nr. 5512345",
        "70 12 12 88",
    ):
        assert part in text[0]
    assert "Med venlig hilsen Mette Ågård Tilsynsførende Arbejdstilsynet" in text[-1]


@pytest.mark.parametrize("mark", Marking)
@pytest.mark.parametrize("kind", sorted(LETTERS))
def test_the_marking_stands_on_every_page_and_pages_are_numbered(kind, mark):
    pages = pages_of(LETTERS[kind], mark)
    assert len(pages) >= 2
    for number, text in enumerate(pages, 1):
        assert f"Side {number} af {len(pages)}" in text
        banner = BANNERS[mark]
        assert (banner is not None and banner.line in text) or (
            banner is None and "UDKAST" not in text and "PRØVE" not in text
        )


def test_each_breach_of_an_order_reaches_the_page_whole():
    text = " ".join(pages_of(LETTERS[LetterKind.PAABUD]))
    for number, breach in enumerate(BREACHES, 1):
        block = text[text.index(f"{number}. {breach.title}") :]
        for part in (
            breach.rule,
            breach.measured[1:],
            breach.required[1:],
            breach.result,
            *breach.evidence_ids,
        ):
            assert part in block
        assert "§ 3 i lov nr. 1445 af 10. december 2024 om indkvartering af ansatte" in block


def test_no_breach_of_an_ordinary_order_is_torn_between_two_pages():
    for page in pages_of(LETTERS[LetterKind.PAABUD]):
        for number, breach in enumerate(BREACHES, 1):
            assert (f"{number}. {breach.title}" in page) == (breach.result in page)


def test_equal_letters_give_equal_bytes_and_any_change_other_bytes():
    letter = LETTERS[LetterKind.PAABUD]
    assert letter_pdf(letter, Marking.TRIAL) == letter_pdf(write_injunction(ORDER), Marking.TRIAL)
    later = write_injunction(replace(ORDER, report_due_on=ORDER.report_due_on.replace(day=8)))
    assert letter_pdf(later, Marking.TRIAL) != letter_pdf(letter, Marking.TRIAL)


def test_an_order_with_39_breaches_is_still_a_letter():
    many = write_injunction(replace(ORDER, breaches=BREACHES * 13))
    pages = pages_of(many, Marking.TRIAL)
    assert "39. " in " ".join(pages)
    assert len(pages) > 10


def test_the_title_of_the_file_names_kind_and_case_only():
    metadata = PdfReader(BytesIO(letter_pdf(LETTERS[LetterKind.PAABUD], Marking.NONE))).metadata
    assert metadata.title == "Påbud med frist, sagsnr. 2026-0417"
