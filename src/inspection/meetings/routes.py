"""Pages of case meetings: the list, one meeting with its steps, and the agenda for each receiving authority."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote
from uuid import UUID

import sqlalchemy as sa
from litestar import Response, Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlmodel import Session, col

from husly.kit.access import Actor, Permission, Subject, may
from husly.kit.clock import now, today
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.i18n import gettext as _
from husly.kit.i18n import mark
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from husly.kit.web.files import inline_pdf
from husly.kit.web.paging import Paging, page_number, rows_of
from inspection.authorities.belonging import authority_of
from inspection.authorities.queries import letterhead_by_code
from inspection.authorities.whose import authority_words
from inspection.joint.forms import Fields, provide_fields
from inspection.meetings import actions, deciding
from inspection.meetings.agenda import Agenda, agenda_for, agenda_pdf, seen_items
from inspection.meetings.presenters import MeetingPage, meeting_row
from inspection.meetings.proposals import propose_items
from inspection.meetings.queries import MeetingFile, count_open, get_meeting, list_meetings, openness_of
from inspection.meetings.receiving import Receiver, may_see
from inspection.meetings.step_routes import STEPS, Doing
from inspection.planning.hiding import hidden_ids
from register.accommodations.models import Accommodation
from register.municipalities.areas import areas_of, municipality_choices
from register.municipalities.table import municipalities

OPENED = mark("The list is begun. Put cases on it.")
SAVED = mark("Saved.")


def _names(request: AnyRequest) -> Mapping[str, str]:
    return {one.code: one.name for one in municipalities(request.app.state.settings.data_path).values()}


@get("/", opt=needs(Permission.READ_PLANS), sync_to_thread=True)
def show_list(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    number: FromQuery[int] = 1,
) -> Template:
    """Meetings within the reader's area, the newest first, and the form for another."""
    return _list_page(request, session, actor, number=page_number(number))


def _list_page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    *,
    number: int = 1,
    fields: Fields | None = None,
) -> Template:
    found, count = list_meetings(session, by=actor, **rows_of(number))
    counts, names = count_open(session, [one.id for one in found]), _names(request)
    areas = areas_of(actor, Permission.PLAN_VISITS)
    known = municipalities(request.app.state.settings.data_path)
    errors = {} if fields is None else fields.errors
    return page(
        request,
        "meetings/list.html",
        status_code=422 if errors else 200,
        rows=[meeting_row(one, counts[one.id], names) for one in found],
        paging=Paging(number, count, "/meetings"),
        whole_country=areas is None,
        municipalities=municipality_choices(areas, known),
        errors=errors,
        typed={} if fields is None else fields.typed,
    )


@post(
    "/",
    opt=needs(Permission.PLAN_VISITS),
    dependencies={"fields": Provide(provide_fields)},
    status_code=303,
    sync_to_thread=True,
)
def begin(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    fields: NamedDependency[Fields],
) -> Redirect | Template:
    """Begin the list of a meeting."""
    held_on, place, code = fields.day("held_on"), fields.text("place", most=200), fields.raw("municipality")
    if not may(actor, Permission.PLAN_VISITS, Subject(municipality_code=code or None)):
        fields.errors["municipality"] = _("Choose a municipality that you plan for.")
    try:
        if not fields.errors:
            given: dict[str, Any] = {"held_on": held_on, "place": place, "municipality_code": code or None}
            made = actions.open_meeting(session, **given, by=actor, at=now())
            return redirect(f"/meetings/{made.id}?notice={quote(OPENED)}")
    except DomainError as error:  # raised before anything is written
        fields.errors["held_on"] = translated(error)
    return _list_page(request, session, actor, fields=fields)


@get("/{meeting_id:uuid}", opt=needs(Permission.READ_PLANS, writes=True), sync_to_thread=True)
def show_meeting(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], meeting_id: FromPath[UUID]
) -> Template:
    """One meeting; the reading is audited."""
    file = get_meeting(session, meeting_id, by=actor)
    actions.trace(session, file.meeting.id, "read", by=actor, at=now())
    return _meeting_page(request, session, actor, file)


def _meeting_page(
    request: AnyRequest, session: Session, actor: Actor, file: MeetingFile, *, status_code: int = 200, **given: Any
) -> Template:
    code = file.meeting.municipality_code
    may_act = may(actor, Permission.PLAN_VISITS, Subject(municipality_code=code))
    proposals = []
    if may_act and file.meeting.closed_at is None:
        taken = [one.subject_key for one in file.items]
        proposals = propose_items(session, by=actor, as_of=today(), municipality_code=code, taken=taken)
    hidden = _hidden_dwellings(session, actor)
    shown = MeetingPage(file, _names(request), today(), actor, proposals, hidden, **given)
    known = municipalities(request.app.state.settings.data_path)
    return page(
        request,
        "meetings/one.html",
        status_code=status_code,
        shown=shown,
        may_act=may_act,
        municipalities=municipality_choices(None, known),
    )


def _hidden_dwellings(session: Session, actor: Actor) -> frozenset[UUID]:
    ids = hidden_ids(session, actor)
    statement = sa.select(col(Accommodation.dwelling_id)).where(col(Accommodation.id).in_(ids))
    return frozenset(session.execute(statement).scalars()) if ids else frozenset()


@post(
    "/{meeting_id:uuid}/{step:str}",
    opt=needs(Permission.PLAN_VISITS),
    dependencies={"fields": Provide(provide_fields)},
    status_code=303,
    sync_to_thread=True,
)
def take_step(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    fields: NamedDependency[Fields],
    meeting_id: FromPath[UUID],
    step: FromPath[str],
) -> Redirect | Template:
    """Carry out one step; what is refused gives the page back with the reason, and what was typed."""
    if step not in STEPS:
        raise NotFoundError("step")
    refused, anchor = "", ""
    try:
        anchor = STEPS[step](Doing(session, meeting_id, fields, actor, now(), _names(request)))
        if not fields.errors:
            return redirect(f"/meetings/{meeting_id}?notice={quote(SAVED)}{anchor}")
    except DomainError as error:
        session.rollback()
        refused = translated(error)
    file = get_meeting(session, meeting_id, by=actor)
    shown = {"errors": fields.errors, "typed": fields.typed, "refused": refused}
    return _meeting_page(request, session, actor, file, status_code=422 if fields.errors else 409, **shown)


def _agenda(
    request: AnyRequest, session: Session, actor: Actor, meeting_id: UUID, authority: str, municipality: str
) -> Agenda:
    """What one authority may be given; reading it is noted as a transfer. Raises ``NotFoundError`` for nothing."""
    file, receiver = get_meeting(session, meeting_id, by=actor), Receiver(authority, municipality)
    agenda = agenda_for(file, receiver, names=_names(request))
    if agenda.is_empty:
        raise NotFoundError("agenda")
    earlier = [one.item for one in file.carried if may_see(receiver, openness_of(one.item))]
    items = {one.id: one for one in (*seen_items(file, receiver), *earlier)}
    deciding.note_transfer(session, file, receiver, list(items.values()), by=actor, at=now())
    return agenda


@get("/{meeting_id:uuid}/agenda/{authority:str}", opt=needs(Permission.PLAN_VISITS, writes=True), sync_to_thread=True)
def show_agenda(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    meeting_id: FromPath[UUID],
    authority: FromPath[str],
    municipality: FromQuery[str] = "",
) -> Template:
    """The agenda as one authority gets it, to print."""
    agenda = _agenda(request, session, actor, meeting_id, authority, municipality)
    query = f"?municipality={agenda.receiver.municipality_code}" if agenda.receiver.municipality_code else ""
    file = f"/meetings/{meeting_id}/papers/{agenda.receiver.authority}{query}"
    return page(request, "meetings/agenda.html", agenda=agenda, back=f"/meetings/{meeting_id}", file=file)


@get("/{meeting_id:uuid}/papers/{authority:str}", opt=needs(Permission.PLAN_VISITS, writes=True), sync_to_thread=True)
def show_paper(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    meeting_id: FromPath[UUID],
    authority: FromPath[str],
    municipality: FromQuery[str] = "",
) -> Response[bytes]:
    """The same as PDF."""
    agenda = _agenda(request, session, actor, meeting_id, authority, municipality)
    settings, code = request.app.state.settings, authority_of(actor, at=municipality)
    head = letterhead_by_code(session, code, settings)
    sender = authority_words(code, settings) if head is None else head.name
    return inline_pdf(agenda_pdf(agenda, sender=sender), f"agenda-{agenda.receiver.authority}")


meetings_router = Router(
    "/meetings", route_handlers=[show_list, begin, show_meeting, show_agenda, show_paper, take_step]
)
