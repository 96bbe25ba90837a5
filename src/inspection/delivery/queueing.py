"""Putting an issued letter on its way, and every change of a delivery's state with its event."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit import outbox
from husly.kit.access import Actor
from husly.kit.clock import at_hour, danish_date
from husly.kit.codes import checked_code, code_hash
from husly.kit.mail import enqueue_mail
from husly.settings import Settings
from inspection.delivery.choosing import HANDED_OVER, Addressed, can_reach, channel_for
from inspection.delivery.models import DeliveryEvent, LetterDelivery
from inspection.delivery.transitions import (
    TABLE,
    Channel,
    DeliveryFacts,
    DeliveryMove,
    DeliveryState,
)
from inspection.enforcement.models import Addressee
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.tables import target_of
from inspection.letters.contents import Recipient
from inspection.letters.models import Letter

CHANNEL = "letter"
"""Of the outbox, for what becomes a file; mails are the outbox's own channel."""

MAIL_KIND = "letter-link"
CODE_LENGTH = 16
LINK_DAYS = 60
"""For so many days after a mail was queued its link can be opened; a letter still unread then waits for a person."""


def is_handed_over(letter: Letter) -> bool:
    """Whether the letter is given to its recipient in person and never sent."""
    return letter.kind in HANDED_OVER or bool(letter.choices.get("handed_over"))


def addressed(file: CaseFile, letter: Letter, recipient: Recipient) -> Addressed:
    """What is known to reach the recipient by. The e-mail is the contact's, where the employer is the recipient."""
    return Addressed(
        name=recipient.name,
        postal_address="\n".join(recipient.address_lines),
        cvr_number=recipient.cvr_number,
        other_number=recipient.foreign_number or recipient.rut_number,
        email=email_of(file, letter),
    )


def addressed_of(delivery: LetterDelivery) -> Addressed:
    """Whom a delivery goes to, as it stands now."""
    return Addressed(delivery.name, delivery.postal_address, delivery.cvr_number, delivery.other_number, delivery.email)


def email_of(file: CaseFile, letter: Letter) -> str:
    """The e-mail address by which the recipient of a letter is known; empty without one."""
    if letter.recipient is not None:
        return str(letter.recipient.get("email", ""))
    return (file.employer.contact_email or "") if file.case.addressee is Addressee.EMPLOYER else ""


def queue_letter(
    session: Session,
    letter: Letter,
    to: Addressed,
    *,
    settings: Settings,
    by: Actor,
    at: datetime,
    copies: Sequence[Addressed] = (),
) -> list[LetterDelivery]:
    """Make the deliveries of a letter that has just been issued; none for one that is handed over."""
    if is_handed_over(letter):
        return []
    made = [_queue(session, letter, to, is_copy=False, settings=settings, by=by, at=at)]
    made += [_queue(session, letter, one, is_copy=True, settings=settings, by=by, at=at) for one in copies]
    letter.outbox_message_id = made[0].outbox_message_id
    session.flush()
    return made


def _queue(
    session: Session, letter: Letter, to: Addressed, *, is_copy: bool, settings: Settings, by: Actor, at: datetime
) -> LetterDelivery:
    delivery = LetterDelivery(
        letter_id=letter.id,
        case_id=letter.case_id,
        municipality_code=letter.municipality_code,
        is_copy=is_copy,
        name=to.name,
        postal_address=to.postal_address,
        cvr_number=to.cvr_number,
        other_number=to.other_number,
        email=to.email,
        channel=channel_for(to, settings),
        queued_at=at,
    )
    session.add(delivery)
    session.flush()
    put_out(session, delivery, at=at)
    note_event(session, delivery, None, source="issue", by=by, at=at)
    if not can_reach(delivery.channel, to, settings):  # such as paper without an address: seen at once, not in silence
        note = "the recipient's address is missing"
        move_delivery(session, delivery, DeliveryMove.GIVE_UP, source="rule", by=by, at=at, note=note)
    return delivery


def link_end(at: datetime) -> datetime:
    """When a link queued at a moment can be opened no longer: at Danish midnight, after its last whole day."""
    return at_hour(danish_date(at) + timedelta(days=LINK_DAYS + 1), 0)


def last_day(link_ends_at: datetime) -> date:
    """The last whole Danish day of a link."""
    return danish_date(link_ends_at) - timedelta(days=1)


def put_out(session: Session, delivery: LetterDelivery, *, at: datetime) -> None:
    """Queue what must leave: an outbox message, or nothing for paper, which waits for the day's bundle."""
    payload = {"delivery_id": str(delivery.id), "letter_id": str(delivery.letter_id), "round": delivery.round}
    delivery.outbox_message_id = delivery.bundle_id = delivery.link_code = delivery.link_hash = None
    if delivery.channel is Channel.MAIL:
        code = checked_code(CODE_LENGTH)
        delivery.link_code, delivery.link_hash = code, code_hash(code)
        delivery.link_expires_at = link_end(at)
        delivery.link_opened_at, delivery.link_wrong, delivery.link_locked_until = None, 0, None
        delivery.outbox_message_id = enqueue_mail(session, kind=MAIL_KIND, payload=payload, at=at).id
    elif delivery.channel is not Channel.PAPER:
        delivery.outbox_message_id = outbox.enqueue(session, channel=CHANNEL, payload=payload, at=at).id
    session.flush()


def move_delivery(
    session: Session,
    delivery: LetterDelivery,
    move: DeliveryMove,
    *,
    source: str,
    by: Actor,
    at: datetime,
    delivered_on: date | None = None,
    note: str = "",
    reachable: bool = True,
    link_ran_out: bool = False,
    proof: tuple[str, bytes] | None = None,
) -> None:
    """Take a lawful move. Raises ``DomainError`` with what is unmet, or ``step.moved_on``."""
    letter = session.get_one(Letter, delivery.letter_id)
    facts = DeliveryFacts(
        issued_on=danish_date(letter.issued_at or at),
        today=danish_date(at),
        delivered_on=delivered_on,
        note=note,
        reachable=reachable,
        link_ran_out=link_ran_out,
    )
    delivery.state = target_of(TABLE, delivery.state, move, facts)
    if move in (DeliveryMove.CONFIRM, DeliveryMove.PROVE, DeliveryMove.READ):
        delivery.delivered_on = delivery.delivered_on or delivered_on
    if move is DeliveryMove.SEND:
        delivery.sent_at = at
        if not delivery.is_copy and letter.dispatched_at is None:
            letter.dispatched_at = at  # the true moment: days of notice may be counted from it
    delivery.problem = note if move in (DeliveryMove.GIVE_UP, DeliveryMove.RETURN) else ""
    session.flush()
    note_event(session, delivery, move, source=source, by=by, at=at, note=note, proof=proof)


def note_event(
    session: Session,
    delivery: LetterDelivery,
    move: DeliveryMove | None,
    *,
    source: str,
    by: Actor,
    at: datetime,
    note: str = "",
    proof: tuple[str, bytes] | None = None,
) -> None:
    """Add a line to the history of a delivery."""
    name, content = proof or ("", None)
    session.add(
        DeliveryEvent(
            delivery_id=delivery.id,
            move=move,
            state=delivery.state,
            channel=delivery.channel,
            source=source,
            note=note,
            proof_name=name,
            proof=content,
            at=at,
            by_id=by.id,
            by_name=by.name,
        )
    )
    session.flush()


def lock_deliveries(session: Session, letter_id: UUID) -> None:
    """Hold the deliveries of a letter before it is written to, as the worker does; in another order both would wait."""
    held = select(LetterDelivery.id).where(LetterDelivery.letter_id == letter_id)
    session.exec(held.order_by(col(LetterDelivery.id)).with_for_update()).all()


def note_arrival(session: Session, letter_id: UUID, *, delivered_on: date, by: Actor, at: datetime) -> None:
    """The delivery that moves deadlines has arrived, as somebody noted on the letter itself."""
    statement = select(LetterDelivery).where(
        LetterDelivery.letter_id == letter_id, col(LetterDelivery.is_copy).is_(False)
    )
    for delivery in session.exec(statement):
        if delivery.delivered_on is None:
            note = "recorded on the letter"
            move_delivery(
                session,
                delivery,
                DeliveryMove.PROVE,
                source="letter",
                by=by,
                at=at,
                delivered_on=delivered_on,
                note=note,
            )


def correct_arrival(
    session: Session, letter_id: UUID, *, delivered_on: date, reason: str, by: Actor, at: datetime
) -> None:
    """The delivery that moves deadlines arrived on another day than was recorded; its history says why."""
    statement = select(LetterDelivery).where(
        LetterDelivery.letter_id == letter_id, col(LetterDelivery.is_copy).is_(False)
    )
    for delivery in session.exec(statement):
        if delivery.delivered_on is not None:
            note = f"{delivery.delivered_on.isoformat()} -> {delivered_on.isoformat()}: {reason}"
            delivery.delivered_on = delivered_on
            note_event(session, delivery, DeliveryMove.PROVE, source="letter", note=note, by=by, at=at)
    session.flush()


def find_delivery(session: Session, delivery_id: UUID) -> LetterDelivery | None:
    """A delivery, locked until the transaction ends."""
    return session.get(LetterDelivery, delivery_id, with_for_update=True)


def is_waiting(delivery: LetterDelivery, round_number: int) -> bool:
    """Whether a message of this round is still to leave; one sent otherwise meanwhile is not."""
    return delivery.round == round_number and delivery.state in (DeliveryState.QUEUED, DeliveryState.FAILED)
