"""What goes with a letter: papers named in its text with their pages, frozen with it, each with its own digest."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from io import BytesIO

from pypdf import PdfReader
from sqlmodel import Session

from husly.kit.clock import danish_date as danish_day
from husly.settings import Settings
from inspection.enforcement.from_register import issued_letter
from inspection.enforcement.queries import CaseFile
from inspection.letters.blocks import LetterKind, load_blocks
from inspection.letters.danish import danish_date
from inspection.letters.letter import Letter as WrittenLetter
from inspection.letters.letter import LetterHeading, LetterRows
from inspection.letters.models import Letter, LetterEnclosure
from inspection.letters.writer import BlockWriter


@dataclass(frozen=True)
class Enclosure:
    """One paper: what the letter calls it, and its bytes. ``language`` is that of the paper."""

    title: str
    pdf: bytes
    language: str = "da"

    @cached_property
    def pages(self) -> int:
        """How many pages it has."""
        return len(PdfReader(BytesIO(self.pdf)).pages)

    @property
    def told(self) -> str:
        """Title and pages as the letter lists them."""
        return f"{self.title} ({self.pages} {'side' if self.pages == 1 else 'sider'})"


@dataclass(frozen=True)
class Enclosing:
    """What decides what goes with a letter; ``final`` when it is issued, so that no paper bears that it is not."""

    session: Session
    file: CaseFile
    letter: Letter
    settings: Settings
    final: bool = False


Encloses = Callable[[Enclosing], tuple[Enclosure, ...]]


def nothing_with_it(_: Enclosing) -> tuple[Enclosure, ...]:
    """The letter goes alone."""
    return ()


def report_of_visit(enclosing: Enclosing) -> tuple[Enclosure, ...]:
    """The report of the visit that the letter rests on, as it was issued to the same party; nothing without one."""
    if enclosing.letter.recipient is not None or "withdrawal" in enclosing.letter.choices:
        return ()
    report = issued_letter(enclosing.file, LetterKind.TILSYNSRAPPORT)
    if report is None or report.issued_at is None or report.pdf is None or report.withdrawn_at is not None:
        return ()
    title = load_blocks().titles[LetterKind.TILSYNSRAPPORT]
    return (Enclosure(f"{title}, {danish_date(danish_day(report.issued_at))}", report.pdf),)


def with_enclosures(letter: WrittenLetter, enclosures: Sequence[Enclosure]) -> WrittenLetter:
    """The letter with the list of what goes with it as its last part."""
    if not enclosures:
        return letter
    writer = BlockWriter(letter.head.recipient.form)
    rows = tuple((f"Bilag {number}", one.told) for number, one in enumerate(enclosures, start=1))
    listed = (LetterHeading("Bilag"), writer.paragraph("bilag"), LetterRows(rows))
    return replace(letter, body=(*letter.body, *listed), blocks=(*letter.blocks, *writer.used))


def freeze_enclosures(session: Session, letter: Letter, enclosures: Sequence[Enclosure]) -> None:
    """Keep what goes with a letter that is being issued."""
    for number, one in enumerate(enclosures, start=1):
        session.add(
            LetterEnclosure(
                letter_id=letter.id,
                number=number,
                title=one.title[:200],
                language=one.language,
                pages=one.pages,
                pdf=one.pdf,
                sha256=hashlib.sha256(one.pdf).hexdigest(),
            )
        )
    session.flush()
