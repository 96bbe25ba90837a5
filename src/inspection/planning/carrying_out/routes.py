"""The page on which a planned visit is moved: what would follow is shown before anything is done."""

from datetime import date
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template
from pydantic import BaseModel
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import DAY_MIN, now, read_clock, read_day, today
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.i18n import format_clock, format_date, mark
from husly.kit.i18n import gettext as _
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from inspection.enforcement.notice_moves import NoticeEffect
from inspection.enforcement.queries import CaseRow, get_case_row
from inspection.joint.presenters import warning_rows
from inspection.planning.carrying_out.move_preview import MovePreview, companions_of, preview_move
from inspection.planning.carrying_out.rescheduling import move_accepted_visit
from inspection.planning.changing.breaches import Severity
from inspection.planning.editing.presenters import Names, breach_words
from inspection.planning.models import DutyStation, PlannedVisit
from inspection.planning.queries import list_stations_of
from inspection.planning.travel.from_settings import kept_roads_of
from inspection.staff.queries import list_to_send

MOVED = mark("The visit is moved.")

EFFECTS = {
    NoticeEffect.STANDS: mark("The notice stands as it is: the same day, within the hours it names."),
    NoticeEffect.REWRITTEN: mark("Nothing has been sent yet. The draft of the notice is written for the new time."),
    NoticeEffect.NEW_NOTICE: mark(
        "A notice has been sent. It counts no more: a new one withdraws it, with its own 14 days."
    ),
    NoticeEffect.GROUND: mark("The visit is unannounced: nobody is told before it."),
    NoticeEffect.TOO_LATE: mark("No notice can have run by then."),
}


class MoveForm(BaseModel):
    """Where a visit is to go; ``back`` is "plan" for whoever came from the plan and returns to it."""

    on: str = ""
    start: str = ""
    station: str = ""
    ground: str = ""
    reason: str = ""
    back: str = ""


@get("/", opt=needs(Permission.PLAN_VISITS), sync_to_thread=True)
def show_move(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    case_id: FromPath[UUID],
    on: FromQuery[str] = "",
    start: FromQuery[str] = "",
    station: FromQuery[str] = "",
    back: FromQuery[str] = "",
) -> Template:
    """The form; with a day, what would follow from the move."""
    return _move_page(request, session, actor, case_id, MoveForm(on=on, start=start, station=station, back=back))


def _move_page(
    request: AnyRequest, session: Session, actor: Actor, case_id: UUID, form: MoveForm, *, refused: str = ""
) -> Template:
    row = get_case_row(session, case_id, by=actor, permission=Permission.PLAN_VISITS)
    visit = _planned(session, row)
    preview = None
    if form.on:
        try:
            preview = preview_move(session, visit.id, **_asked(request, session, visit, form), by=actor, at=now())
        except DomainError as error:
            refused = refused or translated(error)
    return page(
        request,
        "plans/move_accepted.html",
        status_code=409 if refused else 200,
        row=row,
        form=MoveForm(
            on=form.on or visit.visit_on.isoformat(),
            start=form.start or format_clock(visit.starts_min),
            station=form.station or str(visit.duty_station_id),
            reason=form.reason,
            back=form.back,
        ),
        plan_href=_plan_address(visit) if form.back == "plan" else "",
        along=[one.name for one in list_stations_of(session, companions_of(session, visit.id))],
        now_words=f"{format_date(visit.visit_on)}, {format_clock(visit.starts_min)}–{format_clock(visit.ends_min)}",
        stations=_choices(session, visit, actor),
        preview=preview,
        follows=[] if preview is None else _follows(preview),
        problems=[] if preview is None else _forbidden(preview),
        touched=[] if preview is None else _touched(preview, Severity.WARNING),
        doors=[] if preview is None else warning_rows(preview.doors, case_id=row.case.id),
        refused=refused,
        today=today(),
    )


def _forbidden(preview: MovePreview) -> list[str]:
    return [*map(translated, preview.problems), *_touched(preview, Severity.FORBIDDEN)]


def _touched(preview: MovePreview, severity: Severity) -> list[str]:
    """The rules that a move touches, as sentences."""
    visit, address = preview.visit, preview.file.dwelling.address
    names = Names({str(visit.accommodation_id): address}, {str(one.id): one.name for one in preview.stations})
    return [breach_words(one, names) for one in preview.breaches if one.severity is severity]


def _plan_address(visit: PlannedVisit) -> str:
    return f"/plans/{visit.plan_id}"


def _planned(session: Session, row: CaseRow) -> PlannedVisit:
    """The planned visit of the case's round. Raises ``NotFoundError`` where no plan planned it."""
    planned_id = None if row.visit is None else row.visit.planned_visit_id
    visit = None if planned_id is None else session.get(PlannedVisit, planned_id)
    if visit is None:
        raise NotFoundError("visit")
    return visit


def _choices(session: Session, visit: PlannedVisit, by: Actor) -> list[tuple[str, str]]:
    """Who could lead the visit: those whom the mover may send, and whoever leads it now."""
    found = {one.id: one for one in list_to_send(session, by=by)}
    present = session.get_one(DutyStation, visit.duty_station_id)
    found.setdefault(present.id, present)
    return sorted(((str(one.id), one.name) for one in found.values()), key=lambda pair: pair[1])


def _asked(request: AnyRequest, session: Session, visit: PlannedVisit, form: MoveForm) -> dict[str, Any]:
    """The form as ``preview_move`` takes it. Raises ``DomainError`` for what cannot be read."""
    return {
        "on": _day(form.on),
        "from_min": _minutes(form.start) if form.start else None,
        "station_ids": _people(session, visit, form.station) if form.station else None,
        "posting_days": request.app.state.settings.notice_posting_days,
        "travel": kept_roads_of(request.app.state.settings),
    }


def _people(session: Session, visit: PlannedVisit, lead: str) -> list[UUID]:
    """Who goes, the lead first; one who comes along already changes seats with the lead."""
    try:
        chosen = UUID(lead)
    except ValueError:
        raise DomainError("form.choice", "Choose one of the list in every list field.") from None
    along = companions_of(session, visit.id)
    return [chosen, *(visit.duty_station_id if one == chosen else one for one in along)]


def _day(text: str) -> date:
    day = read_day(text)
    if day is None:
        raise DomainError(
            "visit.day",
            "{day} is no day that a visit can be moved to. Write the date as year, month and day, such as {example}.",
            day=f"\u201c{text.strip()[:20]}\u201d",
            example=today().isoformat(),
        )
    return day


def _minutes(text: str) -> int:
    found = read_clock(text)
    if found is None or found >= DAY_MIN:
        raise DomainError("form.time", "Write each time of day as hours and minutes, such as 09:30.")
    return found


def _follows(preview: MovePreview) -> list[str]:
    """What follows from a move, in sentences."""
    notice = preview.notice
    told = [_(EFFECTS[notice.effect])]
    if notice.send_by_on is not None and notice.objection_due_on is not None:
        told.append(
            _(
                "The letter must be issued by %(day)s. The party may object until %(due)s.",
                day=format_date(notice.send_by_on),
                due=format_date(notice.objection_due_on),
            )
        )
    return [*told, *(translated(one) for one in preview.remarks)]


@post("/", opt=needs(Permission.PLAN_VISITS), status_code=303, sync_to_thread=True)
def move(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    case_id: FromPath[UUID],
    data: Annotated[MoveForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Template | Redirect:
    """Move the visit; what forbids it gives the page back with the reason."""
    row = get_case_row(session, case_id, by=actor, permission=Permission.PLAN_VISITS)
    visit = _planned(session, row)
    try:
        asked = _asked(request, session, visit, data)
        said: dict[str, Any] = {"ground_holds": data.ground == "true", "reason": data.reason}
        move_accepted_visit(session, visit.id, **asked, **said, by=actor, at=now())
    except DomainError as error:
        session.rollback()
        return _move_page(request, session, actor, case_id, data, refused=translated(error))
    if data.back == "plan":
        return redirect(f"{_plan_address(visit)}?notice={quote(MOVED)}#home-{visit.accommodation_id}")
    return redirect(f"/cases/{case_id}?notice={quote(MOVED)}")


moving_router = Router("/cases/{case_id:uuid}/move", route_handlers=[show_move, move])
"""Moving the visit of a case that a plan planned."""
