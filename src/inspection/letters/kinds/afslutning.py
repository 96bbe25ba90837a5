"""The case is closed after the order was complied with (*afslutning*); favourable, so without complaint guidance."""

from dataclasses import replace

from husly.kit.access import Permission
from husly.kit.clock import danish_date as danish_day
from husly.kit.errors import DomainError
from inspection.enforcement.actions.closing import close_case
from inspection.enforcement.from_register import last_order_letter
from inspection.enforcement.transitions import CaseState
from inspection.letters.blocks import LetterKind
from inspection.letters.contents import NoComplaintReason
from inspection.letters.danish import danish_date
from inspection.letters.from_case import Source, head_of
from inspection.letters.kinds.kind import Leaving, LetterType
from inspection.letters.letter import Letter as WrittenLetter
from inspection.letters.models import Letter
from inspection.letters.parts import rights, written_letter
from inspection.letters.writer import BlockWriter

REASON = "Påbuddet er efterkommet; afslutningsbrev er sendt."


def _write(source: Source, letter: Letter, print_unverified: bool) -> WrittenLetter:
    head, file = head_of(source, letter), source.file
    writer = BlockWriter(head.recipient.form, print_unverified=print_unverified)
    order = last_order_letter(file)
    issued = None if order is None else order.issued_at
    ordered = "" if issued is None else danish_date(danish_day(issued))
    body = [writer.paragraph("afsluttet", dato=ordered, adresse=head.property.address), *rights(writer, head)]
    written = written_letter(LetterKind.AFSLUTNING, head, body, writer)
    return replace(written, complaint=NoComplaintReason.FAVOURABLE)


def _may_leave(leaving: Leaving) -> None:
    if leaving.file.case.state is not CaseState.COMPLIED:
        raise DomainError("closing.letter", "This letter leaves only when every item of the order is accepted.")


def _on_issue(leaving: Leaving) -> None:
    close_case(leaving.session, leaving.file.case.id, reason=REASON, by=leaving.by, at=leaving.at)


TYPE = LetterType(LetterKind.AFSLUTNING, Permission.RECORD_VISITS, _write, _may_leave, _on_issue)
