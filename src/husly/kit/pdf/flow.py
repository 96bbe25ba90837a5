"""From the elements of a document to reportlab flowables: type sizes, spacing and the ruled blocks."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any, Protocol

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Spacer, Table
from reportlab.platypus.tables import CellStyle

from husly.kit.pdf.document import (
    Annex,
    Bullets,
    Columns,
    Element,
    Foreign,
    Heading,
    NumberedItem,
    Pairs,
    Paragraph,
    Picture,
    Row,
    Scan,
    SignOff,
    Text,
)
from husly.kit.pdf.fonts import BOLD, REGULAR
from husly.kit.pdf.scripts import Script
from husly.kit.pdf.spoken import (
    Kept,
    RuledTable,
    Spoken,
    SpokenJoinedText,
    SpokenSquare,
    SpokenText,
    fitted_picture,
)
from husly.kit.pdf.structure import Tag

TEXT_WIDTH = 156 * mm
MOST_CLOSING = 4
"""Paragraphs and short lists of the closing section that are kept with the greeting."""
MOST_LISTED = 6
"""Rows of a list that counts as short."""
LABEL_WIDTH = 34 * mm
SQUARE, GAP = 24 * mm, 4 * mm
PICTURE_HEIGHT = 190 * mm
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


class _Padded(CellStyle):
    """How a cell stands in a table; all cells that stand alike share one."""

    fontname = REGULAR  # else reportlab names its own font, which is not embedded
    valign = "TOP"
    leftPadding = rightPadding = 2.2 * mm  # noqa: N815 - reportlab's names
    topPadding, bottomPadding = 1.0 * mm, 1.3 * mm  # noqa: N815


class _FromLeft(_Padded):
    leftPadding = 0.0  # noqa: N815


class _FromRight(_Padded):
    rightPadding = 0.0  # noqa: N815


_PADDED, _FROM_LEFT, _FROM_RIGHT = _Padded("cell"), _FromLeft("label"), _FromRight("label from the right")


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


def body_flowables(document: Written, script: Script, place: Tag) -> list[Flowable]:
    """Return the subject and the body, ready to be poured into frames; ``place`` is where they stand in the structure.

    What leads to the next element is set in one block with it; what must not be torn is a block of its own.
    The blocks are made here in one level, because reportlab cannot keep a kept block together with a heading.
    """
    return _blocks(document.body, script, place, [_set(document.subject, _SUBJECT, script, place.add("H1"))])


def _blocks(body: Sequence[Element], script: Script, place: Tag, run: list[Flowable]) -> list[Flowable]:
    flowables: list[Flowable] = []
    closing = _closing(body)
    for place_in_body, (element, following) in enumerate(zip_longest(body, body[1:])):
        if isinstance(element, Annex):
            flowables += [*run, *_annex(element, script, place)]
            run = []
            continue
        run.extend(_flow(element, script, place))
        ends = isinstance(element, Paragraph) and isinstance(following, SignOff)
        if _leads_on(element) or ends or place_in_body in closing:
            continue  # a greeting never stands alone on the last page
        if len(run) == 1 and isinstance(element, Paragraph):
            flowables.extend(run)
        else:
            flowables.append(Kept(run))
        run = []
    return flowables + run


def _closing(body: Sequence[Element]) -> range:
    """What stands between the last heading and the greeting, which goes to the last page with it if it is little."""
    end = next((number for number, one in enumerate(body) if isinstance(one, SignOff)), 0)
    start = end
    while start and _is_little(body[start - 1]):
        start -= 1
    return range(start, end) if end - start <= MOST_CLOSING else range(0)


def _is_little(element: Element) -> bool:
    return isinstance(element, Paragraph) or (isinstance(element, Pairs) and len(element.rows) <= MOST_LISTED)


def _annex(annex: Annex, script: Script, place: Tag) -> list[Flowable]:
    own = Script(annex.language, script.fonts)
    section = place.add("Sect", language=annex.language)
    heading = _set(annex.heading, _SUBJECT, own, section.add("H2"))
    return [PageBreak(), *_blocks(annex.body, own, section, [heading])]


def _leads_on(element: Element) -> bool:
    match element:
        case Heading():
            return True
        case Paragraph(text):
            return text.rstrip().endswith(":")
    return False


def _set(
    text: str, style: ParagraphStyle, script: Script, tag: Tag, bullet: str | None = None, *, url: str = ""
) -> Flowable:
    made: Spoken
    if script.is_plain(text):
        made = SpokenText(text, style, bullet)
    elif script.joins(text):
        shown = script.drawable(text)
        made = SpokenJoinedText(shown, style, script.reading(shown), bullet)
    else:
        made = SpokenText(script.drawable(text), style, bullet)
    made.tag, made.url = tag, url
    return made


def _flow(element: Element, script: Script, place: Tag) -> Iterator[Flowable]:
    match element:
        case Heading(text):
            yield _set(text, _HEADING, script, place.add("H3" if place.language else "H2"))
        case Paragraph(text):
            yield _set(text, _BASE, script, place.add("P"))
        case Bullets(items):
            listed = place.add("L")
            yield from (_set(item, _BULLET, script, listed.add("LI").add("LBody"), "•") for item in items)
            yield Spacer(0, 1.4 * mm)
        case Pairs(rows):
            yield _grid(rows, script, place.add("Table"))
        case NumberedItem():
            yield _item(element, script, place.add("Table"))
        case Columns():
            yield _columns(element, script, place.add("Table"))
        case Scan():
            yield _scan(element, script, place)
        case Picture(content, alternative):
            picture = fitted_picture(content, widest=TEXT_WIDTH, highest=PICTURE_HEIGHT)
            picture.tag = place.add("Figure", alternative=alternative)
            yield picture
            yield Spacer(0, 4 * mm)
        case SignOff(greeting, lines):
            yield _set(greeting, _SIGN_OFF, script, place.add("P"))
            yield _set("\n".join(lines), _BASE, script, place.add("P"))


def _scan(element: Scan, script: Script, place: Tag) -> Flowable:
    figure = place.add("Figure", alternative=f"{element.text} {element.url}")
    link = place.add("P").add("Link", alternative=element.text)
    words = _set(element.text, _BASE, script, link)
    return SpokenSquare(element.url, words, figure, link, size=SQUARE, gap=GAP)


def _pair(label: str, value: Text, script: Script, table: Tag) -> list[Any]:
    row = table.add("TR")
    text, language = _plain(value)
    return [
        _set(label, _LABEL, script, row.add("TH", scope="Row")),
        _set(text, _CELL, script, row.add("TD", language=language)),
    ]


def _plain(text: Text) -> tuple[str, str]:
    """The words, and the language where it is another."""
    return (text.text, text.language) if isinstance(text, Foreign) else (text, "")


def _grid(rows: tuple[Row, ...], script: Script, table: Tag) -> Table:
    cells = [_pair(label, value, script, table) for label, value in rows]
    row = [_PADDED, _FROM_RIGHT] if script.is_right_to_left else [_FROM_LEFT, _PADDED]
    return _table(cells, [], script, cellStyles=[row for _ in rows], spaceAfter=3.4 * mm)


def _item(item: NumberedItem, script: Script, table: Tag) -> Table:
    text, language = _plain(item.title)
    title = table.add("TR").add("TH", scope="Column", span=2, language=language)
    cells: list[list[Any]] = [[_set(f"{item.number}. {text}", _TITLE, script, title), ""]]
    cells.extend(_pair(label, value, script, table) for label, value in item.rows)
    style: list[_Command] = [
        ("SPAN", (0, 0), (1, 0)),
        ("BACKGROUND", (0, 0), (1, 0), TINT),
        ("LINEABOVE", (0, 0), (-1, 0), 0.9, INK),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
    ]
    places = [[_PADDED, _PADDED] for _ in cells]
    # Torn within a row before between rows: else its head would be repeated where the row then begins on the same page.
    return _table(cells, style, script, cellStyles=places, repeatRows=1, splitByRow=0, spaceAfter=4.4 * mm)


def _columns(element: Columns, script: Script, table: Tag) -> Table:
    head = table.add("TR")
    cells: list[list[Any]] = [[_set(text, _LABEL, script, head.add("TH", scope="Column")) for text in element.headings]]
    for number, texts in enumerate(element.rows):
        row = table.add("TR")
        if element.links:
            cells.append([_leading(text, element.links[number], script, row.add("TD")) for text in texts])
        else:
            cells.append([_set(text, _CELL, script, row.add("TD")) for text in texts])
    style: list[_Command] = [
        ("BACKGROUND", (0, 0), (-1, 0), TINT),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
    ]
    whole = sum(element.widths)
    widths = [TEXT_WIDTH * width / whole for width in element.widths]
    cells, widths = _from_its_side(cells, widths, script)
    places = [[_PADDED for _ in widths] for _ in cells]
    return RuledTable(
        cells,
        colWidths=widths,
        style=style,
        cellStyles=places,
        repeatRows=1,
        spaceAfter=4.4 * mm,
        hAlign="LEFT",
        normalizedData=1,
    )


def _leading(text: str, url: str, script: Script, cell: Tag) -> Flowable:
    return _set(text, _CELL, script, cell.add("Link", alternative=text), url=url)


def _table(cells: list[list[Any]], style: list[_Command], script: Script, **options: Any) -> Table:
    cells, widths = _from_its_side(cells, [LABEL_WIDTH, TEXT_WIDTH - LABEL_WIDTH], script)
    return RuledTable(cells, colWidths=widths, style=style, splitInRow=1, hAlign="LEFT", normalizedData=1, **options)


def _from_its_side(cells: list[list[Any]], widths: list[float], script: Script) -> tuple[list[list[Any]], list[float]]:
    """The first column stands where one begins to read. A cell that spans its row is first on either side."""
    if not script.is_right_to_left:
        return cells, widths
    return [row if row[-1] == "" else row[::-1] for row in cells], widths[::-1]
