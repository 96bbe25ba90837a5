"""Pages of what is declared: the list, one declaration, its receipt."""

from uuid import UUID

from litestar import Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template
from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, may
from husly.kit.clock import now, today
from husly.kit.web import AnyRequest, needs, page
from husly.kit.web.paging import Paging, page_number, rows_of
from register.agreements.presenters import AgreementPart
from register.agreements.queries import find_exemption, list_claims_of, list_exemptions
from register.assessments.presenters import judge
from register.declarations.journey.queries import find_attestation, list_addresses_of, list_drafts, list_later
from register.declarations.journey.review_routes import show_review, submit
from register.declarations.journey.routes import (
    assess_page,
    begin_change,
    copy_dwelling,
    save_new,
    save_step,
    show_amend,
    show_discard,
    show_new,
    show_step,
    show_tasks,
    throw_away,
)
from register.declarations.journey.task_presenters import draft_rows
from register.declarations.list_presenters import ListPage
from register.declarations.name_routes import ask_names, show_names
from register.declarations.names import has_names
from register.declarations.presenters import DeclarationPage, signed
from register.declarations.queries import (
    Declared,
    beside_of,
    get_declared,
    list_beside,
    list_declared,
    list_rooms_of,
    list_stays,
    list_versions,
)
from register.declarations.seeing import sees_of
from register.evidence.presenters import EvidencePart
from register.evidence.queries import list_present
from register.evidence.wanted import wanted_evidence
from register.mandates.queries import list_authors
from register.rules.approvals.queries import releases_of
from register.rules.queries import local_packs, packs_for
from register.sheets.queries import facts_with_plan
from register.upkeep.duties import duties_of
from register.upkeep.part import UpkeepPart
from register.upkeep.pauses import list_unused
from register.upkeep.queries import standing_of
from standards.rules.pack import load_pack


@get("/", opt=needs(Permission.READ_DECLARATIONS), sync_to_thread=True)
def show_list(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    search: FromQuery[str] = "",
    number: FromQuery[int] = 1,
) -> Template:
    """Current declarations within the reader's scope, newest first; ``number`` is the page."""
    settings = request.app.state.settings
    number, search = page_number(number), search.replace("\x00", "")  # no database takes a NUL
    found, count = list_declared(session, by=actor, search=search, **rows_of(number))
    rooms = list_rooms_of(session, [one.declaration.id for one in found])
    shown = ListPage(
        found=found,
        rooms=rooms,
        paging=Paging(number, count, "/declarations", {"search": search}),
        search=search,
        packs=local_packs(session, settings.packs[:1], as_of=today()),
        data_path=settings.data_path,
        as_of=today(),
        stays=list_stays(session, [one.dwelling.id for one in found]),
        exemptions=list_exemptions(session, [one.accommodation.id for one in found], first=today(), last=today()),
        unused=list_unused(session, [one.accommodation.id for one in found], first=today(), last=today()),
    )
    drafts = list_drafts(session, by=actor) if may(actor, Permission.DECLARE) else []
    amended = list_addresses_of(session, [one.accommodation_id for one in drafts if one.accommodation_id])
    return page(request, "declarations/list.html", shown=shown, drafts=draft_rows(drafts, amended))


@get("/{accommodation_id:uuid}", opt=needs(Permission.READ_DECLARATIONS, writes=True), sync_to_thread=True)
def show_declaration(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
    version: FromQuery[int | None] = None,
) -> Template:
    """One declaration, in force or an earlier version. An authority's reading of contact persons is audited."""
    shown = page_of(request, session, actor, accommodation_id, version)
    if not shown.is_own:
        audit.record(
            session,
            by=actor,
            at=now(),
            action="declaration.read",
            on=("declaration", shown.declared.declaration.id),
            details={"accommodation": accommodation_id, "version": shown.declared.declaration.version},
        )
    return page(
        request,
        "declarations/declaration.html",
        shown=shown,
        judgement=shown.judgement,
        evidence=EvidencePart(
            shown.declared,
            wanted_evidence(request.app.state.settings.evidence_list),
            list_present(session, accommodation_id),
        ),
        swapped=False,
    )


@get("/{accommodation_id:uuid}/receipt", opt=needs(Permission.DECLARE), sync_to_thread=True)
def show_receipt(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
    version: FromQuery[int | None] = None,
    unchanged: FromQuery[bool] = False,
) -> Template:
    """What was declared, its number, and what to do next."""
    shown = page_of(request, session, actor, accommodation_id, version)
    return page(
        request,
        "declarations/receipt.html",
        shown=shown,
        judgement=shown.judgement,
        swapped=False,
        unchanged=unchanged,
    )


def page_of(
    request: AnyRequest, session: Session, actor: Actor, accommodation_id: UUID, version: int | None
) -> DeclarationPage:
    """One version within the reader's scope, judged as of today with the plan that was made here."""
    settings = request.app.state.settings
    declared: Declared = get_declared(session, accommodation_id, by=actor, version=version)
    code = declared.accommodation.municipality_code
    packs = packs_for(session, settings.packs, municipality_code=code, as_of=today())
    sees = sees_of(actor, declared.accommodation, model=settings.supervision_model, names_asked=settings.resident_names)
    agreements = AgreementPart(
        exemption=find_exemption(session, accommodation_id, today()),
        claims=list_claims_of(session, declared.accommodation),
        residents=declared.declaration.residents,
        today=today(),
    )
    versions = list_versions(session, accommodation_id)
    is_own = may(actor, Permission.DECLARE, Subject(employer_id=declared.employer.id))
    return DeclarationPage(
        declared=declared,
        versions=versions,
        authors=list_authors(session, [one.id for one in versions]),
        judgement=judge(
            facts_with_plan(session, declared),
            packs,
            as_of=today(),
            releases=releases_of(session, map(load_pack, settings.packs), demo_mode=settings.demo_mode),
            beside=beside_of(session, declared),
            exempt=agreements.issuer,
        ),
        agreements=agreements,
        upkeep=UpkeepPart(declared, standing_of(session, declared), duties_of(settings), today(), is_own),
        beside=list_beside(session, declared, by=actor),
        data_path=settings.data_path,
        is_own=is_own,
        signed=signed(find_attestation(session, declared.declaration.id)),
        later=list_later(session, declared.declaration.id),
        sees=sees,
        has_names=sees.names and has_names(session, declared),
    )


declarations_router = Router(
    "/declarations",
    route_handlers=[
        show_list,
        show_new,
        save_new,
        assess_page,
        show_tasks,
        show_step,
        save_step,
        show_review,
        submit,
        show_discard,
        throw_away,
        show_declaration,
        show_receipt,
        show_amend,
        begin_change,
        copy_dwelling,
        ask_names,
        show_names,
    ],
)
