"""The page on which a party answers a hearing with the code of the letter, without an account."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from litestar import Router, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery
from litestar.response import Template
from sqlmodel import Session

from husly.kit.access import Permission
from husly.kit.clock import now, today
from husly.kit.errors import DomainError
from husly.kit.uploads import Scanner, read_upload
from husly.kit.web import AnyRequest, needs, page
from husly.kit.web.errors import translated
from husly.kit.web.limits import Limit, Tries, host_of, must_wait
from inspection.authorities.queries import settings_of
from inspection.enforcement.forms import StepForm, clean
from inspection.enforcement.models import Hearing
from inspection.hearings.actions import ask_for_time, open_by_code, reply_by_code
from inspection.hearings.presenters import ReplyPage, SentRow, reply_page_of, sent_rows
from inspection.hearings.queries import find_by_code, list_points, list_replies
from inspection.hearings.replies import MOST_FILES, Said

WRONG_CODES = Limit("wrong codes of hearings", 5, 15)
REPLIES = Limit("replies in hearings", 20, 60)
HEADERS = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex", "Cache-Control": "no-store"}


@dataclass(frozen=True)
class Sent:
    """What the form brought: its fields, and name and content of each file."""

    form: StepForm
    files: tuple[tuple[str, bytes], ...]


async def provide_sent(request: AnyRequest) -> Sent:
    """Read the form; at most one file more than is taken is kept, so that too many can be told."""
    values: dict[str, str] = {}
    files: list[tuple[str, bytes]] = []
    for name, value in (await request.form()).multi_items():
        if isinstance(value, UploadFile):
            if value.filename and len(files) <= MOST_FILES:
                files.append((value.filename, await value.read()))
            await value.close()
        else:
            values[name] = clean(value)
    return Sent(StepForm(values), tuple(files))


def _find(request: AnyRequest, session: Session, code: str) -> Hearing | None:
    """The hearing of a code; a wrong one is counted."""
    hearing = find_by_code(session, code)
    if hearing is None:
        tries: Tries = request.app.state.tries
        tries.count(WRONG_CODES, host_of(request), at=now())
    return hearing


def _page(request: AnyRequest, shown: ReplyPage, *, status: int = 200) -> Template:
    return page(request, "hearings/reply.html", status_code=status, headers=HEADERS, shown=shown)


@get("/reply", opt=needs(Permission.PUBLIC), sync_to_thread=True)
def show_reply(request: AnyRequest, code: FromQuery[str] = "") -> Template:
    """Ask for the code of the letter; the square in it has typed the code in. Nothing is looked up yet."""
    return _page(request, ReplyPage(scanned=code[:40]))


@post(
    "/reply",
    opt=needs(Permission.PUBLIC),
    status_code=200,
    dependencies={"sent": Provide(provide_sent)},
    sync_to_thread=True,
)
def answer_reply(request: AnyRequest, session: NamedDependency[Session], sent: NamedDependency[Sent]) -> Template:
    """What the code opens; an answer or a wish for more time is kept. A wrong code is counted, so nothing is raised."""
    code = sent.form.values.get("code", "")[:40]
    if must_wait(request, WRONG_CODES, at=now()):
        return _page(request, ReplyPage(is_closed=True), status=429)
    hearing = _find(request, session, code)
    if hearing is None:
        return _page(request, ReplyPage(wrong=True), status=422)
    extra: dict[str, Any] = {}
    status, typed = 200, {}
    try:
        extra = _carry_out(request, session, hearing, sent)
    except DomainError as error:
        session.rollback()
        extra, status, typed = {"error": translated(error)}, 422, dict(sent.form.values)
    again = find_by_code(session, code) or hearing
    return _page(request, replace(_shown(request, session, again, code, typed), **extra), status=status)


def _shown(request: AnyRequest, session: Session, hearing: Hearing, code: str, typed: dict[str, str]) -> ReplyPage:
    try:
        file = open_by_code(session, hearing, lock=False)
    except DomainError as error:  # a new round has begun: nothing of it is shown
        return ReplyPage(error=translated(error))
    authority = settings_of(session, file.case, request.app.state.settings).authority_name
    replies = list_replies(session, hearing.id)
    return ReplyPage(
        **reply_page_of(session, file, hearing, replies, code=code, authority=authority, today=today(), typed=typed)  # type: ignore[arg-type]  # the fields by name
    )


def _carry_out(request: AnyRequest, session: Session, hearing: Hearing, sent: Sent) -> dict[str, Any]:
    """Keep what was sent; what the page adds then."""
    do = sent.form.values.get("do", "")
    if do not in ("answer", "time"):
        return {}
    tries: Tries = request.app.state.tries
    if not tries.take(REPLIES, host_of(request), at=now()):
        raise DomainError("hearing.too_often", "Too much was sent in a short time. Wait a while and try again.")
    if do == "time":
        until = _day(sent.form)
        ask_for_time(session, hearing, reason=sent.form.text("reason"), until=until, at=now())
        return {"asked": True}
    scanner = Scanner.chosen(request.app.state.settings)
    if len(sent.files) > MOST_FILES:
        raise DomainError("hearing.many_files", "Attach at most {most} files.", most=MOST_FILES)
    files = tuple(read_upload(name, content, scanner=scanner) for name, content in sent.files)
    said = Said(points=sent.form.by_id("point"), general=sent.form.text("general"), files=files)
    reply = reply_by_code(session, hearing, said, at=now())
    session.flush()
    return {"receipt": _receipt(session, hearing, reply.receipt)}


def _day(form: StepForm) -> date | None:
    return form.day("until") if form.values.get("until", "").strip() else None


def _receipt(session: Session, hearing: Hearing, receipt: str) -> SentRow:
    rows = sent_rows(session, hearing, list_replies(session, hearing.id), list_points(session, hearing.id))
    return next(row for row in rows if row.receipt == receipt)


reply_router = Router("/", route_handlers=[show_reply, answer_reply])
