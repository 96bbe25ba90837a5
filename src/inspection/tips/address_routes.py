"""Pages of addresses that nobody declared: the list, and one to be settled."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.i18n import mark
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from husly.kit.web.paging import Paging, page_number, rows_of
from inspection.tips.forms import SettlingForm
from inspection.tips.presenters import AddressListPage
from inspection.tips.queries import list_unverified
from inspection.tips.settling import dismiss_address, get_address, link_address
from register.declarations.queries import list_declared
from register.municipalities.table import municipalities

SETTLED = mark("The address is settled. What was decided stands in the audit trail.")
MOST_FOUND = 20


@get("/addresses", opt=needs(Permission.READ_TIPS), sync_to_thread=True)
def show_addresses(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], number: FromQuery[int] = 1
) -> Template:
    """Addresses heard of that nobody declared and nobody settled."""
    number = page_number(number)
    rows, count = list_unverified(session, by=actor, **rows_of(number))
    names = municipalities(request.app.state.settings.data_path)
    shown = AddressListPage(rows, names, Paging(number, count, "/reports/addresses"))
    return page(request, "tips/addresses.html", shown=shown)


@get("/addresses/{address_id:uuid}", opt=needs(Permission.READ_TIPS), sync_to_thread=True)
def show_address(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    address_id: FromPath[UUID],
    search: FromQuery[str | None] = None,
) -> Template:
    """One address, with the declared dwellings that a search finds; at first those of its street."""
    return _page(request, session, actor, address_id, search)


def _page(
    request: AnyRequest, session: Session, actor: Actor, address_id: UUID, search: str | None, error: str = ""
) -> Template:
    address = get_address(session, address_id, by=actor)
    wanted = (address.street if search is None else search).replace("\x00", "")[:120]
    found, count = list_declared(session, by=actor, search=wanted, limit=MOST_FOUND)
    return page(
        request,
        "tips/address.html",
        status_code=422 if error else 200,
        address=address,
        search=wanted,
        found=found,
        count=count,
        errors={"reason": error} if error else {},
    )


@post("/addresses/{address_id:uuid}", opt=needs(Permission.READ_TIPS), status_code=303, sync_to_thread=True)
def settle_address(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    address_id: FromPath[UUID],
    data: Annotated[SettlingForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect | Template:
    """It is the chosen dwelling; or none, with the reason."""
    if data.accommodation_id:
        try:
            accommodation_id = UUID(data.accommodation_id)
        except ValueError:
            raise NotFoundError("accommodation") from None
        link_address(session, address_id, accommodation_id=accommodation_id, by=actor, at=now())
    else:
        try:
            dismiss_address(session, address_id, reason=data.reason, by=actor, at=now())
        except DomainError as error:  # raised before anything is written
            if error.code != "address.reason":
                raise
            return _page(request, session, actor, address_id, None, translated(error))
    return redirect(f"/reports/addresses?notice={quote(SETTLED)}")
