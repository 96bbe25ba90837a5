"""Reading hearings: by the code of the letter, and what came back."""

from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit.codes import code_hash, read_checked
from husly.kit.errors import NotFoundError
from inspection.enforcement.models import Hearing, InspectionCase
from inspection.hearings.models import (
    HearingPoint,
    HearingReply,
    HearingReplyFile,
    InformationReply,
    Postponement,
)
from inspection.letters.models import Letter

CODE_LENGTH = 13
"""Twelve random characters are sixty bits; the last is a check character."""


def find_by_code(session: Session, code: str) -> Hearing | None:
    """The hearing of a code as typed; None for a code that is wrong, or whose case is closed."""
    known = read_checked(code, CODE_LENGTH)
    if known is None:
        return None
    statement = (
        select(Hearing)
        .join(InspectionCase, col(InspectionCase.id) == col(Hearing.case_id))
        .where(Hearing.code_hash == code_hash(known), col(InspectionCase.closed_at).is_(None))
    )
    return session.exec(statement).one_or_none()


def list_replies(session: Session, hearing_id: UUID) -> tuple[HearingReply, ...]:
    """The replies in a hearing, the oldest first."""
    statement = select(HearingReply).where(HearingReply.hearing_id == hearing_id)
    return tuple(session.exec(statement.order_by(col(HearingReply.number))))


def list_points(session: Session, hearing_id: UUID) -> tuple[HearingPoint, ...]:
    """Every point of every reply, in the order in which they came."""
    statement = (
        select(HearingPoint)
        .join(HearingReply, col(HearingReply.id) == col(HearingPoint.reply_id))
        .where(HearingPoint.hearing_id == hearing_id)
    )
    return tuple(session.exec(statement.order_by(col(HearingReply.number), col(HearingPoint.position))))


def list_postponements(session: Session, hearing_id: UUID) -> tuple[Postponement, ...]:
    """The requests for more time, the oldest first."""
    statement = select(Postponement).where(Postponement.hearing_id == hearing_id)
    return tuple(session.exec(statement.order_by(col(Postponement.number))))


def list_files(session: Session, hearing_id: UUID) -> tuple[tuple[UUID, UUID, str], ...]:
    """Reply, id and name of each file, without its content."""
    statement = (
        select(HearingReplyFile.reply_id, HearingReplyFile.id, HearingReplyFile.name)
        .join(HearingReply, col(HearingReply.id) == col(HearingReplyFile.reply_id))
        .where(HearingReply.hearing_id == hearing_id)
    )
    ordered = statement.order_by(col(HearingReply.number), col(HearingReplyFile.position))
    return tuple((row[0], row[1], row[2]) for row in session.exec(ordered))


def list_files_before(session: Session, case_id: UUID, before: int) -> tuple[tuple[int, UUID, str], ...]:
    """Round, id and name of each file that came with a reply in a round before this one, the oldest first."""
    statement = (
        select(Hearing.round, HearingReplyFile.id, HearingReplyFile.name)
        .join(HearingReply, col(HearingReply.hearing_id) == col(Hearing.id))
        .join(HearingReplyFile, col(HearingReplyFile.reply_id) == col(HearingReply.id))
        .where(Hearing.case_id == case_id, Hearing.round < before)
    )
    ordered = statement.order_by(col(Hearing.round), col(HearingReply.number), col(HearingReplyFile.position))
    return tuple((row[0], row[1], row[2]) for row in session.exec(ordered))


def get_reply_file(session: Session, case_id: UUID, file_id: UUID) -> HearingReplyFile:
    """One file of a reply in any hearing of the case, also of an earlier round. Raises ``NotFoundError``."""
    statement = (
        select(HearingReplyFile)
        .join(HearingReply, col(HearingReply.id) == col(HearingReplyFile.reply_id))
        .join(Hearing, col(Hearing.id) == col(HearingReply.hearing_id))
        .where(Hearing.case_id == case_id, HearingReplyFile.id == file_id)
    )
    found = session.exec(statement).one_or_none()
    if found is None:
        raise NotFoundError("file")
    return found


def list_information(session: Session, case_id: UUID) -> tuple[InformationReply, ...]:
    """What came back on the requests for information of a case, the oldest first."""
    statement = (
        select(InformationReply)
        .join(Letter, col(Letter.id) == col(InformationReply.letter_id))
        .where(Letter.case_id == case_id)
    )
    return tuple(session.exec(statement.order_by(col(InformationReply.recorded_at))))
