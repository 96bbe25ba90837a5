"""Pages of the texts of letters: every kind and how far it is approved; one kind word by word, and signing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.i18n import format_moment, mark
from husly.kit.i18n import gettext as _
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from inspection.delivery.mail_texts import MAIL_TEXTS
from inspection.enforcement.labels import LETTERS
from inspection.letters.blocks import LetterKind
from inspection.letters.models import TextApproval
from inspection.letters.reviewing.actions import (
    approve_texts,
    confirm_texts,
    get_words,
    standing_approval,
    withdraw_texts,
)
from inspection.letters.reviewing.words import KindWords, all_words

MENU = mark("Letter texts")
NOTICES = {
    "approve": mark("Approved. A second person must confirm."),
    "confirm": mark("Confirmed. Letters of this kind bear UDKAST no longer."),
    "withdraw": mark("Withdrawn. Letters of this kind bear UDKAST again."),
}


class SignedForm(BaseModel):
    """What a signature sends: the digest that was on the screen, and a reason."""

    digest: str = ""
    reason: str = ""


@dataclass(frozen=True)
class TextsRow:
    """One kind of letter and how far its words are approved."""

    kind: str
    name: str
    title: str
    version: int
    digest: str
    badge: str
    state: str
    who: tuple[str, ...]
    lacking: tuple[str, ...]
    is_approved: bool
    is_confirmed: bool


def texts_row(words: KindWords, approval: TextApproval | None) -> TextsRow:
    """How the words of a kind stand."""
    badge, state = "warning", _("Not approved: UDKAST")
    if words.lacking:
        badge, state = "error", _("Texts are missing")
    elif approval is not None and approval.confirmed_by is None:
        badge, state = "info", _("Waits for a second person")
    elif approval is not None:
        badge, state = "success", _("Approved")
    return TextsRow(
        kind=words.kind.value,
        name=_(LETTERS[words.kind]),
        title=words.title,
        version=words.version,
        digest=words.digest,
        badge=badge,
        state=state,
        who=_who(approval),
        lacking=words.lacking,
        is_approved=approval is not None,
        is_confirmed=approval is not None and approval.confirmed_by is not None,
    )


def _who(approval: TextApproval | None) -> tuple[str, ...]:
    if approval is None:
        return ()
    told = [_("Approved by %(name)s, %(at)s", name=approval.approved_by_name, at=format_moment(approval.at))]
    if approval.confirmed_at is not None:
        at = format_moment(approval.confirmed_at)
        told.append(_("Confirmed by %(name)s, %(at)s", name=approval.confirmed_by_name, at=at))
    return tuple(told)


@get("/letters/texts", opt=needs(Permission.COUNTERSIGN_RULES), sync_to_thread=True)
def show_texts(request: AnyRequest, session: NamedDependency[Session]) -> Template:
    """Every kind of letter that can be written, and how far its words are approved."""
    rows = [texts_row(words, standing_approval(session, words)) for words in all_words()]
    return page(request, "letters/texts.html", rows=rows)


@get("/letters/texts/{kind:str}", opt=needs(Permission.COUNTERSIGN_RULES), sync_to_thread=True)
def show_kind(request: AnyRequest, session: NamedDependency[Session], kind: FromPath[str]) -> Template:
    """The words of one kind, in both forms of address, and the mail that tells of it."""
    return _kind_page(request, session, _kind(kind))


def _kind(name: str) -> LetterKind:
    if name not in list(LetterKind):
        raise NotFoundError("letter")
    return LetterKind(name)


def _kind_page(request: AnyRequest, session: Session, kind: LetterKind, *, refused: str = "") -> Template:
    words = get_words(kind)
    row = texts_row(words, standing_approval(session, words))
    status = 409 if refused else 200
    return page(
        request, "letters/kind_texts.html", status_code=status, row=row, words=words, mail=MAIL_TEXTS, refused=refused
    )


def _signed(
    request: AnyRequest, session: Session, kind: LetterKind, act: Callable[[], object], notice: str
) -> Redirect | Template:
    try:
        act()
    except DomainError as error:
        session.rollback()
        return _kind_page(request, session, kind, refused=translated(error))
    return redirect(f"/letters/texts/{kind.value}?notice={quote(NOTICES[notice])}")


Sent = Annotated[SignedForm, Body(media_type=RequestEncodingType.URL_ENCODED)]


@post("/letters/texts/{kind:str}/approve", opt=needs(Permission.CONFIRM_RULES), status_code=303, sync_to_thread=True)
def approve(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    kind: FromPath[str],
    data: Sent,
) -> Redirect | Template:
    """A lawyer stands by the words on the screen."""
    found = _kind(kind)
    return _signed(
        request,
        session,
        found,
        lambda: approve_texts(session, found, seen=data.digest, by=actor, at=now()),
        "approve",
    )


@post(
    "/letters/texts/{kind:str}/confirm", opt=needs(Permission.COUNTERSIGN_RULES), status_code=303, sync_to_thread=True
)
def confirm(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    kind: FromPath[str],
    data: Sent,
) -> Redirect | Template:
    """A second person confirms them."""
    found = _kind(kind)
    return _signed(
        request,
        session,
        found,
        lambda: confirm_texts(session, found, seen=data.digest, by=actor, at=now()),
        "confirm",
    )


@post(
    "/letters/texts/{kind:str}/withdraw", opt=needs(Permission.COUNTERSIGN_RULES), status_code=303, sync_to_thread=True
)
def withdraw(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    kind: FromPath[str],
    data: Sent,
) -> Redirect | Template:
    """Take the approval back, with the reason."""
    found, reason = _kind(kind), data.reason.replace("\x00", "")
    return _signed(
        request,
        session,
        found,
        lambda: withdraw_texts(session, found, seen=data.digest, reason=reason, by=actor, at=now()),
        "withdraw",
    )


texts_router = Router("/", route_handlers=[show_texts, show_kind, approve, confirm, withdraw])
