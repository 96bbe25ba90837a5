"""Pages of the rule packs."""

from typing import Any

from litestar import Request, Router, get
from litestar.params import FromPath
from litestar.response import Template

from husly.kit.access import Permission
from husly.kit.errors import NotFoundError
from husly.kit.web import needs, page
from register.rules.presenters import PackPage
from standards.pack import list_packs, load_pack

AnyRequest = Request[Any, Any, Any]


@get("/", opt=needs(Permission.READ_STANDARDS), sync_to_thread=True)
def show_packs(request: AnyRequest) -> Template:
    """Every pack that comes with the product; those in use first."""
    used = [pack_id for pack_id in request.app.state.settings.packs if pack_id in list_packs()]
    others = [pack_id for pack_id in list_packs() if pack_id not in used]
    return page(
        request,
        "rules/packs.html",
        used=[PackPage(load_pack(pack_id)) for pack_id in used],
        others=[PackPage(load_pack(pack_id)) for pack_id in others],
    )


@get("/{pack_id:str}", opt=needs(Permission.READ_STANDARDS), sync_to_thread=True)
def show_pack(request: AnyRequest, pack_id: FromPath[str]) -> Template:
    """One pack, rule by rule."""
    if pack_id not in list_packs():
        raise NotFoundError("pack")
    return page(request, "rules/pack.html", shown=PackPage(load_pack(pack_id)))


rules_router = Router("/standards", route_handlers=[show_packs, show_pack])
