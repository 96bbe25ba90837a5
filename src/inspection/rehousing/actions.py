"""Drafting a rehousing order, recording the hearing, approving, suspending, finishing and withdrawing it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import danish_date
from husly.kit.codes import checked_code
from husly.kit.errors import DomainError, NotAllowedError
from husly.kit.i18n import mark
from husly.settings import Settings
from inspection.enforcement.actions.orders import guidance_for
from inspection.enforcement.actions.steps import open_file, stated, trace
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.words import in_words
from inspection.letters.actions import add_draft, discard_draft
from inspection.letters.blocks import LetterKind
from inspection.rehousing.choices import letter_choices
from inspection.rehousing.models import Payer, RehousedResident, RehousingOrder
from inspection.rehousing.moving import move_order
from inspection.rehousing.naming import languages_named
from inspection.rehousing.queries import (
    RehousingFile,
    facts_of_order,
    find_running,
    get_order,
    parents_of,
    power_of,
    read_file,
)
from inspection.rehousing.rehousing_demands import parent_order_stands, power_is_given
from inspection.rehousing.rehousing_facts import RehousingFacts
from inspection.rehousing.transitions import BEFORE_ISSUE, RehousingMove

MOST_RESIDENTS = 99
MOST_GROUPS = 26
CODE_LENGTH = 12
LABELS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a caseworker decides: ``groups`` is how many stay together in each group, ``until_on`` None until done."""

    parent_letter_id: UUID
    not_feasible: str
    necessary: str
    groups: Sequence[int]
    from_on: date
    until_on: date | None
    payer: Payer | None
    payer_law: str
    informed: str
    proof_due_on: date


def open_order(
    session: Session,
    case_id: UUID,
    order_id: UUID,
    *,
    by: Actor,
    permission: Permission,
) -> tuple[CaseFile, RehousingFile]:
    """The case file under lock and one of its rehousing orders. Raises as ``open_file`` and ``get_order`` do."""
    file = open_file(session, case_id, by=by, permission=permission)
    return file, read_file(session, get_order(session, case_id, order_id))


def draft_rehousing(
    session: Session, case_id: UUID, draft: Draft, *, settings: Settings, by: Actor, at: datetime
) -> RehousingOrder:
    """Write a rehousing order with a key for each resident. Raises ``DomainError`` for whatever is missing."""
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    if find_running(session, case_id) is not None:
        raise DomainError("rehousing.running", "There is a rehousing order in this case already; end it first.")
    _check_power(file, draft, settings, danish_date(at))
    _check(draft, danish_date(at))
    order = RehousingOrder(
        case_id=case_id,
        round=file.case.round,
        parent_letter_id=draft.parent_letter_id,
        not_feasible=stated("not_feasible_at_once", draft.not_feasible, "Write why it cannot be put right at once."),
        necessary=stated("rehousing_is_necessary", draft.necessary, "Write why rehousing is necessary."),
        from_on=file.calendar.on_or_after(draft.from_on),
        until_on=draft.until_on,
        payer=draft.payer,
        payer_law=draft.payer_law.strip() if draft.payer is not None else "",
        informed=_naming_no_language(draft.informed),
        proof_due_on=file.calendar.on_or_after(draft.proof_due_on),
        power=power_of(settings),
        drafted_by=by.id,
        drafted_by_name=by.name,
        drafted_at=at,
    )
    session.add(order)
    session.flush()
    session.add_all(_residents(order, draft.groups))
    session.flush()
    complaint = guidance_for(session, file.case, LetterKind.GENHUSNING, settings)
    chosen: dict[str, Any] = {"complaint": complaint, "caseworker": by.name}
    chosen |= letter_choices(read_file(session, order))
    letter = add_draft(session, file.case, LetterKind.GENHUSNING, chosen, None, by, at, about_id=order.id)
    order.letter_id = letter.id
    session.flush()
    trace(session, file.case, "rehousing.drafted", by=by, at=at, details={"residents": sum(draft.groups)})
    return order


def _check_power(file: CaseFile, draft: Draft, settings: Settings, today: date) -> None:
    """Power and parent, before anything is written."""
    stands = any(one.id == draft.parent_letter_id for one in parents_of(file))
    facts = RehousingFacts(as_of=today, power=power_of(settings), parent_stands=stands)
    for demand in (power_is_given, parent_order_stands):
        if not demand.holds(facts):
            reasons = in_words(demand.reason)
            raise DomainError(demand.reason.rule, "This step is not lawful yet. {reasons}", reasons=reasons)


def _check(draft: Draft, today: date) -> None:
    if not draft.groups or min(draft.groups) < 1 or len(draft.groups) > MOST_GROUPS:
        raise DomainError("rehousing.groups", "Write how many stay together in each group, such as 3, 2, 1.")
    if sum(draft.groups) > MOST_RESIDENTS:
        raise DomainError("rehousing.too_many", "One order is about at most 99 residents.")
    if draft.from_on < today:
        raise DomainError("rehousing.from", "The day of rehousing must not lie in the past.")
    if draft.until_on is not None and draft.until_on < draft.from_on:
        raise DomainError("rehousing.until", "The last day must not lie before the first.")
    if draft.proof_due_on < draft.from_on:
        raise DomainError("rehousing.proof", "Proof can be asked for on the day of rehousing at the earliest.")
    if draft.payer is not None and not draft.payer_law.strip():
        raise DomainError("rehousing.payer", "Write the legal basis on which they pay.")


def _residents(order: RehousingOrder, groups: Sequence[int]) -> list[RehousedResident]:
    labels = [label for label, persons in zip(LABELS, groups, strict=False) for _ in range(persons)]
    return [
        RehousedResident(order_id=order.id, key=f"B-{number:02}", group_label=label, code=checked_code(CODE_LENGTH))
        for number, label in enumerate(labels, start=1)
    ]


def record_hearing(
    session: Session, case_id: UUID, order_id: UUID, *, account: str, settings: Settings, by: Actor, at: datetime
) -> None:
    """Record how the party was told that rehousing is contemplated, or why it was not."""
    file, found = open_order(session, case_id, order_id, by=by, permission=Permission.PREPARE_LETTERS)
    facts = facts_of_order(file, found, power_of(settings), danish_date(at))
    heard = replace(facts, heard_about=account)
    move_order(session, file, found.order, RehousingMove.RECORD_HEARING, heard, by=by, at=at)
    found.order.heard_about = account.strip()
    _note_author(found.order, by)
    session.flush()


def _note_author(order: RehousingOrder, by: Actor) -> None:
    """Whoever writes in an order last is its author; whoever wrote its draft may not approve it either."""
    order.drafted_by, order.drafted_by_name = by.id, by.name


def _naming_no_language(informed: str) -> str:
    """The words as the employer reads them. Raises ``DomainError`` where they tell who the residents are."""
    if words := languages_named(informed):
        raise DomainError(
            "rehousing.language",
            "The employer reads how residents are told: name no language or nationality ({words}).",
            words=", ".join(words),
        )
    return informed.strip()


def decide_payer(
    session: Session, case_id: UUID, order_id: UUID, *, payer: Payer, law: str, informed: str, by: Actor, at: datetime
) -> None:
    """Choose who pays on which basis, and how residents are told, until the order is approved."""
    file, found = open_order(session, case_id, order_id, by=by, permission=Permission.PREPARE_LETTERS)
    if found.order.state not in BEFORE_ISSUE or found.order.approved_by is not None:
        raise DomainError("step.moved_on", "The order is approved already; send it back first.")
    found.order.payer = payer
    found.order.payer_law = stated("rehousing.payer", law, "Write the legal basis on which they pay.")
    told = stated("residents_are_told", informed, mark("Write how they are told in a language they understand."))
    found.order.informed = _naming_no_language(told)
    _note_author(found.order, by)
    session.flush()
    rewrite_letter(file, found)
    trace(session, file.case, "rehousing.payer", by=by, at=at, details={"payer": payer.value})


def rewrite_letter(file: CaseFile, found: RehousingFile) -> None:
    """Take what the order says now into its letter, as long as that has not left."""
    letter = next((one for one in file.letters if one.id == found.order.letter_id), None)
    if letter is not None and letter.issued_at is None:
        letter.choices = dict(letter.choices) | letter_choices(found)


def approve_rehousing(
    session: Session, case_id: UUID, order_id: UUID, *, settings: Settings, by: Actor, at: datetime
) -> None:
    """Approve order and letter as their second person; whoever drafted it or wrote in it last cannot."""
    file, found = open_order(session, case_id, order_id, by=by, permission=Permission.ISSUE_DECISIONS)
    order = found.order
    if by.id in (order.drafted_by, *(one.created_by for one in file.letters if one.id == order.letter_id)):
        raise NotAllowedError("approve what one has written")
    facts = replace(facts_of_order(file, found, power_of(settings), danish_date(at)), approved_by=by.id)
    move_order(session, file, order, RehousingMove.APPROVE, facts, by=by, at=at)
    order.approved_by, order.approved_by_name, order.approved_at = by.id, by.name, at
    order.power = power_of(settings)
    for letter in file.letters:
        if letter.id == order.letter_id:
            letter.approved_by, letter.approved_by_name, letter.approved_at = by.id, by.name, at
    session.flush()


def return_rehousing(
    session: Session, case_id: UUID, order_id: UUID, *, settings: Settings, by: Actor, at: datetime
) -> None:
    """Take the approval back, so that the order can be changed."""
    file, found = open_order(session, case_id, order_id, by=by, permission=Permission.PREPARE_LETTERS)
    order = found.order
    facts = facts_of_order(file, found, power_of(settings), danish_date(at))
    move_order(session, file, order, RehousingMove.RETURN_DRAFT, facts, by=by, at=at)
    order.approved_by = order.approved_by_name = order.approved_at = None
    for letter in file.letters:
        if letter.id == order.letter_id:
            letter.approved_by = letter.approved_by_name = letter.approved_at = None
    session.flush()


def withdraw_rehousing(
    session: Session, case_id: UUID, order_id: UUID, *, reason: str, settings: Settings, by: Actor, at: datetime
) -> None:
    """Give the order up: a draft by whoever prepares it, an issued one by whoever decides."""
    order = _with_reason(session, case_id, order_id, RehousingMove.WITHDRAW, reason, settings, by, at)
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    for letter in file.letters:
        if letter.id == order.letter_id and letter.issued_at is None:
            discard_draft(letter, at=at)
        elif letter.id == order.letter_id:
            letter.withdrawn_at, letter.withdrawal_reason = at, reason.strip()
    session.flush()


def _with_reason(
    session: Session,
    case_id: UUID,
    order_id: UUID,
    move: RehousingMove,
    reason: str,
    settings: Settings,
    by: Actor,
    at: datetime,
) -> RehousingOrder:
    open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    order = get_order(session, case_id, order_id)
    issued = move is RehousingMove.WITHDRAW and order.state not in BEFORE_ISSUE
    needed = Permission.ISSUE_DECISIONS if issued else Permission.PREPARE_LETTERS
    file, found = open_order(session, case_id, order_id, by=by, permission=needed)
    facts = replace(facts_of_order(file, found, power_of(settings), danish_date(at)), reason=reason)
    move_order(session, file, found.order, move, facts, by=by, at=at)
    found.order.reason = reason.strip()
    session.flush()
    return found.order


def finish_rehousing(
    session: Session, case_id: UUID, order_id: UUID, *, settings: Settings, by: Actor, at: datetime
) -> None:
    """End an order whose every resident has moved or declined (U7)."""
    file, found = open_order(session, case_id, order_id, by=by, permission=Permission.RECORD_VISITS)
    facts = facts_of_order(file, found, power_of(settings), danish_date(at))
    move_order(session, file, found.order, RehousingMove.FINISH, facts, by=by, at=at)
