"""What a letter holds before it is set: plain text in named places, no markup and no measure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Foreign:
    """A text in another language than what stands around it, so that it is read aloud in its own."""

    text: str
    language: str


Text = str | Foreign
Row = tuple[str, str]


@dataclass(frozen=True)
class Heading:
    """A heading; it never stands alone at the foot of a page."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """Running text; a newline breaks the line."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """A list of short points."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Pairs:
    """Labels and values in two columns without rules."""

    rows: tuple[Row, ...]


@dataclass(frozen=True)
class NumberedItem:
    """A numbered block: a title and ruled rows of label and value; never torn when it fits one page."""

    number: int
    title: Text
    rows: tuple[tuple[str, Text], ...]


@dataclass(frozen=True)
class Columns:
    """A ruled table; `widths` are the shares of its columns, and each row has as many texts as `headings`.

    `links` are an address for each row, to which its texts lead; none where it is empty.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A JPEG as wide as the text, smaller where it would be too high; `alternative` says what it shows."""

    content: bytes
    alternative: str


@dataclass(frozen=True)
class SignOff:
    """The closing lines with the names below; kept together."""

    greeting: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Scan:
    """A square that a telephone reads, with what it does beside it; on a screen the words are a link to the address."""

    url: str
    text: str


@dataclass(frozen=True)
class Annex:
    """What follows on a page of its own in another language, such as the courtesy translation of a letter."""

    language: str
    heading: str
    body: tuple["Element", ...]


Element = Heading | Paragraph | Bullets | Pairs | NumberedItem | Columns | Picture | Scan | SignOff | Annex


@dataclass(frozen=True)
class Banner:
    """A warning on every page: `line` at its head and `word` across it."""

    word: str
    line: str


@dataclass(frozen=True)
class Document:
    """One letter.

    `address` stands in the window of the envelope under the small `return_line`; `margin` holds labels and
    values beside it. `running_head` is repeated from page 2. `page_label` may use `{page}` and `{pages}`.
    """

    title: str
    author: str
    language: str
    masthead: str
    return_line: str
    address: tuple[str, ...]
    margin: tuple[Row, ...]
    subject: str
    body: tuple[Element, ...]
    footer: tuple[str, ...]
    running_head: str
    page_label: str
    seal_label: str = ""
    """What the place for a digital seal is called; empty: there is none."""
