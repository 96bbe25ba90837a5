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
from husly.kit.pdf.joined import JoinedParagraph
from husly.kit.pdf.scripts import ISOLATES, JOINERS, Script

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
    """What has a title, an author, a language, a subject and a body: a letter or a sheet."""

    @property
    def title(self) -> str:
        """What the file is called."""

    @property
    def author(self) -> str:
        """Who wrote it."""

    @property
    def language(self) -> str:
        """The code of the language it is written in."""

    @property
    def subject(self) -> str:
        """The heading of it all."""

    @property
    def body(self) -> tuple[Element, ...]:
        """What stands below."""


def body_flowables(document: Written, script: Script) -> list[Flowable]:
    """Return the subject and the body, ready to be poured into frames.

    What leads to the next element is set in one block with it; what must not be torn is a block of its own.
    The blocks are made here in one level, because reportlab cannot keep a kept block together with a heading.
    """
    flowables: list[Flowable] = []
    run: list[Flowable] = [_set(document.subject, _SUBJECT, script)]
    for element in document.body:
        run.extend(_flow(element, script))
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


def _set(text: str, style: ParagraphStyle, script: Script, bullet: str | None = None) -> Flowable:
    kept = f"\n\u00a0{ISOLATES}{JOINERS}" if script.is_joined else "\n\u00a0"
    printable = "".join(sign for sign in text if sign in kept or sign.isprintable())
    if script.is_joined:
        return JoinedParagraph(printable, style, script, bullet)
    return Set(escape(printable).replace("\n", "<br/>"), style, bulletText=bullet)


def _flow(element: Element, script: Script) -> Iterator[Flowable]:
    match element:
        case Heading(text):
            yield _set(text, _HEADING, script)
        case Paragraph(text):
            yield _set(text, _BASE, script)
        case Bullets(items):
            yield from (_set(item, _BULLET, script, "•") for item in items)
            yield Spacer(0, 1.4 * mm)
        case Pairs(rows):
            yield _grid(rows, script)
        case NumberedItem():
            yield _item(element, script)
        case Columns():
            yield _columns(element, script)
        case SignOff(greeting, lines):
            yield _set(greeting, _SIGN_OFF, script)
            yield _set("\n".join(lines), _BASE, script)


def _grid(rows: tuple[Row, ...], script: Script) -> Table:
    cells: list[list[Any]] = [[_set(label, _LABEL, script), _set(value, _CELL, script)] for label, value in rows]
    label = ("RIGHTPADDING", (1, 0), (1, -1), 0) if script.is_right_to_left else ("LEFTPADDING", (0, 0), (0, -1), 0)
    return _table(cells, [*_PADDING, label], script, spaceAfter=3.4 * mm)


def _item(item: NumberedItem, script: Script) -> Table:
    cells: list[list[Any]] = [[_set(f"{item.number}. {item.title}", _TITLE, script), ""]]
    cells.extend([_set(label, _LABEL, script), _set(value, _CELL, script)] for label, value in item.rows)
    style: list[_Command] = [
        *_PADDING,
        ("SPAN", (0, 0), (1, 0)),
        ("BACKGROUND", (0, 0), (1, 0), TINT),
        ("LINEABOVE", (0, 0), (-1, 0), 0.9, INK),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
    ]
    return _table(cells, style, script, repeatRows=1, spaceAfter=4.4 * mm)


def _columns(element: Columns, script: Script) -> Table:
    cells: list[list[Any]] = [[_set(text, _LABEL, script) for text in element.headings]]
    cells += [[_set(text, _CELL, script) for text in row] for row in element.rows]
    style: list[_Command] = [
        *_PADDING,
        ("BACKGROUND", (0, 0), (-1, 0), TINT),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
    ]
    whole = sum(element.widths)
    widths = [TEXT_WIDTH * width / whole for width in element.widths]
    cells, widths = _from_its_side(cells, widths, script)
    return Table(cells, colWidths=widths, style=style, repeatRows=1, spaceAfter=4.4 * mm, hAlign="LEFT")


def _table(cells: list[list[Any]], style: list[_Command], script: Script, **options: Any) -> Table:
    cells, widths = _from_its_side(cells, [LABEL_WIDTH, TEXT_WIDTH - LABEL_WIDTH], script)
    return Table(cells, colWidths=widths, style=style, splitInRow=1, hAlign="LEFT", **options)


def _from_its_side(cells: list[list[Any]], widths: list[float], script: Script) -> tuple[list[list[Any]], list[float]]:
    """The first column stands where one begins to read. A cell that spans its row is first on either side."""
    if not script.is_right_to_left:
        return cells, widths
    return [row if row[-1] == "" else row[::-1] for row in cells], widths[::-1]
