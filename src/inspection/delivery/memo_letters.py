"""Which MeMo message a letter becomes: its actions and deadlines by kind of letter."""

from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit.clock import DANISH_TIME
from husly.settings import Settings
from inspection.authorities.queries import settings_of
from inspection.delivery.memo import Action, Document, Message, Reservation, memo_xml
from inspection.delivery.memo_checks import LABEL, check_memo
from inspection.delivery.models import LetterDelivery
from inspection.enforcement.models import InspectionCase
from inspection.letters.blocks import LetterKind
from inspection.letters.models import Letter
from inspection.letters.queries import list_enclosures

DOCUMENT_LABEL = "Brev"
ENCLOSURE_LABEL = "Bilag {number}"
NOTICE_LABEL = "Besøg"
HEARING_LABEL = "Svar på brevet"


def file_stem(session: Session, delivery: LetterDelivery, letter: Letter, case: InspectionCase) -> str:
    """Case number, kind and sequence: nothing of persons, always the same for the same sending."""
    before = (
        sa.select(sa.func.count())
        .select_from(LetterDelivery)
        .where(
            col(LetterDelivery.case_id) == case.id,
            sa.or_(
                col(LetterDelivery.queued_at) < delivery.queued_at,
                sa.and_(col(LetterDelivery.queued_at) == delivery.queued_at, col(LetterDelivery.id) < delivery.id),
            ),
        )
    )
    number = session.execute(before).scalar_one() + 1
    again = f"-{delivery.round}" if delivery.round > 1 else ""
    return f"{case.case_number}-{letter.kind.value}-{number}{again}"


def checked_memo(
    session: Session, delivery: LetterDelivery, letter: Letter, case: InspectionCase, settings: Settings
) -> tuple[str, bytes]:
    """The file stem and the message, which passed every check. Raises ``MemoError``."""
    stem = file_stem(session, delivery, letter, case)
    settings = settings_of(session, case, settings)
    reply_by, enclosed = hearing_deadline(letter), list_enclosures(session, letter.id)
    message = Message(
        uuid=uuid5(delivery.id, str(delivery.round)),
        version=settings.memo_version,
        label=LABEL.format(case_number=case.case_number),
        sender_cvr=settings.authority_cvr,
        sender_name=settings.authority_name,
        recipient_cvr=delivery.cvr_number,
        recipient_name=delivery.name,
        case_number=case.case_number,
        created_at=letter.issued_at or delivery.queued_at,
        main=Document(
            DOCUMENT_LABEL, f"{stem}.pdf", letter.pdf or b"", "da", actions_of(letter, delivery.id, settings)
        ),
        additional=tuple(
            Document(ENCLOSURE_LABEL.format(number=one.number), f"{stem}-bilag-{one.number}.pdf", one.pdf, one.language)
            for one in enclosed
        ),
        legal_notification=settings.memo_legal_notification and letter.kind is LetterKind.VARSLING,
        reply_by=reply_by,
        reply=reply_by is not None,
    )
    xml = memo_xml(message)
    check_memo(
        xml,
        version=settings.memo_version,
        sha256s=[letter.sha256 or "", *(one.sha256 for one in enclosed)],
        case_number=case.case_number,
        names=[delivery.name],
    )
    return stem, xml


def hearing_deadline(letter: Letter) -> datetime | None:
    """The last moment to answer a hearing; None for other letters."""
    if letter.kind is not LetterKind.PARTSHOERING:
        return None
    return _moment(date.fromisoformat(letter.choices["due_on"]), time(23, 59))


def actions_of(letter: Letter, delivery_id: UUID, settings: Settings) -> tuple[Action, ...]:
    """The appointment of a notice of visit; the page to answer a hearing on."""
    if letter.kind is LetterKind.VARSLING and letter.content is not None:
        visit_on = date.fromisoformat(letter.choices["visit_on"])
        starts = _minutes(visit_on, letter.choices.get("from_min", 8 * 60))
        ends = _minutes(visit_on, letter.choices.get("to_min", 16 * 60))
        place = str(letter.content["head"]["property"]["address"])[:255]
        visit = Reservation(uuid5(delivery_id, "visit"), NOTICE_LABEL, place, starts, ends)
        return (Action("AFTALE", NOTICE_LABEL, reservation=visit),)
    deadline = hearing_deadline(letter)
    if deadline is not None and settings.public_url:
        return (Action("SELVBETJENING", HEARING_LABEL, deadline, url=f"{settings.public_url.rstrip('/')}/reply"),)
    return ()


def _minutes(day: date, minutes: int) -> datetime:
    return _moment(day, time()) + timedelta(minutes=minutes)


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, DANISH_TIME)
