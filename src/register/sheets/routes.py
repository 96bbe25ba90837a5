"""Papers of a declaration, the page behind a plan's code, and the languages of the residents' sheet."""

from dataclasses import replace
from urllib.parse import quote
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission, Subject, may
from husly.kit.clock import now, today
from husly.kit.errors import NotFoundError
from husly.kit.i18n import language, mark
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.files import inline_pdf
from husly.kit.web.links import site_of
from register.declarations.queries import LAST_VERSION, get_declared
from register.declarations.routes import page_of
from register.residents.texts import words_of
from register.sheets.actions import door_code, plan_code, record_print, renew_door_code
from register.sheets.codes import read_plan_code, shown_code
from register.sheets.door import door_pdf
from register.sheets.door_making import door_sheet_of
from register.sheets.door_texts import door_text, door_texts
from register.sheets.language_routes import show_example, show_languages
from register.sheets.plan import Plan, plan_pdf
from register.sheets.plan_state import plan_finding
from register.sheets.presenters import PapersPage, PlanPage
from register.sheets.queries import content_of, facts_with_plan, find_plan_code, get_plan_paper
from register.sheets.receipt import receipt_pdf
from standards.facts.choices import PLAN_CONTENT

RENEWED = mark("The sheet has a new code. Print it and hang it up; the old code still works.")


@get("/declarations/{accommodation_id:uuid}/papers", opt=needs(Permission.READ_DECLARATIONS), sync_to_thread=True)
def show_papers(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
) -> Template:
    """The papers that can be printed of a declaration, and how its plan stands."""
    declared = get_declared(session, accommodation_id, by=actor)
    code = find_plan_code(session, accommodation_id)
    shown = PapersPage(
        declared=declared,
        finding=plan_finding(facts_with_plan(session, declared)),
        languages=door_texts(),
        is_generated=code is not None and code.generated_at is not None,
        is_own=may(actor, Permission.DECLARE, Subject(employer_id=declared.employer.id)),
    )
    return page(request, "sheets/papers.html", shown=shown)


@get(
    "/declarations/{accommodation_id:uuid}/plan.pdf",
    opt=needs(Permission.READ_DECLARATIONS, writes=True),
    sync_to_thread=True,
)
def show_plan(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
) -> Response[bytes]:
    """The accommodation plan of the version in force. The first one that its employer takes makes it a plan."""
    return plan_paper(request, session, actor, accommodation_id)


def plan_paper(request: AnyRequest, session: Session, actor: Actor, accommodation_id: UUID) -> Response[bytes]:
    """The plan as a PDF within the reader's scope; taking it is written down."""
    at = now()
    declared = get_declared(session, accommodation_id, by=actor)
    code = plan_code(session, declared, by=actor, at=at).code
    content = content_of(declared)
    plan = Plan(
        page=page_of(request, session, actor, accommodation_id, None),
        code=code,
        url=f"{site_of(request)}/p/{code}?version={declared.declaration.version}",
        lacking=tuple(part for part in PLAN_CONTENT if part not in content),
        printed_at=at,
        as_of=today(),
        sender=request.app.state.settings.authority_name,
    )
    record_print(session, declared, "plan", by=actor, at=at, language=language())
    return inline_pdf(plan_pdf(plan), f"plan-{declared.declaration.receipt_number}")


@get(
    "/declarations/{accommodation_id:uuid}/receipt.pdf",
    opt=needs(Permission.READ_DECLARATIONS, writes=True),
    sync_to_thread=True,
)
def show_receipt_pdf(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
    version: FromQuery[int | None] = None,
) -> Response[bytes]:
    """The receipt of one version."""
    return receipt_paper(request, session, actor, accommodation_id, version)


def receipt_paper(
    request: AnyRequest, session: Session, actor: Actor, accommodation_id: UUID, version: int | None
) -> Response[bytes]:
    """What one version declares, as a PDF within the reader's scope; taking it is written down."""
    shown = page_of(request, session, actor, accommodation_id, version)
    record_print(session, shown.declared, "receipt", by=actor, at=now(), language=language())
    content = receipt_pdf(shown, sender=request.app.state.settings.authority_name)
    return inline_pdf(content, f"receipt-{shown.declared.declaration.receipt_number}")


@get(
    "/declarations/{accommodation_id:uuid}/door-sheet.pdf",
    opt=needs(Permission.READ_DECLARATIONS, writes=True),
    sync_to_thread=True,
)
def show_door_sheet(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
    text: FromQuery[str] = "da",
) -> Response[bytes]:
    """The sheet for the residents' door in one language; ``text`` is its code."""
    settings, words = request.app.state.settings, door_text(text)
    declared = get_declared(session, accommodation_id, by=actor)
    code = door_code(session, accommodation_id, on=today())
    sheet = replace(
        door_sheet_of(session, settings, declared, as_of=today()),
        url=f"{site_of(request)}/h/{code}?text={words.language}",
        code=shown_code(code),
        invitation=words_of(words.language).page.scan,
    )
    record_print(session, declared, "door_sheet", by=actor, at=now(), language=words.language)
    return inline_pdf(door_pdf(sheet, words), f"door-{declared.declaration.receipt_number}-{words.language}")


@post(
    "/declarations/{accommodation_id:uuid}/door-code",
    opt=needs(Permission.DECLARE),
    status_code=303,
    sync_to_thread=True,
)
def renew_code(
    session: NamedDependency[Session], actor: NamedDependency[Actor], accommodation_id: FromPath[UUID]
) -> Redirect:
    """A new code for the residents' sheet; the old one keeps working."""
    renew_door_code(session, get_declared(session, accommodation_id, by=actor), by=actor, at=now())
    return redirect(f"/declarations/{accommodation_id}/papers?notice={quote(RENEWED)}")


@get("/p/{code:str}", opt=needs(Permission.PUBLIC), sync_to_thread=True)
def show_plan_standing(
    request: AnyRequest,
    session: NamedDependency[Session],
    code: FromPath[str],
    version: FromQuery[int | None] = None,
) -> Template:
    """Whether a printed plan is the current one. Nobody is told where it is or whose; readers get a link."""
    actor: Actor | None = request.scope.get("user")
    known = read_plan_code(code)
    number = version if version is not None and 0 < version <= LAST_VERSION else None
    if known is None:
        return page(request, "sheets/no_plan.html", status_code=404)
    try:
        paper = get_plan_paper(session, known, version=number)
    except NotFoundError:
        return page(request, "sheets/no_plan.html", status_code=404)
    shown = PlanPage(
        paper=paper, href=_readable(session, actor, paper.accommodation_id), is_signed_in=bool(actor), as_of=today()
    )
    return page(request, "sheets/plan.html", shown=shown)


def _readable(session: Session, actor: Actor | None, accommodation_id: UUID) -> str:
    """The page of the declaration, where the reader may see it."""
    if actor is None or not may(actor, Permission.READ_DECLARATIONS):
        return ""
    try:
        get_declared(session, accommodation_id, by=actor)
    except NotFoundError:
        return ""
    return f"/declarations/{accommodation_id}"


sheets_router = Router(
    "/",
    route_handlers=[
        show_papers,
        show_plan,
        show_receipt_pdf,
        show_door_sheet,
        renew_code,
        show_plan_standing,
        show_languages,
        show_example,
    ],
)
