"""Pages of referrals: the list, a draft, one with its steps, its letter; the room of a case."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now, today
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.i18n import gettext as _
from husly.kit.i18n import mark
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from husly.kit.web.paging import Paging, page_number, rows_of
from inspection.enforcement.queries import get_case_row
from inspection.referrals import drafting, labels, moving, subjects
from inspection.referrals.belonging import sending_letterhead
from inspection.referrals.cards import cards
from inspection.referrals.forms import Fields, provide_fields, read_concern, read_words, typed_of
from inspection.referrals.pages import referral_page
from inspection.referrals.presenters import (
    DraftPage,
    ReferralRow,
    receiver_choices,
    standing_choices,
)
from inspection.referrals.queries import (
    ReferralFilter,
    get_referral,
    list_referrals,
)
from inspection.referrals.rendering import write_paper
from inspection.referrals.side_routes import SIDE
from inspection.referrals.step_routes import STEPS
from inspection.referrals.words import ReferralReason

DRAFTED = mark("The draft is made. Nothing leaves before somebody decides it.")
SAVED = mark("Saved.")
FORM: dict[str, Any] = {"dependencies": {"fields": Provide(provide_fields)}, "status_code": 303, "sync_to_thread": True}
FIELDS = {
    "referral.personal_number": "observed",
    "referral.shelter": "observed",
    "referral.one_only": "one_only_reason",
    "referral.receiver": "receiver",
    "referral.concern": "reason",
    "referral.reason": "reason",
}


@get("/", opt=needs(Permission.DRAFT_REFERRALS, writes=True), sync_to_thread=True)
def show_list(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    standing: FromQuery[str] = "",
    receiver: FromQuery[str] = "",
    number: FromQuery[int] = 1,
) -> Template:
    """Referrals the reader may know of; that their list was read is audited."""
    number = page_number(number)
    wanted = ReferralFilter(standing=standing[:40], receiver=receiver[:40])
    found, count = list_referrals(session, by=actor, wanted=wanted, today=today(), **rows_of(number))
    for one in found:
        moving.note_reading(session, one, "listed", by=actor, at=now())
    return page(
        request,
        "referrals/list.html",
        rows=[ReferralRow(one, today()) for one in found],
        wanted=wanted,
        standings=standing_choices(),
        receivers=receiver_choices(),
        paging=Paging(number, count, "/referrals", {"standing": wanted.standing, "receiver": wanted.receiver}),
    )


@get("/{case_id:uuid}/referrals", opt=needs(Permission.DRAFT_REFERRALS, writes=True), sync_to_thread=True)
def show_of_case(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], case_id: FromPath[UUID]
) -> Template:
    """The referrals of a case that the reader may know of."""
    row = get_case_row(session, case_id, by=actor)
    wanted = ReferralFilter(case_id=case_id)
    found, _count = list_referrals(session, by=actor, wanted=wanted, today=today(), limit=200)
    for one in found:
        moving.note_reading(session, one, "listed", by=actor, at=now())
    rows = [ReferralRow(one, today()) for one in found]
    return page(request, "referrals/of_case.html", case=row.case, address=row.dwelling.address, rows=rows)


@get("/cards", opt=needs(Permission.DRAFT_REFERRALS), sync_to_thread=True)
def show_cards(request: AnyRequest) -> Template:
    """The action-card of each receiver: what it gets, on which bases, when to meet."""
    return page(request, "referrals/cards.html", cards=cards().values(), words=labels.FIELDS)


def _subject(session: Session, fields: Fields, actor: Actor) -> tuple[subjects.Subject, dict[str, str]]:
    """What a draft is about, and the hidden field that says so."""
    makers = {"case": subjects.of_case, "report": subjects.of_report, "dwelling": subjects.of_dwelling}
    for name, maker in makers.items():
        if (wanted := fields.identifier(name)) is not None:
            return maker(session, wanted, by=actor), {name: str(wanted)}
    raise NotFoundError("dwelling")


@get("/new", opt=needs(Permission.DRAFT_REFERRALS), sync_to_thread=True)
def show_new(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    case: FromQuery[str] = "",
    report: FromQuery[str] = "",
    dwelling: FromQuery[str] = "",
    trafficking: FromQuery[str] = "",
) -> Template:
    """The form of a draft; signs of trafficking have their own, which tells police and centre at once."""
    fields = Fields({"case": [case], "report": [report], "dwelling": [dwelling]})
    about, hidden = _subject(session, fields, actor)
    head = sending_letterhead(
        session,
        case_id=about.case_id,
        municipality_code=about.municipality_code,
        settings=request.app.state.settings,
        by=actor,
    )
    typed = {
        "origin": about.origin.value,
        "sender_name": actor.name,
        "sender_phone": "" if head is None else head.phone,
        "sender_email": "" if head is None else head.email,
        "basis": "fvl_28",
        "notify": "both",
        "age": "in_doubt",
    }
    typed |= {f"employer_{name}": text for name, text in about.employer.items()}
    if trafficking:
        typed["reason"] = ReferralReason.TRAFFICKING_SIGNS.value
    return page(request, "referrals/draft.html", shown=_new_page(about, hidden, typed, {}))


def _new_page(
    about: subjects.Subject, hidden: dict[str, str], typed: dict[str, str], errors: dict[str, str]
) -> DraftPage:
    concern = typed.get("reason") == ReferralReason.TRAFFICKING_SIGNS.value
    title = _("Signs of human trafficking") if concern else _("Tell another authority")
    backs = {"case": "/cases/{}/referrals", "report": "/reports/{}", "dwelling": "/referrals"}
    name, text = next(iter(hidden.items()))
    back = backs[name].format(text)
    checked = not about.dar_id
    return DraftPage(title, about.address, "/referrals/new", back, typed, True, checked, errors, hidden)


@post("/new", opt=needs(Permission.DRAFT_REFERRALS), **FORM)
def draft(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    fields: NamedDependency[Fields],
) -> Redirect | Template:
    """Make the draft, or for a concern both; or give the form back with what will not do."""
    about, hidden = _subject(session, fields, actor)
    words = read_words(fields)
    try:
        if words.reason is ReferralReason.TRAFFICKING_SIGNS:
            concern = read_concern(fields)
            if not fields.errors:
                made = drafting.raise_concern(session, about, words, concern, by=actor, at=now())[0]
                return redirect(f"/referrals/{made.id}?notice={quote(DRAFTED)}")
        elif not fields.errors:
            made = drafting.draft_referral(session, about, fields.raw("receiver"), words, by=actor, at=now())
            return redirect(f"/referrals/{made.id}?notice={quote(DRAFTED)}")
    except DomainError as error:  # raised before anything is written
        fields.errors[FIELDS.get(error.code, "reason")] = translated(error)
    shown = _new_page(about, hidden, fields.typed, fields.errors)
    return page(request, "referrals/draft.html", status_code=422, shown=shown)


@get("/{referral_id:uuid}", opt=needs(Permission.DRAFT_REFERRALS, writes=True), sync_to_thread=True)
def show_referral(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], referral_id: FromPath[UUID]
) -> Template:
    """One referral; reading it leaves an audit row."""
    return referral_page(request, session, actor, referral_id, {})


@get("/{referral_id:uuid}/edit", opt=needs(Permission.DRAFT_REFERRALS, writes=True), sync_to_thread=True)
def show_edit(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], referral_id: FromPath[UUID]
) -> Template:
    """The form of a draft that is there; reading it leaves an audit row."""
    referral = get_referral(session, referral_id, by=actor)
    moving.note_reading(session, referral, "read", by=actor, at=now())
    return page(request, "referrals/draft.html", shown=_edit_page(session, actor, referral_id, None, {}))


def _edit_page(
    session: Session, actor: Actor, referral_id: UUID, typed: dict[str, str] | None, errors: dict[str, str]
) -> DraftPage:
    referral = get_referral(session, referral_id, by=actor)
    href = f"/referrals/{referral_id}"
    shown = typed_of(referral) if typed is None else typed
    checked = not referral.dar_id
    return DraftPage(referral.number, referral.address, f"{href}/edit", href, shown, False, checked, errors)


@post("/{referral_id:uuid}/edit", opt=needs(Permission.DRAFT_REFERRALS), **FORM)
def change(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    referral_id: FromPath[UUID],
    fields: NamedDependency[Fields],
) -> Redirect | Template:
    """Write a draft anew."""
    words = read_words(fields)
    if not fields.errors:
        try:
            drafting.change_draft(session, referral_id, words, by=actor, at=now())
            return redirect(f"/referrals/{referral_id}?notice={quote(SAVED)}")
        except DomainError as error:  # raised before anything is written
            fields.errors[FIELDS.get(error.code, "reason")] = translated(error)
    shown = _edit_page(session, actor, referral_id, fields.typed, fields.errors)
    return page(request, "referrals/draft.html", status_code=422, shown=shown)


@get("/{referral_id:uuid}/letter", opt=needs(Permission.DRAFT_REFERRALS, writes=True), sync_to_thread=True)
def show_letter(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], referral_id: FromPath[UUID]
) -> Response[bytes]:
    """The letter: as it was sent, else as it would leave today. Reading it leaves an audit row."""
    referral = get_referral(session, referral_id, by=actor)
    moving.note_reading(session, referral, "letter_read", by=actor, at=now())
    pdf = referral.pdf
    if pdf is None:
        settings = request.app.state.settings
        pdf = write_paper(session, referral, settings=settings, as_of=today(), by=actor).draft.pdf()
    headers = {"content-disposition": f'inline; filename="{referral.number}.pdf"', "cache-control": "no-store"}
    return Response(pdf, media_type="application/pdf", headers=headers)


referrals_router = Router(
    "/referrals",
    route_handlers=[
        show_list,
        show_cards,
        show_new,
        draft,
        show_referral,
        show_edit,
        change,
        show_letter,
        *STEPS,
        *SIDE,
    ],
)
case_referrals_router = Router("/cases", route_handlers=[show_of_case])
"""The room of a case."""
