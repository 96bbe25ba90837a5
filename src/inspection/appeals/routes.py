"""The page of the appeals of a case. Whoever may not read the case is told what is told of one that does not exist."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from litestar import Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now, today
from husly.kit.errors import NotFoundError
from husly.kit.web import AnyRequest, needs, page
from inspection.appeals.actions import Decided, Received, decide_effect, receive_appeal, take_appeal_step
from inspection.appeals.models import Appellant, Channel
from inspection.appeals.presenters import AppealsPage
from inspection.appeals.transitions import AppealMove
from inspection.enforcement.actions.steps import trace
from inspection.enforcement.forms import StepForm
from inspection.enforcement.queries import get_case_file
from inspection.enforcement.room_pages import NOT_REFUSED, Refusal, answered
from inspection.enforcement.routes import provide_form
from inspection.enforcement.steps.fines import kroner_of


@get("/", opt=needs(Permission.READ_CASES, writes=True), sync_to_thread=True)
def show_appeals(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    case_id: FromPath[UUID],
) -> Template:
    """The appeals of a case; reading them leaves an audit row, since they name persons."""
    return _page(request, session, actor, case_id)


def _page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    case_id: UUID,
    refusal: Refusal = NOT_REFUSED,
) -> Template:
    file = get_case_file(session, case_id, by=actor)
    trace(session, file.case, "appeal.read", by=actor, at=now())
    shown = AppealsPage(session, file, actor=actor, today=today())
    return page(
        request,
        "appeals/appeals.html",
        status_code=refusal.status_code,
        shown=shown,
        refusal=refusal,
    )


@post(
    "/",
    opt=needs(Permission.PREPARE_LETTERS),
    status_code=303,
    dependencies={"form": Provide(provide_form)},
    sync_to_thread=True,
)
def receive(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    form: NamedDependency[StepForm],
    case_id: FromPath[UUID],
) -> Redirect | Template:
    """Record an appeal that has come."""

    def act() -> None:
        receive_appeal(session, case_id, _received(form), by=actor, at=now())

    return _answered(request, session, actor, case_id, form, "receive", act)


@post(
    "/{appeal_id:uuid}/{step:str}",
    opt=needs(Permission.PREPARE_LETTERS),
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
    appeal_id: FromPath[UUID],
    step: FromPath[str],
) -> Redirect | Template:
    """Carry an appeal one step on, or decide whether it stops the decision."""

    def act() -> None:
        if step == "effect":
            suspends, reason = form.flag("suspends"), form.text("reason")
            decide_effect(session, case_id, appeal_id, suspends=suspends, reason=reason, by=actor, at=now())
            return
        if step not in list(AppealMove):
            raise NotFoundError("step")
        take_appeal_step(session, case_id, appeal_id, AppealMove(step), _decided(form), by=actor, at=now())

    return _answered(request, session, actor, case_id, form, f"{appeal_id}-{step}", act)


def _answered(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    case_id: UUID,
    form: StepForm,
    step: str,
    act: Callable[[], None],
) -> Redirect | Template:
    def show(refusal: Refusal) -> Template:
        return _page(request, session, actor, case_id, refusal)

    return answered(session, act, show, to=f"/cases/{case_id}/appeals", step=step, typed=form.values)


def _received(form: StepForm) -> Received:
    return Received(
        letter_id=form.identifier("letter"),
        appellant=form.choice("appellant", Appellant),
        appellant_name=form.text("appellant_name"),
        channel=form.choice("channel", Channel),
        lodged_on=form.day("lodged_on"),
        grounds=form.text("grounds"),
    )


def _decided(form: StepForm) -> Decided:
    return Decided(
        on=form.day("on"),
        reason=form.text("reason"),
        reference=form.text("reference"),
        extended_to=_day_or_none(form, "extended_to"),
        answer=form.text("answer"),
        proof_due_on=_day_or_none(form, "proof_due_on"),
        until_on=_day_or_none(form, "until_on"),
        released=tuple(part.strip().upper() for part in form.text("released").split(",") if part.strip()),
        part=form.text("part"),
        amount=kroner_of(form, "amount"),
    )


def _day_or_none(form: StepForm, name: str) -> date | None:
    return form.day(name) if form.text(name) else None


appeals_router = Router("/cases/{case_id:uuid}/appeals", route_handlers=[show_appeals, receive, take_step])
"""Appeals of a case."""
