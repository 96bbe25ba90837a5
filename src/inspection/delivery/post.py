"""What the worker does with a letter that waits: the outbox channel of letters, and the mail that tells of one.

Each may run twice for one message and then leaves the same files and the same row.
"""

import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import Session

from husly.kit import mail, outbox
from husly.kit.access import SYSTEM
from husly.kit.codes import grouped
from husly.kit.mail import Mail
from husly.kit.outbox import OutboxMessage
from husly.settings import Settings
from inspection.authorities.queries import settings_of
from inspection.delivery.choosing import Addressed
from inspection.delivery.mail_texts import MAIL_TEXTS, in_both_languages
from inspection.delivery.memo_letters import checked_memo
from inspection.delivery.models import LetterDelivery
from inspection.delivery.queueing import (
    CHANNEL,
    MAIL_KIND,
    addressed_of,
    find_delivery,
    is_waiting,
    last_day,
    move_delivery,
)
from inspection.delivery.transitions import Channel, DeliveryMove, DeliveryState
from inspection.enforcement.models import InspectionCase
from inspection.letters.models import Letter
from inspection.letters.queries import list_enclosures


def deliver_letter(
    session: Session, message: OutboxMessage, outbox_path: Path, settings: Settings, at: datetime
) -> str:
    """Write an issued letter for the post room, or as a MeMo message; doing it twice leaves the same files.

    File names hold case number, kind and a number: no personal data. Marks the letter as dispatched. Returns a line for
    the log. Raises ``LookupError`` and ``MemoError``: the outbox then tries again.
    """
    letter = session.get(Letter, UUID(message.payload["letter_id"]))
    if letter is None or letter.pdf is None:
        raise LookupError(f"letter {message.payload['letter_id']} is not issued")
    case = session.get_one(InspectionCase, letter.case_id)
    delivery = _delivery_of(session, message)
    if delivery is not None and delivery.channel is Channel.DIGITAL_POST:
        line = _write_memo(session, delivery, letter, case, settings, outbox_path / "memo", message)
    elif delivery is not None and delivery.channel is not Channel.FOLDER:
        return _sent_otherwise(letter, case)
    else:
        line = _write_for_post_room(session, delivery, letter, case, outbox_path)
    if delivery is not None and is_waiting(delivery, message.payload["round"]):
        _mark_sent(session, delivery, at=at)
    elif letter.dispatched_at is None:
        letter.dispatched_at = at
    return line


def _delivery_of(session: Session, message: OutboxMessage) -> LetterDelivery | None:
    """None for a message queued before deliveries were kept."""
    name = message.payload.get("delivery_id")
    return None if name is None else find_delivery(session, UUID(name))


def _mark_sent(session: Session, delivery: LetterDelivery, *, at: datetime) -> None:
    """Sent, also after the outbox had given up and an administrator let it try again."""
    if delivery.state is DeliveryState.FAILED:
        move_delivery(session, delivery, DeliveryMove.SEND_AGAIN, source="outbox", by=SYSTEM, at=at)
    move_delivery(session, delivery, DeliveryMove.SEND, source="outbox", by=SYSTEM, at=at)


def _write_memo(
    session: Session,
    delivery: LetterDelivery,
    letter: Letter,
    case: InspectionCase,
    settings: Settings,
    folder: Path,
    message: OutboxMessage,
) -> str:
    if not is_waiting(delivery, message.payload["round"]):
        return _sent_otherwise(letter, case)
    stem, xml = checked_memo(session, delivery, letter, case, settings)
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / f"{stem}.xml", xml)
    return f"letter {letter.kind.value} {case.case_number} -> memo/{stem}.xml"


def _sent_otherwise(letter: Letter, case: InspectionCase) -> str:
    return f"letter {letter.kind.value} {case.case_number}: sent otherwise"


def _write_for_post_room(
    session: Session, delivery: LetterDelivery | None, letter: Letter, case: InspectionCase, folder: Path
) -> str:
    """A PDF and its slip for each delivery. The slip comes last: a post room that waits for it sees no half letter."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{case.case_number}-{letter.kind.value}-{letter.id if delivery is None else delivery.id}"
    write_whole(folder / f"{stem}.pdf", letter.pdf or b"")
    enclosed = {}
    for one in list_enclosures(session, letter.id):
        name = f"{stem}-bilag-{one.number}.pdf"
        write_whole(folder / name, one.pdf)
        enclosed[name] = one.sha256
    write_whole(folder / f"{stem}.json", _slip(delivery, letter, case, f"{stem}.pdf", enclosed))
    return f"letter {letter.kind.value} {case.case_number} -> {stem}.pdf"


def _slip(
    delivery: LetterDelivery | None, letter: Letter, case: InspectionCase, file_name: str, enclosed: Mapping[str, str]
) -> bytes:
    to = _named_in(letter) if delivery is None else addressed_of(delivery)
    slip: dict[str, Any] = {
        "letter_id": str(letter.id),
        "case_number": case.case_number,
        "kind": letter.kind.value,
        "file": file_name,
        "sha256": letter.sha256,
        "enclosures": [{"file": name, "sha256": sha256} for name, sha256 in enclosed.items()],
        "banner": letter.banner,
        "issued_at": None if letter.issued_at is None else letter.issued_at.isoformat(),
        "is_copy": delivery is not None and delivery.is_copy,
        "recipient_name": to.name,
        "recipient_postal_address": to.postal_address,
        "recipient_cvr_number": to.cvr_number or None,
        "recipient_other_number": to.other_number or None,
    }
    return (json.dumps(slip, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _named_in(letter: Letter) -> Addressed:
    """Whom the frozen letter names; for a message queued before deliveries were kept."""
    named = dict[str, Any]((letter.content or {})["head"]["recipient"])
    return Addressed(
        name=named["name"],
        postal_address="\n".join(named["address_lines"]),
        cvr_number=named["cvr_number"],
        other_number=named.get("foreign_number") or named["rut_number"],
    )


def write_whole(path: Path, content: bytes) -> None:
    """Write beside and rename, so that a reader sees the whole file or none."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_bytes(content)
    part.replace(path)


def write_letter_mail(session: Session, payload: Mapping[str, Any], chosen: Settings, at: datetime) -> Mail | None:
    """The mail that says that a letter waits, in Danish and English; None once it was sent otherwise.

    It tells nobody's name but the authority's, no address of housing, no kind of letter and no case. Its code is
    forgotten once it has left: the hash stays.
    """
    delivery = find_delivery(session, UUID(payload["delivery_id"]))
    if delivery is None or delivery.link_code is None or not is_waiting(delivery, payload["round"]):
        return None
    if delivery.link_expires_at is None or not chosen.public_url:
        raise ValueError("public_url is not set: a link to a letter would lead nowhere")
    chosen = settings_of(session, session.get_one(InspectionCase, delivery.case_id), chosen)
    link = f"{chosen.public_url.rstrip('/')}/letters/read/{grouped(delivery.link_code, 4)}"
    subject, body = in_both_languages(MAIL_TEXTS, chosen, link=link, day=last_day(delivery.link_expires_at))
    found = delivery

    def sent() -> None:
        found.link_code = None
        _mark_sent(session, found, at=at)

    return Mail(delivery.email, subject, body, on_sent=sent)


def note_given_up(session: Session, message: OutboxMessage, at: datetime) -> None:
    """The outbox has tried long enough: the delivery has failed and waits for a person (M2)."""
    is_ours = message.channel == CHANNEL or (
        message.channel == mail.CHANNEL and message.payload.get("kind") == MAIL_KIND
    )
    if not is_ours or message.state is not outbox.OutboxState.FAILED:
        return
    delivery = _delivery_of(session, message)
    if delivery is not None and delivery.state is DeliveryState.QUEUED and delivery.round == message.payload["round"]:
        note = message.last_error or ""
        move_delivery(session, delivery, DeliveryMove.GIVE_UP, source="outbox", by=SYSTEM, at=at, note=note)
