"""Pages of the rule packs."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.exceptions import ValidationException
from litestar.params import FromPath, FromQuery
from litestar.response import Template
from sqlmodel import Session

from husly.kit.access import Permission
from husly.kit.clock import DANISH_TIME, now
from husly.kit.errors import NotFoundError
from husly.kit.i18n import gettext as _
from husly.kit.web import AnyRequest, needs, page
from register.rules.approvals.queries import releases_of
from register.rules.list_presenters import PackFilter, PackList
from register.rules.presenters import PackPage
from register.rules.reading import PackReading
from standards.rules.pack import list_packs, load_pack
from standards.rules.schemas import SCHEMAS


@get("/", opt=needs(Permission.READ_STANDARDS), sync_to_thread=True)
def show_packs(
    request: AnyRequest,
    session: NamedDependency[Session],
    search: FromQuery[str] = "",
    country: FromQuery[str] = "",
    status: FromQuery[str] = "",
) -> Template:
    """Every pack that comes with the product, by country; home first, and of home those in use."""
    shown = PackList(
        pages=pages_of(request, session, list_packs()),
        used=request.app.state.settings.packs,
        wanted=PackFilter(search.strip(), country, status),
    )
    return page(request, "rules/packs.html", shown=shown)


@get("/{pack_id:str}", opt=needs(Permission.READ_STANDARDS), sync_to_thread=True)
def show_pack(
    request: AnyRequest,
    session: NamedDependency[Session],
    pack_id: FromPath[str],
    words: FromQuery[str] = "",
    on: FromQuery[str] = "",
    required: FromQuery[bool] = False,
) -> Template:
    """One pack, rule by rule."""
    if pack_id not in list_packs():
        raise NotFoundError("pack")
    (shown,) = pages_of(request, session, [pack_id])
    today = now().astimezone(DANISH_TIME).date()
    reading = PackReading(shown, today, words.strip(), read_day(on), only_required=required)
    return page(request, "rules/pack.html", shown=shown, reading=reading)


@get("/schema/{name:str}", opt=needs(Permission.READ_STANDARDS), sync_to_thread=True)
def show_schema(name: FromPath[str]) -> Response[dict[str, Any]]:
    """The JSON Schema of packs (`pack.json`) or of facts (`facts.json`)."""
    key = name.removesuffix(".json")
    if key not in SCHEMAS:
        raise NotFoundError("schema")
    return Response(SCHEMAS[key](), media_type="application/schema+json")


def pages_of(request: AnyRequest, session: Session, pack_ids: Iterable[str]) -> list[PackPage]:
    """Packs in words, each with how far it is approved."""
    packs = [load_pack(pack_id) for pack_id in pack_ids]
    releases = releases_of(session, packs, demo_mode=request.app.state.settings.demo_mode)
    return [PackPage(pack, releases[pack.id]) for pack in packs]


def read_day(text: str) -> date | None:
    """A day as a form sends it; none for an empty field. Raises ValidationException for what is no day."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ValidationException(_("“%(text)s” is not a date; write it as 2026-03-01.", text=text[:40])) from None


rules_router = Router("/standards", route_handlers=[show_packs, show_pack, show_schema])
