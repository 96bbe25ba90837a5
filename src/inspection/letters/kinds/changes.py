"""What letters share that correct or withdraw an earlier decision (L11)."""

from dataclasses import replace

from inspection.letters.contents import NoComplaintReason
from inspection.letters.danish import danish_date, full_sentence
from inspection.letters.from_case import Source, head_of, issued_on_of
from inspection.letters.letter import Letter as WrittenLetter
from inspection.letters.letter import LetterHeading
from inspection.letters.models import Letter
from inspection.letters.parts import rights, written_letter
from inspection.letters.writer import BlockWriter


def is_change(letter: Letter) -> bool:
    """Whether a letter corrects or withdraws an earlier decision."""
    return "correction" in letter.choices or "withdrawal" in letter.choices


def write_withdrawal(source: Source, letter: Letter, print_unverified: bool) -> WrittenLetter:
    """The letter that takes a decision back; favourable, so without hearing and complaint guidance (FVL §§ 22, 25)."""
    head = head_of(source, letter)
    writer = BlockWriter(head.recipient.form, print_unverified=print_unverified)
    first = None if letter.supersedes_id is None else source.file.letter(letter.supersedes_id)
    paragraph = writer.paragraph(
        "tilbagetraekning",
        dato=None if first is None else danish_date(issued_on_of(first)),
        sagsnummer=head.header.case_number,
        grund=full_sentence(letter.choices["withdrawal"]["reason"]),
    )
    body = [LetterHeading("Afgørelsen er trukket tilbage"), paragraph, *rights(writer, head)]
    written = written_letter(letter.kind, head, body, writer)
    return replace(
        written,
        subject=f"{written.subject}: trukket tilbage",
        complaint=NoComplaintReason.FAVOURABLE,
        favourable=True,
    )
