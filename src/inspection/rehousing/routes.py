"""The page of a case's rehousing, its steps, and the residents' papers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now, today
from husly.kit.database import calendar_of
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.i18n import mark
from husly.kit.web import AnyRequest, needs, page
from husly.kit.web.files import inline_pdf
from husly.kit.web.links import site_of
from husly.settings import Settings
from inspection.authorities.queries import settings_of
from inspection.enforcement.actions.steps import stated, trace
from inspection.enforcement.forms import lawful_deadline
from inspection.enforcement.queries import get_case_file
from inspection.enforcement.room_pages import NOT_REFUSED, Refusal, answered
from inspection.joint.forms import Fields, provide_fields
from inspection.rehousing import actions, placing, residents
from inspection.rehousing.forms import must_be_right, read_address, read_draft, read_id, read_payer, read_told
from inspection.rehousing.models import ProposedBy
from inspection.rehousing.presenters import RehousingPage
from inspection.rehousing.queries import facts_of_order, get_order, list_orders, parents_of, power_of, read_file
from inspection.rehousing.sheet import sheets_pdf
from inspection.rehousing.transitions import OVER
from register.dwellings.queries import find_dwelling_at
from register.sheets.door_texts import door_texts

SAVED = mark("Saved.")
FORM: dict[str, Any] = {"dependencies": {"fields": Provide(provide_fields)}, "status_code": 303, "sync_to_thread": True}


@dataclass(frozen=True)
class Doing:
    """One button pressed."""

    session: Session
    case_id: UUID
    fields: Fields
    settings: Settings
    by: Actor
    at: datetime

    @property
    def order_id(self) -> UUID:
        """The order that the form is about."""
        return read_id(self.fields, "order")

    @property
    def on(self) -> dict[str, Any]:
        """Who does it, when, with which settings."""
        return {"settings": self.settings, "by": self.by, "at": self.at}

    @property
    def who(self) -> dict[str, Any]:
        """Who does it, and when."""
        return {"by": self.by, "at": self.at}


def _draft(doing: Doing) -> None:
    draft, calendar = read_draft(doing.fields), calendar_of(doing.session)
    for day in (draft.from_on, draft.proof_due_on):
        lawful_deadline(day, calendar)
    actions.draft_rehousing(doing.session, doing.case_id, draft, **doing.on)


def _hear(doing: Doing) -> None:
    account = doing.fields.text("reason")
    actions.record_hearing(doing.session, doing.case_id, doing.order_id, account=account, **doing.on)


def _payer(doing: Doing) -> None:
    payer = read_payer(doing.fields)
    if payer is None:
        raise DomainError("payer_is_decided", "Choose who pays.")
    law, informed = doing.fields.text("payer_law", most=300), doing.fields.text("informed")
    case_id, order_id = doing.case_id, doing.order_id
    actions.decide_payer(doing.session, case_id, order_id, payer=payer, law=law, informed=informed, **doing.who)


def _with_reason(act: Callable[..., None]) -> Callable[[Doing], None]:
    def run(doing: Doing) -> None:
        reason = stated("reason_is_given", doing.fields.text("reason"), "Write a reason.")
        act(doing.session, doing.case_id, doing.order_id, reason=reason, **doing.on)

    return run


def _plain(act: Callable[..., None]) -> Callable[[Doing], None]:
    def run(doing: Doing) -> None:
        act(doing.session, doing.case_id, doing.order_id, **doing.on)

    return run


def _propose(doing: Doing) -> None:
    _place(doing, read_id(doing.fields, "dwelling"), ProposedBy.AUTHORITY)


def _offer(doing: Doing) -> None:
    found = find_dwelling_at(doing.session, read_address(doing.fields))
    if found is None:
        raise DomainError("rehousing.no_dwelling", "No housing is declared at this address. Check how it is written.")
    _place(doing, found.id, ProposedBy.EMPLOYER)


def _place(doing: Doing, dwelling_id: UUID, proposed_by: ProposedBy) -> None:
    placing.propose_place(
        doing.session,
        doing.case_id,
        doing.order_id,
        dwelling_id=dwelling_id,
        groups=doing.fields.many("groups"),
        proposed_by=proposed_by,
        in_letter=doing.fields.flag("in_letter"),
        **doing.on,
    )


def _drop(doing: Doing) -> None:
    place_id = read_id(doing.fields, "place")
    placing.drop_place(doing.session, doing.case_id, doing.order_id, place_id, **doing.who)


def _settle(doing: Doing) -> None:
    key, told = doing.fields.raw("key"), read_told(doing.fields)
    residents.settle_resident(doing.session, doing.case_id, doing.order_id, key, told, **doing.who)


def _reopen(doing: Doing) -> None:
    key, reason = doing.fields.raw("key"), doing.fields.text("reason")
    must_be_right(doing.fields)
    residents.reopen_resident(doing.session, doing.case_id, doing.order_id, key, reason=reason, **doing.who)


STEPS: Mapping[str, Callable[[Doing], None]] = {
    "draft": _draft,
    "record_hearing": _hear,
    "payer": _payer,
    "approve": _plain(actions.approve_rehousing),
    "return_draft": _plain(actions.return_rehousing),
    "finish": _plain(actions.finish_rehousing),
    "withdraw": _with_reason(actions.withdraw_rehousing),
    "propose": _propose,
    "offer": _offer,
    "drop": _drop,
    "settle": _settle,
    "reopen": _reopen,
}


@get("/cases/{case_id:uuid}/rehousing", opt=needs(Permission.READ_CASES, writes=True), sync_to_thread=True)
def show_rehousing(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    case_id: FromPath[UUID],
) -> Template:
    """The rehousing of a case: the order, its residents, places with room; the reading is audited."""
    return _page(request, session, actor, case_id)


def _page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    case_id: UUID,
    refusal: Refusal = NOT_REFUSED,
) -> Template:
    settings = request.app.state.settings
    file = get_case_file(session, case_id, by=actor)
    trace(session, file.case, "rehousing.read", by=actor, at=now())
    orders = list_orders(session, case_id)
    found = read_file(session, orders[0]) if orders else None
    facts = None if found is None else facts_of_order(file, found, power_of(settings), today())
    is_open = found is not None and found.order.state not in OVER
    free = placing.places_for(session, file, found, settings=settings, by=actor) if found and is_open else []
    shown = RehousingPage(file, orders, found, facts, parents_of(file), free, actor, settings)
    return page(
        request,
        "rehousing/rehousing.html",
        status_code=refusal.status_code,
        shown=shown,
        refusal=refusal,
        sheet_languages=[(one.language, one.name) for one in door_texts()],
    )


@post("/cases/{case_id:uuid}/rehousing/{step:str}", opt=needs(Permission.RECORD_VISITS), **FORM)
def take_step(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    fields: NamedDependency[Fields],
    case_id: FromPath[UUID],
    step: FromPath[str],
) -> Redirect | Template:
    """Carry out what a button of the page asks for; what is not lawful gives the page back with its reason."""
    if step not in STEPS:
        raise NotFoundError("step")
    doing = Doing(session, case_id, fields, request.app.state.settings, actor, now())

    def act() -> None:
        STEPS[step](doing)

    def show(refusal: Refusal) -> Template:
        return _page(request, session, actor, case_id, refusal)

    to = f"/cases/{case_id}/rehousing?notice={quote(SAVED)}"
    typed = fields.typed | {f"groups.{one}": "true" for one in fields.many("groups")}
    return answered(session, act, show, to=to, step=step, typed=typed)


@get(
    "/cases/{case_id:uuid}/rehousing/{order_id:uuid}/sheet.pdf",
    opt=needs(Permission.READ_CASES, writes=True),
    sync_to_thread=True,
)
def show_sheet(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    case_id: FromPath[UUID],
    order_id: FromPath[UUID],
    text: FromQuery[str] = "da",
    key: FromQuery[str] = "",
) -> Response[bytes]:
    """The residents' sheet in one language, for one key; without a key one to hang up, without a code."""
    file = get_case_file(session, case_id, by=actor)
    found = read_file(session, get_order(session, case_id, order_id))
    settings = settings_of(session, file.case, request.app.state.settings)
    content = sheets_pdf(settings, file, found, site_of(request), language=text, key=key)
    trace(session, file.case, "rehousing.sheet", by=actor, at=now(), details={"language": text, "key": key})
    return inline_pdf(content, f"{file.case.case_number}-rehousing-{text}{f'-{key}' if key else ''}")


rehousing_router = Router("/", route_handlers=[show_rehousing, take_step, show_sheet])
