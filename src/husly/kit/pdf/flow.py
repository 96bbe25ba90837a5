"""From the elements of a document to reportlab flowables: type sizes, spacing and the ruled blocks."""

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table
from reportlab.platypus import Paragraph as Set

from husly.kit.pdf.document import (
    Bullets,
    Document,
    Element,
    Heading,
    NumberedItem,
    Pairs,
    Paragraph,
    Row,
    SignOff,
)
from husly.kit.pdf.fonts import BOLD, REGULAR

TEXT_WIDTH = 156 * mm
LABEL_WIDTH = 34 * mm
INK, MUTED, RULE, TINT = HexColor("#1a1a1a"), HexColor("#555555"), HexColor("#b8bec4"), HexColor("#eef1f4")

_BASE = ParagraphStyle(
    "body",
    fontName=REGULAR,
    bulletFontName=REGULAR,
    fontSize=9.6,
    leading=14,
    textColor=INK,
    spaceAfter=2.6 * mm,
    splitLongWords=1,
    allowWidows=0,
    allowOrphans=0,
)
_LEAD_IN = ParagraphStyle("leadin", _BASE, keepWithNext=1)
_SUBJECT = ParagraphStyle(
    "subject", _BASE, fontName=BOLD, fontSize=13.5, leading=18, spaceAfter=5 * mm, keepWithNext=1
)
_HEADING = ParagraphStyle(
    "heading", _BASE, fontName=BOLD, fontSize=10.6, spaceBefore=3.4 * mm, spaceAfter=1.2 * mm, keepWithNext=1
)
_BULLET = ParagraphStyle("bullet", _BASE, leftIndent=5 * mm, bulletIndent=1.2 * mm, spaceAfter=1.2 * mm)
_CELL = ParagraphStyle("cell", _BASE, fontSize=9, leading=12.6, spaceAfter=0)
_LABEL = ParagraphStyle("label", _CELL, textColor=MUTED)
_TITLE = ParagraphStyle("title", _CELL, fontName=BOLD, fontSize=9.6)
_SIGN_OFF = ParagraphStyle("signoff", _BASE, spaceBefore=5 * mm, spaceAfter=9 * mm)

_Cell = tuple[int, int]
_Command = tuple[str, _Cell, _Cell, *tuple[Any, ...]]

_PADDING: list[_Command] = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 2.2 * mm),
    ("RIGHTPADDING", (0, 0), (-1, -1), 2.2 * mm),
    ("TOPPADDING", (0, 0), (-1, -1), 1.0 * mm),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 1.3 * mm),
]


def body_flowables(document: Document) -> list[Flowable]:
    """Return the subject and the body, ready to be poured into frames."""
    flowables: list[Flowable] = [_set(document.subject, _SUBJECT)]
    for element in document.body:
        flowables.extend(_flow(element))
    return flowables


def _set(text: str, style: ParagraphStyle, bullet: str | None = None) -> Set:
    printable = "".join(sign for sign in text if sign in "\n\u00a0" or sign.isprintable())
    return Set(escape(printable).replace("\n", "<br/>"), style, bulletText=bullet)


def _flow(element: Element) -> Iterator[Flowable]:
    match element:
        case Heading(text):
            yield _set(text, _HEADING)
        case Paragraph(text):
            yield _set(text, _LEAD_IN if text.rstrip().endswith(":") else _BASE)
        case Bullets(items):
            yield from (_set(item, _BULLET, "•") for item in items)
            yield Spacer(0, 1.4 * mm)
        case Pairs(rows):
            yield KeepTogether([_grid(rows)])
            yield Spacer(0, 3 * mm)
        case NumberedItem():
            yield KeepTogether([_item(element)])
            yield Spacer(0, 4 * mm)
        case SignOff(greeting, lines):
            yield KeepTogether([_set(greeting, _SIGN_OFF), _set("\n".join(lines), _BASE)])


def _grid(rows: tuple[Row, ...]) -> Table:
    cells = [[_set(label, _LABEL), _set(value, _CELL)] for label, value in rows]
    style: list[_Command] = [*_PADDING, ("LEFTPADDING", (0, 0), (0, -1), 0)]
    return Table(
        cells, colWidths=[LABEL_WIDTH, TEXT_WIDTH - LABEL_WIDTH], style=style, splitInRow=1, hAlign="LEFT"
    )


def _item(item: NumberedItem) -> Table:
    cells: list[list[Any]] = [[_set(f"{item.number}. {item.title}", _TITLE), ""]]
    cells.extend([_set(label, _LABEL), _set(value, _CELL)] for label, value in item.rows)
    style: list[_Command] = [
        *_PADDING,
        ("SPAN", (0, 0), (1, 0)),
        ("BACKGROUND", (0, 0), (1, 0), TINT),
        ("LINEABOVE", (0, 0), (-1, 0), 0.9, INK),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
    ]
    widths = [LABEL_WIDTH, TEXT_WIDTH - LABEL_WIDTH]
    return Table(cells, colWidths=widths, style=style, repeatRows=1, splitInRow=1, hAlign="LEFT")
