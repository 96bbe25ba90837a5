"""What people, receipts and links do to deliveries: arrived, came back, sent again."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit import audit
from husly.kit.access import SYSTEM, Actor, Permission, Subject, may, require
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.texts import is_email
from husly.settings import Settings
from inspection.authorities.belonging import require_own
from inspection.authorities.queries import settings_of
from inspection.delivery.choosing import NEXT_CHANNEL, can_reach
from inspection.delivery.models import LetterDelivery
from inspection.delivery.queueing import addressed_of, find_delivery, move_delivery, put_out
from inspection.delivery.transitions import Channel, DeliveryMove, DeliveryState
from inspection.enforcement.models import InspectionCase
from inspection.enforcement.queries import lock_case
from inspection.letters.issuing import record_delivery

PROOF_MAX_MB = 10


def open_delivery(session: Session, delivery_id: UUID, *, by: Actor) -> LetterDelivery:
    """A delivery within the actor's scope, it and its case locked. Raises ``NotFoundError``, ``NotAllowedError``."""
    found = session.get(LetterDelivery, delivery_id)
    subject = None if found is None else Subject(municipality_code=found.municipality_code)
    if found is None or (by is not SYSTEM and not may(by, Permission.READ_CASES, subject)):
        raise NotFoundError("delivery")
    require(by, Permission.PREPARE_LETTERS, subject)
    lock_case(session, found.case_id)
    require_own(session.get_one(InspectionCase, found.case_id), by, Permission.PREPARE_LETTERS)
    session.refresh(found, with_for_update=True)
    return found


def confirm_delivery(
    session: Session,
    delivery_id: UUID,
    *,
    delivered_on: date,
    note: str = "",
    proof: tuple[str, bytes] | None = None,
    source: str = "person",
    by: Actor,
    at: datetime,
) -> LetterDelivery:
    """It has arrived: by a receipt of the channel (sent before), or as ``note`` and ``proof`` show.

    The day is noted on the letter too, and moves every deadline that counts from it.
    """
    if proof is not None and len(proof[1]) > PROOF_MAX_MB * 1_000_000:
        raise DomainError("delivery.proof", "The file is larger than {most} MB.", most=str(PROOF_MAX_MB))
    delivery = open_delivery(session, delivery_id, by=by)
    is_receipt = source != "person" and delivery.state is DeliveryState.SENT
    move = DeliveryMove.CONFIRM if is_receipt else DeliveryMove.PROVE
    move_delivery(
        session, delivery, move, source=source, by=by, at=at, delivered_on=delivered_on, note=note, proof=proof
    )
    if not delivery.is_copy:
        record_delivery(session, delivery.letter_id, delivered_on=delivered_on, by=by, at=at)
    _trace(session, delivery, "delivery.arrived", by=by, at=at, delivered_on=delivered_on.isoformat())
    return delivery


def read_delivery(session: Session, delivery: LetterDelivery, *, source: str, at: datetime) -> None:
    """It was opened, which counts as delivered; the first opening moves deadlines, later ones change nothing."""
    if delivery.state is DeliveryState.READ:
        return
    first, day = delivery.delivered_on is None, danish_date(at)
    move_delivery(session, delivery, DeliveryMove.READ, source=source, by=SYSTEM, at=at, delivered_on=day)
    if first and not delivery.is_copy:
        record_delivery(session, delivery.letter_id, delivered_on=day, by=SYSTEM, at=at)
    _trace(session, delivery, "delivery.read", by=SYSTEM, at=at)


def return_delivery(
    session: Session, delivery_id: UUID, *, reason: str, settings: Settings, by: Actor, at: datetime
) -> LetterDelivery:
    """It came back: refused, exempt, unknown there. From Digital Post and mail it goes on by paper, by rule."""
    delivery = open_delivery(session, delivery_id, by=by)
    move_delivery(session, delivery, DeliveryMove.RETURN, source="person", by=by, at=at, note=reason)
    _trace(session, delivery, "delivery.returned", by=by, at=at)
    onward = NEXT_CHANNEL.get(delivery.channel)
    if onward is not None and can_reach(onward, addressed_of(delivery), _settings_of(session, delivery, settings)):
        _send_again(session, delivery, onward, source="rule", by=by, at=at, note=reason)
    return delivery


def send_again(
    session: Session,
    delivery_id: UUID,
    *,
    settings: Settings,
    by: Actor,
    at: datetime,
    channel: Channel | None = None,
    to: Mapping[str, str] | None = None,
    note: str = "",
) -> LetterDelivery:
    """Queue it anew, by another channel or to another address where these are given (``postal_address``, ``email``).

    Raises ``DomainError`` where the channel lacks what it needs, the e-mail address is none, or the letter has arrived.
    """
    delivery = open_delivery(session, delivery_id, by=by)
    if to is not None and (address := to.get("postal_address")) is not None:
        delivery.postal_address = "\n".join(line.strip() for line in address.splitlines() if line.strip())[:400]
    if to is not None and (email := to.get("email")) is not None:
        if email.strip() and not is_email(email.strip()):
            raise DomainError("delivery.email", "The e-mail address cannot be right.")
        delivery.email = email.strip()
    wanted = channel or delivery.channel
    if not can_reach(wanted, addressed_of(delivery), _settings_of(session, delivery, settings)):
        raise DomainError(
            "recipient_is_reachable",
            "The channel lacks what it needs: a postal address, a valid CVR number or an e-mail address.",
        )
    _send_again(session, delivery, wanted, source="person", by=by, at=at, note=note)
    return delivery


def _send_again(
    session: Session, delivery: LetterDelivery, channel: Channel, *, source: str, by: Actor, at: datetime, note: str
) -> None:
    delivery.channel = channel
    move_delivery(session, delivery, DeliveryMove.SEND_AGAIN, source=source, by=by, at=at, note=note)
    delivery.round += 1
    delivery.sent_at = None
    put_out(session, delivery, at=at)
    _trace(session, delivery, "delivery.sent_again", by=by, at=at, channel=channel.value)


NEVER_OPENED = "nobody opened the link of the mail in time"


def give_up_expired_links(session: Session, *, at: datetime) -> int:
    """Deliveries by mail whose link ran out unopened have failed: they wait for a person.

    Returns how many. One that somebody holds this moment is left for the next night.
    """
    statement = select(LetterDelivery).where(
        LetterDelivery.channel == Channel.MAIL,
        LetterDelivery.state == DeliveryState.SENT,
        col(LetterDelivery.link_opened_at).is_(None),
        col(LetterDelivery.link_expires_at) <= at,
    )
    found = session.exec(statement.order_by(col(LetterDelivery.id)).with_for_update(skip_locked=True)).all()
    for delivery in found:
        move_delivery(
            session,
            delivery,
            DeliveryMove.GIVE_UP,
            source="rule",
            by=SYSTEM,
            at=at,
            note=NEVER_OPENED,
            link_ran_out=True,
        )
        _trace(session, delivery, "delivery.expired", by=SYSTEM, at=at)
    return len(found)


def retry_failed(session: Session, *, settings: Settings, by: Actor, at: datetime) -> int:
    """Queue every failed delivery anew as it is; those whose channel lacks something stay. Returns how many."""
    statement = select(LetterDelivery.id).where(col(LetterDelivery.state) == DeliveryState.FAILED)
    done = 0
    for delivery_id in session.exec(statement.order_by(col(LetterDelivery.queued_at))).all():
        delivery = find_delivery(session, delivery_id)
        if delivery is None:
            continue
        if can_reach(delivery.channel, addressed_of(delivery), _settings_of(session, delivery, settings)):
            send_again(session, delivery_id, settings=settings, by=by, at=at)
            done += 1
    return done


def _settings_of(session: Session, delivery: LetterDelivery, settings: Settings) -> Settings:
    return settings_of(session, session.get_one(InspectionCase, delivery.case_id), settings)


def _trace(session: Session, delivery: LetterDelivery, action: str, *, by: Actor, at: datetime, **more: str) -> None:
    details = {"letter": str(delivery.letter_id), "channel": delivery.channel.value, **more}
    audit.record(session, by=by, at=at, action=action, on=("letter_delivery", delivery.id), details=details)
