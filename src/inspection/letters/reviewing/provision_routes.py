"""The page of provisions: which section gives which power, who has read it in the law, and what is still missing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now
from husly.kit.errors import DomainError
from husly.kit.i18n import format_moment, mark
from husly.kit.i18n import gettext as _
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from inspection.enforcement.forms import clean
from inspection.letters.models import ProvisionReading
from inspection.letters.provisions import Provision, provisions_of
from inspection.letters.reviewing.provisions import (
    confirm_reading,
    read_provision,
    standing_readings,
    withdraw_reading,
)

WHAT = {
    "varsling": mark("Visits to the dwelling"),
    "oplysningsanmodning": mark("The duty to give information"),
    "paabud": mark("Orders with deadlines"),
    "strakspaabud": mark("Orders at once"),
    "genhusning": mark("Rehousing orders"),
    "genhusning_betaling": mark("Who pays for rehousing"),
    "forbud": mark("Prohibitions of use"),
    "straf": mark("The penalty"),
    "boedeforelaeg": mark("Fixed-penalty notices by the authority itself"),
}
HOLDERS = {"arbejdstilsynet": mark("the state authority"), "municipality": mark("the municipality")}
NOTICES = {
    "read": mark("Written down. A second person must confirm."),
    "confirm": mark("Confirmed. Letters cite the provision from now on."),
    "withdraw": mark("Withdrawn. Letters cite the provision as it was shipped, or not at all."),
}


class ProvisionForm(BaseModel):
    """What a signature sends: which provision, its section, or why it is withdrawn."""

    key: str = ""
    section: str = ""
    reason: str = ""


@dataclass(frozen=True)
class ProvisionRow:
    """One provision: what it is, the section that letters cite, how sure that is, and what can be done."""

    key: str
    name: str
    act: str
    section: str
    badge: str
    state: str
    who: tuple[str, ...]
    reading: UUID | None
    waits: bool


def provision_row(one: Provision, reading: ProvisionReading | None) -> ProvisionRow:
    """How a provision stands."""
    shipped = one.reference
    name = shipped.section
    if one.purpose:
        name = f"{_(WHAT[one.purpose])}, {_(HOLDERS[one.authority])}"
    badge, state = "success", _("Shipped, read in its source (%(confidence)s)", confidence=shipped.confidence)
    if reading is not None:
        badge, state = "info", _("Waits for a second person")
        if reading.confirmed_by is not None:
            badge, state = "success", _("Read and confirmed")
    elif not shipped.section or not shipped.is_printable:
        badge, state = "warning", _("Not read: letters that cite it are not issued")
    return ProvisionRow(
        key=one.key,
        name=name,
        act=shipped.title,
        section=shipped.section if reading is None else reading.section,
        badge=badge,
        state=state,
        who=_who(reading),
        reading=None if reading is None else reading.id,
        waits=reading is not None and reading.confirmed_by is None,
    )


def _who(reading: ProvisionReading | None) -> tuple[str, ...]:
    if reading is None:
        return ()
    told = [_("Read by %(name)s, %(at)s", name=reading.read_by_name, at=format_moment(reading.at))]
    if reading.confirmed_at is not None:
        at = format_moment(reading.confirmed_at)
        told.append(_("Confirmed by %(name)s, %(at)s", name=reading.confirmed_by_name, at=at))
    return tuple(told)


@get("/", opt=needs(Permission.COUNTERSIGN_RULES), sync_to_thread=True)
def show_provisions(request: AnyRequest, session: NamedDependency[Session]) -> Template:
    """Every provision that letters cite, and how far it is read."""
    return _page(request, session)


def _page(request: AnyRequest, session: Session, *, refused: str = "") -> Template:
    readings = standing_readings(session)
    rows = [
        provision_row(one, readings.get(one.key)) for one in provisions_of(request.app.state.settings.supervision_model)
    ]
    status = 409 if refused else 200
    missing = sum(row.badge == "warning" for row in rows)
    return page(request, "letters/provisions.html", status_code=status, rows=rows, missing=missing, refused=refused)


def _signed(request: AnyRequest, session: Session, act: Callable[[], object], notice: str) -> Redirect | Template:
    try:
        act()
    except DomainError as error:
        session.rollback()
        return _page(request, session, refused=translated(error))
    return redirect(f"/letters/texts/provisions?notice={quote(NOTICES[notice])}")


Sent = Annotated[ProvisionForm, Body(media_type=RequestEncodingType.URL_ENCODED)]


@post("/", opt=needs(Permission.CONFIRM_RULES), status_code=303, sync_to_thread=True)
def read(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], data: Sent
) -> Redirect | Template:
    """A lawyer writes which section it is."""
    model = request.app.state.settings.supervision_model
    return _signed(
        request,
        session,
        lambda: read_provision(session, data.key, clean(data.section), model=model, by=actor, at=now()),
        "read",
    )


@post("/{reading_id:uuid}/confirm", opt=needs(Permission.COUNTERSIGN_RULES), status_code=303, sync_to_thread=True)
def confirm(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], reading_id: FromPath[UUID]
) -> Redirect | Template:
    """A second person confirms it."""
    return _signed(request, session, lambda: confirm_reading(session, reading_id, by=actor, at=now()), "confirm")


@post("/{reading_id:uuid}/withdraw", opt=needs(Permission.COUNTERSIGN_RULES), status_code=303, sync_to_thread=True)
def withdraw(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    reading_id: FromPath[UUID],
    data: Sent,
) -> Redirect | Template:
    """Take it back, with the reason."""
    return _signed(
        request,
        session,
        lambda: withdraw_reading(session, reading_id, reason=clean(data.reason), by=actor, at=now()),
        "withdraw",
    )


provisions_router = Router("/letters/texts/provisions", route_handlers=[show_provisions, read, confirm, withdraw])
