"""What the party does with the code of the letter, and what the authority answers: each traced in the case."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import SYSTEM, Actor, Permission
from husly.kit.clock import danish_date
from husly.kit.codes import checked_code, code_hash
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.i18n import mark
from inspection.delivery.telling import AnswerPage, tell_party
from inspection.enforcement.actions.steps import open_file, stated, trace
from inspection.enforcement.models import Hearing
from inspection.enforcement.queries import CaseFile, get_case_file, lock_case
from inspection.enforcement.tables import target_of
from inspection.enforcement.transitions import CaseState
from inspection.hearings.models import HearingReply, HearingReplyFile, Postponement, ReplyChannel
from inspection.hearings.postponements import (
    TABLE,
    PostponementFacts,
    PostponementMove,
    PostponementState,
    RefusalGround,
)
from inspection.hearings.queries import CODE_LENGTH, get_reply_file
from inspection.hearings.replies import Said, decided, keep_reply, open_hearing

PARTY = Actor(id="party", name="Parten")
"""Whoever holds the code of the letter."""

MOST_REQUESTS = 10


def new_reply_code() -> str:
    """A new code for a letter; only its hash is kept beside the hearing."""
    return checked_code(CODE_LENGTH)


def set_reply_code(hearing: Hearing, code: str) -> None:
    """Let a code open the reply page of a hearing."""
    hearing.code_hash = code_hash(code)


def open_by_code(session: Session, hearing: Hearing, *, lock: bool) -> CaseFile:
    """The case of a hearing whose code was given. Raises ``DomainError`` once a new round has begun."""
    if lock:
        lock_case(session, hearing.case_id)
        session.refresh(hearing)
    file = get_case_file(session, hearing.case_id, by=SYSTEM)
    if file.hearing is None or file.hearing.id != hearing.id:
        raise decided()
    return file


def reply_by_code(session: Session, hearing: Hearing, said: Said, *, at: datetime) -> HearingReply:
    """Keep what the party answers on the page; late it is taken too, while nothing is decided."""
    file = open_by_code(session, hearing, lock=True)
    before = len(file.reply_points)
    reply = keep_reply(session, file, said, channel=ReplyChannel.CODE, received_on=danish_date(at), at=at)
    session.refresh(hearing)
    details = {"receipt": reply.receipt, "late": reply.is_late, "points_before": before}
    trace(session, file.case, "case.reply_by_code", by=PARTY, at=at, details=details)
    return reply


def ask_for_time(
    session: Session, hearing: Hearing, *, reason: str, until: date | None = None, at: datetime
) -> Postponement:
    """Keep the party's wish for more time (FVL § 21). A second wish while one is open gives the first."""
    file = open_by_code(session, hearing, lock=True)
    made = add_request(session, file, reason=reason, until=until, channel=ReplyChannel.CODE, at=at)
    trace(session, file.case, "case.time_asked", by=PARTY, at=at, details={"number": made.number})
    return made


def add_request(
    session: Session, file: CaseFile, *, reason: str, until: date | None, channel: ReplyChannel, at: datetime
) -> Postponement:
    """A request for more time. Raises ``DomainError`` without a reason, or where the hearing is over."""
    hearing = open_hearing(file)
    if file.case.state is not CaseState.FINDINGS_RECORDED:
        raise decided()
    reason = stated("hearing.time_reason", reason, mark("Write why more time is needed."))
    for one in file.postponements:
        if one.state is PostponementState.ASKED:
            return one
    if len(file.postponements) >= MOST_REQUESTS:
        raise DomainError("hearing.many_requests", "More time was asked for many times already. Call the authority.")
    made = Postponement(
        hearing_id=hearing.id,
        number=len(file.postponements) + 1,
        channel=channel,
        asked_at=at,
        asked_until=until,
        reason=reason,
    )
    session.add(made)
    session.flush()
    return made


def grant_time(session: Session, case_id: UUID, request_id: UUID, *, until: date, by: Actor, at: datetime) -> None:
    """Give the party until a day; the deadline of the hearing moves there."""
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    hearing, request = open_hearing(file), _request(file, request_id)
    facts = replace(_facts(file, hearing, at), until=until)
    request.state = target_of(TABLE, request.state, PostponementMove.GRANT, facts)
    request.granted_until, request.decided_at, request.decided_by = until, at, by.id
    hearing.postponed_to = until
    session.flush()
    told = tell_party(session, file, file.letter(hearing.letter_id), AnswerPage.REPLY, at=at)
    trace(session, file.case, "case.hearing_postponed", by=by, at=at, details={"until": until, "mails": told})


def refuse_time(
    session: Session, case_id: UUID, request_id: UUID, *, ground: RefusalGround, reason: str, by: Actor, at: datetime
) -> None:
    """Refuse more time on a number of FVL § 21(2), with the reason that the party reads."""
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    hearing, request = open_hearing(file), _request(file, request_id)
    facts = replace(_facts(file, hearing, at), ground=ground, reason=reason)
    request.state = target_of(TABLE, request.state, PostponementMove.REFUSE, facts)
    request.refusal_ground, request.decision_reason = ground, reason.strip()
    request.decided_at, request.decided_by = at, by.id
    session.flush()
    told = tell_party(session, file, file.letter(hearing.letter_id), AnswerPage.REPLY, at=at)
    trace(session, file.case, "case.time_refused", by=by, at=at, details={"ground": ground.number, "mails": told})


def read_reply_file(session: Session, file: CaseFile, file_id: UUID, *, by: Actor, at: datetime) -> HearingReplyFile:
    """A file that came with a reply, in whichever round; the reading is traced. Raises ``NotFoundError``."""
    found = get_reply_file(session, file.case.id, file_id)
    trace(session, file.case, "case.reply_file_read", by=by, at=at, details={"sha256": found.sha256})
    return found


def _request(file: CaseFile, request_id: UUID) -> Postponement:
    for one in file.postponements:
        if one.id == request_id:
            return one
    raise NotFoundError("request")


def _facts(file: CaseFile, hearing: Hearing, at: datetime) -> PostponementFacts:
    return PostponementFacts(danish_date(at), hearing.runs_until, calendar=file.calendar)
