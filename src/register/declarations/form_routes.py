"""The declaration form: new, amended, and judged while it is typed."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now, today
from husly.kit.database import transaction
from husly.kit.errors import NotAllowedError
from husly.kit.i18n import gettext as _
from husly.kit.web import needs, page, redirect
from register.assessments.presenters import judge
from register.assessments.sharing import ALONE, Beside
from register.declarations.actions import submit_declaration
from register.declarations.documents import amended, document_of, employer_document
from register.declarations.drafts import readable_facts, readable_stays
from register.declarations.form_errors import field_errors
from register.declarations.form_fields import ASKED, also_asked
from register.declarations.form_presenters import FormPage
from register.declarations.form_reading import MAX_ROOMS, Document, count_rooms, read_fields
from register.declarations.forms import read_declaration
from register.declarations.models import Source
from register.declarations.queries import Declared, beside_of, get_declared
from register.employers.queries import list_own_employers
from register.lookups.warnings import draft_warnings
from register.municipalities.queries import current_boundaries
from register.municipalities.table import postcodes
from register.rules.approvals.queries import releases_of
from register.rules.queries import facts_of_local_rules, packs_for
from standards.facts.problems import FactsError
from standards.rules.pack import Pack, load_pack
from standards.rules.release import PackRelease

AnyRequest = Request[Any, Any, Any]
SentFields = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]

FIXED = frozenset(
    {"employer.cvr_number", "employer.foreign_number", "employer.rut_number", "period.starts_on"}
    | {f"address.{key}" for key in ("street", "house_number", "unit", "postcode", "postal_town")}
)
"""Fields that an amendment shows but cannot change."""


@get("/new", opt=needs(Permission.DECLARE), sync_to_thread=True)
def show_new(request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor]) -> Template:
    """An empty form, the employer filled in where there is only one."""
    own = list_own_employers(session, actor)
    document = {"employer": employer_document(own[0])} if len(own) == 1 else {}
    return _form_page(request, FormPage(document, also=_also(request)))


@post("/new", opt=needs(Permission.DECLARE), status_code=303, sync_to_thread=True)
def submit_new(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], data: SentFields
) -> Template | Redirect:
    """Take the declaration, or show the form again with what is wrong; nothing typed is lost."""
    form = FormPage(read_fields(data), also=_also(request))
    if data.get("do"):
        return _with_rooms(request, form, data)
    return _submit(request, session, actor, form)


@get("/{accommodation_id:uuid}/amend", opt=needs(Permission.DECLARE), sync_to_thread=True)
def show_amend(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
) -> Template:
    """The form as it was last declared."""
    declared = get_declared(session, accommodation_id, by=actor)
    return _form_page(request, _amendment(request, session, declared, document_of(declared)))


@post("/{accommodation_id:uuid}/amend", opt=needs(Permission.DECLARE), status_code=303, sync_to_thread=True)
def submit_amend(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
    data: SentFields,
) -> Template | Redirect:
    """Take the change as a new version; the versions before it stay as they are."""
    declared = get_declared(session, accommodation_id, by=actor)
    document = amended(document_of(declared), read_fields(data), asked={*ASKED, *_also(request)})
    form = _amendment(request, session, declared, document)
    if data.get("do"):
        return _with_rooms(request, form, data)
    return _submit(request, session, actor, form)


@post("/assess", opt=needs(Permission.DECLARE), status_code=200, sync_to_thread=True)
def assess_draft(
    request: AnyRequest,
    actor: NamedDependency[Actor],
    data: SentFields,
    accommodation: FromQuery[UUID | None] = None,
) -> Template:
    """The judgement on what is typed so far; nothing is stored. ``accommodation``: the one that is amended."""
    judgement = _judgement(request, read_fields(data), _beside(request, actor, accommodation))
    document = read_fields(data)
    warnings = _warnings(request, document, amends=accommodation)
    return page(request, "assessments/panels.html", judgement=judgement, warnings=warnings, swapped=True)


def _also(request: AnyRequest) -> tuple[str, ...]:
    with transaction(request.app.state.engine, writing=False) as session:
        return also_asked(request.app.state.settings.packs, facts_of_local_rules(session, today()))


def _amendment(request: AnyRequest, session: Session, declared: Declared, document: Document) -> FormPage:
    return FormPage(
        document,
        fixed=FIXED,
        also=_also(request),
        accommodation_id=str(declared.accommodation.id),
        beside=beside_of(session, declared),
    )


def _submit(request: AnyRequest, session: Session, actor: Actor, form: FormPage) -> Template | Redirect:
    data_path: Path = request.app.state.settings.data_path
    names_asked: bool = request.app.state.settings.resident_names
    try:
        submitted = submit_declaration(
            session,
            form=read_declaration(form.document, data_path=data_path, names_asked=names_asked),
            source=Source.FORM,
            by=actor,
            at=now(),
            boundaries=current_boundaries(session, data_path),
            data_path=data_path,
        )
    except FactsError as error:
        return _form_page(request, replace(form, errors=field_errors(error.problems)))
    except NotAllowedError:  # raised before anything is written
        refusal = {"employer.cvr_number": _("You can only declare for a firm that you have access to.")}
        return _form_page(request, replace(form, errors=refusal))
    where = f"/declarations/{submitted.accommodation.id}/receipt?version={submitted.declaration.version}"
    return redirect(where if submitted.is_new else f"{where}&unchanged=1")


def _with_rooms(request: AnyRequest, form: FormPage, data: Mapping[str, Any]) -> Template:
    """The form with a room more or less, as the button said; nothing is checked yet."""
    wish = str(data["do"])
    rooms = list(form.document["rooms"])
    removed = re.fullmatch(r"remove-(\d{1,4})", wish)
    if removed:
        rest = {name: value for name, value in data.items() if not name.startswith(f"rooms-{removed[1]}.")}
        rooms = read_fields(rest)["rooms"]
    if wish == "copy-room" and rooms:
        rooms.append(_like(rooms[-1]))
    blank = min(count_rooms(data) + 1, MAX_ROOMS) - len(rooms) if wish == "add-room" else 0
    focus = "" if removed else "fieldset.room:last-of-type input"
    return _form_page(
        request, replace(form, document={**form.document, "rooms": rooms}, blank_rooms=blank), focus=focus
    )


def _like(room: Mapping[str, Any]) -> dict[str, Any]:
    """A room like another, numbered one higher where its name ends in a number."""
    match = re.fullmatch(r"(.*?)(\d{1,4})", str(room.get("name", "")))
    name = f"{match[1]}{int(match[2]) + 1}" if match else ""
    return {**{key: value for key, value in room.items() if key != "name"}, **({"name": name} if name else {})}


def _judgement(request: AnyRequest, document: Document, beside: Beside) -> Any:
    """By the rules of the municipality that the postal code mostly lies in; the point decides once it is submitted."""
    facts, unreadable = readable_facts(document)
    settings = request.app.state.settings
    postcode = postcodes(settings.data_path).get(str(document.get("address", {}).get("postcode", "")))
    code = facts.municipality_code or (None if postcode is None else postcode.municipality_code)
    packs, releases = _rules(request, code)
    return judge(
        facts,
        packs,
        as_of=today(),
        unreadable=unreadable,
        releases=releases,
        beside=beside.with_draft(facts.residents, today(), readable_stays(document, beside.own)),
    )


def _warnings(request: AnyRequest, document: Mapping[str, Any], *, amends: UUID | None) -> list[str]:
    """What looks like a double or a mistake, in a transaction that only reads."""
    own = [grant.employer_id for grant in request.scope["user"].grants if grant.employer_id is not None]
    with transaction(request.app.state.engine, writing=False) as session:
        return draft_warnings(session, document, own=own, as_of=today(), amends=amends)


def _rules(request: AnyRequest, municipality_code: str | None) -> tuple[list[Pack], dict[str, PackRelease]]:
    """The packs there, and how far they are approved; in a transaction that only reads: it runs at every keystroke."""
    settings = request.app.state.settings
    with transaction(request.app.state.engine, writing=False) as session:
        packs = packs_for(session, settings.packs, municipality_code=municipality_code, as_of=today())
        return packs, releases_of(session, map(load_pack, settings.packs), demo_mode=settings.demo_mode)


def _beside(request: AnyRequest, actor: Actor, accommodation_id: UUID | None) -> Beside:
    """Who else is declared in the dwelling of an amendment, read in the same way."""
    if accommodation_id is None:
        return ALONE
    with transaction(request.app.state.engine, writing=False) as session:
        return beside_of(session, get_declared(session, accommodation_id, by=actor))


def _form_page(request: AnyRequest, form: FormPage, *, focus: str = "") -> Template:
    amends = form.accommodation_id
    return page(
        request,
        "declarations/form.html",
        status_code=422 if form.errors else 200,
        form=form,
        focus=focus,
        swapped=False,
        judgement=_judgement(request, dict(form.document), form.beside),
        warnings=_warnings(request, form.document, amends=UUID(amends) if amends else None),
        back=f"/declarations/{amends}" if amends else "/declarations",
        heading=_("Amend the declaration") if amends else _("Declare housing"),
        lead=_("What you change becomes a new version. Earlier versions are kept as they were.")
        if amends
        else _("Tell about one dwelling. You see as you write how the rules are met."),
    )
