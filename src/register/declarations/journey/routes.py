"""Pages of the journey: begin, one page after another, the task list, judged while it is typed, thrown away."""

from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now
from husly.kit.database import new_id, take_turns, transaction
from husly.kit.errors import NotFoundError
from husly.kit.i18n import mark
from husly.kit.web import AnyRequest, needs, page, redirect
from register.declarations.documents import employer_document
from register.declarations.journey.actions import (
    begin_amendment,
    begin_copy,
    begin_draft,
    discard_draft,
    take_in_names,
)
from register.declarations.journey.judging import Judge
from register.declarations.journey.merging import merge
from register.declarations.journey.models import DeclarationDraft
from register.declarations.journey.queries import find_amendment, find_draft, get_draft, get_submitted
from register.declarations.journey.saving_pages import SavedPage, keep_page
from register.declarations.journey.sent import id_of, read_sent
from register.declarations.journey.states import standings
from register.declarations.journey.step_presenters import StepPage
from register.declarations.journey.task_presenters import TaskPage, draft_href, draft_title
from register.declarations.queries import get_declared
from register.declarations.questions import STEP, STEPS, Step
from register.employers.queries import list_own_employers

SentFields = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]

SAVED = mark("It is saved. You can go on whenever you like.")
DISCARDED = mark("The draft is thrown away.")


@get("/new", opt=needs(Permission.DECLARE), sync_to_thread=True)
def show_new(request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor]) -> Template:
    """The first page, the employer filled in where there is only one. Nothing is stored yet."""
    own = list_own_employers(session, actor)
    document = {"employer": employer_document(own[0])} if len(own) == 1 else {}
    judge = judge_of(request)
    shown = StepPage(STEPS[0], {}, document, judge.needs(), str(new_id()), is_stored=False)
    return step_page(request, judge, None, shown)


@post("/new", opt=needs(Permission.DECLARE), status_code=303, sync_to_thread=True)
def save_new(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], data: SentFields
) -> Template | Redirect:
    """Begin a draft with the first page; the same page sent twice begins one."""
    draft_id = id_of(data, "draft") or new_id()
    take_turns(session, f"draft {draft_id}")
    draft = find_draft(session, draft_id, by=actor, to_change=True)
    if draft is None:
        if session.get(DeclarationDraft, draft_id) is not None:
            raise NotFoundError("draft")  # somebody else's
        asked = judge_of(request).needs().asked_on(STEPS[0])
        document = merge({}, data, asked=asked).document
        later = read_sent(data, STEPS[0]).later
        draft = begin_draft(session, document, by=actor, at=now(), draft_id=draft_id, later=later)
    return _save(request, session, actor, draft, STEPS[0], data)


@get("/drafts/{draft_id:uuid}", opt=needs(Permission.DECLARE), sync_to_thread=True)
def show_tasks(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    draft_id: FromPath[UUID],
) -> Template | Redirect:
    """The task list of a draft; once it is submitted, its receipt."""
    draft = get_draft(session, draft_id, by=actor)
    if draft.submitted_at is not None:
        return redirect(receipt_href(session, draft))
    judge = judge_of(request)
    found = standings(draft.document, judge.problems(draft.document), later=draft.later, needs=judge.needs(draft))
    return page(request, "journey/tasks.html", shown=TaskPage(draft, found))


@get("/drafts/{draft_id:uuid}/steps/{step:str}", opt=needs(Permission.DECLARE), sync_to_thread=True)
def show_step(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    draft_id: FromPath[UUID],
    step: FromPath[str],
    back: FromQuery[str] = "",
) -> Template | Redirect:
    """One page of the journey as it was saved."""
    draft = get_draft(session, draft_id, by=actor)
    if draft.submitted_at is not None:
        return redirect(receipt_href(session, draft))
    judge = judge_of(request)
    shown = _stored_page(draft, step_named(step), judge)
    return step_page(request, judge, draft, replace(shown, back="review" if back == "review" else ""))


@post(
    "/drafts/{draft_id:uuid}/steps/{step:str}",
    opt=needs(Permission.DECLARE),
    status_code=303,
    sync_to_thread=True,
)
def save_step(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    draft_id: FromPath[UUID],
    step: FromPath[str],
    data: SentFields,
) -> Template | Redirect:
    """Keep the page and go on, or show it again with what is wrong; what was typed is kept either way."""
    draft = get_draft(session, draft_id, by=actor, to_change=True)
    return _save(request, session, actor, draft, step_named(step), data)


@post("/assess", opt=needs(Permission.DECLARE), status_code=200, sync_to_thread=True)
def assess_page(
    request: AnyRequest,
    actor: NamedDependency[Actor],
    data: SentFields,
    step: FromQuery[str] = "",
    draft: FromQuery[UUID | None] = None,
) -> Template:
    """The judgement on what is typed so far, with the rest of the draft; nothing is stored."""
    judge = judge_of(request)
    with transaction(request.app.state.engine, writing=False) as session:
        found = None if draft is None else find_draft(session, draft, by=actor)
    steps = (STEP[step],) if step in STEP else STEPS
    asked = [path for one in steps for path in judge.needs(found).asked_on(one)]
    document = merge({} if found is None else found.document, data, asked=asked).document
    judged = judge.page(found, document, asked)
    return page(request, "journey/judged.html", judged=judged, judgement=judged.judgement, asked=asked, swapped=True)


@get("/drafts/{draft_id:uuid}/discard", opt=needs(Permission.DECLARE), sync_to_thread=True)
def show_discard(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    draft_id: FromPath[UUID],
) -> Template:
    """Ask before a draft is thrown away."""
    draft = get_draft(session, draft_id, by=actor)
    return page(request, "journey/discard.html", href=draft_href(draft), title=draft_title(draft.document))


@post("/drafts/{draft_id:uuid}/discard", opt=needs(Permission.DECLARE), status_code=303, sync_to_thread=True)
def throw_away(session: NamedDependency[Session], actor: NamedDependency[Actor], draft_id: FromPath[UUID]) -> Redirect:
    """Throw it away."""
    draft = get_draft(session, draft_id, by=actor, to_change=True)
    discard_draft(session, draft, by=actor, at=now())
    return redirect(f"/declarations?notice={quote(DISCARDED)}")


@get("/{accommodation_id:uuid}/amend", opt=needs(Permission.DECLARE), sync_to_thread=True)
def show_amend(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
) -> Template:
    """How a declaration is amended, and the change that is already begun."""
    declared = get_declared(session, accommodation_id, by=actor)
    begun = find_amendment(session, accommodation_id, by=actor)
    return page(request, "journey/amend.html", declared=declared, begun=begun)


@post("/{accommodation_id:uuid}/amend", opt=needs(Permission.DECLARE), status_code=303, sync_to_thread=True)
def begin_change(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
) -> Redirect:
    """Begin a change, or go on with the one that is begun."""
    declared = get_declared(session, accommodation_id, by=actor)
    take_turns(session, f"amend {accommodation_id}")
    draft = find_amendment(session, accommodation_id, by=actor)
    names_asked = request.app.state.settings.resident_names
    if draft is not None and names_asked:
        take_in_names(session, draft, declared, by=actor, at=now())
    if draft is None:
        draft = begin_amendment(session, declared, names_asked=names_asked, by=actor, at=now())
    return redirect(draft_href(draft))


@post("/{accommodation_id:uuid}/copy", opt=needs(Permission.DECLARE), status_code=303, sync_to_thread=True)
def copy_dwelling(
    session: NamedDependency[Session], actor: NamedDependency[Actor], accommodation_id: FromPath[UUID]
) -> Redirect:
    """Begin to declare another dwelling like this one."""
    draft = begin_copy(session, get_declared(session, accommodation_id, by=actor), by=actor, at=now())
    return redirect(f"{draft_href(draft)}/steps/{STEPS[0].key}")


def judge_of(request: AnyRequest) -> Judge:
    """The judge of drafts for whoever asks."""
    state = request.app.state
    return Judge(state.engine, state.settings, request.scope["user"])


def step_named(key: str) -> Step:
    """A page by its key. Raises ``NotFoundError``."""
    if key not in STEP:
        raise NotFoundError("step")
    return STEP[key]


def receipt_href(session: Session, draft: DeclarationDraft) -> str:
    """The receipt of what a draft became."""
    accommodation_id, version = get_submitted(session, draft)
    return f"/declarations/{accommodation_id}/receipt?version={version}"


def step_page(
    request: AnyRequest,
    judge: Judge,
    draft: DeclarationDraft | None,
    shown: StepPage,
    *,
    focus: str = "",
    address_told: tuple[str, ...] = (),
) -> Template:
    """Answer with one page of the journey."""
    judged = judge.page(draft, shown.document, shown.asked)
    return page(
        request,
        "journey/step.html",
        status_code=409 if shown.conflict else 422 if shown.errors else 200,
        shown=shown,
        judged=judged,
        judgement=judged.judgement,
        asked=shown.asked,
        focus=focus,
        address_told=address_told,
        swapped=False,
    )


def _stored_page(draft: DeclarationDraft, step: Step, judge: Judge) -> StepPage:
    return StepPage(
        step=step,
        stored=draft.document,
        document=draft.document,
        needs=judge.needs(draft),
        draft_id=str(draft.id),
        later=draft.later,
        origins=tuple(range(len(draft.document.get("rooms") or []))),
        amends=draft.accommodation_id is not None,
    )


def _save(
    request: AnyRequest, session: Session, actor: Actor, draft: DeclarationDraft, step: Step, data: dict[str, Any]
) -> Template | Redirect:
    if draft.submitted_at is not None:
        return redirect(receipt_href(session, draft))
    judge = judge_of(request)
    before = _stored_page(draft, step, judge)
    kept: SavedPage = keep_page(session, draft, before, data, judge=judge, by=actor, at=now())
    if kept.shown is not None:
        return step_page(request, judge, draft, kept.shown, focus=kept.focus, address_told=kept.address_told)
    if kept.sent.wish == "later":
        return redirect(f"{draft_href(draft)}?notice={quote(SAVED)}")
    following = STEPS[STEPS.index(step) + 1 :]
    if kept.sent.back or not following:
        return redirect(f"{draft_href(draft)}/review")
    return redirect(f"{draft_href(draft)}/steps/{following[0].key}")
