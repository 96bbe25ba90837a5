"""Pages of joint visits: the list, a new one, one of them with its steps; the action-cards."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from litestar import Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission, Subject, may
from husly.kit.clock import now, today
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.i18n import mark
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from husly.kit.web.paging import Paging, page_number, rows_of
from inspection.authorities.belonging import is_seen
from inspection.enforcement.models import InspectionCase
from inspection.enforcement.queries import get_case_row
from inspection.joint import actions
from inspection.joint.authorities import authorities, own_authority
from inspection.joint.forms import Fields, provide_fields, read_proposal
from inspection.joint.new_page import NewPage
from inspection.joint.other_routes import (
    change_visit,
    dwelling_in,
    record_other_visit,
    show_other_visits,
    take_visits,
)
from inspection.joint.presenters import GuestPage, JointPage, joint_row, warning_rows
from inspection.joint.queries import (
    get_joint,
    get_other_visit,
    guest_of,
    known_contacts,
    list_joint,
    partners_of,
    warnings_for,
)
from inspection.joint.step_routes import STEPS, Doing
from register.dwellings.models import Dwelling

PROPOSED = mark("The joint visit is proposed. Nobody has been asked yet.")
SAVED = mark("Saved.")
FIELDS = {
    "joint.purpose": "purpose",
    "joint.partners": "partners",
    "joint.lead": "lead",
    "joint.service": "service_min",
    "joint.hours": "to",
    "joint.address": "street",
}
FORM: dict[str, Any] = {"dependencies": {"fields": Provide(provide_fields)}, "status_code": 303, "sync_to_thread": True}


@get("/", opt=needs(Permission.READ_PLANS), sync_to_thread=True)
def show_list(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    over: FromQuery[str] = "",
    number: FromQuery[int] = 1,
) -> Template:
    """Joint visits of the reader's authority and those it is asked to: those to come, or those that are over."""
    number = page_number(number)
    found, count = list_joint(session, by=actor, is_open=not over, **rows_of(number))
    partners = partners_of(session, [visit.id for visit, _ in found])
    return page(
        request,
        "joint/list.html",
        rows=[
            joint_row(visit, dwelling, partners[visit.id], guest_of(visit, partners[visit.id], by=actor))
            for visit, dwelling in found
        ],
        over=bool(over),
        paging=Paging(number, count, "/joint", {"over": over}),
    )


@get("/cards", opt=needs(Permission.READ_PLANS), sync_to_thread=True)
def show_cards(request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor]) -> Template:
    """The action-card of each authority: what it needs to know, whom to reach, when to call a meeting."""
    return page(request, "joint/cards.html", cards=authorities().values(), contacts=known_contacts(session, by=actor))


@get("/new", opt=needs(Permission.PLAN_VISITS), sync_to_thread=True)
def show_new(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    dwelling: FromQuery[str] = "",
    case: FromQuery[str] = "",
    visit: FromQuery[str] = "",
) -> Template:
    """The form, filled from a case or from the visit of another authority that is to be joined."""
    typed = {"case": case, "dwelling": dwelling, "from": "09:00", "to": "11:00", "service_min": "90"}
    own = own_authority(actor)
    chosen: list[str] = []
    given = Fields({"dwelling": [dwelling], "case": [case], "visit": [visit]})
    if (visit_id := given.identifier("visit")) is not None:
        other = get_other_visit(session, visit_id, by=actor, to_change=True)
        typed |= {"dwelling": str(other.dwelling_id), "visit_on": other.visit_on.isoformat()}
        chosen = [other.authority]
    elif (case_id := given.identifier("case")) is not None:
        row = get_case_row(session, case_id, by=actor)
        typed["dwelling"] = str(row.dwelling.id)
        if row.visit is not None:
            typed["visit_on"] = row.visit.visit_on.isoformat()
    typed["lead"] = own
    shown = NewPage(_dwelling(session, actor, typed["dwelling"]), own, typed, chosen)
    return page(request, "joint/new.html", shown=shown)


def _dwelling(session: Session, actor: Actor, text: str) -> Dwelling | None:
    """The dwelling of a form, where it names one. Raises ``NotFoundError``, also outside the area."""
    wanted = Fields({"dwelling": [text]}).identifier("dwelling")
    if wanted is None:
        return None
    found = session.get(Dwelling, wanted)
    if found is None or not may(actor, Permission.PLAN_VISITS, Subject(municipality_code=found.municipality_code)):
        raise NotFoundError("dwelling")
    return found


@post("/new", opt=needs(Permission.PLAN_VISITS), **FORM)
def propose(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    fields: NamedDependency[Fields],
) -> Redirect | Template:
    """Propose a joint visit, or give the form back with a sentence at each field that will not do."""
    proposal = read_proposal(fields)
    dwelling = _dwelling(session, actor, fields.raw("dwelling"))
    refused = ""
    try:
        home = dwelling or dwelling_in(session, fields, by=actor)
        if home is not None and not fields.errors:
            made = actions.propose(session, home.id, proposal, by=actor, at=now())
            return redirect(f"/joint/{made.id}?notice={quote(PROPOSED)}")
    except DomainError as error:  # raised before anything is written
        if error.code in FIELDS:
            fields.errors[FIELDS[error.code]] = translated(error)
        else:
            refused = translated(error)
    shown = NewPage(dwelling, own_authority(actor), fields.typed, fields.many("partners"), fields.errors)
    return page(request, "joint/new.html", status_code=422, shown=shown, refused=refused)


@get("/{joint_id:uuid}", opt=needs(Permission.READ_PLANS, writes=True), sync_to_thread=True)
def show_joint(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], joint_id: FromPath[UUID]
) -> Template:
    """One joint visit; the reading is audited, for planned visits are secret."""
    file = get_joint(session, joint_id, by=actor)
    actions.note_reading(session, file.visit, by=actor, at=now())
    return _joint_page(request, session, actor, joint_id)


def _joint_page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    joint_id: UUID,
    *,
    status_code: int = 200,
    **given: Any,
) -> Template:
    file = get_joint(session, joint_id, by=actor)
    if file.guest is not None:
        return _guest_page(request, actor, GuestPage(file, **given), status_code)
    visit, warnings = file.visit, []
    if visit.visit_on is not None and visit.state == "proposed":
        found = warnings_for(session, visit.dwelling_id, visit.visit_on, by=actor, as_of=today())
        warnings = warning_rows([one for one in found if one.days != 0], may_plan=False)
    number = ""
    if visit.case_id is not None and may(actor, Permission.READ_CASES):
        case = session.get_one(InspectionCase, visit.case_id)
        number = case.case_number if is_seen(case, actor) else ""
    shown = JointPage(file, today(), warnings, number, **given)
    may_act = may(actor, Permission.PLAN_VISITS, Subject(municipality_code=visit.municipality_code))
    return page(request, "joint/one.html", status_code=status_code, shown=shown, may_act=may_act)


def _guest_page(request: AnyRequest, actor: Actor, shown: GuestPage, status_code: int) -> Template:
    subject = Subject(municipality_code=shown.file.visit.municipality_code)
    may_answer = shown.may_answer and may(actor, Permission.PLAN_VISITS, subject)
    today_text = today().isoformat()
    return page(
        request, "joint/guest.html", status_code=status_code, shown=shown, may_answer=may_answer, today=today_text
    )


@post("/{joint_id:uuid}/{step:str}", opt=needs(Permission.PLAN_VISITS), **FORM)
def take_step(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    fields: NamedDependency[Fields],
    joint_id: FromPath[UUID],
    step: FromPath[str],
) -> Redirect | Template:
    """Carry out one step; what is refused gives the page back with the reason, and what was typed."""
    if step not in STEPS:
        raise NotFoundError("step")
    refused = ""
    try:
        STEPS[step](Doing(session, joint_id, fields, actor, now()))
        if not fields.errors:
            return redirect(f"{_address(session, joint_id, actor)}?notice={quote(SAVED)}")
    except DomainError as error:
        session.rollback()
        refused = translated(error)
    status = 422 if fields.errors else 409
    shown = {"errors": fields.errors, "typed": fields.typed, "refused": refused}
    return _joint_page(request, session, actor, joint_id, status_code=status, **shown)


def _address(session: Session, joint_id: UUID, actor: Actor) -> str:
    """Where somebody goes on: an authority that has declined sees the joint visit no more."""
    try:
        return f"/joint/{get_joint(session, joint_id, by=actor).visit.id}"
    except NotFoundError:
        return "/joint"


joint_router = Router(
    "/joint",
    route_handlers=[
        show_list,
        show_cards,
        show_new,
        propose,
        show_other_visits,
        record_other_visit,
        take_visits,
        change_visit,
        show_joint,
        take_step,
    ],
)
