import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth

from husly.kit.pdf import (
    FONTS,
    Banner,
    Bullets,
    Document,
    Heading,
    MissingFontsError,
    NumberedItem,
    Pairs,
    Paragraph,
    SignOff,
    render_letter,
)
from husly.kit.pdf.fonts import REGULAR
from pdf_structure import lines_of

BANNER = Banner("UDKAST", "UDKAST - skal læses først")


def letter(*body):
    return Document(
        title="Prøvebrev",
        author="Myndigheden",
        language="da-DK",
        masthead="Myndigheden",
        return_line="Myndigheden · Gade 1 · 1000 By",
        address=("Firma ApS", "Åvej 2", "8000 Aarhus C"),
        margin=(("Dato", "2. marts 2026"),),
        subject="Rødgrød med fløde på øen Ærø",
        body=body or (Paragraph("Tekst med æ, ø og å."),),
        footer=("Myndigheden, Gade 1",),
        running_head="Sag 1",
        page_label="Side {page} af {pages}",
    )


def pages_of(pdf):
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def fonts_of(pdf):
    for page in PdfReader(BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            yield font.get_object()


EVERY_KIND = (
    Heading("Overskrift"),
    Bullets(("første punkt", "andet punkt")),
    Pairs((("Adresse", "Havnegade 12"),)),
    NumberedItem(1, "Én ting", (("Målt", "2,67"), ("Krævet", "højst 2"))),
    SignOff("Med venlig hilsen", ("Mette Holm", "tilsynsførende")),
)
LONG = tuple(Paragraph(f"Afsnit {number}. " + "Der står noget vigtigt her. " * 12) for number in range(20))


def test_every_place_of_a_letter_reaches_the_page():
    text = pages_of(render_letter(letter(*EVERY_KIND), banner=None))[0]
    for part in (
        "Myndigheden · Gade 1 · 1000 By",
        "Åvej 2",
        "2. marts 2026",
        "Rødgrød med fløde på øen Ærø",
        "Overskrift",
        "andet punkt",
        "Havnegade 12",
        "1. Én ting",
        "2,67",
        "højst 2",
        "Mette Holm",
        "Side 1 af 1",
    ):
        assert part in text


def test_pages_are_numbered_and_later_pages_carry_the_running_head():
    pages = pages_of(render_letter(letter(*LONG), banner=None))
    assert len(pages) > 2
    assert all(f"Side {number} af {len(pages)}" in text for number, text in enumerate(pages, 1))
    assert all("Sag 1" in text for text in pages[1:])
    assert "Sag 1" not in pages[0]


def test_the_banner_stands_on_every_page_and_only_when_asked_for():
    marked = pages_of(render_letter(letter(*LONG), banner=BANNER))
    assert all(BANNER.line in text and text.count("UDKAST") == 2 for text in marked)
    assert not any("UDKAST" in text for text in pages_of(render_letter(letter(*LONG), banner=None)))


def test_every_font_is_embedded():
    fonts = list(fonts_of(render_letter(letter(*LONG, *EVERY_KIND), banner=BANNER)))
    assert fonts
    for font in fonts:
        assert "NotoSans" in font["/BaseFont"]
        assert "/FontFile2" in font["/FontDescriptor"]


def test_the_metadata_name_title_author_and_language():
    reader = PdfReader(BytesIO(render_letter(letter(), banner=None)))
    assert (reader.metadata.title, reader.metadata.author) == ("Prøvebrev", "Myndigheden")
    assert reader.trailer["/Root"]["/Lang"] == "da-DK"


def test_equal_letters_have_equal_bytes_also_in_another_process():
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); import hashlib, test_pdf as t;"
        "print(hashlib.sha256(t.render_letter(t.letter(*t.LONG), banner=t.BANNER)).hexdigest())"
    )
    here = os.path.dirname(__file__)  # noqa: PTH120
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join(sys.path)}
    other = subprocess.run(
        [sys.executable, "-c", script, here], env=environment, capture_output=True, text=True, check=True
    )
    own = hashlib.sha256(render_letter(letter(*LONG), banner=BANNER)).hexdigest()
    assert other.stdout.strip() == own


def test_text_is_never_read_as_markup():
    text = pages_of(render_letter(letter(Paragraph("Hansen & Søn <b>A/S</b> \x07")), banner=None))[0]
    assert "Hansen & Søn <b>A/S</b>" in text


def test_a_block_longer_than_a_page_is_split_rather_than_refused():
    item = NumberedItem(1, "Langt punkt", (("Begrundelse", "Der er meget at sige om dette. " * 400),))
    assert len(pages_of(render_letter(letter(item), banner=None))) > 2


def test_a_block_longer_than_a_page_begins_where_it_stands_and_repeats_its_head_once_a_page():
    item = NumberedItem(
        1, "Langt punkt", (("Regel", "Kort."), ("Fundet", "Der er meget at sige. " * 500), ("Frist", "1"))
    )
    pages = pages_of(render_letter(letter(Paragraph("Indledning."), Heading("Overskrift"), item), banner=None))
    assert len(pages) > 2
    assert [text.count("Langt punkt") for text in pages] == [1] * len(pages)
    assert "Der er meget at sige." in pages[0]


def test_a_block_longer_than_a_page_waits_for_the_next_where_nothing_of_it_has_room():
    item = NumberedItem(1, "Langt punkt", (("Fundet", "Der er meget at sige. " * 500),))
    for fill in range(18, 30):
        pages = pages_of(render_letter(letter(*[Paragraph("Linje")] * fill, Heading("Overskrift"), item), banner=None))
        assert not [text for text in pages if ("Overskrift" in text) and "Der er meget at sige." not in text]


LONG_HEAD = {
    "address": ("Przedsiębiorstwo Wielobranżowe " * 7, "c/o Trust", *(f"Linje {n}" for n in range(7))),
    "margin": tuple((f"Mærke {n}", "DE-HRB-" + "1234567890" * 4) for n in range(4)),
}


@pytest.mark.parametrize("only", ["address", "margin"])
def test_the_text_begins_below_the_lower_column_of_a_long_head(only):
    document = replace(letter(), **{only: LONG_HEAD[only]})
    (pieces,) = lines_of(render_letter(document, banner=None))
    (subject,) = [y for _, y, text in pieces if "Rødgrød" in text]
    last = {"address": "Linje 6", "margin": "67890"}[only]
    lowest = min(y for _, y, text in pieces if text.endswith(last))
    assert lowest - subject > 14


def test_a_long_number_beside_the_address_is_broken_within_its_column():
    (pieces,) = lines_of(render_letter(replace(letter(), margin=LONG_HEAD["margin"]), banner=None))
    beside = [(x, text) for x, y, text in pieces if x > 390 and y > 100]
    assert "".join(text for _, text in beside if "Mærke" not in text) == LONG_HEAD["margin"][0][1] * 4
    assert all(x + stringWidth(text, REGULAR, 8.6) <= 192.5 * mm for x, text in beside)


def test_a_tab_in_a_text_parts_its_words():
    assert "et to tre" in pages_of(render_letter(letter(Paragraph("et\tto\x0btre")), banner=None))[0]


def test_a_block_that_fits_one_page_is_not_torn():
    item = NumberedItem(1, "Punktets titel", tuple((f"Række {n}", "værdi") for n in range(9)))
    for fill in range(1, 12):
        pages = pages_of(render_letter(letter(*LONG[:3], *[Paragraph("Linje")] * fill, item), banner=None))
        torn = [text for text in pages if ("Punktets titel" in text) != ("Række 8" in text)]
        assert not torn


@pytest.mark.parametrize("lead", [Heading("Det fører videre"), Paragraph("Det fører videre:")])
@pytest.mark.parametrize("follower", [Paragraph("Det følgende. " * 30), *EVERY_KIND[2:4]])
def test_what_leads_on_never_stands_alone_at_the_foot_of_a_page(lead, follower):
    first_words = {Paragraph: "Det følgende", Pairs: "Havnegade 12", NumberedItem: "Én ting"}[type(follower)]
    for fill in range(18, 34):
        filler = [Paragraph("Linje")] * fill
        pages = pages_of(render_letter(letter(*filler, lead, follower), banner=None))
        alone = [text for text in pages if ("Det fører videre" in text) != (first_words in text)]
        assert not alone


def test_a_greeting_stays_with_the_few_lines_that_name_the_enclosures():
    listed = (Heading("Bilag"), Paragraph("Disse bilag følger:"), Pairs((("Bilag 1", "Rapport fra tilsyn"),)))
    greeting = SignOff("Med venlig hilsen", ("Mette Holm", "tilsynsførende"))
    for fill in range(18, 34):
        body = (*[Paragraph("Linje")] * fill, *listed, greeting)
        pages = pages_of(render_letter(letter(*body), banner=None))
        assert not [text for text in pages if ("Med venlig hilsen" in text) != ("Rapport fra tilsyn" in text)]


def test_missing_fonts_say_what_to_do(tmp_path):
    with pytest.raises(MissingFontsError, match="make setup"):
        render_letter(letter(), banner=None, fonts=tmp_path)


def test_the_fonts_are_part_of_the_built_package():
    assert FONTS.parent.name == "husly"
