"""Issuing a letter of a case, and noting when it arrived."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError, NotFoundError
from husly.settings import Settings
from inspection.enforcement.actions.orders import order_of
from inspection.enforcement.actions.steps import facts_at, moved_on, open_file, require_state, take, trace
from inspection.enforcement.actions.words import in_words
from inspection.enforcement.case_facts import NoticeFacts
from inspection.enforcement.models import Hearing
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.reasons import Reason
from inspection.enforcement.transitions import CaseState, Move
from inspection.letters.actions import already_issued, freeze, set_delivered
from inspection.letters.blocks import LetterKind
from inspection.letters.models import Letter
from inspection.letters.rendering import write_draft

ISSUING = {
    LetterKind.VARSLING: Permission.PREPARE_LETTERS,
    LetterKind.PARTSHOERING: Permission.PREPARE_LETTERS,
    LetterKind.PAABUD: Permission.ISSUE_DECISIONS,
}
"""What each kind of letter asks of whoever issues it."""


def issue_letter(session: Session, letter_id: UUID, *, settings: Settings, by: Actor, at: datetime) -> Letter:
    """Issue a draft: every gate open, the move lawful; then its bytes are frozen and queued, and the case moves.

    Raises ``DomainError`` with every closed gate named; ``letter.issued`` when it left already.
    """
    file, letter = _open(session, letter_id, by=by, permission=None)
    if letter.issued_at is not None:
        raise already_issued()
    if letter.round != file.case.round:
        raise moved_on()
    draft = write_draft(session, file, letter, settings=settings, as_of=danish_date(at))
    if draft.problems:
        raise not_issuable(draft.problems)
    _require_step(file, letter)
    freeze(session, letter, draft.rendered(), by=by, at=at)
    _move_on(session, file, letter, by=by, at=at)
    trace(
        session,
        file.case,
        "letter.issued",
        by=by,
        at=at,
        after=letter.sha256,
        details={"letter": letter.id, "kind": letter.kind.value, "sha256": letter.sha256},
    )
    return letter


def _open(session: Session, letter_id: UUID, *, by: Actor, permission: Permission | None) -> tuple[CaseFile, Letter]:
    row = session.get(Letter, letter_id)
    if row is None or row.discarded_at is not None:
        raise NotFoundError("letter")
    file = open_file(session, row.case_id, by=by, permission=permission or ISSUING[row.kind])
    letter = file.letter(letter_id)
    session.refresh(letter)
    return file, letter


def not_issuable(problems: tuple[Reason, ...]) -> DomainError:
    """The error that names every reason for which a letter may not leave."""
    reasons = " ".join(in_words(problem) for problem in problems)
    return DomainError(problems[0].rule, "The letter cannot be issued. {reasons}", reasons=reasons)


def _require_step(file: CaseFile, letter: Letter) -> None:
    steps = {
        LetterKind.VARSLING: CaseState.PLANNED,
        LetterKind.PARTSHOERING: CaseState.FINDINGS_RECORDED,
        LetterKind.PAABUD: CaseState.ORDER_APPROVED,
    }
    if letter.kind is LetterKind.PAABUD and file.case.state is CaseState.ORDER_DRAFTED:
        raise DomainError(
            "second_person_approved", "Someone other than the author must approve the order before it is issued."
        )
    require_state(file, steps[letter.kind])


def _move_on(session: Session, file: CaseFile, letter: Letter, *, by: Actor, at: datetime) -> None:
    facts = facts_at(file, at)
    if letter.kind is LetterKind.VARSLING:
        # The outbox row in this transaction is the dispatch; days of notice are counted from the true one later.
        sent = replace(facts.notice or NoticeFacts(file.visit.visit_on), dispatched_on=facts.as_of)
        take(session, file, Move.GIVE_NOTICE, replace(facts, notice=sent), by=by, at=at)
    elif letter.kind is LetterKind.PAABUD:
        take(session, file, Move.ISSUE_ORDER, facts, by=by, at=at)
    else:
        due_on = date.fromisoformat(letter.choices["due_on"])
        session.add(Hearing(case_id=file.case.id, round=file.case.round, letter_id=letter.id, due_on=due_on))
        session.flush()


def record_delivery(session: Session, letter_id: UUID, *, delivered_on: date, by: Actor, at: datetime) -> Letter:
    """Note the day a letter arrived; deadlines count from it, and an order is then delivered."""
    file, letter = _open(session, letter_id, by=by, permission=Permission.PREPARE_LETTERS)
    set_delivered(letter, delivered_on, today=danish_date(at))
    session.flush()
    if letter.kind is LetterKind.PAABUD and letter.id == order_of(file).letter_id:
        take(session, file, Move.RECORD_DELIVERY, facts_at(file, at), by=by, at=at, note=delivered_on.isoformat())
    trace(
        session,
        file.case,
        "letter.delivered",
        by=by,
        at=at,
        details={"letter": letter.id, "delivered_on": delivered_on},
    )
    return letter
