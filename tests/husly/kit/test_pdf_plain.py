"""Running text in one font: the lines are those of reportlab's own paragraph, and none is lost where a page ends."""

from hypothesis import example, given, settings
from hypothesis import strategies as st
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Paragraph

from husly.kit.pdf import FONTS
from husly.kit.pdf.fonts import REGULAR, register_fonts
from husly.kit.pdf.plain import SHRINK, PlainParagraph, broken

SIZE, LEADING = 9.6, 14
STYLE = ParagraphStyle("plain", fontName=REGULAR, fontSize=SIZE, leading=LEADING, splitLongWords=1)
WORDS = st.text("abmWi.ø§Ł\u00a0", min_size=1, max_size=40)
TEXTS = st.lists(WORDS, min_size=1, max_size=40).map(" ".join)

register_fonts(FONTS)


def lines_of(text, width):
    return broken(text, REGULAR, SIZE, width)


@settings(max_examples=150)
@given(TEXTS, st.integers(40, 400))
def test_the_lines_are_those_of_reportlabs_paragraph(text, width):
    own = Paragraph(text.replace("\u00a0", "_"), STYLE)  # which would trim what must not be torn off
    own.wrap(width, 1000)
    assert [line.text for line in lines_of(text.replace("\u00a0", "_"), width)] == [
        " ".join(words) for _, words in own.blPara.lines
    ]


@settings(max_examples=150)
@given(TEXTS, st.integers(40, 400))
def test_no_line_is_wider_than_its_place(text, width):
    for line in lines_of(text, width):
        spaces = line.text.count(" ") + line.text.count("\u00a0")
        assert stringWidth(line.text, REGULAR, SIZE) + line.spacing * spaces <= width + 1e-6
        assert -line.spacing <= SHRINK * stringWidth(" ", REGULAR, SIZE) + 1e-6


@settings(max_examples=150)
@given(st.lists(TEXTS, min_size=1, max_size=4).map("\n".join), st.integers(40, 400), st.integers(0, 300))
@example("WWWW aWWWWWWWWWW W", 51, 28)  # a long word is torn, and the page ends within it
def test_a_paragraph_torn_between_pages_keeps_every_line(text, width, height):
    whole = PlainParagraph(text, STYLE)
    whole.wrap(width, height)
    parts = whole.split(width, height)
    if not parts or parts == [whole]:
        return
    first, rest = parts
    assert first.wrap(width, height)[1] <= height
    rest.wrap(width, 1000)
    assert [line.text for part in parts for line in part.lines] == [line.text for line in whole.lines]
    assert min(len(first.lines), len(rest.lines)) >= 2


def test_a_break_stands_where_it_was_written_and_an_empty_line_stays():
    assert [line.text for line in lines_of("en\n\nto  tre\n", 300)] == ["en", "", "to tre"]
    assert lines_of("", 300) == []


def test_a_word_longer_than_the_line_begins_on_the_line_before():
    first, second, *_ = lines_of("til " + "x" * 100, 100)
    assert first.text.startswith("til x")
    assert set(second.text) == {"x"}
