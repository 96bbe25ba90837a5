"""A written letter: headings, paragraphs, rows and numbered items in order, before anyone lays it out."""

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
    """A paragraph of a written letter; `block_id` names the text block it came from."""

    text: str
    block_id: str = ""


@dataclass(frozen=True)
class LetterRows:
    """Labels and values, for example time and place of a visit."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class LetterItem:
    """One numbered breach as the letter shows it."""

    number: int
    title: str
    rows: tuple[tuple[str, str], ...]


LetterElement = LetterHeading | LetterParagraph | LetterRows | LetterItem


@dataclass(frozen=True)
class BlockUse:
    """A text block in the version that a letter used."""

    block_id: str
    version: int
    status: str


@dataclass(frozen=True)
class Letter:
    """A written letter: everything the page shows, and what the gates ask about it.

    `missing` names each placeholder that stayed empty; `version` is the version of this kind of letter that a
    review is about.
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
    missing: tuple[str, ...] = ()
    blocks: tuple[BlockUse, ...] = ()


def letter_text(letter: Letter) -> str:
    """Return every word of the letter that came from the case, one piece a line, to search in."""
    recipient, header, place = letter.head.recipient, letter.head.header, letter.head.property
    pieces = [letter.subject, recipient.name, recipient.attention, *recipient.address_lines]
    pieces += [header.case_number, place.address]
    for element in letter.body:
        match element:
            case LetterHeading(text) | LetterParagraph(text):
                pieces.append(text)
            case LetterRows(rows) | LetterItem(rows=rows):
                pieces += [f"{label}: {value}" for label, value in rows]
        if isinstance(element, LetterItem):
            pieces.append(element.title)
    return "\n".join(pieces)
