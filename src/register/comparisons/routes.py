"""Pages that lay rules side by side."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Router, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Template
from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, may
from husly.kit.clock import DANISH_TIME, now
from husly.kit.errors import NotFoundError
from husly.kit.i18n import gettext as _
from husly.kit.web import AnyRequest, needs, page
from register.agreements.queries import find_issuer
from register.assessments.wording import in_language
from register.comparisons.compare_presenters import ComparePage, Side
from register.comparisons.everywhere_presenters import EverywherePage
from register.comparisons.houses import example_houses
from register.declarations.queries import get_declared, list_declared
from register.rules.list_presenters import page_language
from register.rules.presenters import PackPage
from register.rules.routes import pages_of, read_day
from standards.facts.files import read_document
from standards.facts.known import DwellingFacts
from standards.rules.issuer import Issuer
from standards.rules.pack import list_packs, load_pack

OFFERED = 10
"""Declared dwellings offered on the page; the search finds the others."""


@get("/compare", opt=needs(Permission.READ_STANDARDS), sync_to_thread=True)
def show_comparison(
    request: AnyRequest,
    session: NamedDependency[Session],
    a: FromQuery[str] = "",
    b: FromQuery[str] = "",
    a_on: FromQuery[str] = "",
    b_on: FromQuery[str] = "",
    differences: FromQuery[bool] = False,
) -> Template:
    """Two packs, or one pack on two days, side by side."""
    a, b = _two(a, b, request.app.state.settings.packs)
    shown = ComparePage(
        before=Side("a", _page_of(request, session, a), read_day(a_on)),
        after=Side("b", _page_of(request, session, b), read_day(b_on)),
        packs=[load_pack(pack_id) for pack_id in list_packs()],
        differences_only=differences,
    )
    return page(request, "comparisons/compare.html", shown=shown)


@dataclass
class PastedFacts:
    """What the page sends: facts as text, or as a file."""

    facts: str = ""
    file: UploadFile | None = None


@get("/everywhere", opt=needs(Permission.READ_STANDARDS), sync_to_thread=True)
def show_everywhere(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    house: FromQuery[str] = "",
    search: FromQuery[str] = "",
) -> Template:
    """Choose a dwelling, or see an example house under every pack."""
    if not house:
        return _choose(request, session, actor, search)
    if house not in example_houses():
        raise NotFoundError("house")
    example = example_houses()[house]
    return _judged(request, session, in_language(example.name), in_language(example.about), example.facts)


@get("/everywhere/{accommodation_id:uuid}", opt=needs(Permission.READ_DECLARATIONS, writes=True), sync_to_thread=True)
def show_declared_everywhere(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
) -> Template:
    """Declared housing within the reader's scope under every pack; an authority's reading is audited."""
    declared = get_declared(session, accommodation_id, by=actor)
    if not may(actor, Permission.DECLARE, Subject(employer_id=declared.accommodation.employer_id)):
        audit.record(
            session,
            by=actor,
            at=now(),
            action="declaration.read",
            on=("declaration", declared.declaration.id),
            details={"accommodation": accommodation_id, "version": declared.declaration.version},
        )
    exempt = find_issuer(session, accommodation_id, declared.declaration.residents, _today())
    return _judged(request, session, declared.dwelling.address, "", declared.facts, exempt)


@post("/everywhere", opt=needs(Permission.READ_STANDARDS), status_code=200, sync_to_thread=True)
def judge_pasted(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    data: Annotated[PastedFacts, Body(media_type=RequestEncodingType.MULTI_PART)],
) -> Template:
    """Facts that the reader brings along; nothing of them is kept."""
    raw, name = _brought(data)
    if not raw.strip():
        return _choose(request, session, actor, "", wrong=[_("Paste facts, or choose a file.")])
    document = read_document(raw, name)
    if document.facts is None:
        return _choose(request, session, actor, "", wrong=document.reasons(page_language()), pasted=data.facts)
    return _judged(request, session, document.facts.key or name, "", document.facts)


def _brought(data: PastedFacts) -> tuple[bytes, str]:
    if data.file is not None and data.file.filename:
        with data.file.file as opened:
            return opened.read(), data.file.filename
    return data.facts.encode("utf-8"), _("The facts you pasted")


def _choose(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    search: str,
    *,
    wrong: list[str] | None = None,
    pasted: str = "",
) -> Template:
    reads = may(actor, Permission.READ_DECLARATIONS)
    found, count = list_declared(session, by=actor, search=search, limit=OFFERED) if reads else ([], 0)
    return page(
        request,
        "comparisons/choose.html",
        status_code=422 if wrong else 200,
        houses=[(one.key, in_language(one.name), in_language(one.about)) for one in example_houses().values()],
        declared=[(one.accommodation.id, one.dwelling.address, one.employer.name) for one in found],
        count=count,
        search=search,
        wrong=wrong,
        pasted=pasted,
    )


def _judged(
    request: AnyRequest,
    session: Session,
    name: str,
    about: str,
    facts: DwellingFacts,
    exempt: Issuer | None = None,
) -> Template:
    shown = EverywherePage(name, about, facts, pages_of(request, session, list_packs()), _today(), exempt)
    return page(request, "comparisons/everywhere.html", shown=shown)


def _two(a: str, b: str, used: tuple[str, ...]) -> tuple[str, str]:
    """What to compare where the reader named only one, or none: the packs in use first."""
    known = list_packs()
    offered = [one for one in (*used, *known) if one in known]
    a = a or next(one for one in offered if one != b)
    return a, b or next((one for one in offered if one != a), a)


def _page_of(request: AnyRequest, session: Session, pack_id: str) -> PackPage:
    if pack_id not in list_packs():
        raise NotFoundError("pack")
    return pages_of(request, session, [pack_id])[0]


def _today() -> date:
    return now().astimezone(DANISH_TIME).date()


comparisons_router = Router(
    "/standards", route_handlers=[show_comparison, show_everywhere, show_declared_everywhere, judge_pasted]
)
