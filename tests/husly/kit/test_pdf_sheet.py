from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from reportlab.pdfbase.pdfmetrics import stringWidth

from husly.kit.pdf import Banner, Bullets, Code, Columns, MissingFontsError, Paragraph, Sheet, render_sheet
from husly.kit.pdf.flow import TEXT_WIDTH
from husly.kit.pdf.fonts import REGULAR
from husly.kit.pdf.setting import WIDTH

SHEET = Sheet(
    title="Plan",
    author="Myndigheden",
    language="da-DK",
    masthead="Myndigheden",
    subject="Ærøvej 7",
    body=(Paragraph("Tekst"), Columns(("Rum", "Areal"), (("Værelse 1", "12,5 m²"), ("<b>&", "–")), (2, 1))),
    footer=("Fod",),
    page_label="Side {page} af {pages}",
)


def read(sheet: Sheet, banner: Banner | None = None) -> PdfReader:
    return PdfReader(BytesIO(render_sheet(sheet, banner=banner)))


def test_a_sheet_shows_its_table_and_markup_is_only_text() -> None:
    text = read(SHEET).pages[0].extract_text()
    for expected in ("Ærøvej 7", "Værelse 1", "12,5 m²", "<b>&", "Side 1 af 1", "Fod"):
        assert expected in text


def test_a_code_is_drawn_linked_and_captioned() -> None:
    plain = read(SHEET)
    coded = read(replace(SHEET, code=Code("https://husly.example/p/2", "22222"), facts=(("Version", "3"),)))
    (note,) = coded.pages[0]["/Annots"]
    assert note.get_object()["/A"]["/URI"] == "https://husly.example/p/2"
    assert "22222" in coded.pages[0].extract_text()
    squares = [page.get_contents().get_data().count(b" re") for page in (plain.pages[0], coded.pages[0])]
    assert squares[1] > squares[0] + 100


def test_every_cell_of_a_leading_table_leads_on_and_lies_where_its_text_stands() -> None:
    table = Columns(("Nr.", "Hvad"), (("1", "først"), ("2", "så")), (1, 5), ("bilag:1", "bilag:2"))
    page = read(replace(SHEET, body=(table,))).pages[0]
    links = [note.get_object() for note in page["/Annots"]]
    assert [one["/A"]["/URI"] for one in links] == ["bilag:1", "bilag:1", "bilag:2", "bilag:2"]
    tops = [float(one["/Rect"][3]) for one in links]
    assert tops[0] == tops[1] > tops[2] == tops[3]
    assert [one["/Contents"] for one in links] == ["1", "først", "2", "så"]


def test_the_largest_size_that_fits_one_page_is_taken() -> None:
    long = replace(SHEET, body=(Bullets(tuple(f"punkt {number}" for number in range(36))),))
    assert len(read(replace(long, scales=(1.2,))).pages) == 2
    assert len(read(replace(long, scales=(1.2, 0.8))).pages) == 1
    endless = replace(SHEET, body=(Bullets(tuple(f"punkt {number}" for number in range(300))),), scales=(1.2, 0.8))
    pages = read(endless).pages
    assert len(pages) > 2
    assert f"Side 2 af {len(pages)}" in pages[1].extract_text()


def test_equal_sheets_give_equal_bytes_and_a_banner_stands_on_every_page() -> None:
    long = replace(SHEET, body=(Bullets(tuple(f"punkt {number}" for number in range(80))),))
    banner = Banner("UDKAST", "UDKAST - skal læses først")
    assert render_sheet(long, banner=banner) == render_sheet(long, banner=banner)
    assert all("UDKAST - skal" in page.extract_text() for page in read(long, banner).pages)


def test_missing_fonts_are_told(tmp_path: Path) -> None:
    with pytest.raises(MissingFontsError):
        render_sheet(SHEET, banner=None, fonts=tmp_path)


def test_words_beside_the_code_and_at_the_foot_keep_to_their_place_on_the_narrowest_page() -> None:
    words = "Scan koden med din telefon og se det på dit sprog " * 3
    sheet = replace(
        SHEET,
        code=Code("https://husly.example/h/2", "2"),
        facts=(("Boligen " * 4, words),),
        footer=(words,),
        scales=(0.84,),
    )
    reader = read(sheet)
    right: list[float] = []

    def note(text: str, of_page: list[float], of_text: list[float], _: object, size: float) -> None:
        if "Scan" in text or "telefon" in text or "sprog" in text:
            right.append(of_page[4] + of_text[4] + stringWidth(text.strip(), REGULAR, size))

    reader.pages[0].extract_text(visitor_text=note)
    (link,) = reader.pages[0]["/Annots"]
    edge, beside = WIDTH - (WIDTH - TEXT_WIDTH * 0.84) / 2, link.get_object()["/Rect"][0]
    assert len(right) > 4
    assert max(right) <= edge
    assert [one for one in right if beside - 12 < one <= edge] == [max(right)]  # only the foot is as wide as the page
