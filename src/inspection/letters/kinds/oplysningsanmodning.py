"""A request for information (*anmodning om oplysninger*): what, why, by duty or freely, until when; RSL § 10."""

from dataclasses import dataclass, replace
from datetime import date

from husly.kit.access import Permission
from husly.kit.errors import DomainError
from inspection.enforcement.actions.steps import is_closed
from inspection.letters.blocks import LetterKind
from inspection.letters.contents import LetterHead, NoComplaintReason
from inspection.letters.danish import danish_weekday_date, full_sentence
from inspection.letters.from_case import Source, head_of, power
from inspection.letters.kinds.kind import Leaving, LetterType
from inspection.letters.letter import Letter as WrittenLetter
from inspection.letters.letter import LetterElement, LetterHeading, LetterRows
from inspection.letters.models import Letter
from inspection.letters.parts import rights, written_letter
from inspection.letters.references import LegalReference
from inspection.letters.writer import BlockWriter


@dataclass(frozen=True)
class InformationRequest:
    """What is asked for and why. `duty` is the provision that obliges to answer, None where answering is voluntary.

    `suspicion` adds the notice of RSL § 10: a suspect need not answer.
    """

    head: LetterHead
    asked: tuple[str, ...]
    why: str
    due_on: date
    duty: LegalReference | None = None
    suspicion: bool = False


def content_of(source: Source, letter: Letter) -> InformationRequest:
    """The request as drafted; each line of what is asked for is one point."""
    choices = letter.choices
    lines = [line.strip() for line in choices.get("asked", "").splitlines()]
    return InformationRequest(
        head=head_of(source, letter),
        asked=tuple(line for line in lines if line),
        why=choices.get("why", ""),
        due_on=date.fromisoformat(choices["due_on"]),
        duty=power(source, "oplysningsanmodning") if choices.get("by_duty") else None,
        suspicion=source.file.case.suspicion,
    )


def write_request(request: InformationRequest, *, print_unverified: bool = False) -> WrittenLetter:
    """Write the request."""
    head = request.head
    writer = BlockWriter(head.recipient.form, print_unverified=print_unverified)
    due = danish_weekday_date(request.due_on)
    points = tuple((f"Nr. {number}", text) for number, text in enumerate(request.asked, start=1))
    body: list[LetterElement] = [
        writer.paragraph("anmodning", adresse=head.property.address, frist=due),
        *([writer.paragraph("ret_til_tavshed")] if request.suspicion else []),
        LetterHeading("Det beder vi om"),
        LetterRows(points or (("Nr. 1", writer.value("oplysninger", "", where="anmodning")),)),
        LetterHeading("Hvorfor vi spørger"),
        writer.paragraph("anmodning_grund", begrundelse=full_sentence(request.why)),
        *_duty(writer, request),
        writer.paragraph("anmodning_svar", email=head.sender.email, sagsnummer=head.header.case_number),
        *rights(writer, head),
    ]
    written = written_letter(LetterKind.OPLYSNINGSANMODNING, head, body, writer)
    return replace(
        written,
        complaint=NoComplaintReason.NOT_A_DECISION,
        has_silence_note=request.suspicion,
        told=(("answer", request.due_on),),
    )


def _duty(writer: BlockWriter, request: InformationRequest) -> list[LetterElement]:
    if request.suspicion:
        return []  # the notice on silence stands above; no word of a duty beside it
    if request.duty is None:
        return [writer.paragraph("anmodning_frivillig")]
    return [writer.paragraph("anmodning_pligt", hjemmel=request.duty)]


def _write(source: Source, letter: Letter, print_unverified: bool) -> WrittenLetter:
    return write_request(content_of(source, letter), print_unverified=print_unverified)


def _may_leave(leaving: Leaving) -> None:
    if is_closed(leaving.file.case.state):
        raise DomainError("case.closed", "The case is closed.")


TYPE = LetterType(LetterKind.OPLYSNINGSANMODNING, Permission.PREPARE_LETTERS, _write, _may_leave)
