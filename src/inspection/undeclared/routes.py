"""Pages of candidates for undeclared housing: the list, one of them, and the lists of firms they are found from."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission, Subject, may
from husly.kit.clock import now, read_day, today
from husly.kit.errors import DomainError
from husly.kit.i18n import language, mark
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from husly.kit.web.files import content_of
from husly.kit.web.paging import page_number, rows_of
from inspection.planning.hiding import hidden_ids
from inspection.undeclared import actions
from inspection.undeclared.forms import DismissForm, ListForm, TakeUpForm
from inspection.undeclared.hint_presenters import hints_shown
from inspection.undeclared.hints import HintKind
from inspection.undeclared.lists import list_newest
from inspection.undeclared.mails import ask_text
from inspection.undeclared.models import CandidateState, UndeclaredCandidate, UndeclaredRun
from inspection.undeclared.points import points_in_force
from inspection.undeclared.presenters import (
    ALL,
    CandidateListPage,
    CandidatePage,
    CandidateRow,
    ListsPage,
)
from inspection.undeclared.queries import (
    Coverage,
    Filters,
    count_coverage,
    find_newest_run,
    get_candidate,
    list_acts,
    list_candidates,
    list_worker_lists,
)
from register.declarations.importing.files import refuse_too_large
from register.declarations.importing.problems import UnusableFileError, refuse_infected_file
from register.employers.models import Employer
from register.matches.lines import ListError
from register.municipalities.areas import areas_of
from register.municipalities.queries import current_boundaries
from register.municipalities.table import municipalities, postcodes

FOUND = mark("The register was searched. What was decided before stands.")
REVIEWED = mark("You are looking at it.")
DISMISSED = mark("It is dismissed. A new hint brings it back.")
ASKED = mark("The mail is on its way.")
TAKEN_UP = mark("It is in the register now, without a declaration. Score and plans see it.")
LIST_READ = mark("The list was read. Search again to use it.")
FIELDS = {"undeclared.reason": "reason", "undeclared.words": "words", "undeclared.incomplete": "street"}


@get("/", opt=needs(Permission.READ_RISK), sync_to_thread=True)
def show_candidates(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    municipality: FromQuery[str] = "",
    kind: FromQuery[str] = "",
    standing: FromQuery[str] = "",
    number: FromQuery[int] = 1,
) -> Template:
    """Candidates within the reader's area, the weightiest first; the open ones unless asked otherwise."""
    settings = request.app.state.settings
    known_state = standing if standing in [*CandidateState, ALL] else ""
    filters = Filters(municipality, kind if kind in list(HintKind) else "", known_state)
    number, with_points = page_number(number), settings.risk_score
    found, count = list_candidates(session, by=actor, filters=filters, with_points=with_points, **rows_of(number))
    names, run = municipalities(settings.data_path), find_newest_run(session)
    hidden = hidden_ids(session, actor)
    shown = CandidateListPage(
        rows=[_row(one, actor, request, hidden) for one in found],
        count=count,
        number=number,
        filters=filters,
        areas=areas_of(actor, Permission.READ_RISK),
        names=names,
        run=run,
        coverage=_coverage(session, run, actor),
        with_points=with_points,
    )
    return page(request, "undeclared/list.html", shown=shown)


def _row(one: UndeclaredCandidate, actor: Actor, request: AnyRequest, hidden: frozenset[UUID]) -> CandidateRow:
    settings = request.app.state.settings
    with_points = settings.risk_score and one.accommodation_id not in hidden
    hints = hints_shown(one, with_tips=_reads_tips(actor, one), with_points=with_points)
    return CandidateRow(one, hints, municipalities(settings.data_path))


def _reads_tips(actor: Actor, one: UndeclaredCandidate) -> bool:
    return may(actor, Permission.READ_TIPS, Subject(municipality_code=one.municipality_code))


def _coverage(session: Session, run: UndeclaredRun | None, actor: Actor) -> Coverage | None:
    lists = [] if run is None else list_newest(session, as_of=run.as_of)
    if run is None or not lists:
        return None
    return count_coverage(session, by=actor, as_of=run.as_of, list_ids=[one.id for one in lists])


@post("/find", opt=needs(Permission.PLAN_VISITS), status_code=303, sync_to_thread=True)
def find(request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor]) -> Redirect:
    """Search the whole register as of today."""
    settings = request.app.state.settings
    actions.find_candidates(
        session,
        as_of=today(),
        points=points_in_force(today()),
        switched_on=settings.risk_score,
        postcodes=postcodes(settings.data_path),
        commuting_km=settings.commuting_km,
        by=actor,
        at=now(),
    )
    return redirect(f"/undeclared?notice={quote(FOUND)}")


@get("/lists", opt=needs(Permission.PLAN_VISITS), sync_to_thread=True)
def show_lists(request: AnyRequest, session: NamedDependency[Session]) -> Template:
    """The lists read so far, and the form for another."""
    return page(request, "undeclared/lists.html", shown=ListsPage(list_worker_lists(session), today()))


@post("/lists", opt=needs(Permission.PLAN_VISITS), status_code=303, sync_to_thread=True)
def take_list(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    data: Annotated[ListForm, Body(media_type=RequestEncodingType.MULTI_PART)],
) -> Redirect | Template:
    """Read a list whole, or name every bad row."""
    settings = request.app.state.settings
    _name, content = content_of(data.file)
    as_of = read_day(data.as_of)
    try:
        if as_of is None:
            raise DomainError("undeclared.list_day", "Write the day on which the list was right, such as 2026-03-01.")
        refuse_too_large(len(content), limit_mb=settings.import_max_mb)
        refuse_infected_file(content, settings)
        actions.import_workers(
            session,
            content,
            register_name=data.register_name,
            as_of=as_of,
            postcodes=postcodes(settings.data_path),
            by=actor,
            at=now(),
        )
    except (DomainError, UnusableFileError) as error:  # raised before anything is written
        problems = error.problems if isinstance(error, ListError) else ()
        shown = ListsPage(list_worker_lists(session), as_of or today(), data.register_name, _sentence(error), problems)
        return page(request, "undeclared/lists.html", status_code=422, shown=shown)
    return redirect(f"/undeclared/lists?notice={quote(LIST_READ)}")


def _sentence(error: DomainError | UnusableFileError) -> str:
    if isinstance(error, DomainError):
        return translated(error)
    return error.text.da if language() == "da" else error.text.en


@get("/{candidate_id:uuid}", opt=needs(Permission.READ_RISK, writes=True), sync_to_thread=True)
def show_candidate(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    candidate_id: FromPath[UUID],
) -> Template:
    """One candidate with its hints; the reading is audited."""
    return _page(request, session, actor, candidate_id)


def _page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    candidate_id: UUID,
    error: DomainError | None = None,
    given: dict[str, str] | None = None,
) -> Template:
    settings = request.app.state.settings
    one = get_candidate(session, candidate_id, by=actor)
    actions.note_reading(session, one, by=actor, at=now())
    employer = None if one.employer_id is None else session.get_one(Employer, one.employer_id)
    errors = {} if error is None else {_field(error): translated(error)}
    with_points = settings.risk_score and one.accommodation_id not in hidden_ids(session, actor)
    shown = CandidatePage(
        row=one,
        hints=hints_shown(one, with_tips=_reads_tips(actor, one), with_points=with_points),
        names=municipalities(settings.data_path),
        acts=list_acts(session, one.id),
        ask_text=ask_text(one.firm_name, settings),
        email_known=employer is not None and bool(employer.contact_email),
        may_act=may(actor, Permission.PLAN_VISITS, Subject(municipality_code=one.municipality_code)),
        as_of=today(),
        given=given or {},
        errors=errors,
    )
    return page(request, "undeclared/one.html", status_code=422 if errors else 200, shown=shown)


def _field(error: DomainError) -> str:
    if error.code.startswith("undeclared.until"):
        return "until"
    return FIELDS.get(error.code, "acts")


@post("/{candidate_id:uuid}/review", opt=needs(Permission.PLAN_VISITS), status_code=303, sync_to_thread=True)
def review(session: NamedDependency[Session], actor: NamedDependency[Actor], candidate_id: FromPath[UUID]) -> Redirect:
    """Say that somebody is looking at it."""
    actions.take_under_review(session, candidate_id, by=actor, at=now())
    return redirect(f"/undeclared/{candidate_id}?notice={quote(REVIEWED)}")


@post("/{candidate_id:uuid}/dismiss", opt=needs(Permission.PLAN_VISITS), status_code=303, sync_to_thread=True)
def dismiss(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    candidate_id: FromPath[UUID],
    data: Annotated[DismissForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect | Template:
    """There is nothing to look for."""
    try:
        actions.dismiss_candidate(session, candidate_id, given=data.dismissal, by=actor, at=now())
    except DomainError as error:  # raised before anything is written
        if _field(error) == "acts":
            raise
        return _page(request, session, actor, candidate_id, error, data.model_dump())
    return redirect(f"/undeclared?notice={quote(DISMISSED)}")


@post("/{candidate_id:uuid}/ask", opt=needs(Permission.PLAN_VISITS), status_code=303, sync_to_thread=True)
def ask(session: NamedDependency[Session], actor: NamedDependency[Actor], candidate_id: FromPath[UUID]) -> Redirect:
    """Queue the mail that asks the employer to declare."""
    actions.ask_employer(session, candidate_id, by=actor, at=now())
    return redirect(f"/undeclared/{candidate_id}?notice={quote(ASKED)}")


@post("/{candidate_id:uuid}/take-up", opt=needs(Permission.PLAN_VISITS), status_code=303, sync_to_thread=True)
def take_up(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    candidate_id: FromPath[UUID],
    data: Annotated[TakeUpForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect | Template:
    """Bring it into the register as housing without a declaration."""
    settings = request.app.state.settings
    try:
        actions.take_up(
            session,
            candidate_id,
            wanted=data.wanted,
            boundaries=current_boundaries(session, settings.data_path),
            data_path=settings.data_path,
            by=actor,
            at=now(),
        )
    except DomainError as error:
        if error.code != "undeclared.incomplete":  # this one is raised before anything is written
            raise
        return _page(request, session, actor, candidate_id, error, data.model_dump())
    return redirect(f"/undeclared/{candidate_id}?notice={quote(TAKEN_UP)}")


undeclared_router = Router(
    "/undeclared",
    route_handlers=[show_candidates, find, show_lists, take_list, show_candidate, review, dismiss, ask, take_up],
)
