"""Pages of reports for officers. Each reading leaves an audit row; who wrote is a page of its own."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission, Subject, require
from husly.kit.clock import now, today
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.i18n import mark
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from husly.kit.web.paging import Paging, page_number, rows_of
from inspection.tips import actions
from inspection.tips.address_routes import settle_address, show_address, show_addresses
from inspection.tips.forms import CaseForm, MessageForm, OutcomeForm, PlaceForm
from inspection.tips.presenters import ReportListPage, ReportPage, SenderPage
from inspection.tips.queries import ReportFilter, get_photo, get_report, get_report_file, list_reports
from register.municipalities.areas import areas_of, municipality_choices
from register.municipalities.table import municipalities
from register.residents.models import Outcome, ReportKind, ReportState

URL = RequestEncodingType.URL_ENCODED

TAKEN_UP = mark("The sender can now see that somebody is looking at it.")
CLOSED = mark("The report is closed.")
ANSWERED = mark("The answer is there for whoever has the code.")
LOCATED = mark("The address is recorded.")
OPENED = mark("The case is open. It says nothing of the report.")

PHOTO_HEADERS = {"Content-Disposition": "inline", "Content-Security-Policy": "default-src 'none'; sandbox"}


@get("/", opt=needs(Permission.READ_TIPS), sync_to_thread=True)
def show_list(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    standing: FromQuery[str] = "",
    kind: FromQuery[str] = "",
    municipality: FromQuery[str] = "",
    confirmations: FromQuery[str] = "",
    number: FromQuery[int] = 1,
) -> Template:
    """Reports within the reader's scope, open and urgent ones first."""
    names = municipalities(request.app.state.settings.data_path)
    wanted = ReportFilter(
        state=standing if standing in list(ReportState) else "",
        kind=kind if kind in list(ReportKind) else "",
        municipality_code=municipality if municipality in names else "",
        with_confirmations=bool(confirmations),
    )
    number = page_number(number)
    rows, count = list_reports(session, by=actor, wanted=wanted, **rows_of(number))
    query = {"standing": wanted.state, "kind": wanted.kind, "municipality": wanted.municipality_code}
    shown = ReportListPage(
        rows,
        wanted,
        municipality_choices(areas_of(actor, Permission.READ_TIPS), names),
        names,
        Paging(number, count, "/reports", query | {"confirmations": "true" if wanted.with_confirmations else ""}),
    )
    return page(request, "tips/list.html", shown=shown)


@get("/{report_id:uuid}", opt=needs(Permission.READ_TIPS, writes=True), sync_to_thread=True)
def show_report(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], report_id: FromPath[UUID]
) -> Template:
    """One report with what was written; reading it leaves an audit row."""
    return _report_page(request, session, actor, report_id)


def _report_page(
    request: AnyRequest, session: Session, actor: Actor, report_id: UUID, errors: dict[str, str] | None = None
) -> Template:
    file = get_report_file(session, report_id, by=actor)
    actions.note_reading(session, file.report, "read", by=actor, at=now())
    names = municipalities(request.app.state.settings.data_path)
    shown = ReportPage(file, actor, names, today(), errors or {})
    return page(request, "tips/report.html", status_code=422 if errors else 200, shown=shown)


@get("/{report_id:uuid}/photos/{position:int}", opt=needs(Permission.READ_TIPS, writes=True), sync_to_thread=True)
def show_photo(
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    report_id: FromPath[UUID],
    position: FromPath[int],
) -> Response[bytes]:
    """One photo; reading it leaves an audit row."""
    report = get_report(session, report_id, by=actor)
    photo = get_photo(session, report_id, min(max(position, 0), 1000))
    actions.note_reading(session, report, "photo_read", by=actor, at=now())
    return Response(photo.content, media_type=photo.media_type, headers=PHOTO_HEADERS)


@get("/{report_id:uuid}/sender", opt=needs(Permission.READ_TIP_SENDERS, writes=True), sync_to_thread=True)
def show_sender(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], report_id: FromPath[UUID]
) -> Template:
    """What kind of sender wrote and how to reach him; reading it leaves an audit row."""
    file = get_report_file(session, report_id, by=actor)
    require(actor, Permission.READ_TIP_SENDERS, Subject(municipality_code=file.municipality_code))
    actions.note_reading(session, file.report, "sender_read", by=actor, at=now())
    return page(request, "tips/sender.html", shown=SenderPage(file))


@post("/{report_id:uuid}/take-up", opt=needs(Permission.READ_TIPS), status_code=303, sync_to_thread=True)
def take_up(session: NamedDependency[Session], actor: NamedDependency[Actor], report_id: FromPath[UUID]) -> Redirect:
    """Say that somebody is looking at it."""
    actions.take_up(session, report_id, by=actor, at=now())
    return _back(report_id, TAKEN_UP)


def _back(report_id: UUID, notice: str) -> Redirect:
    return redirect(f"/reports/{report_id}?notice={quote(notice)}")


@post("/{report_id:uuid}/answer", opt=needs(Permission.READ_TIPS), status_code=303, sync_to_thread=True)
def answer(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    report_id: FromPath[UUID],
    data: Annotated[MessageForm, Body(media_type=URL)],
) -> Redirect | Template:
    """Write to whoever has the code."""
    try:
        actions.answer_report(session, report_id, text=data.text, by=actor, at=now())
    except DomainError as error:
        return _refused(request, session, actor, report_id, "text", error)
    return _back(report_id, ANSWERED)


def _refused(
    request: AnyRequest, session: Session, actor: Actor, report_id: UUID, name: str, error: DomainError
) -> Template:
    """The page again, with what was wrong; nothing of the try is kept."""
    session.rollback()
    return _report_page(request, session, actor, report_id, {name: translated(error)})


@post("/{report_id:uuid}/close", opt=needs(Permission.READ_TIPS), status_code=303, sync_to_thread=True)
def close(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    report_id: FromPath[UUID],
    data: Annotated[OutcomeForm, Body(media_type=URL)],
) -> Redirect | Template:
    """Close it with what came of it."""
    try:
        outcome = Outcome(data.outcome) if data.outcome in list(Outcome) else Outcome.CONFIRMED
        actions.close_report(session, report_id, outcome=outcome, by=actor, at=now())
    except DomainError as error:
        return _refused(request, session, actor, report_id, "outcome", error)
    return _back(report_id, CLOSED)


@post("/{report_id:uuid}/address", opt=needs(Permission.READ_TIPS), status_code=303, sync_to_thread=True)
def locate(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    report_id: FromPath[UUID],
    data: Annotated[PlaceForm, Body(media_type=URL)],
) -> Redirect | Template:
    """Say where it is."""
    data_path = request.app.state.settings.data_path
    try:
        actions.locate_report(session, report_id, place=data.place, data_path=data_path, by=actor, at=now())
    except DomainError as error:
        return _refused(request, session, actor, report_id, "street", error)
    return _back(report_id, LOCATED)


@post("/{report_id:uuid}/case", opt=needs(Permission.RECORD_VISITS), status_code=303, sync_to_thread=True)
def open_case(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    report_id: FromPath[UUID],
    data: Annotated[CaseForm, Body(media_type=URL)],
) -> Redirect | Template:
    """Open a case on housing there."""
    try:
        actions.open_case_after(
            session, report_id, accommodation_id=_uuid(data.accommodation_id), visit=data.visit, by=actor, at=now()
        )
    except DomainError as error:
        return _refused(request, session, actor, report_id, "visit_on", error)
    return _back(report_id, OPENED)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFoundError("accommodation") from None


tips_router = Router(
    "/reports",
    route_handlers=[
        show_list,
        show_addresses,
        show_address,
        settle_address,
        show_report,
        show_photo,
        show_sender,
        take_up,
        answer,
        close,
        locate,
        open_case,
    ],
)
