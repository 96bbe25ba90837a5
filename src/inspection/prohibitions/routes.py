"""The page of a prohibition of use, beside the main road of its case."""

from typing import Any
from uuid import UUID

from litestar import Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now, today
from husly.kit.database import calendar_of
from husly.kit.errors import NotFoundError
from husly.kit.web import AnyRequest, needs, page
from inspection.enforcement.actions.steps import trace
from inspection.enforcement.forms import StepForm, clean, lawful_deadline
from inspection.enforcement.models import LegalBasis
from inspection.enforcement.queries import get_case_file
from inspection.enforcement.room_pages import NOT_REFUSED, Refusal, answered
from inspection.prohibitions.actions import draft_prohibition, edit_prohibition, move_prohibition
from inspection.prohibitions.corrections import CORRECTABLE, draft_correction
from inspection.prohibitions.issuing import issue_prohibition, note_arrival
from inspection.prohibitions.models import Prohibition
from inspection.prohibitions.moving import facts_of
from inspection.prohibitions.presenters import ProhibitionPage
from inspection.prohibitions.queries import list_prohibitions, pending_correction, standing_prohibition
from inspection.prohibitions.transitions import ProhibitionMove
from inspection.prohibitions.wanted import Mortgagee, Wanted


async def provide_form(request: AnyRequest) -> StepForm:
    """The posted fields."""
    form = await request.form()
    return StepForm({clean(key): clean(value) for key, value in form.multi_items() if key != "_csrf_token"})


def _wanted(form: StepForm) -> Wanted:
    places = sorted(name.removeprefix("mortgagee_name.") for name in form.values if name.startswith("mortgagee_name."))
    mortgagees = [
        Mortgagee(
            *(
                form.text(f"mortgagee_{part}.{place}")[:400]
                for part in ("name", "address", "cvr_number", "foreign_number")
            )
        )
        for place in places
        if form.text(f"mortgagee_name.{place}")
    ]
    texts = (
        "part",
        "danger",
        "considerations",
        "replacement",
        "rehousing_note",
        "rehousing_override",
        "hearing_waiver_reason",
        "owner_name",
        "owner_address",
        "owner_cvr_number",
        "owner_foreign_number",
    )
    return Wanted(
        move_out_on=form.day("move_out_on"),
        imminent=form.flag("imminent"),
        mortgagees=mortgagees,
        **{name: form.text(name) for name in texts},
    )


def _lawful(session: Session, form: StepForm) -> Wanted:
    wanted = _wanted(form)
    lawful_deadline(wanted.move_out_on, calendar_of(session))
    return wanted


@get("/{case_id:uuid}/prohibition", opt=needs(Permission.READ_CASES, writes=True), sync_to_thread=True)
def show_prohibition(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    case_id: FromPath[UUID],
) -> Template:
    """The prohibition of a case, or the form of a new one; reading it leaves an audit row."""
    return _page(request, session, actor, case_id)


def _page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    case_id: UUID,
    refusal: Refusal = NOT_REFUSED,
) -> Template:
    file, settings = get_case_file(session, case_id, by=actor), request.app.state.settings
    if file.case.legal_basis is not LegalBasis.URBAN_RENEWAL_ACT:
        raise NotFoundError("prohibition")
    trace(session, file.case, "case.read", by=actor, at=now())
    standing, pending = standing_prohibition(session, case_id), pending_correction(session, case_id)

    def page_of(one: Prohibition | None, *, may_correct: bool = False) -> ProhibitionPage:
        facts = None if one is None else facts_of(session, file, one, settings, by=actor, at=now())
        return ProhibitionPage(file, one, facts, actor=actor, today=today(), may_correct=may_correct)

    correctable = standing is not None and pending is None and standing.state in CORRECTABLE
    shown = page_of(standing, may_correct=correctable)
    earlier = [one for one in list_prohibitions(session, case_id) if one not in (standing, pending)]
    return page(
        request,
        "prohibitions/prohibition.html",
        status_code=refusal.status_code,
        shown=shown,
        pending=None if pending is None else page_of(pending),
        earlier=earlier,
        refusal=refusal,
    )


@post(
    "/{case_id:uuid}/prohibition/{act:str}",
    opt=needs(Permission.READ_CASES),
    status_code=303,
    dependencies={"form": Provide(provide_form)},
    sync_to_thread=True,
)
def act_on_prohibition(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    form: NamedDependency[StepForm],
    case_id: FromPath[UUID],
    act: FromPath[str],
) -> Redirect | Template:
    """Write, move or deliver; what the law forbids gives the page back with the reason, and what was typed."""

    def run() -> None:
        _act(request, session, actor, form, case_id, act)

    def show(refusal: Refusal) -> Template:
        return _page(request, session, actor, case_id, refusal)

    return answered(session, run, show, to=f"/cases/{case_id}/prohibition", step=act, typed=form.values)


def _act(request: AnyRequest, session: Session, actor: Actor, form: StepForm, case_id: UUID, act: str) -> None:
    settings, at, correction = request.app.state.settings, now(), form.flag("correction")
    who: dict[str, Any] = {"by": actor, "at": at}
    if act == "write":
        if standing_prohibition(session, case_id) is None and not correction:
            draft_prohibition(session, case_id, wanted=_lawful(session, form), **who)
        else:
            edit_prohibition(session, case_id, wanted=_lawful(session, form), correction=correction, **who)
        return
    if act == "write-correction":
        wrong, holds = form.text("wrong"), form.text("holds")
        draft_correction(session, case_id, wrong=wrong, holds=holds, wanted=_lawful(session, form), **who)
        return
    if act == "arrived":
        letter_id, day = form.identifier("letter_id"), form.day("delivered_on")
        note_arrival(session, case_id, letter_id, delivered_on=day, **who)
        return
    if act == ProhibitionMove.ISSUE:
        issue_prohibition(session, case_id, correction=correction, settings=settings, **who)
        return
    if act not in list(ProhibitionMove):
        raise NotFoundError("step")
    told = {"reason": form.text("reason"), "correction": correction, "settings": settings}
    move_prohibition(session, case_id, ProhibitionMove(act), **told, **who)


prohibitions_router = Router("/cases", route_handlers=[show_prohibition, act_on_prohibition])
