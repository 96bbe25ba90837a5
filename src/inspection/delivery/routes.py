"""The post: what waits, failed, came back or arrived; one delivery; print bundles; reading by a link."""

from collections.abc import Callable
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template
from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from husly.kit.access import Actor, Permission, Subject, may
from husly.kit.clock import now, read_day, today
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.i18n import gettext as _
from husly.kit.i18n import mark
from husly.kit.uploads import Scanner, read_upload
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from husly.kit.web.files import attachment, content_of, download, inline_pdf
from husly.kit.web.limits import Limit, Tries, host_of
from husly.kit.web.paging import page_number, rows_of
from inspection.authorities.queries import settings_of
from inspection.delivery import actions
from inspection.delivery.bundling import bundle_files, get_bundle, make_bundle, manifest_csv, manifest_json, note_read
from inspection.delivery.links import MOST_WRONG, Refused, open_by_link
from inspection.delivery.models import DeliveryEvent, LetterDelivery
from inspection.delivery.papers import opened_papers
from inspection.delivery.presenters import DeliveryPage, PostPage
from inspection.delivery.queries import (
    Which,
    count_deliveries,
    count_paper_waiting,
    list_bundles,
    list_deliveries,
    list_events,
)
from inspection.delivery.transitions import Channel
from inspection.enforcement.actions.steps import trace
from inspection.enforcement.labels import LETTERS
from inspection.enforcement.models import InspectionCase
from inspection.letters.models import Letter

DONE = mark("It is noted.")
NOTHING = mark("No letter waits for paper.")
BUNDLED = mark("The bundle is made, and its letters are marked as posted today.")
WRONG_LINKS = Limit("wrong links of letters", MOST_WRONG, 15)
"""As many as lock one code: what a place is told does not say whether there is a letter behind the code."""


class ArrivedForm(BaseModel):
    """What shows that a letter arrived."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    delivered_on: str = ""
    note: str = ""
    proof: UploadFile | None = None


class AgainForm(BaseModel):
    """How a letter is sent again, or why it came back."""

    channel: str = ""
    postal_address: str = ""
    email: str = ""
    note: str = ""


class NumberForm(BaseModel):
    """What whoever follows a link types."""

    number: str = ""
    document: str = ""
    """Which paper of several: empty for the list, 0 for the letter, else the number of the enclosure."""


@get("/post", opt=needs(Permission.READ_CASES), sync_to_thread=True)
def show_post(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    which: FromQuery[str] = "",
    number: FromQuery[int] = 1,
) -> Template:
    """Deliveries within the reader's area; what failed or came back first."""
    wanted, number = Which(which) if which in list(Which) else Which.TROUBLED, page_number(number)
    shown = PostPage(
        found=list_deliveries(session, by=actor, which=wanted, **rows_of(number)),
        counts=count_deliveries(session, by=actor),
        which=wanted,
        number=number,
        bundles=list_bundles(session, by=actor) if may(actor, Permission.PREPARE_LETTERS) else [],
        on_paper=count_paper_waiting(session, by=actor),
    )
    return page(request, "delivery/post.html", shown=shown)


@get("/post/{delivery_id:uuid}", opt=needs(Permission.READ_CASES, writes=True), sync_to_thread=True)
def show_delivery(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    delivery_id: FromPath[UUID],
) -> Template:
    """One delivery, what can be done, and what happened to it; reading it leaves a trace."""
    return _delivery_page(request, session, actor, delivery_id)


def _delivery_page(
    request: AnyRequest, session: Session, actor: Actor, delivery_id: UUID, *, refused: str = ""
) -> Template:
    found = _readable(session, delivery_id, actor)
    letter = session.get_one(Letter, found.letter_id)
    case = session.get_one(InspectionCase, found.case_id)
    trace(session, case, "post.delivery_read", by=actor, at=now(), details={"delivery": found.id})
    settings = settings_of(session, case, request.app.state.settings)
    shown = DeliveryPage(
        found, list_events(session, [found.id])[found.id], _(LETTERS[letter.kind]), case.case_number, settings
    )
    status = 409 if refused else 200
    return page(
        request,
        "delivery/delivery.html",
        status_code=status,
        shown=shown,
        case=case,
        refused=refused,
        today=today().isoformat(),
    )


def _readable(session: Session, delivery_id: UUID, actor: Actor) -> LetterDelivery:
    found = session.get(LetterDelivery, delivery_id)
    if found is None or not may(actor, Permission.READ_CASES, Subject(municipality_code=found.municipality_code)):
        raise NotFoundError("delivery")
    return found


def _done(
    request: AnyRequest, session: Session, actor: Actor, delivery_id: UUID, act: Callable[[], object]
) -> Template | Redirect:
    """Do it and show the delivery; what a rule forbids gives the page back with the reason."""
    try:
        act()
    except DomainError as error:
        session.rollback()
        return _delivery_page(request, session, actor, delivery_id, refused=translated(error))
    return redirect(f"/post/{delivery_id}?notice={quote(DONE)}")


@post("/post/{delivery_id:uuid}/arrived", opt=needs(Permission.PREPARE_LETTERS), status_code=303, sync_to_thread=True)
def note_arrived(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    delivery_id: FromPath[UUID],
    data: Annotated[ArrivedForm, Body(media_type=RequestEncodingType.MULTI_PART)],
) -> Template | Redirect:
    """Note that it arrived, with what shows it; deadlines count from the day."""
    name, content = content_of(data.proof)
    scanner = Scanner.chosen(request.app.state.settings)

    def act() -> None:
        day = read_day(data.delivered_on)
        if day is None:
            raise DomainError("form.day", "Choose a date in every date field.")
        note, proof = data.note.replace("\x00", ""), None
        if content:
            shown = read_upload(name, content, scanner=scanner, largest_mb=actions.PROOF_MAX_MB)
            proof = (shown.name, shown.content)
        actions.confirm_delivery(session, delivery_id, delivered_on=day, note=note, proof=proof, by=actor, at=now())

    return _done(request, session, actor, delivery_id, act)


@post("/post/{delivery_id:uuid}/returned", opt=needs(Permission.PREPARE_LETTERS), status_code=303, sync_to_thread=True)
def note_returned(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    delivery_id: FromPath[UUID],
    data: Annotated[AgainForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Template | Redirect:
    """Note that it came back; by rule it may go on by the next channel."""
    settings, reason = request.app.state.settings, data.note.replace("\x00", "")

    def act() -> None:
        actions.return_delivery(session, delivery_id, reason=reason, settings=settings, by=actor, at=now())

    return _done(request, session, actor, delivery_id, act)


@post("/post/{delivery_id:uuid}/again", opt=needs(Permission.PREPARE_LETTERS), status_code=303, sync_to_thread=True)
def send_again(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    delivery_id: FromPath[UUID],
    data: Annotated[AgainForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Template | Redirect:
    """Send it again, by another channel or to another address where the form says so."""
    sent = {key: value.replace("\x00", "") for key, value in data.model_dump().items()}

    def act() -> None:
        actions.send_again(
            session,
            delivery_id,
            settings=request.app.state.settings,
            channel=Channel(sent["channel"]) if sent["channel"] in list(Channel) else None,
            to={"postal_address": sent["postal_address"], "email": sent["email"]},
            note=sent["note"],
            by=actor,
            at=now(),
        )

    return _done(request, session, actor, delivery_id, act)


@get("/post/proofs/{event_id:uuid}", opt=needs(Permission.READ_CASES, writes=True), sync_to_thread=True)
def show_proof(
    session: NamedDependency[Session], actor: NamedDependency[Actor], event_id: FromPath[UUID]
) -> Response[bytes]:
    """The file that shows a delivery, as a download that no browser opens; reading it leaves a trace."""
    event = session.get(DeliveryEvent, event_id)
    if event is None or event.proof is None:
        raise NotFoundError("proof")
    case = session.get_one(InspectionCase, _readable(session, event.delivery_id, actor).case_id)
    trace(session, case, "post.proof_read", by=actor, at=now(), details={"event": event.id})
    return attachment(event.proof, name=event.proof_name or "proof", media_type="application/octet-stream")


@post("/post/bundles", opt=needs(Permission.PREPARE_LETTERS), status_code=303, sync_to_thread=True)
def bundle(session: NamedDependency[Session], actor: NamedDependency[Actor]) -> Redirect:
    """Make the print bundle of what waits for paper within the reader's area."""
    made = make_bundle(session, by=actor, at=now())
    return redirect(f"/post?which=sent&notice={quote(NOTHING if made is None else BUNDLED)}")


@get("/post/bundles/{name:str}", opt=needs(Permission.PREPARE_LETTERS, writes=True), sync_to_thread=True)
def show_bundle(
    session: NamedDependency[Session], actor: NamedDependency[Actor], name: FromPath[str]
) -> Response[bytes]:
    """A bundle as .pdf, .csv or .json; each letter in it counts as read."""
    stem, _dot, suffix = name.partition(".")
    try:
        found = get_bundle(session, UUID(stem), by=actor)
    except ValueError:
        raise NotFoundError("bundle") from None
    note_read(session, found, by=actor, at=now())
    pdf, listed = bundle_files(session, found)
    match suffix:
        case "pdf":
            return inline_pdf(pdf, f"post-{found.name}")
        case "csv":
            return download(manifest_csv(listed), f"post-{found.name}.csv")
        case "json":
            return download(manifest_json(found, pdf, listed), f"post-{found.name}.json")
    raise NotFoundError("bundle")


@get("/letters/read/{code:str}", opt=needs(Permission.PUBLIC), sync_to_thread=True)
def ask_number(request: AnyRequest, code: FromPath[str]) -> Template:
    """Ask for the number of the recipient; the page says nothing of whether there is a letter."""
    return page(request, "delivery/read.html", code=code[:40], refused="")


@post("/letters/read/{code:str}", opt=needs(Permission.PUBLIC), status_code=200, sync_to_thread=True)
def read_letter(
    request: AnyRequest,
    session: NamedDependency[Session],
    code: FromPath[str],
    data: Annotated[NumberForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Template | Response[bytes]:
    """The letter as a PDF. A wrong number is counted, so nothing is raised here."""
    tries: Tries = request.app.state.tries
    host, at = host_of(request), now()
    found = Refused.LOCKED
    if not tries.is_used_up(WRONG_LINKS, host, at=at):
        found_or_refused = open_by_link(
            session, code.replace("\x00", "")[:40], data.number.replace("\x00", "")[:40], at=at
        )
        if not isinstance(found_or_refused, Refused):
            return opened_papers(request, found_or_refused, code, number=data.number, document=data.document)
        tries.count(WRONG_LINKS, host, at=at)
        found = Refused.LOCKED if tries.is_used_up(WRONG_LINKS, host, at=at) else found_or_refused
    return page(request, "delivery/read.html", status_code=422, code=code[:40], refused=found.value)


delivery_router = Router(
    "/",
    route_handlers=[
        show_post,
        show_delivery,
        note_arrived,
        note_returned,
        send_again,
        show_proof,
        bundle,
        show_bundle,
        ask_number,
        read_letter,
    ],
)
