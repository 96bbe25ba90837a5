"""Pages on which nobody is recognised: the one behind the code of a door sheet, tips, and following a report.

No sign-in is looked up, no cookie set, no address stored or logged (``needs(..., shielded=True)``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Response, Router, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency, Provide
from litestar.exceptions import PermissionDeniedException
from litestar.exceptions.http_exceptions import RequestEntityTooLarge
from litestar.params import FromPath
from litestar.response import Template
from sqlmodel import Session

from husly.kit.access import Permission
from husly.kit.clock import now, today
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.uploads import Scanner
from husly.kit.web import AnyRequest, needs, page
from husly.kit.web.limits import Limit, host_of, must_wait
from register.residents import actions
from register.residents.codes import read_follow_code, shown_follow_code
from register.residents.forms import (
    LONGEST_TEXT,
    MOST_PHOTOS,
    WHOLE_MB,
    Given,
    Problem,
    Typed,
    given_of,
    problems_of,
    tip_problems,
    typed_of,
)
from register.residents.models import TipSource
from register.residents.photos import read_photos
from register.residents.presenters import FollowPage, Frame, HomePage, ReportForm, SentPage
from register.residents.queries import Home, find_door, find_report, get_home, list_messages
from register.residents.texts import Words, words_of
from register.sheets.codes import read_plan_code
from register.sheets.door_making import door_sheet_of
from register.sheets.door_texts import FALLBACK
from register.sheets.models import DoorCode

OPEN = needs(Permission.PUBLIC, shielded=True)
HEADERS = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}

REPORTS = Limit("reports", 20, 60)
WRONG_CODES = Limit("wrong follow codes", 10, 15)
WRONG_DOORS = Limit("wrong door codes", 20, 15)
"""Many residents share one address: the limits leave room for a whole camp."""


@dataclass(frozen=True)
class Sent:
    """What a form brought: its fields, and the content of its photos without their names."""

    typed: Typed
    photos: tuple[bytes, ...]


async def provide_sent(request: AnyRequest) -> Sent:
    """Read the form; one that another site made a browser send is refused, since no cookie vouches for it."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise PermissionDeniedException
    fields: dict[str, list[str]] = {}
    photos: list[bytes] = []
    for name, value in (await request.form()).multi_items():
        if isinstance(value, UploadFile):
            if name == "photos" and len(photos) <= MOST_PHOTOS and value.filename:
                photos.append(await value.read())
            await value.close()
        else:
            fields.setdefault(name, []).append(str(value))
    return Sent(typed_of(fields), tuple(photos))


def _words(request: AnyRequest) -> Words:
    """The language that the address asks for, else the one that the browser prefers, else English."""
    preferred = [part.split(";")[0].split("-")[0].strip() for part in _accepted(request)]
    for code in (request.query_params.get("text", ""), *preferred):
        try:
            return words_of(code)
        except NotFoundError:
            continue
    return words_of(FALLBACK)


def _accepted(request: AnyRequest) -> list[str]:
    return str(request.headers.get("accept-language", "")).lower().split(",")[:10]


def _frame(request: AnyRequest) -> Frame:
    settings = request.app.state.settings
    return Frame(_words(request), request.url.path, settings.help_line_name, settings.help_line_phone)


def _page(request: AnyRequest, template: str, shown: Any, *, status: int = 200) -> Template:
    return page(request, f"residents/{template}.html", status_code=status, headers=HEADERS, shown=shown)


def _message(request: AnyRequest, sentence: str, *, status: int) -> Template:
    return page(
        request, "residents/message.html", status_code=status, headers=HEADERS, shown=_frame(request), sentence=sentence
    )


def _wait(request: AnyRequest, limit: Limit, key: str) -> Template | None:
    """The page that asks for patience, where the place has used up its tries."""
    if not must_wait(request, limit, at=now()):
        return None
    text: str = getattr(_words(request).page, key)
    return _message(request, text.format(minutes=limit.minutes), status=429)


def on_too_large(request: AnyRequest, error: Exception) -> Response[Any]:  # noqa: ARG001 - handlers are called alike
    """More was sent than is read."""
    shown = _message(request, _words(request).page.error_too_large.format(mb=WHOLE_MB), status=413)
    html = request.app.template_engine.get_template(shown.template_name).render(  # type: ignore[union-attr]  # always configured
        {**shown.context, "request": request}
    )
    return Response(html, status_code=413, media_type="text/html", headers=HEADERS)


def _find_home(request: AnyRequest, session: Session, code: str) -> Home | None:
    """The dwelling of a code; a well-formed code that is wrong is counted."""
    try:
        return get_home(session, code)
    except NotFoundError:
        if read_plan_code(code) is not None:
            request.app.state.tries.count(WRONG_DOORS, host_of(request), at=now())
        return None


@get("/h/{code:str}", opt=OPEN, sync_to_thread=True)
def show_home(request: AnyRequest, session: NamedDependency[Session], code: FromPath[str]) -> Template:
    """What is declared for the dwelling of a code, the rules in short, and the form."""
    if (refused := _wait(request, WRONG_DOORS, "wait")) is not None:
        return refused
    home = _find_home(request, session, code)
    return _unknown(request) if home is None else _home_page(request, session, home, Typed(), ())


def _unknown(request: AnyRequest) -> Template:
    return _page(request, "unknown", _frame(request), status=404)


def _home_page(
    request: AnyRequest,
    session: Session,
    home: Home,
    typed: Typed,
    problems: Sequence[Problem],
    *,
    had_photos: bool = False,
) -> Template:
    frame = _frame(request)
    sheet = door_sheet_of(session, request.app.state.settings, home.declared, as_of=today())
    shown = HomePage(frame, home, sheet, ReportForm(frame, typed, problems, had_photos))
    return _page(request, "home", shown, status=422 if problems else 200)


@post("/h/{code:str}", opt=OPEN, status_code=200, sync_to_thread=True)
def send_from_home(
    request: AnyRequest, session: NamedDependency[Session], sent: NamedDependency[Sent], code: FromPath[str]
) -> Template:
    """Take what a resident confirms or reports."""
    refused = _wait(request, REPORTS, "error_busy") or _wait(request, WRONG_DOORS, "wait")
    if refused is not None:
        return refused
    home = _find_home(request, session, code)
    if home is None:
        return _unknown(request)
    words = _words(request)
    if sent.typed.do == "confirm":
        given = Given(TipSource.RESIDENT, words.language, sent.typed.once, is_confirmation=True)
        return _take(request, session, given, home.door)
    photos, wrong = read_photos(sent.photos[:MOST_PHOTOS], scanner=_scanner(request), text=words.page)
    problems = [*problems_of(sent.typed, photos=len(sent.photos)), *wrong]
    if problems:
        return _home_page(request, session, home, sent.typed, problems, had_photos=bool(sent.photos))
    given = given_of(sent.typed, source=TipSource.RESIDENT, language=words.language, photos=photos)
    return _take(request, session, given, home.door)


def _scanner(request: AnyRequest) -> Scanner:
    return Scanner.chosen(request.app.state.settings)


def _take(request: AnyRequest, session: Session, given: Given, door: DoorCode | None) -> Template:
    data_path = request.app.state.settings.data_path
    code = actions.take_report(session, given, door=door, data_path=data_path, on=today())
    request.app.state.tries.count(REPORTS, host_of(request), at=now())
    shown = SentPage(_frame(request), "" if code is None else shown_follow_code(code))
    return _page(request, "sent", shown)


@get("/tip", opt=OPEN, sync_to_thread=True)
def show_tip(request: AnyRequest) -> Template:
    """The form for whoever knows of housing that is not as it should be."""
    return _page(request, "tip", ReportForm(_frame(request)))


@post("/tip", opt=OPEN, status_code=200, sync_to_thread=True)
def send_tip(request: AnyRequest, session: NamedDependency[Session], sent: NamedDependency[Sent]) -> Template:
    """Take a tip. An address is kept as written; only an officer makes a record of it."""
    refused = _wait(request, REPORTS, "error_busy") or _wait(request, WRONG_DOORS, "wait")
    if refused is not None:
        return refused
    words, typed = _words(request), sent.typed
    door = find_door(session, typed.door_code) if typed.door_code else None
    if door is None and read_plan_code(typed.door_code) is not None:
        request.app.state.tries.count(WRONG_DOORS, host_of(request), at=now())
    photos, wrong = read_photos(sent.photos[:MOST_PHOTOS], scanner=_scanner(request), text=words.page)
    problems = [
        *tip_problems(typed, door_is_known=door is not None),
        *problems_of(typed, photos=len(sent.photos)),
        *wrong,
    ]
    if problems:
        shown = ReportForm(_frame(request), typed, problems, bool(sent.photos))
        return _page(request, "tip", shown, status=422)
    given = given_of(typed, source=TipSource(typed.source), language=words.language, photos=photos)
    return _take(request, session, given, door)


@get("/follow", opt=OPEN, sync_to_thread=True)
def show_follow(request: AnyRequest) -> Template:
    """Ask for the code."""
    return _page(request, "follow", FollowPage(_frame(request)))


@post("/follow", opt=OPEN, status_code=200, sync_to_thread=True)
def follow(request: AnyRequest, session: NamedDependency[Session], sent: NamedDependency[Sent]) -> Template:
    """What has become of a report, and a reply to the authority. The code never stands in an address."""
    if (refused := _wait(request, WRONG_CODES, "wait")) is not None:
        return refused
    frame, typed = _frame(request), sent.typed
    report = find_report(session, typed.code)
    if report is None:
        if read_follow_code(typed.code) is not None:
            request.app.state.tries.count(WRONG_CODES, host_of(request), at=now())
        return _page(request, "follow", FollowPage(frame, error=frame.words.page.wrong_code), status=422)
    error = ""
    if typed.do == "reply":
        try:
            actions.add_message(session, report, typed.text, by=None, on=today())
        except DomainError:  # raised before anything is written
            error = frame.words.page.error_long.format(limit=LONGEST_TEXT)
    is_sent = typed.do == "reply" and not error
    shown = FollowPage(frame, typed.code, report, list_messages(session, report.id), "", error, is_sent)
    return _page(request, "follow", shown, status=422 if error else 200)


residents_router = Router(
    "/",
    route_handlers=[show_home, send_from_home, show_tip, send_tip, show_follow, follow],
    dependencies={"sent": Provide(provide_sent)},
    exception_handlers={RequestEntityTooLarge: on_too_large},
    request_max_body_size=WHOLE_MB * 1_000_000,
)
