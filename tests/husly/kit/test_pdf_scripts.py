"""Writing that joins or runs from the right: order, shapes, lines, and what a screen reader gets."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from reportlab.lib.styles import ParagraphStyle

from husly.kit.pdf import Bullets, Code, Columns, Heading, MissingFontsError, Pairs, Paragraph, Sheet, render_sheet
from husly.kit.pdf.fonts import BOLD, FONTS, REGULAR, register_fonts, shaped_font
from husly.kit.pdf.joined import JoinedParagraph
from husly.kit.pdf.scripts import Script, undrawn

ARABIC = Sheet(
    title="مسكنك",
    author="Myndigheden",
    language="ar",
    masthead="Myndigheden",
    subject="مسكنك: ما تم التصريح به",
    body=(
        Heading("العنوان"),
        Paragraph("تواصل مع \u2066Myndigheden\u2069: \u2066+45 70 12 12 88\u2069."),
        Pairs((("المساحة", "\u2066112 m²\u2069"),)),
        Columns(("الغرفة", "الأشخاص"), (("17", "42"),), (1, 1)),
        Bullets(("يجب أن يكون لديك مرحاض يمكنك استخدامه. " * 4,)),
    ),
    footer=("\u2066HUS-1\u2069 · 22 نوفمبر 2026",),
    page_label="صفحة {page} من {pages}",
)


@pytest.fixture(autouse=True)
def _fonts() -> None:
    register_fonts(FONTS)


def shown(line: str, language: str) -> str:
    """What stands on the line from the left; shaped words as a tilde."""
    pieces = Script(language).pieces(line, REGULAR, 10)
    return "".join("~" if "shaped" in piece.font else piece.text for piece in pieces)


def test_a_telephone_number_in_arabic_is_read_from_the_left_and_stands_before_the_stop() -> None:
    assert shown("اتصل \u2066+45 70 12 12 88\u2069.", "ar") == ".+45 70 12 12 88 ~"


def test_brackets_turn_to_face_what_they_hold() -> None:
    assert shown("نوع (JPG).", "ar") == ".(JPG) ~"
    assert shown("اتصل \u2066(+45) 70\u2069 [2", "ar") == "2] (+45) 70 ~"


def test_arabic_letters_join_and_devanagari_letters_change_places() -> None:
    def glyphs(text: str, language: str) -> list[str]:
        return [sign for piece in Script(language).pieces(text, REGULAR, 10) for sign in piece.text]

    apart = {glyph for letter in "سلام" for glyph in glyphs(letter, "ar")}
    assert apart.isdisjoint(glyphs("سلام", "ar")[1:-1])
    assert glyphs("कि", "hi") == [*glyphs("कि", "hi")[:1], "क"]  # the vowel sign is written first
    assert len(glyphs("क्ष", "hi")) < 3


def test_latin_letters_are_left_to_reportlab() -> None:
    (piece,) = Script("pl").pieces("Zażółć \u2066gęślą\u2069", BOLD, 10)
    assert (piece.font, piece.text) == (BOLD, "Zażółć gęślą")


def test_arabic_in_a_danish_line_is_ordered_and_shaped_within_it() -> None:
    assert shown("Vindue: لقد أصلحنا النافذة.", "da") == "Vindue: ~ ~ ~."
    assert shown("a) firma محمد 12 (نوع) GmbH (x)", "da") == "a) firma (~) 12 ~ GmbH (x)"
    assert Script("da").pieces("کि", REGULAR, 10) == Script("hi").pieces("کि", REGULAR, 10)


@given(st.lists(st.sampled_from(["محمد", "غرفة", "12", "Trading", "æ."]), min_size=1, max_size=9))
def test_a_danish_line_with_arabic_words_is_ordered_by_the_unicode_algorithm(words: list[str]) -> None:
    line = " ".join(words)
    assert Script("da")._in_order(line) == get_display(line, base_dir="L")


def test_a_text_that_begins_in_arabic_is_set_from_the_right_and_another_from_the_left() -> None:
    danish = Script("da-DK")
    assert danish.reading("12. محمد GmbH").is_right_to_left
    assert not danish.reading("Hr. محمد").is_right_to_left
    assert not danish.reading("नमस्ते").is_right_to_left


@pytest.mark.parametrize("language", ["da", "ar"])
def test_white_space_is_a_space_and_what_no_font_holds_is_marked(language: str) -> None:
    script = Script(language)
    assert script.drawable("a\tb\x0bc\u2003d\u202fe\nf\u00a0g") == "a b c d\u00a0e\nf\u00a0g"
    assert script.drawable("æ 🙂 王\ue000") == "æ \ufffd \ufffd\ufffd"
    assert script.drawable("a\u200bb\u00adc\x00d\ufe0f") == "abcd"


def test_the_signs_that_no_font_holds_are_named_once_each() -> None:
    assert undrawn("Łódź محمد नमस्ते\t– “€”") == ""
    assert undrawn("🏠 ა 🏠 שלום") == "🏠აשלום"


def test_a_word_longer_than_its_line_is_torn_unless_its_letters_join() -> None:
    script = Script("da")
    lines = script.lines("Nr. " + "9" * 60, REGULAR, 10, 100)
    assert "".join(lines).replace(" ", "") == "Nr." + "9" * 60
    assert all(script.width(line, REGULAR, 10) <= 100 for line in lines)


@given(st.lists(st.text("اأبتسعلمنيه", min_size=1, max_size=8), min_size=1, max_size=30), st.floats(40, 300))
def test_lines_keep_every_word_in_order_and_fit_where_a_word_does(words: list[str], width: float) -> None:
    script = Script("ar")
    lines = script.lines(" ".join(words), REGULAR, 10, width)
    assert [word for line in lines for word in line.split(" ")] == words
    for line in lines:
        assert " " not in line or script.width(line, REGULAR, 10) <= width


@given(st.integers(1, 9), st.integers(0, 20))
def test_a_paragraph_torn_between_lines_keeps_each_of_them(room, padding):
    style = ParagraphStyle("joined", fontName=REGULAR, fontSize=10, leading=12)
    whole = JoinedParagraph("غرفة واحدة\nحمام\n" + "مرحاض يمكنك استخدامه " * 12, style, Script("ar"))
    whole.wrap(150, 1000)
    parts = whole.split(150 + padding, 12 * room) or [whole]
    for part in parts:
        part.wrap(150, 1000)
    assert [line for part in parts for line in part.lines] == whole.lines


def test_a_sheet_from_the_right_mirrors_its_head_table_and_code() -> None:
    sheet = replace(ARABIC, code=Code("https://husly.example/h/2", "22222"), facts=(("الرمز", "22222"),))
    page = PdfReader(BytesIO(render_sheet(sheet, banner=None))).pages[0]
    placed: dict[str, float] = {}

    def note(text: str, of_page: list[float], of_text: list[float], *rest: object) -> None:
        placed.setdefault(text.strip(), of_page[4] + of_text[4])

    page.extract_text(visitor_text=note)
    assert placed["Myndigheden"] > 400
    assert placed["17"] > placed["42"]
    (link,) = page["/Annots"]
    assert link.get_object()["/Rect"][0] < 100


def test_a_screen_reader_gets_the_letters_as_they_were_written() -> None:
    stream = PdfReader(BytesIO(render_sheet(ARABIC, banner=None))).pages[0].get_contents()
    assert stream is not None
    assert "العنوان".encode("utf-16-be").hex().upper().encode() in stream.get_data()
    assert stream.get_data().count(b"BDC") == stream.get_data().count(b"EMC")


def test_equal_sheets_give_equal_bytes_whatever_was_printed_before() -> None:
    first = render_sheet(ARABIC, banner=None)
    render_sheet(replace(ARABIC, body=(Paragraph("أرسل صوراً أقل. حاول مرة أخرى."),)), banner=None)
    assert render_sheet(ARABIC, banner=None) == first


def test_a_long_text_goes_on_on_the_next_page() -> None:
    long = replace(ARABIC, body=(Paragraph("يجب أن تكون الغرف محمية من الرطوبة والبرد. " * 200),))
    pages = PdfReader(BytesIO(render_sheet(long, banner=None))).pages
    assert len(pages) > 1


def test_a_missing_font_is_told(tmp_path: Path) -> None:
    with pytest.raises(MissingFontsError):
        shaped_font("NotoSansArabic-Regular", tmp_path)
