"""The page of an employer for the authority: sums over linked firms, orders, links added and ended."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission, may
from husly.kit.clock import now, today
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.i18n import mark
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from inspection.employers.forms import LinkForm, read_link
from inspection.employers.presenters import EmployerPage
from inspection.employers.queries import count_orders
from register.employers.models import Employer
from register.lookups.queries import closed_companies
from register.portfolio.actions import end_link, link_employers
from register.portfolio.presenters import PortfolioPart
from register.portfolio.queries import linked_to, read_portfolio, sees_employer

LINKED = mark("The two firms are linked.")
UNLINKED = mark("The link is ended.")


@get("/{employer_id:uuid}", opt=needs(Permission.READ_CASES), sync_to_thread=True)
def show_employer(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    employer_id: FromPath[UUID],
) -> Template:
    """What an employer and the firms linked to it house in the reader's area."""
    return _page(request, session, actor, employer_id, LinkForm(stated_on=today().isoformat()), {})


@post("/{employer_id:uuid}/links", opt=needs(Permission.RECORD_VISITS), status_code=303, sync_to_thread=True)
def add_link(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    employer_id: FromPath[UUID],
    data: Annotated[LinkForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Template | Redirect:
    """Link it to another employer, or show what is wrong."""
    asked, errors = read_link(data)
    if asked is not None:
        try:
            link_employers(
                session,
                employer_id,
                other_cvr=data.other.replace("\x00", "")[:40],
                reason=data.reason,
                by=actor,
                at=now(),
                **vars(asked),
            )
            return redirect(f"/employers/{employer_id}?notice={quote(LINKED)}")
        except DomainError as error:  # raised before anything is written
            errors = {"stated_on" if error.code == "link.day" else "other": translated(error)}
    return _page(request, session, actor, employer_id, data, errors)


@post(
    "/{employer_id:uuid}/links/{link_id:uuid}/end",
    opt=needs(Permission.RECORD_VISITS),
    status_code=303,
    sync_to_thread=True,
)
def end(
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    employer_id: FromPath[UUID],
    link_id: FromPath[UUID],
) -> Redirect:
    """End a link."""
    end_link(session, link_id, by=actor, at=now())
    return redirect(f"/employers/{employer_id}?notice={quote(UNLINKED)}")


def _page(
    request: AnyRequest, session: Session, actor: Actor, employer_id: UUID, form: LinkForm, errors: dict[str, str]
) -> Template:
    if not sees_employer(session, employer_id, by=actor):
        raise NotFoundError("employer")
    employer_ids = linked_to(session, employer_id)
    portfolio = read_portfolio(
        session,
        employer_ids,
        by=actor,
        permission=Permission.READ_CASES,
        pack_ids=request.app.state.settings.packs,
        as_of=today(),
    )
    shown = EmployerPage(
        employer=session.get_one(Employer, employer_id),
        sums=PortfolioPart(portfolio, has_pages=True, orders=count_orders(session, employer_ids, by=actor)),
        may_link=may(actor, Permission.RECORD_VISITS),
        closed=closed_companies(session, [employer_id]).get(employer_id, ""),
        form=form,
        errors=errors,
    )
    return page(request, "employers/employer.html", status_code=422 if errors else 200, shown=shown)


employers_router = Router("/employers", route_handlers=[show_employer, add_link, end])
