"""The order with deadlines (*påbud*), FVL §§ 22-25, its correction and its withdrawal."""

from dataclasses import replace

from husly.kit.access import Permission
from husly.kit.errors import DomainError
from inspection.enforcement.actions import dues
from inspection.enforcement.actions.corrections import put_in_force, require_change_is_lawful
from inspection.enforcement.actions.orders import order_of
from inspection.enforcement.actions.steps import facts_at, require_state, take
from inspection.enforcement.transitions import CaseState, Move
from inspection.letters.blocks import LetterKind
from inspection.letters.builders import write_injunction
from inspection.letters.enclosures import report_of_visit
from inspection.letters.from_case import Source, order_content
from inspection.letters.kinds.changes import is_change, write_withdrawal
from inspection.letters.kinds.kind import Leaving, LetterType
from inspection.letters.letter import Letter as WrittenLetter
from inspection.letters.models import Letter


def _write(source: Source, letter: Letter, print_unverified: bool) -> WrittenLetter:
    if "withdrawal" in letter.choices:
        return write_withdrawal(source, letter, print_unverified)
    written = write_injunction(order_content(source, letter), print_unverified=print_unverified)
    return replace(written, subject=f"{written.subject}: rettelse") if is_change(letter) else written


def _may_leave(leaving: Leaving) -> None:
    if is_change(leaving.letter):
        require_change_is_lawful(leaving.file, leaving.letter)
        return
    if leaving.file.case.state is CaseState.ORDER_DRAFTED:
        raise DomainError(
            "second_person_approved", "Someone other than the author must approve the order before it is issued."
        )
    require_state(leaving.file, CaseState.ORDER_APPROVED)


def _on_issue(leaving: Leaving) -> None:
    if is_change(leaving.letter):
        put_in_force(leaving.session, leaving.file, leaving.letter, by=leaving.by, at=leaving.at)
        return
    facts = facts_at(leaving.file, leaving.at)
    take(leaving.session, leaving.file, Move.ISSUE_ORDER, facts, by=leaving.by, at=leaving.at)


def count_from_delivery(leaving: Leaving) -> None:
    """Let the deadlines of the order run from the day on which it came."""
    dues.count_from_delivery(leaving.session, leaving.file, leaving.letter, by=leaving.by, at=leaving.at)


def on_delivery_of_order(leaving: Leaving) -> None:
    """Note that the order of the round has arrived; a letter that is not its letter moves nothing."""
    file, letter = leaving.file, leaving.letter
    count_from_delivery(leaving)
    if file.case.state is not CaseState.ORDER_ISSUED:
        return
    if letter.id != order_of(file).letter_id or letter.delivered_on is None:
        return
    note, facts = letter.delivered_on.isoformat(), facts_at(file, leaving.at)
    take(leaving.session, file, Move.RECORD_DELIVERY, facts, by=leaving.by, at=leaving.at, note=note)


TYPE = LetterType(
    LetterKind.PAABUD,
    Permission.ISSUE_DECISIONS,
    _write,
    _may_leave,
    _on_issue,
    on_delivery_of_order,
    count_from_delivery,
    encloses=report_of_visit,
)
