"""The steps of one referral, each a form of its page; a refused one shows the page again with the reason."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote
from uuid import UUID

from litestar import post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now, today
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.i18n import gettext as _
from husly.kit.i18n import mark
from husly.kit.web import AnyRequest, needs, redirect
from husly.kit.web.errors import translated
from inspection.referrals import moving
from inspection.referrals.forms import Fields, answer_of, coded, provide_fields
from inspection.referrals.meeting import put_on_next_meeting
from inspection.referrals.pages import referral_page
from inspection.referrals.transitions import ReferralMove
from inspection.referrals.words import Closure, StatusBy, VictimStatus
from register.municipalities.table import municipalities

DONE = mark("Recorded.")
SENT = mark("Sent. The receiver acknowledges by the code in the letter.")
ON_LIST = mark("The dwelling is on the list of the next case meeting; nothing of the concern stands there.")
SENDS: dict[str, Any] = {
    "opt": needs(Permission.SEND_REFERRALS),
    "dependencies": {"fields": Provide(provide_fields)},
    "status_code": 303,
    "sync_to_thread": True,
}


@post("/{referral_id:uuid}/{step:str}", **SENDS)
def take_step(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    referral_id: FromPath[UUID],
    step: FromPath[str],
    fields: NamedDependency[Fields],
) -> Redirect | Template:
    """Make one move, or record what others decided."""
    if step not in _STEPS:
        raise NotFoundError("step")
    try:
        notice = _STEPS[step](request, session, actor, referral_id, fields)
        if fields.errors:
            raise DomainError("referral.form", next(iter(fields.errors.values())))
    except DomainError as error:
        session.rollback()
        return referral_page(request, session, actor, referral_id, {step: translated(error)})
    return redirect(f"/referrals/{referral_id}?notice={quote(notice)}")


Step = Callable[[AnyRequest, Session, Actor, UUID, Fields], str]


def _decide(_request: AnyRequest, session: Session, actor: Actor, referral_id: UUID, _fields: Fields) -> str:
    moving.decide(session, referral_id, by=actor, at=now())
    return DONE


def _send(request: AnyRequest, session: Session, actor: Actor, referral_id: UUID, _fields: Fields) -> str:
    moving.send(session, referral_id, settings=request.app.state.settings, by=actor, at=now())
    return SENT


def _take_back(_request: AnyRequest, session: Session, actor: Actor, referral_id: UUID, fields: Fields) -> str:
    moving.take_back(session, referral_id, why=fields.raw("words"), by=actor, at=now())
    return DONE


def _saying(move: ReferralMove) -> Step:
    def step(_request: AnyRequest, session: Session, actor: Actor, referral_id: UUID, fields: Fields) -> str:
        moving.say(session, referral_id, move, words=fields.raw("words")[:2000], by=actor, at=now())
        return DONE

    return step


def _acknowledge(_request: AnyRequest, session: Session, actor: Actor, referral_id: UUID, fields: Fields) -> str:
    moving.acknowledge(session, referral_id, answer_of(fields.typed), by=actor, at=now())
    return DONE


def _close(_request: AnyRequest, session: Session, actor: Actor, referral_id: UUID, fields: Fields) -> str:
    closure = coded(fields, "closure", Closure, Closure.OTHER)
    if not fields.errors:
        moving.close(session, referral_id, closure, words=fields.raw("words")[:2000], by=actor, at=now())
    return DONE


def _status(_request: AnyRequest, session: Session, actor: Actor, referral_id: UUID, fields: Fields) -> str:
    status = coded(fields, "status", VictimStatus, VictimStatus.SUSPICION)
    told = fields.raw("status_by")
    on = fields.day("status_on")
    if not fields.errors:
        status_by = StatusBy(told) if told in list(StatusBy) else None
        moving.note_status(session, referral_id, status=status, status_by=status_by, on=on, by=actor, at=now())
    return DONE


def _interview(_request: AnyRequest, session: Session, actor: Actor, referral_id: UUID, fields: Fields) -> str:
    on = fields.day("interview_on")
    if not fields.errors:
        moving.note_interview(session, referral_id, on=on, by=actor, at=now())
    return DONE


def _meeting(request: AnyRequest, session: Session, actor: Actor, referral_id: UUID, _fields: Fields) -> str:
    names = {code: one.name for code, one in municipalities(request.app.state.settings.data_path).items()}
    put_on_next_meeting(session, referral_id, names=names, today=today(), by=actor, at=now())
    return _(ON_LIST)


_STEPS: dict[str, Step] = {
    "decide": _decide,
    "send": _send,
    "take-back": _take_back,
    "refuse": _saying(ReferralMove.REFUSE),
    "return": _saying(ReferralMove.RETURN),
    "follow-up": _saying(ReferralMove.FOLLOW_UP),
    "acknowledge": _acknowledge,
    "close": _close,
    "status": _status,
    "interview": _interview,
    "meeting": _meeting,
}

STEPS = (take_step,)
