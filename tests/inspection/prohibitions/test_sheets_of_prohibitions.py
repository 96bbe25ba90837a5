"""What residents of prohibited housing get beside their Danish letter: a sheet in every language, and no name in it."""

from datetime import date
from io import BytesIO

import page
import pytest
from pypdf import PdfReader
from sqlmodel import Session

from case_ways import APPROVER, VISIT_DAY
from husly.kit import pdf
from inspection.letters.letter import letter_text
from inspection.letters.models import Letter
from inspection.letters.queries import list_enclosures
from inspection.letters.rendering import write_draft
from inspection.letters.resident_sheets import Housing, dated, languages_of
from inspection.prohibitions.models import Prohibition
from inspection.prohibitions.queries import letters_of
from inspection.prohibitions.sheet import LANGUAGES, prohibition_sheet, prohibition_words
from inspection.prohibitions.transitions import ProhibitionMove
from inspection.rehousing.texts import LANGUAGES as OF_REHOUSING
from prohibitions_made import approve, drafted_prohibition, issued_prohibition, move, way_to_prohibition
from register.sheets.door import Contact

HOUSING = Housing(
    address="Møllevangen 12, 5000 Odense C",
    number="2026-0001",
    contact=Contact("Prøvetilsynet", "70 00 00 00", "post@tilsyn.example"),
    help_name="Hjælpelinjen",
    help_phone="00 00 00 00",
)
MOVE_OUT = date(2026, 4, 20)


def text_of(content: bytes | None) -> str:
    return " ".join(" ".join(one.extract_text() for one in PdfReader(BytesIO(content or b"")).pages).split())


def role_of(letter: Letter) -> str:
    return str((letter.recipient or {})["role"])


def test_the_languages_are_those_of_the_sheet_about_rehousing() -> None:
    assert languages_of(LANGUAGES) == languages_of(OF_REHOUSING)
    assert languages_of(LANGUAGES)[:2] == ("da", "en")


@pytest.mark.parametrize("language", languages_of(LANGUAGES))
def test_it_is_one_page_that_says_until_when_in_every_language(language: str) -> None:
    words = prohibition_words(language)
    assert not words.lacking
    sheet = prohibition_sheet(HOUSING, Prohibition(part="kælderen", move_out_on=MOVE_OUT), words)
    told = str(sheet.body)
    assert "{" not in told
    (bullets,) = (one.items for one in sheet.body if isinstance(one, pdf.Bullets))
    assert bullets == (dated(words.text.move_out, words.door, MOVE_OUT), words.text.after)
    assert words.text.part_only in told
    assert "kælderen" not in told  # a caseworker's own words are Danish, and may name somebody
    assert words.text.part_only not in str(
        prohibition_sheet(HOUSING, Prohibition(part="", move_out_on=MOVE_OUT), words)
    )
    assert (words.door.not_reviewed in sheet.footer) == (language != "da")
    content = pdf.render_sheet(sheet, banner=None)
    assert len(PdfReader(BytesIO(content)).pages) == 1
    assert [found.rule_id for found in page.validate_pdf_bytes(content, profile="2a").failures] == []


def test_a_sheet_in_each_language_goes_with_the_letter_to_those_who_live_there_alone(session: Session) -> None:
    way = way_to_prohibition(session)
    prohibition = issued_prohibition(way)
    languages = list(languages_of(LANGUAGES))
    for letter in letters_of(way.file, prohibition):
        sheets = list_enclosures(session, letter.id)
        assert [one.language for one in sheets] == (languages if role_of(letter) == "tenants" else [])
        assert ("Ark til beboerne på polsk (1 side)" in text_of(letter.pdf)) == (role_of(letter) == "tenants")
        for one in sheets:
            assert "Skolegade 4" not in text_of(one.pdf)
    tenants = next(one for one in letters_of(way.file, prohibition) if role_of(one) == "tenants")
    english = next(one for one in list_enclosures(session, tenants.id) if one.language == "en")
    assert "You must have moved out by 20 April 2026." in text_of(english.pdf)


def test_the_sheets_of_a_draft_bear_that_they_are_drafts_and_issued_ones_do_not(session: Session) -> None:
    way = way_to_prohibition(session)
    prohibition = drafted_prohibition(way)
    approve(way)
    (letter,) = (one for one in letters_of(way.file, prohibition) if role_of(one) == "tenants")
    real = way.settings.model_copy(update={"demo_mode": False})
    draft = write_draft(session, way.file, letter, settings=real, as_of=way.on(VISIT_DAY))
    assert "Ark til beboerne på engelsk (1 side)" in letter_text(draft.written)
    assert all("UDKAST" in text_of(one.pdf) for one in draft.enclosures)
    final = write_draft(session, way.file, letter, settings=real, as_of=way.on(VISIT_DAY), final=True)
    assert not [one for one in final.enclosures if "UDKAST" in text_of(one.pdf)]


def test_the_letter_that_ends_a_prohibition_has_no_sheet(session: Session) -> None:
    way = way_to_prohibition(session)
    prohibition = issued_prohibition(way)
    move(way, ProhibitionMove.WITHDRAW, APPROVER, "Skorstenen er revet ned.")
    ends = [one for one in way.file.letters if one.about_id == prohibition.id and "withdrawal" in one.choices]
    assert len(ends) == 3
    for letter in ends:
        draft = write_draft(session, way.file, letter, settings=way.settings, as_of=way.on(VISIT_DAY))
        assert draft.enclosures == ()
