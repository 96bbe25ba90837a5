"""The last page of the journey: read everything over, sign, submit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now, today
from husly.kit.database import take_turns
from husly.kit.errors import NotAllowedError
from husly.kit.i18n import gettext as _
from husly.kit.i18n import language
from husly.kit.web import needs, page, redirect
from register.declarations.actions import TURN
from register.declarations.attestation_texts import text_in_force
from register.declarations.journey.actions import LONGEST_NAME, Signature, submit_draft
from register.declarations.journey.models import DeclarationDraft
from register.declarations.journey.queries import current_version, get_draft
from register.declarations.journey.review_presenters import ReviewPage, is_ready
from register.declarations.journey.routes import judge_of, receipt_href
from register.declarations.journey.states import standings
from register.municipalities.queries import current_boundaries

AnyRequest = Request[Any, Any, Any]


class Signing(BaseModel):
    """What the button sends: the tick, the name, and what the reader had on the screen."""

    attest: str = ""
    signer: str = ""
    text: str = ""
    version: str = ""
    base: str = ""


SentSigning = Annotated[Signing, Body(media_type=RequestEncodingType.URL_ENCODED)]


@dataclass(frozen=True)
class _Said:
    """What is said when the page is shown again."""

    signer: str
    errors: dict[str, str]
    alerts: Sequence[str] = ()

    @property
    def is_refused(self) -> bool:
        return bool(self.errors or self.alerts)


@get("/drafts/{draft_id:uuid}/review", opt=needs(Permission.DECLARE), sync_to_thread=True)
def show_review(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    draft_id: FromPath[UUID],
) -> Template | Redirect:
    """Everything told, what is missing, and the words to sign."""
    draft = get_draft(session, draft_id, by=actor)
    if draft.submitted_at is not None:
        return redirect(receipt_href(session, draft))
    return _page(request, session, draft, _Said(actor.name, {}))


@post("/drafts/{draft_id:uuid}/review", opt=needs(Permission.DECLARE), status_code=303, sync_to_thread=True)
def submit(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    draft_id: FromPath[UUID],
    data: SentSigning,
) -> Template | Redirect:
    """Take the declaration and show its receipt; sent twice, the same receipt. Else the page, with what is wrong."""
    draft = get_draft(session, draft_id, by=actor, to_change=True)
    if draft.submitted_at is not None:
        return redirect(receipt_href(session, draft))
    take_turns(session, TURN)  # before the version in force is looked at, or two changes would both believe it theirs
    said = _checked(session, draft, data)
    settings = request.app.state.settings
    if said.is_refused or not is_ready(draft, judge_of(request).problems(draft.document)):
        return _page(request, session, draft, said)
    at = now()
    try:
        submitted = submit_draft(
            session,
            draft,
            Signature(text_in_force(today()), language(), data.signer),
            by=actor,
            at=at,
            boundaries=current_boundaries(session, settings.data_path),
            data_path=settings.data_path,
            names_asked=settings.resident_names,
        )
    except NotAllowedError:  # raised before anything is written
        refusal = _("You can only declare for a firm that you have access to.")
        return _page(request, session, draft, _Said(data.signer, {}, [refusal]))
    request.app.state.on_change(session, [submitted.accommodation.id], at=at)
    unchanged = "" if submitted.is_new else "&unchanged=1"
    return redirect(receipt_href(session, draft) + unchanged)


def _checked(session: Session, draft: DeclarationDraft, data: Signing) -> _Said:
    errors: dict[str, str] = {}
    alerts: list[str] = []
    if data.text != text_in_force(today()).version:
        alerts.append(_("The statement has a new text. Read it, and sign again."))
    elif data.attest != "yes":
        errors["attest"] = _("Tick that you sign the statement.")
    if not 0 < len(data.signer.strip()) <= LONGEST_NAME:
        errors["signer"] = _("Write the name of whoever signs.")
    if data.version != str(draft.version):
        alerts.append(_("The draft was changed in another window. Read it over, and submit again."))
    if draft.accommodation_id and data.base != str(current_version(session, draft.accommodation_id)):
        alerts.append(_overtaken())
    return _Said(data.signer.strip()[:LONGEST_NAME], errors, alerts)


def _overtaken() -> str:
    return _(
        "Another version of the declaration was received after you began this change. If you submit, yours takes its "
        "place."
    )


def _page(request: AnyRequest, session: Session, draft: DeclarationDraft, said: _Said) -> Template:
    judge = judge_of(request)
    problems = judge.problems(draft.document)
    known = judge.needs(draft)
    base = current_version(session, draft.accommodation_id) if draft.accommodation_id else None
    shown = ReviewPage(
        draft=draft,
        standings=standings(draft.document, problems, later=draft.later, needs=known),
        problems=problems,
        needs=known,
        text=text_in_force(today()),
        signer=said.signer,
        errors=said.errors,
        alerts=said.alerts or ([_overtaken()] if base != draft.base_version else []),
        base_version=base,
    )
    judged = judge.page(draft, draft.document, ())
    return page(
        request,
        "journey/review.html",
        status_code=422 if said.is_refused else 200,
        shown=shown,
        judged=judged,
        judgement=judged.judgement,
        swapped=False,
    )
