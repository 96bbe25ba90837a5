"""The page behind a resident's code: moved, or declined. Nobody signs in, nothing of a sender is kept."""

from dataclasses import dataclass
from typing import Any

from litestar import Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath
from litestar.response import Template
from sqlmodel import Session

from husly.kit.access import Permission
from husly.kit.clock import now, today
from husly.kit.codes import read_checked
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.web import AnyRequest, needs, page
from husly.kit.web.limits import Limit, host_of, must_wait
from inspection.rehousing.actions import CODE_LENGTH
from inspection.rehousing.models import ResidentOutcome
from inspection.rehousing.queries import find_resident
from inspection.rehousing.residents import confirm_by_code, may_tell
from inspection.rehousing.texts import RehousingWords, rehousing_words
from register.residents.presenters import Frame
from register.residents.texts import words_of
from register.sheets.door_texts import FALLBACK

OPEN = needs(Permission.PUBLIC, shielded=True)
HEADERS = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
WRONG = Limit("wrong rehousing codes", 20, 15)


@dataclass(frozen=True)
class Told:
    """What the form brought."""

    outcome: str


async def provide_told(request: AnyRequest) -> Told:
    """Read the form; one that another site made a browser send is refused, since no cookie vouches for it."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise PermissionDeniedException
    form = await request.form()
    return Told(str(form.get("outcome", "")))


@dataclass(frozen=True)
class CodePage:
    """What the page shows: the frame of the residents' pages, our words, the key, how it stands."""

    frame: Frame
    words: RehousingWords
    key: str = ""
    standing: str = "unknown"


def _frame(request: AnyRequest) -> Frame:
    settings = request.app.state.settings
    accepted = str(request.headers.get("accept-language", "")).lower().split(",")[:10]
    preferred = [part.split(";")[0].split("-")[0].strip() for part in accepted]
    words = words_of(FALLBACK)
    for code in (request.query_params.get("text", ""), *preferred):
        try:
            words = words_of(code)
            break
        except NotFoundError:
            continue
    return Frame(words, request.url.path, settings.help_line_name, settings.help_line_phone)


def _shown(request: AnyRequest, standing: str, key: str = "", *, status: int = 200) -> Template:
    frame = _frame(request)
    shown = CodePage(frame, rehousing_words(frame.words.language), key, standing)
    return page(request, "rehousing/code.html", status_code=status, headers=HEADERS, shown=shown)


def _refused(request: AnyRequest, code: str) -> Template | None:
    """The page for whoever tried too often; a well-formed code that is wrong is counted."""
    if must_wait(request, WRONG, at=now()):
        return _shown(request, "unknown", status=429)
    if read_checked(code, CODE_LENGTH) is None:
        return _shown(request, "unknown", status=404)
    return None


@get("/rehoused/{code:str}", opt=OPEN, sync_to_thread=True)
def show_code(request: AnyRequest, session: NamedDependency[Session], code: FromPath[str]) -> Template:
    """Two buttons for the resident whose paper carries the code; nothing else of the order."""
    if (refused := _refused(request, code)) is not None:
        return refused
    found = find_resident(session, read_checked(code, CODE_LENGTH) or "")
    if found is None:
        return _wrong(request)
    return _shown(request, "open" if may_tell(session, found) else "told", found.key)


def _wrong(request: AnyRequest) -> Template:
    request.app.state.tries.count(WRONG, host_of(request), at=now())
    return _shown(request, "unknown", status=404)


@post(
    "/rehoused/{code:str}",
    opt=OPEN,
    status_code=200,
    dependencies={"told": Provide(provide_told)},
    sync_to_thread=True,
)
def tell_by_code(
    request: AnyRequest, session: NamedDependency[Session], told: NamedDependency[Told], code: FromPath[str]
) -> Template:
    """Take what the resident tells; a second one is told that it is known already."""
    if (refused := _refused(request, code)) is not None:
        return refused
    known: Any = read_checked(code, CODE_LENGTH)
    found = find_resident(session, known)
    if found is None:
        return _wrong(request)
    if told.outcome not in (ResidentOutcome.MOVED, ResidentOutcome.DECLINED):
        return _shown(request, "open", found.key, status=422)
    try:
        confirm_by_code(session, known, ResidentOutcome(told.outcome), today(), at=now())
    except DomainError:
        session.rollback()
        return _shown(request, "told", found.key, status=409)
    return _shown(request, "thanks", found.key)


rehoused_router = Router("/", route_handlers=[show_code, tell_by_code])
