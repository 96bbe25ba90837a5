"""Pages of notices: the list of all or of one plan, the drafts read and issued one after the other."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template
from pydantic import BaseModel
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now, read_day, today
from husly.kit.database import calendar_of
from husly.kit.errors import DomainError
from husly.kit.i18n import mark
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from husly.kit.web.paging import page_number, rows_of
from inspection.delivery.confirming import IssueForm, confirmed_ahead, shown_ahead
from inspection.enforcement.actions import draft_notice
from inspection.enforcement.actions.steps import trace
from inspection.enforcement.queries import CaseFile, get_case_file
from inspection.letters.issuing import issue_letter, not_issuable, record_delivery
from inspection.letters.kinds import Leaving
from inspection.letters.models import Letter
from inspection.letters.presenters import LetterPage
from inspection.letters.queries import get_letter
from inspection.letters.rendering import write_draft
from inspection.notices.presenters import NoticeList, next_href, notice_row
from inspection.notices.queries import Ahead, Which, count_ahead, count_missed, list_ahead, next_draft
from inspection.planning.presenters import plan_title
from inspection.planning.queries import get_plan

ALL_READ = mark("There is no further draft to read.")
ARRIVED = mark("The day of delivery is noted.")
EDITED = mark("The draft is written anew.")
NOTICES = mark("Notices")


class EditForm(BaseModel):
    """What a person writes into a notice."""

    objection_due_on: str = ""
    facts: str = ""
    proportionality_reason: str = ""


class ArrivedForm(BaseModel):
    """When a notice arrived."""

    delivered_on: str = ""


@get("/notices", opt=needs(Permission.READ_PLANS), sync_to_thread=True)
def show_notices(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    which: FromQuery[str] = "",
    number: FromQuery[int] = 1,
) -> Template:
    """Every notice that is to be sent within the reader's area, the most urgent first."""
    return _list_page(request, session, actor, which=which, number=page_number(number))


@get("/plans/{plan_id:uuid}/notices", opt=needs(Permission.READ_PLANS), sync_to_thread=True)
def show_plan_notices(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    plan_id: FromPath[UUID],
    which: FromQuery[str] = "",
    number: FromQuery[int] = 1,
) -> Template:
    """The notices of one plan."""
    return _list_page(request, session, actor, which=which, number=page_number(number), plan_id=plan_id)


def _list_page(
    request: AnyRequest, session: Session, actor: Actor, *, which: str, number: int, plan_id: UUID | None = None
) -> Template:
    plan = None if plan_id is None else get_plan(session, plan_id, by=actor)
    wanted = Which(which) if which in list(Which) else Which.TO_SEND
    posting = request.app.state.settings.notice_posting_days
    found = list_ahead(session, by=actor, which=wanted, plan_id=plan_id, **rows_of(number))
    shown = NoticeList(
        rows=[notice_row(one, today=today(), posting_days=posting, calendar=calendar_of(session)) for one in found],
        counts=count_ahead(session, by=actor, plan_id=plan_id),
        which=wanted,
        number=number,
        base="/notices" if plan_id is None else f"/plans/{plan_id}/notices",
        missed=count_missed(session, by=actor, today=today(), posting_days=posting, plan_id=plan_id),
        plan_id=plan_id,
        plan_title="" if plan is None else plan_title(plan),
    )
    return page(request, "notices/list.html", shown=shown, today=today())


@get("/notices/next", opt=needs(Permission.READ_PLANS), sync_to_thread=True)
def show_next(
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    plan: FromQuery[UUID | None] = None,
    after: FromQuery[UUID | None] = None,
) -> Redirect:
    """Go to the most urgent draft, or to the one after ``after``; back to the list when there is none."""
    place = None
    if after is not None:
        file = get_case_file(session, get_letter(session, after, by=actor).case_id, by=actor)
        place = (file.visit.visit_on, file.case.case_number)
    letter = next_draft(session, by=actor, plan_id=plan, after=place)
    base = "/notices" if plan is None else f"/plans/{plan}/notices"
    if letter is None:
        return redirect(f"{base}?notice={quote(ALL_READ)}")
    return redirect(_address(letter.id, plan))


def _address(letter_id: UUID, plan: UUID | None) -> str:
    return f"/notices/letters/{letter_id}" + ("" if plan is None else f"?plan={plan}")


@get("/notices/letters/{letter_id:uuid}", opt=needs(Permission.READ_CASES, writes=True), sync_to_thread=True)
def show_draft(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    letter_id: FromPath[UUID],
    plan: FromQuery[UUID | None] = None,
) -> Template | Redirect:
    """One draft: its gates and its text, to be issued, written otherwise, or passed over."""
    return _draft_page(request, session, actor, letter_id, plan)


def _draft_page(
    request: AnyRequest, session: Session, actor: Actor, letter_id: UUID, plan: UUID | None, *, refused: str = ""
) -> Template | Redirect:
    letter = get_letter(session, letter_id, by=actor)
    file = get_case_file(session, letter.case_id, by=actor)
    if letter.issued_at is not None or letter.round != file.case.round:
        return redirect(f"/letters/{letter_id}")
    trace(session, file.case, "letter.read", by=actor, at=now(), details={"letter": letter.id})
    settings = request.app.state.settings
    draft = write_draft(session, file, letter, settings=settings, as_of=today())
    waiting = list_ahead(session, by=actor, which=Which.TO_SEND, plan_id=plan)
    return page(
        request,
        "notices/letter.html",
        status_code=409 if refused else 200,
        shown=LetterPage(Leaving(session, file, letter, actor, now()), draft),
        ahead=shown_ahead(session, file, letter, draft.written, settings),
        file=file,
        row=notice_row(
            _ahead(file, letter),
            today=today(),
            posting_days=settings.notice_posting_days,
            calendar=file.calendar,
        ),
        place=next((at for at, one in enumerate(waiting, start=1) if one.case.id == file.case.id), 0),
        waiting=len(waiting),
        plan=plan,
        back="/notices" if plan is None else f"/plans/{plan}/notices",
        next_href=next_href(plan, after=letter.id),
        refused=refused,
    )


def _ahead(file: CaseFile, letter: Letter) -> Ahead:
    return Ahead(file.case, file.visit, file.dwelling, file.employer, letter)


@post(
    "/notices/letters/{letter_id:uuid}/issue",
    opt=needs(Permission.PREPARE_LETTERS),
    status_code=303,
    sync_to_thread=True,
)
def issue_and_go_on(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    letter_id: FromPath[UUID],
    data: Annotated[IssueForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
    plan: FromQuery[UUID | None] = None,
) -> Template | Redirect:
    """Issue one notice, every gate asked as ever, and go to the next draft."""
    settings = request.app.state.settings
    letter = get_letter(session, letter_id, by=actor)
    file = get_case_file(session, letter.case_id, by=actor)
    try:
        seen = None
        if letter.issued_at is None and letter.round == file.case.round:
            draft = write_draft(session, file, letter, settings=settings, as_of=today())
            if draft.problems:
                raise not_issuable(draft.problems)
            seen = confirmed_ahead(data, shown_ahead(session, file, letter, draft.written, settings))
        issue_letter(session, letter_id, settings=settings, by=actor, at=now(), confirmed=seen)
    except DomainError as error:
        session.rollback()
        return _draft_page(request, session, actor, letter_id, plan, refused=translated(error))
    return redirect(next_href(plan, after=letter_id))


@post(
    "/notices/letters/{letter_id:uuid}/edit",
    opt=needs(Permission.PREPARE_LETTERS),
    status_code=303,
    sync_to_thread=True,
)
def edit(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    letter_id: FromPath[UUID],
    data: Annotated[EditForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
    plan: FromQuery[UUID | None] = None,
) -> Template | Redirect:
    """Write the draft otherwise; it is read again before it can be issued."""
    letter = get_letter(session, letter_id, by=actor)
    try:
        due_on = read_day(data.objection_due_on)
        if due_on is None:
            raise DomainError("form.day", "Choose a date in every date field.")
        written = draft_notice(
            session,
            letter.case_id,
            objection_due_on=due_on,
            facts=data.facts.replace("\x00", ""),
            proportionality_reason=data.proportionality_reason.replace("\x00", ""),
            by=actor,
            at=now(),
        )
    except DomainError as error:
        session.rollback()
        return _draft_page(request, session, actor, letter_id, plan, refused=translated(error))
    where = _address(written.id, plan)
    return redirect(f"{where}{'&' if '?' in where else '?'}notice={quote(EDITED)}")


@post(
    "/notices/letters/{letter_id:uuid}/delivered",
    opt=needs(Permission.PREPARE_LETTERS),
    status_code=303,
    sync_to_thread=True,
)
def note_delivery(
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    letter_id: FromPath[UUID],
    data: Annotated[ArrivedForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
    plan: FromQuery[UUID | None] = None,
) -> Redirect:
    """Note the day on which a notice arrived; the 14 days are counted from it."""
    delivered_on = read_day(data.delivered_on)
    if delivered_on is None:
        raise DomainError("form.day", "Choose a date in every date field.")
    record_delivery(session, letter_id, delivered_on=delivered_on, by=actor, at=now())
    base = "/notices" if plan is None else f"/plans/{plan}/notices"
    return redirect(f"{base}?which={Which.SENT}&notice={quote(ARRIVED)}")


notices_router = Router(
    "/",
    route_handlers=[
        show_notices,
        show_plan_notices,
        show_next,
        show_draft,
        issue_and_go_on,
        edit,
        note_delivery,
    ],
)
"""What is to be sent before visits."""
