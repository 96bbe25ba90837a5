"""Pages of the follow-up: for officers beside the case, and for whoever holds the code of an order."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now, today
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.i18n import gettext as _
from husly.kit.uploads import Scanner, Upload, read_upload
from husly.kit.web import AnyRequest, needs, page
from husly.kit.web.errors import translated
from husly.kit.web.files import attachment, content_of
from husly.kit.web.limits import Limit, Tries, host_of, must_wait
from inspection.enforcement.actions.steps import trace
from inspection.enforcement.forms import StepForm
from inspection.enforcement.queries import CaseFile, get_case_file
from inspection.enforcement.room_pages import show_room
from inspection.enforcement.steps import offer_for
from inspection.followup import actions
from inspection.followup.addressee import file_of_code
from inspection.followup.presenters import ComplyPage, comply_page, followup_page
from inspection.followup.queries import get_file

WRONG_CODES = Limit("wrong codes of orders", 5, 15)
LONGEST_TEXT = 4000
HEADERS = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


@dataclass
class SentComply:
    """What the addressee sends: the code, what it is about, and up to three files."""

    code: str = ""
    do: str = ""
    item: str = ""
    done: str = ""
    done_on: str = ""
    until: str = ""
    reason: str = ""
    file_1: UploadFile | None = None
    file_2: UploadFile | None = None
    file_3: UploadFile | None = None

    @property
    def typed(self) -> dict[str, str]:
        """The fields without the files, cleared of what no database takes; a new line counts as one character."""
        texts = {one.name: getattr(self, one.name) for one in fields(self) if not one.name.startswith("file_")}
        typed = {name: text.replace("\x00", "").replace("\r\n", "\n") for name, text in texts.items()}
        return typed | {"code": typed["code"][:40]}

    def uploads(self, scanner: Scanner) -> list[Upload]:
        """The files that were attached, found harmless."""
        sent = [content_of(one) for one in (self.file_1, self.file_2, self.file_3)]
        return [read_upload(name, content, scanner=scanner) for name, content in sent if content]


ComplyForm = Annotated[SentComply, Body(media_type=RequestEncodingType.MULTI_PART)]


@get("/comply", opt=needs(Permission.PUBLIC), sync_to_thread=True)
def show_comply(request: AnyRequest, code: FromQuery[str] = "") -> Template:
    """Ask for the code of the order; the square in it has typed the code in. Nothing is looked up yet."""
    return page(request, "followup/comply.html", headers=HEADERS, shown=ComplyPage(scanned=code[:40]))


@post("/comply", opt=needs(Permission.PUBLIC), status_code=200, sync_to_thread=True)
def send_comply(request: AnyRequest, session: NamedDependency[Session], data: ComplyForm) -> Template:
    """The order by its code; a report or a request is kept. A wrong code is counted, so nothing is raised here."""
    typed = data.typed
    if must_wait(request, WRONG_CODES, at=now()):
        return page(request, "followup/comply.html", status_code=429, shown=ComplyPage(is_closed=True))
    file = _find(request, session, typed["code"])
    if file is None:
        return page(request, "followup/comply.html", status_code=422, shown=ComplyPage(wrong=True))
    code, sent, error = typed["code"], "", ""
    try:
        sent = _carry_out(request, session, data, typed)
    except DomainError as refused:
        session.rollback()
        error = translated(refused)
    shown = comply_page(
        session, file_of_code(session, code), code, sent=sent, error=error, typed=typed if error else {}
    )
    return page(request, "followup/comply.html", status_code=422 if error else 200, shown=shown)


def _find(request: AnyRequest, session: Session, code: str) -> CaseFile | None:
    """The case behind a code; a wrong one is counted."""
    try:
        return file_of_code(session, code[:40])
    except NotFoundError:
        tries: Tries = request.app.state.tries
        tries.count(WRONG_CODES, host_of(request), at=now())
        return None


def _carry_out(request: AnyRequest, session: Session, data: SentComply, typed: dict[str, str]) -> str:
    """Keep what was sent; returns what to tell."""
    form, at = StepForm(typed), now()
    if any(len(text.strip()) > LONGEST_TEXT for text in typed.values()):
        raise DomainError("form.long", "A text is longer than {most} characters: shorten it.", most=LONGEST_TEXT)
    if typed["do"] == "report":
        files = data.uploads(Scanner.chosen(request.app.state.settings))
        done_on: date = form.day("done_on")
        done = actions.Done(item_id=form.identifier("item"), done=form.text("done"), done_on=done_on, files=files)
        actions.report_by_code(session, typed["code"], done, at=at)
        return _("Your report is received. The authority looks at it.")
    if typed["do"] == "extension":
        item_id = form.identifier("item") if typed["item"] else None
        until, reason = form.day("until"), form.text("reason")
        actions.ask_by_code(session, typed["code"], item_id=item_id, until=until, reason=reason, at=at)
        return _("Your request is received. The deadline stands until you have an answer.")
    return ""


@get("/cases/{case_id:uuid}/follow-up", opt=needs(Permission.READ_CASES, writes=True), sync_to_thread=True)
def show_followup(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], case_id: FromPath[UUID]
) -> Template:
    """What was reported and asked about the order of a case; reading it leaves a trace."""
    file = get_case_file(session, case_id, by=actor)
    trace(session, file.case, "compliance.read", by=actor, at=now())
    offer = offer_for(file, actor=actor, settings=request.app.state.settings, as_of=today())
    return show_room(request, followup_page(session, offer))


@get(
    "/cases/{case_id:uuid}/follow-up/files/{file_id:uuid}",
    opt=needs(Permission.READ_CASES, writes=True),
    sync_to_thread=True,
)
def get_sent_file(
    session: NamedDependency[Session], actor: NamedDependency[Actor], case_id: FromPath[UUID], file_id: FromPath[UUID]
) -> Response[bytes]:
    """A file that the addressee sent; reading it leaves a trace."""
    file = get_case_file(session, case_id, by=actor)
    found = get_file(session, file, file_id)
    trace(session, file.case, "compliance.file_read", by=actor, at=now(), details={"file": found.id})
    return attachment(found.content, name=found.name, media_type=found.media_type)


followup_router = Router("/", route_handlers=[show_comply, send_comply, show_followup, get_sent_file])
