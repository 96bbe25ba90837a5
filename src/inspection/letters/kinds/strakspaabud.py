"""The order at once (*strakspåbud*): why it cannot wait, how the party was heard, and no suspensive effect."""

from dataclasses import dataclass, replace
from datetime import datetime

from husly.kit.access import Permission
from husly.kit.clock import DANISH_TIME
from inspection.enforcement.actions.corrections import put_in_force, require_change_is_lawful
from inspection.enforcement.actions.orders import order_of
from inspection.enforcement.actions.steps import facts_at, require_state, take
from inspection.enforcement.models import Order
from inspection.enforcement.transitions import CaseState, Move
from inspection.enforcement.waivers import HearingWaiver, HearingWaiverGround
from inspection.letters.blocks import LetterKind
from inspection.letters.builders import items_of_order, reasons_of_order, report_told, what_follows
from inspection.letters.contents import Injunction
from inspection.letters.danish import danish_date, full_sentence
from inspection.letters.enclosures import report_of_visit
from inspection.letters.from_case import Source, order_content
from inspection.letters.kinds.changes import is_change, write_withdrawal
from inspection.letters.kinds.kind import Leaving, LetterType
from inspection.letters.kinds.paabud import count_from_delivery, on_delivery_of_order
from inspection.letters.letter import Letter as WrittenLetter
from inspection.letters.letter import LetterElement, LetterHeading
from inspection.letters.models import Letter
from inspection.letters.parts import complaint_guidance, correction_of, hearing_account, rights, written_letter
from inspection.letters.writer import BlockWriter


@dataclass(frozen=True)
class Spoken:
    """What was said on the spot, by the party or by the authority, and when."""

    at: datetime
    words: str


@dataclass(frozen=True)
class InjunctionAtOnce:
    """An order at once: the order, its danger, what was said on the spot.

    ``waiver_reason`` is why nobody was heard (FVL § 19(2) no. 3).
    """

    order: Injunction
    danger_reason: str
    waiver_reason: str = ""
    heard: Spoken | None = None
    oral: Spoken | None = None


def content_of(source: Source, letter: Letter) -> InjunctionAtOnce:
    """The order at once as drafted."""
    order: Order = order_of(source.file)
    return InjunctionAtOnce(
        order=order_content(source, letter),
        danger_reason=order.danger_reason,
        waiver_reason=order.hearing_waiver_reason,
        heard=None if order.heard_at is None else Spoken(order.heard_at, order.heard_said),
        oral=None if order.oral_at is None else Spoken(order.oral_at, order.oral_words),
    )


def write_at_once(content: InjunctionAtOnce, *, print_unverified: bool = False) -> WrittenLetter:
    """Write the order at once."""
    order = content.order
    writer = BlockWriter(order.head.recipient.form, print_unverified=print_unverified)
    body: list[LetterElement] = [
        *correction_of(writer, order.corrects),
        *items_of_order(writer, order, block_id="strakspaabud_afgoerelse"),
        LetterHeading("Derfor straks"),
        writer.paragraph("straks_grund", grund=full_sentence(content.danger_reason)),
        *_spoken(writer, "straks_mundtligt", "ord", content.oral),
        *reasons_of_order(writer, order),
        LetterHeading("Partshøring"),
        *_hearing(writer, content),
        *what_follows(writer, order),
        *complaint_guidance(writer, order.complaint),
        *rights(writer, order.head),
    ]
    written = written_letter(LetterKind.STRAKSPAABUD, order.head, body, writer)
    return replace(
        written,
        breaches=order.breaches,
        complaint=order.complaint,
        visit_on=order.visit_on,
        told=report_told(order),
    )


def _spoken(writer: BlockWriter, block_id: str, name: str, spoken: Spoken | None) -> list[LetterElement]:
    if spoken is None:
        return []
    at, words = spoken.at.astimezone(DANISH_TIME), {name: full_sentence(spoken.words)}
    return [writer.paragraph(block_id, dato=danish_date(at.date()), klokken=f"{at:%H.%M}", **words)]


def _hearing(writer: BlockWriter, content: InjunctionAtOnce) -> list[LetterElement]:
    if content.heard is not None:
        return _spoken(writer, "straks_hoert", "udtalelse", content.heard)
    if content.waiver_reason:
        waiver = HearingWaiver(HearingWaiverGround.OVERRIDING_INTEREST, content.waiver_reason)
        return hearing_account(writer, waiver)
    return hearing_account(writer, content.order.hearing)


def _write(source: Source, letter: Letter, print_unverified: bool) -> WrittenLetter:
    if "withdrawal" in letter.choices:
        return write_withdrawal(source, letter, print_unverified)
    written = write_at_once(content_of(source, letter), print_unverified=print_unverified)
    return replace(written, subject=f"{written.subject}: rettelse") if is_change(letter) else written


def _may_leave(leaving: Leaving) -> None:
    if is_change(leaving.letter):
        require_change_is_lawful(leaving.file, leaving.letter)
        return
    require_state(leaving.file, CaseState.ORDER_DRAFTED, CaseState.ORDER_APPROVED)


def _on_issue(leaving: Leaving) -> None:
    session, file, by, at = leaving.session, leaving.file, leaving.by, leaving.at
    if is_change(leaving.letter):
        put_in_force(session, file, leaving.letter, by=by, at=at)
        return
    facts = facts_at(file, at)
    if file.case.state is CaseState.ORDER_APPROVED:
        take(session, file, Move.ISSUE_ORDER, facts, by=by, at=at)
        return
    take(session, file, Move.ISSUE_AT_ONCE, facts, by=by, at=at)
    order = order_of(file)
    if by.id != order.drafted_by:  # whoever issues what another wrote has read and approved it
        order.approved_by, order.approved_by_name, order.approved_at = by.id, by.name, at
    session.flush()


TYPE = LetterType(
    LetterKind.STRAKSPAABUD,
    Permission.ISSUE_DECISIONS,
    _write,
    _may_leave,
    _on_issue,
    on_delivery_of_order,
    count_from_delivery,
    encloses=report_of_visit,
)
