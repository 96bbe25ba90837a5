"""Pages of the rule packs."""

from datetime import date
from typing import Any

from litestar import Request, Response, Router, get
from litestar.exceptions import ValidationException
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from husly.kit.access import Permission
from husly.kit.clock import DANISH_TIME, now
from husly.kit.errors import NotFoundError
from husly.kit.i18n import gettext as _
from husly.kit.web import needs, page
from register.rules.list_presenters import PackFilter, PackList
from register.rules.presenters import PackPage
from register.rules.reading import PackReading
from standards.pack import list_packs, load_pack
from standards.schemas import SCHEMAS

AnyRequest = Request[Any, Any, Any]


@get("/", opt=needs(Permission.READ_STANDARDS), sync_to_thread=True)
def show_packs(
    request: AnyRequest, search: FromQuery[str] = "", country: FromQuery[str] = "", status: FromQuery[str] = ""
) -> Template:
    """Every pack that comes with the product, by country; home first, and of home those in use."""
    shown = PackList(
        packs=[load_pack(pack_id) for pack_id in list_packs()],
        used=request.app.state.settings.packs,
        wanted=PackFilter(search.strip(), country, status),
    )
    return page(request, "rules/packs.html", shown=shown)


@get("/{pack_id:str}", opt=needs(Permission.READ_STANDARDS), sync_to_thread=True)
def show_pack(
    request: AnyRequest,
    pack_id: FromPath[str],
    words: FromQuery[str] = "",
    on: FromQuery[str] = "",
    required: FromQuery[bool] = False,
) -> Template:
    """One pack, rule by rule."""
    if pack_id not in list_packs():
        raise NotFoundError("pack")
    pack = load_pack(pack_id)
    today = now().astimezone(DANISH_TIME).date()
    reading = PackReading(pack, today, words.strip(), read_day(on), only_required=required)
    return page(request, "rules/pack.html", shown=PackPage(pack), reading=reading)


@get("/schema/{name:str}", opt=needs(Permission.READ_STANDARDS), sync_to_thread=True)
def show_schema(name: FromPath[str]) -> Response[dict[str, Any]]:
    """The JSON Schema of packs (`pack.json`) or of facts (`facts.json`)."""
    key = name.removesuffix(".json")
    if key not in SCHEMAS:
        raise NotFoundError("schema")
    return Response(SCHEMAS[key](), media_type="application/schema+json")


def read_day(text: str) -> date | None:
    """A day as a form sends it; none for an empty field. Raises ValidationException for what is no day."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ValidationException(_("“%(text)s” is not a date; write it as 2026-03-01.", text=text[:40])) from None


rules_router = Router("/standards", route_handlers=[show_packs, show_pack, show_schema])
