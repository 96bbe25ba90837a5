"""A written letter: headings, paragraphs, rows and numbered items in order, before anyone lays it out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from inspection.letters.blocks import LetterKind
from inspection.letters.contents import Breach, Complaint, LetterHead


@dataclass(frozen=True)
class LetterHeading:
    """A heading of a written letter."""

    text: str


@dataclass(frozen=True)
class LetterParagraph:
    """A paragraph of a written letter, and where it comes from.

    `block_id` and `version` name the text block; `references` are the provisions it cites, each with how sure the
    project is of it; `filled` names what the case filled in.
    """

    text: str
    block_id: str = ""
    version: int = 0
    references: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()


@dataclass(frozen=True)
class LetterRows:
    """Labels and values, for example time and place of a visit."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class LetterItem:
    """One numbered breach as the letter shows it; it comes from a requirement and from what was found in the case."""

    number: int
    title: str
    rows: tuple[tuple[str, str], ...]
    requirement_id: str = ""
    evidence_ids: tuple[str, ...] = ()
    danish: tuple[str, ...] = ()
    """The texts of it that are Danish where it stands on the English page."""


@dataclass(frozen=True)
class LetterScan(LetterParagraph):
    """A paragraph beside a square that a telephone reads: an address with the letter's own code, nothing of anybody."""

    url: str = ""


LetterElement = LetterHeading | LetterParagraph | LetterScan | LetterRows | LetterItem


@dataclass(frozen=True)
class BlockUse:
    """A text block in the version that a letter used."""

    block_id: str
    version: int
    status: str


@dataclass(frozen=True)
class Letter:
    """A written letter: everything the page shows, and what the gates ask about it.

    `missing` names each placeholder that stayed empty; `unread` the provisions among them that two persons must read
    first; `version` is the version of this kind of letter that a
    review is about. A `favourable` letter only takes a burden away, as a withdrawal does. One that
    `waives_hearing` gives its own reason for hearing nobody (FVL § 19(2) no. 3).
    """

    kind: LetterKind
    version: int
    head: LetterHead
    subject: str
    body: tuple[LetterElement, ...]
    breaches: tuple[Breach, ...] = ()
    complaint: Complaint = None
    visit_on: date | None = None
    objection_due_on: date | None = None
    has_silence_note: bool = False
    favourable: bool = False
    waives_hearing: bool = False
    missing: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    blocks: tuple[BlockUse, ...] = ()
    told: tuple[tuple[str, date | str], ...] = ()
    """Days and sums that its English summary repeats, each under the name of a label in courtesy.yaml."""
    courtesy: tuple[LetterElement, ...] = ()
    """What it says in short in English, for who does not read Danish; the Danish text prevails."""


def head_words(letter: Letter) -> str:
    """Return who writes to whom about which dwelling, one piece a line: what the head of a letter holds by right."""
    sender, recipient, header = letter.head.sender, letter.head.recipient, letter.head.header
    pieces = [sender.name, *sender.address_lines, sender.phone, sender.email, recipient.name, recipient.attention]
    pieces += [*recipient.address_lines, header.case_number, header.caseworker, letter.head.property.address]
    return "\n".join(pieces)


def recipient_words(letter: Letter) -> str:
    """Return all that the head of a letter shows of its recipient, one piece a line."""
    one = letter.head.recipient
    numbers = (one.cvr_number, one.rut_number, one.foreign_number, one.p_number)
    return "\n".join((one.name, one.attention, *one.address_lines, *numbers))


def sender_words(letter: Letter) -> str:
    """Return all else that stands in the head and at the foot of a letter, one piece a line."""
    sender, header, place = letter.head.sender, letter.head.header, letter.head.property
    pieces = (sender.name, *sender.address_lines, sender.cvr_number, sender.phone, sender.email, header.case_number)
    people = (header.caseworker, header.caseworker_title)
    return "\n".join((*pieces, *people, place.address, place.bfe_number, place.dar_id))


def words_by_heading(letter: Letter) -> Iterator[tuple[str, str]]:
    """Yield each heading of the Danish body, empty before the first, and all that stands under it."""
    heading, pieces = "", list[str]()
    for element in letter.body:
        if isinstance(element, LetterHeading):
            yield heading, "\n".join(pieces)
            heading, pieces = element.text, []
        pieces += _words(element)
    yield heading, "\n".join(pieces)


def letter_text(letter: Letter) -> str:
    """Return every word of the letter that came from the case, one piece a line, to search in."""
    recipient, header, place = letter.head.recipient, letter.head.header, letter.head.property
    pieces = [letter.subject, recipient.name, recipient.attention, *recipient.address_lines]
    pieces += [header.case_number, place.address]
    for element in (*letter.body, *letter.courtesy):
        pieces += _words(element)
    return "\n".join(pieces)


def _words(element: LetterElement) -> Iterator[str]:
    match element:
        case LetterHeading(text) | LetterParagraph(text):  # a square's words are a paragraph
            yield text
        case LetterRows(rows) | LetterItem(rows=rows):
            yield from (f"{label}: {value}" for label, value in rows)
    if isinstance(element, LetterItem):
        yield element.title
    if isinstance(element, LetterScan):
        yield element.url
