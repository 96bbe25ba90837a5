"""Pages of the rule packs."""

from typing import Any

from litestar import Request, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from sqlmodel import Session

from husly.kit.access import Permission
from husly.kit.errors import NotFoundError
from husly.kit.web import needs, page
from register.rules.approvals.queries import releases_of
from register.rules.presenters import PackPage
from standards.pack import list_packs, load_pack

AnyRequest = Request[Any, Any, Any]


@get("/", opt=needs(Permission.READ_STANDARDS), sync_to_thread=True)
def show_packs(request: AnyRequest, session: NamedDependency[Session]) -> Template:
    """Every pack that comes with the product; those in use first."""
    used = [pack_id for pack_id in request.app.state.settings.packs if pack_id in list_packs()]
    others = [pack_id for pack_id in list_packs() if pack_id not in used]
    pages = _pages(request, session, used + others)
    return page(request, "rules/packs.html", used=pages[: len(used)], others=pages[len(used) :])


@get("/{pack_id:str}", opt=needs(Permission.READ_STANDARDS), sync_to_thread=True)
def show_pack(request: AnyRequest, session: NamedDependency[Session], pack_id: FromPath[str]) -> Template:
    """One pack, rule by rule."""
    if pack_id not in list_packs():
        raise NotFoundError("pack")
    return page(request, "rules/pack.html", shown=_pages(request, session, [pack_id])[0])


def _pages(request: AnyRequest, session: Session, pack_ids: list[str]) -> list[PackPage]:
    packs = [load_pack(pack_id) for pack_id in pack_ids]
    releases = releases_of(session, packs, demo_mode=request.app.state.settings.demo_mode)
    return [PackPage(pack, releases[pack.id]) for pack in packs]


rules_router = Router("/standards", route_handlers=[show_packs, show_pack])
