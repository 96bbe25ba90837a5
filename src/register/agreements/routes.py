"""Pages of claims under a collective agreement: the list, a new one, one claim; deciding, answering, withdrawing."""

from dataclasses import dataclass, fields
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template
from pydantic import BaseModel
from sqlmodel import Session

from husly.kit.access import Actor, Permission, Subject, require
from husly.kit.clock import now, today
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.i18n import gettext, mark
from husly.kit.uploads import Scanner, Upload, read_upload
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from husly.kit.web.files import attachment, content_of
from husly.kit.web.paging import Paging, page_number, rows_of
from husly.kit.web.versions import shown_version
from register.agreements import actions
from register.agreements.forms import AskedClaim, ClaimForm, form_of, read_claim
from register.agreements.models import ClaimState
from register.agreements.presenters import ClaimFormPage, ClaimListPage, ClaimPage
from register.agreements.queries import get_claim, list_claims, list_evidence, list_history
from register.declarations.queries import get_declared

SENT = mark("The claim is sent. The act applies until it is accepted.")
DONE = mark("It is recorded.")


@dataclass
class SentClaim(ClaimForm):
    """What the form sends: the fields and a file."""

    evidence: UploadFile | None = None

    @property
    def typed(self) -> ClaimForm:
        """The fields without the file, cleared of what no database takes."""
        return ClaimForm(**{one.name: getattr(self, one.name).replace("\x00", "") for one in fields(ClaimForm)})


class Decision(BaseModel):
    """What the buttons send: the version that was shown, and what was said."""

    version: str = ""
    note: str = ""
    pursues: str = ""

    @property
    def shown(self) -> int:
        """The version on which the reader decided; anything else is no version of ours."""
        return shown_version(self.version)


SentForm = Annotated[SentClaim, Body(media_type=RequestEncodingType.MULTI_PART)]
SentDecision = Annotated[Decision, Body(media_type=RequestEncodingType.URL_ENCODED)]


@get("/", opt=needs(Permission.READ_DECLARATIONS), sync_to_thread=True)
def show_list(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], number: FromQuery[int] = 1
) -> Template:
    """Claims within the reader's scope, those that await a decision first."""
    number = page_number(number)
    found, count = list_claims(session, by=actor, **rows_of(number))
    shown = ClaimListPage(found, Paging(number, count, "/agreements"), today())
    return page(request, "agreements/list.html", shown=shown)


@get("/new/{accommodation_id:uuid}", opt=needs(Permission.DECLARE), sync_to_thread=True)
def show_new(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
) -> Template:
    """The empty form, about one declared dwelling."""
    return _form_page(request, _new_form(session, actor, accommodation_id, ClaimForm()))


@post("/new/{accommodation_id:uuid}", opt=needs(Permission.DECLARE), status_code=303, sync_to_thread=True)
def submit_new(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
    data: SentForm,
) -> Template | Redirect:
    """Keep the claim, or show the form again with what is wrong."""
    asked, evidence, errors = _read(request, data, needed=True)
    if asked is None or evidence is None or errors:
        return _form_page(request, _new_form(session, actor, accommodation_id, data.typed, errors))
    claim = actions.claim_exemption(
        session, accommodation_id=accommodation_id, asked=asked, evidence=evidence, by=actor, at=now()
    )
    return redirect(f"/agreements/{claim.id}?notice={quote(SENT)}")


@get("/{claim_id:uuid}", opt=needs(Permission.READ_DECLARATIONS), sync_to_thread=True)
def show_claim(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], claim_id: FromPath[UUID]
) -> Template:
    """One claim."""
    claimed = get_claim(session, claim_id, by=actor)
    shown = ClaimPage(claimed, list_evidence(session, claim_id), list_history(session, claim_id), actor, today())
    return page(request, "agreements/claim.html", shown=shown)


@get("/{claim_id:uuid}/answer", opt=needs(Permission.DECLARE), sync_to_thread=True)
def show_answer(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], claim_id: FromPath[UUID]
) -> Template:
    """The form as it was sent, with what the authority asks for."""
    return _form_page(request, _answer_form(session, actor, claim_id))


@post("/{claim_id:uuid}/answer", opt=needs(Permission.DECLARE), status_code=303, sync_to_thread=True)
def submit_answer(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    claim_id: FromPath[UUID],
    data: SentForm,
) -> Template | Redirect:
    """Send the claim again."""
    shown = _answer_form(session, actor, claim_id)
    data.place = shown.form.place
    asked, evidence, errors = _read(request, data, needed=False)
    if asked is None or errors:
        return _form_page(request, _answer_form(session, actor, claim_id, data.typed, errors))
    version = shown_version(data.version)
    actions.answer_question(session, claim_id, asked=asked, evidence=evidence, version=version, by=actor, at=now())
    return redirect(f"/agreements/{claim_id}?notice={quote(SENT)}")


@get(
    "/{claim_id:uuid}/evidence/{file_id:uuid}",
    opt=needs(Permission.READ_DECLARATIONS, writes=True),
    sync_to_thread=True,
)
def download(
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    claim_id: FromPath[UUID],
    file_id: FromPath[UUID],
) -> Response[bytes]:
    """One file, always as a download; who read it is audited."""
    get_claim(session, claim_id, by=actor)
    found = next((one for one in list_evidence(session, claim_id) if one.id == file_id), None)
    if found is None:
        raise NotFoundError("evidence")
    actions.record_reading(session, found, by=actor, at=now())
    return attachment(found.content, name=found.name, media_type=found.media_type)


@post("/{claim_id:uuid}/accept", opt=needs(Permission.DECIDE_AGREEMENTS), status_code=303, sync_to_thread=True)
def accept(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    claim_id: FromPath[UUID],
    data: SentDecision,
) -> Redirect:
    """Accept it; visits that lie ahead where the act no longer applies are dropped from their plans."""
    at = now()
    actions.accept_claim(session, claim_id, version=data.shown, by=actor, at=at)
    request.app.state.on_agreement(session, claim_id, at=at)
    return _recorded(claim_id)


@post("/{claim_id:uuid}/refuse", opt=needs(Permission.DECIDE_AGREEMENTS), status_code=303, sync_to_thread=True)
def refuse(
    session: NamedDependency[Session], actor: NamedDependency[Actor], claim_id: FromPath[UUID], data: SentDecision
) -> Redirect:
    """Refuse it."""
    actions.refuse_claim(session, claim_id, note=data.note, version=data.shown, by=actor, at=now())
    return _recorded(claim_id)


@post("/{claim_id:uuid}/ask", opt=needs(Permission.DECIDE_AGREEMENTS), status_code=303, sync_to_thread=True)
def ask(
    session: NamedDependency[Session], actor: NamedDependency[Actor], claim_id: FromPath[UUID], data: SentDecision
) -> Redirect:
    """Ask for more."""
    actions.ask_for_more(session, claim_id, note=data.note, version=data.shown, by=actor, at=now())
    return _recorded(claim_id)


@post("/{claim_id:uuid}/union", opt=needs(Permission.DECIDE_AGREEMENTS), status_code=303, sync_to_thread=True)
def ask_union(
    session: NamedDependency[Session], actor: NamedDependency[Actor], claim_id: FromPath[UUID], data: SentDecision
) -> Redirect:
    """The union was asked."""
    actions.ask_union(session, claim_id, note=data.note, version=data.shown, by=actor, at=now())
    return _recorded(claim_id)


@post("/{claim_id:uuid}/union-answer", opt=needs(Permission.DECIDE_AGREEMENTS), status_code=303, sync_to_thread=True)
def union_answer(
    session: NamedDependency[Session], actor: NamedDependency[Actor], claim_id: FromPath[UUID], data: SentDecision
) -> Redirect:
    """The union answered; an answer that is neither yes nor no is refused."""
    if data.pursues not in ("yes", "no"):
        raise DomainError("agreement.union_answer", "Choose what the union answered.")
    pursues = data.pursues == "yes"
    actions.record_union_answer(
        session, claim_id, pursues=pursues, note=data.note, version=data.shown, by=actor, at=now()
    )
    return _recorded(claim_id)


@post("/{claim_id:uuid}/withdraw", opt=needs(Permission.DECLARE), status_code=303, sync_to_thread=True)
def withdraw(
    session: NamedDependency[Session], actor: NamedDependency[Actor], claim_id: FromPath[UUID], data: SentDecision
) -> Redirect:
    """The employer takes it back."""
    actions.withdraw_claim(session, claim_id, version=data.shown, by=actor, at=now())
    return _recorded(claim_id)


def _recorded(claim_id: UUID) -> Redirect:
    return redirect(f"/agreements/{claim_id}?notice={quote(DONE)}")


def _read(
    request: AnyRequest, data: SentClaim, *, needed: bool
) -> tuple[AskedClaim | None, Upload | None, dict[str, str]]:
    """The claim and its file, and what is wrong by field; a file is only demanded with a new claim."""
    asked, errors = read_claim(data.typed)
    name, content = content_of(data.evidence)
    if not content:
        missing = {"evidence": gettext("Attach a file that shows the coverage: PDF, JPG or PNG.")} if needed else {}
        return asked, None, errors | missing
    try:
        return asked, read_upload(name, content, scanner=Scanner.chosen(request.app.state.settings)), errors
    except DomainError as error:
        return asked, None, errors | {"evidence": translated(error)}


def _new_form(
    session: Session, actor: Actor, accommodation_id: UUID, form: ClaimForm, errors: dict[str, str] | None = None
) -> ClaimFormPage:
    declared = get_declared(session, accommodation_id, by=actor)
    require(actor, Permission.DECLARE, Subject(employer_id=declared.employer.id))
    action, back = f"/agreements/new/{accommodation_id}", f"/declarations/{accommodation_id}"
    return ClaimFormPage(form, declared.dwelling.address, action, back, errors or {})


def _answer_form(
    session: Session,
    actor: Actor,
    claim_id: UUID,
    form: ClaimForm | None = None,
    errors: dict[str, str] | None = None,
) -> ClaimFormPage:
    claimed = get_claim(session, claim_id, by=actor)
    claim = claimed.claim
    require(actor, Permission.DECLARE, Subject(employer_id=claim.employer_id))
    if claim.state is not ClaimState.MORE_ASKED:
        raise NotFoundError("agreement claim")
    stored = form_of(actions.document_of(claim), for_all=claim.accommodation_id is None, version=claim.version)
    address = "" if claimed.dwelling is None else claimed.dwelling.address
    here = f"/agreements/{claim_id}"
    return ClaimFormPage(form or stored, address, f"{here}/answer", here, errors or {}, asked=claim.note)


def _form_page(request: AnyRequest, shown: ClaimFormPage) -> Template:
    return page(request, "agreements/form.html", status_code=422 if shown.errors else 200, shown=shown)


agreements_router = Router(
    "/agreements",
    route_handlers=[
        show_list,
        show_new,
        submit_new,
        show_claim,
        show_answer,
        submit_answer,
        download,
        accept,
        refuse,
        ask,
        ask_union,
        union_answer,
        withdraw,
    ],
)
