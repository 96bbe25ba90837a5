"""From the elements of a document to reportlab flowables: type sizes, spacing and the ruled blocks."""

from collections.abc import Iterator
from typing import Any, Protocol
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table
from reportlab.platypus import Paragraph as Set

from husly.kit.pdf.document import (
    Bullets,
    Columns,
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
_SUBJECT = ParagraphStyle("subject", _BASE, fontName=BOLD, fontSize=13.5, leading=18, spaceAfter=5 * mm)
_HEADING = ParagraphStyle("heading", _BASE, fontName=BOLD, fontSize=10.6, spaceBefore=3.4 * mm, spaceAfter=1.2 * mm)
_BULLET = ParagraphStyle("bullet", _BASE, leftIndent=5 * mm, bulletIndent=1.2 * mm, spaceAfter=1.2 * mm)
_CELL = ParagraphStyle("cell", _BASE, fontSize=9, leading=12.6, spaceAfter=0)
_LABEL = ParagraphStyle("label", _CELL, textColor=MUTED)
_TITLE = ParagraphStyle("title", _CELL, fontName=BOLD, fontSize=9.6)
_SIGN_OFF = ParagraphStyle("signoff", _BASE, spaceBefore=5 * mm, spaceAfter=9 * mm)

_Cell = tuple[int, int]
_Command = tuple[str, _Cell, _Cell, *tuple[Any, ...]]

_PADDING: list[_Command] = [
    ("FONTNAME", (0, 0), (-1, -1), REGULAR),  # else reportlab names its own font, which is not embedded
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 2.2 * mm),
    ("RIGHTPADDING", (0, 0), (-1, -1), 2.2 * mm),
    ("TOPPADDING", (0, 0), (-1, -1), 1.0 * mm),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 1.3 * mm),
]


class Written(Protocol):
    """What has a subject and a body: a letter or a sheet."""

    @property
    def subject(self) -> str:
        """The heading of it all."""

    @property
    def body(self) -> tuple[Element, ...]:
        """What stands below."""


def body_flowables(document: Written) -> list[Flowable]:
    """Return the subject and the body, ready to be poured into frames.

    What leads to the next element is set in one block with it; what must not be torn is a block of its own.
    The blocks are made here in one level, because reportlab cannot keep a kept block together with a heading.
    """
    flowables: list[Flowable] = []
    run: list[Flowable] = [_set(document.subject, _SUBJECT)]
    for element in document.body:
        run.extend(_flow(element))
        if _leads_on(element):
            continue
        if len(run) == 1 and isinstance(element, Paragraph):
            flowables.extend(run)
        else:
            flowables.append(KeepTogether(run))
        run = []
    return flowables + run


def _leads_on(element: Element) -> bool:
    match element:
        case Heading():
            return True
        case Paragraph(text):
            return text.rstrip().endswith(":")
    return False


def _set(text: str, style: ParagraphStyle, bullet: str | None = None) -> Set:
    printable = "".join(sign for sign in text if sign in "\n\u00a0" or sign.isprintable())
    return Set(escape(printable).replace("\n", "<br/>"), style, bulletText=bullet)


def _flow(element: Element) -> Iterator[Flowable]:
    match element:
        case Heading(text):
            yield _set(text, _HEADING)
        case Paragraph(text):
            yield _set(text, _BASE)
        case Bullets(items):
            yield from (_set(item, _BULLET, "•") for item in items)
            yield Spacer(0, 1.4 * mm)
        case Pairs(rows):
            yield _grid(rows)
        case NumberedItem():
            yield _item(element)
        case Columns():
            yield _columns(element)
        case SignOff(greeting, lines):
            yield _set(greeting, _SIGN_OFF)
            yield _set("\n".join(lines), _BASE)


def _grid(rows: tuple[Row, ...]) -> Table:
    cells: list[list[Any]] = [[_set(label, _LABEL), _set(value, _CELL)] for label, value in rows]
    style: list[_Command] = [*_PADDING, ("LEFTPADDING", (0, 0), (0, -1), 0)]
    return _table(cells, style, spaceAfter=3.4 * mm)


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
    return _table(cells, style, repeatRows=1, spaceAfter=4.4 * mm)


def _columns(element: Columns) -> Table:
    cells = [[_set(text, _LABEL) for text in element.headings]]
    cells += [[_set(text, _CELL) for text in row] for row in element.rows]
    style: list[_Command] = [
        *_PADDING,
        ("BACKGROUND", (0, 0), (-1, 0), TINT),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
    ]
    whole = sum(element.widths)
    widths = [TEXT_WIDTH * width / whole for width in element.widths]
    return Table(cells, colWidths=widths, style=style, repeatRows=1, spaceAfter=4.4 * mm, hAlign="LEFT")


def _table(cells: list[list[Any]], style: list[_Command], **options: Any) -> Table:
    widths = [LABEL_WIDTH, TEXT_WIDTH - LABEL_WIDTH]
    return Table(cells, colWidths=widths, style=style, splitInRow=1, hAlign="LEFT", **options)
