"""The page on which an employer's people see everything it houses, with the firms that gave them a mandate."""

from litestar import Router, get
from litestar.di import NamedDependency
from litestar.response import Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now, today
from husly.kit.i18n import gettext as _
from husly.kit.web import AnyRequest, needs, page
from register.mandates.queries import with_every_mandate
from register.portfolio.presenters import PortfolioPart
from register.portfolio.queries import own_employers, read_portfolio


@get("/", opt=needs(Permission.READ_DECLARATIONS), sync_to_thread=True)
def show_portfolio(request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor]) -> Template:
    """Sums over the reader's own employers and those whose mandate it holds; never another's through a link."""
    reader = with_every_mandate(session, actor, at=now())
    own = {one.employer_id for one in reader.grants if one.only is None}
    employer_ids = own_employers(reader)
    portfolio = read_portfolio(
        session,
        employer_ids,
        by=reader,
        permission=Permission.READ_DECLARATIONS,
        pack_ids=request.app.state.settings.packs,
        as_of=today(),
    )
    by_mandate = {one: _("by mandate") for one in employer_ids - own}
    shown = PortfolioPart(portfolio, by_mandate=by_mandate, closed_to=employer_ids - own_employers(actor))
    return page(request, "portfolio/portfolio.html", shown=shown)


portfolio_router = Router("/portfolio", route_handlers=[show_portfolio])
