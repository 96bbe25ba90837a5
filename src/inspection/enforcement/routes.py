"""Pages of cases. Whoever may not read a case is told what is told of a case that does not exist."""

from uuid import UUID

from litestar import Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission
from husly.kit.accounts.queries import list_account_names
from husly.kit.clock import now, today
from husly.kit.web import AnyRequest, needs, page
from husly.kit.web.paging import page_number, rows_of
from inspection.beside import rooms_of, rooms_with_steps
from inspection.enforcement.actions.steps import trace
from inspection.enforcement.declared import governing_agreement
from inspection.enforcement.findings_routes import save, show_findings
from inspection.enforcement.forms import StepForm, clean
from inspection.enforcement.hand_routes import open_by_hand
from inspection.enforcement.notice_days import Urgency, urgency
from inspection.enforcement.presenters import CaseList, CasePage
from inspection.enforcement.queries import BEFORE_VISIT, CaseFile, CaseFilter, get_case_file, list_cases
from inspection.enforcement.room_pages import NOT_REFUSED, Refusal, answered, show_room
from inspection.enforcement.steps import Running, offer_for, run_step
from inspection.enforcement.transitions import CaseState
from inspection.enforcement.visit_demands import no_suspicion_or_consent
from inspection.enforcement.why_presenters import why_of
from inspection.joint.at_doors import case_door
from inspection.planning.crew import crew_rows
from inspection.planning.models import DutyStation
from register.municipalities.table import municipalities
from register.upkeep.pauses import find_unused
from register.upkeep.queries import find_end


async def provide_form(request: AnyRequest) -> StepForm:
    """The posted fields of a step."""
    form = await request.form()
    return StepForm({clean(key): clean(value) for key, value in form.multi_items() if key != "_csrf_token"})


def inspector_names(session: Session, ids: set[str]) -> dict[str, str]:
    """Names of inspectors by the id that a case keeps: an account's, or that of a duty station without one."""
    wanted: dict[UUID, str] = {}
    told: dict[str, str] = {}
    for text in ids:
        try:
            wanted[UUID(text)] = text
        except ValueError:
            told[text] = text  # no key: what an import has written
    stations = session.exec(select(DutyStation).where(col(DutyStation.id).in_(wanted)))
    names = {one.id: one.name for one in stations} | list_account_names(session, set(wanted))
    return told | {wanted[found]: name for found, name in names.items()}


@get("/", opt=needs(Permission.READ_CASES), sync_to_thread=True)
def show_list(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    standing: FromQuery[str] = "",
    municipality: FromQuery[str] = "",
    search: FromQuery[str] = "",
    overdue: FromQuery[str] = "",
    number: FromQuery[int] = 1,
) -> Template:
    """Cases within the reader's scope, the most urgent first."""
    wanted = CaseFilter(
        state=standing if standing in list(CaseState) else "",
        municipality_code=clean(municipality)[:4],
        search=clean(search)[:100],
        overdue_on=today() if overdue else None,
    )
    number = page_number(number)
    rows, count = list_cases(session, by=actor, wanted=wanted, **rows_of(number))
    names = {found.code: found.name for found in municipalities(request.app.state.settings.data_path).values()}
    inspectors = inspector_names(session, {row.case.inspector_id for row in rows})
    shown = CaseList(rows, count, wanted, number, today=today(), municipalities=names, inspectors=inspectors)
    return page(request, "cases/list.html", shown=shown)


@get("/{case_id:uuid}", opt=needs(Permission.READ_CASES, writes=True), sync_to_thread=True)
def show_case(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    case_id: FromPath[UUID],
) -> Template:
    """One case; reading it leaves an audit row, since it names persons."""
    return _case_page(request, session, actor, case_id)


def _case_page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    case_id: UUID,
    refusal: Refusal = NOT_REFUSED,
) -> Template:
    file = get_case_file(session, case_id, by=actor)
    trace(session, file.case, "case.read", by=actor, at=now())
    names = inspector_names(session, {file.case.inspector_id})
    shown = CasePage(
        file,
        actor=actor,
        settings=request.app.state.settings,
        today=today(),
        inspector=names.get(file.case.inspector_id, ""),
    )
    agreement, unused, ended_on = None, None, None
    if file.planned is not None and file.case.state in BEFORE_VISIT:
        agreement = governing_agreement(session, file.case, file.visit.visit_on)
        unused = find_unused(session, file.case.accommodation_id, file.visit.visit_on)
        ended_on = find_end(session, file.case.accommodation_id, file.visit.visit_on)
    settings = request.app.state.settings
    why = why_of(session, file.case, file.planned, by=actor, with_score=settings.risk_score)
    return page(
        request,
        "cases/case.html",
        why=why,
        crew=crew_rows(session, file.planned),
        notice_missed=_is_missed(file, settings.notice_posting_days),
        agreement=agreement,
        unused=unused,
        ended_on=ended_on,
        door=case_door(session, file.case, file.planned, by=actor, as_of=today()),
        status_code=refusal.status_code,
        rooms=rooms_of(session, file, actor),
        shown=shown,
        refusal=refusal,
        stopped=refusal.code == no_suspicion_or_consent.reason.rule,
    )


def _is_missed(file: CaseFile, posting_days: int) -> bool:
    """Whether the visit waits for a notice that can no longer leave in time."""
    if file.planned is None or file.case.state is not CaseState.PLANNED:
        return False
    return urgency(file.planned.visit_on, today(), posting_days=posting_days, calendar=file.calendar) is Urgency.MISSED


@post(
    "/{case_id:uuid}/steps/{step:str}",
    opt=needs(Permission.READ_CASES),
    status_code=303,
    dependencies={"form": Provide(provide_form)},
    sync_to_thread=True,
)
def take_step(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    form: NamedDependency[StepForm],
    case_id: FromPath[UUID],
    step: FromPath[str],
) -> Redirect | Template:
    """Carry out one step. A step that the law forbids gives the page back with the reason, and what was typed."""
    running = Running(session, case_id, form, request.app.state.settings, actor, now())

    def act() -> str:
        return run_step(step, running)

    def show(refusal: Refusal) -> Template:
        room = rooms_with_steps.get(form.text("room"))
        if room is None:
            return _case_page(request, session, actor, case_id, refusal)
        file = get_case_file(session, case_id, by=actor)
        shown = room(session, offer_for(file, actor=actor, settings=request.app.state.settings, as_of=today()))
        return show_room(request, shown, refusal)

    return answered(session, act, show, to=f"/cases/{case_id}", step=step, typed=form.values)


cases_router = Router("/cases", route_handlers=[show_list, show_case, take_step, show_findings, save, open_by_hand])
