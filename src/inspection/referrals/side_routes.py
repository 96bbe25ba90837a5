"""Pages beside the referrals: contacts of receivers, enquiries sent on, what other authorities tell us."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission
from husly.kit.clock import now, today
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.i18n import mark
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from inspection.referrals import contacts, forwarding, labels
from inspection.referrals.cards import cards
from inspection.referrals.forms import Fields, coded, provide_fields, read_contact, read_enquiry, read_told
from inspection.referrals.presenters import choices, municipality_name, receiver_choices
from inspection.referrals.queries import get_forwarded, list_forwarded, list_incoming
from inspection.referrals.words import ContactLevel
from register.municipalities.areas import areas_of, municipality_choices
from register.municipalities.table import municipalities

KEPT = mark("The contact is kept.")
FORWARDED = mark("It is registered as sent on today.")
RECORDED = mark("Registered, with the day an answer is due.")
ANSWERED = mark("Recorded.")
FORM: dict[str, Any] = {"dependencies": {"fields": Provide(provide_fields)}, "status_code": 303, "sync_to_thread": True}


@get("/contacts", opt=needs(Permission.ADMINISTER), sync_to_thread=True)
def show_contacts(request: AnyRequest, session: NamedDependency[Session]) -> Template:
    """Whom letters go to, and the form for one more."""
    return _contacts(request, session, {}, {})


def _contacts(request: AnyRequest, session: Session, typed: dict[str, str], errors: dict[str, str]) -> Template:
    names = municipalities(request.app.state.settings.data_path)
    rows = [
        (cards()[one.receiver].name, municipality_name(one.municipality_code, names), labels.LEVELS[one.level], one)
        for one in contacts.list_contacts(session)
        if one.receiver in cards()
    ]
    return page(
        request,
        "referrals/contacts.html",
        status_code=422 if errors else 200,
        rows=rows,
        typed=typed,
        errors=errors,
        receivers=receiver_choices(),
        levels=choices(labels.LEVELS),
        municipalities=municipality_choices(None, names),
    )


@post("/contacts", opt=needs(Permission.ADMINISTER), **FORM)
def keep_contact(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    fields: NamedDependency[Fields],
) -> Redirect | Template:
    """Keep a contact, over the one that stood there."""
    level = coded(fields, "level", ContactLevel, ContactLevel.LOCAL)
    code = fields.raw("municipality")[:4]
    try:
        if not fields.errors:
            words = read_contact(fields)
            contacts.keep_contact(
                session, fields.raw("receiver"), level, words, municipality_code=code, by=actor, at=now()
            )
            return redirect(f"/referrals/contacts?notice={quote(KEPT)}")
    except DomainError as error:  # raised before anything is written
        fields.errors[{"contact.municipality": "municipality"}.get(error.code, "organisation")] = translated(error)
    return _contacts(request, session, fields.typed, fields.errors)


@get("/forwarded", opt=needs(Permission.READ_REFERRALS, writes=True), sync_to_thread=True)
def show_forwarded(request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor]) -> Template:
    """Enquiries that were sent on, and the form for one more; reading them leaves an audit row."""
    typed = {"received_on": today().isoformat()}
    return _forwarded(request, session, actor, typed, {})


def _forwarded(
    request: AnyRequest, session: Session, actor: Actor, typed: dict[str, str], errors: dict[str, str]
) -> Template:
    names = municipalities(request.app.state.settings.data_path)
    rows = list_forwarded(session, by=actor)
    audit.record(session, by=actor, at=now(), action="enquiries.read", on=("forwarded_enquiry", "list"))
    return page(
        request,
        "referrals/forwarded.html",
        status_code=422 if errors else 200,
        rows=[(one, cards()[one.receiver].name) for one in rows],
        typed=typed,
        errors=errors,
        receivers=receiver_choices(),
        municipalities=municipality_choices(areas_of(actor, Permission.SEND_REFERRALS), names),
    )


@post("/forwarded", opt=needs(Permission.SEND_REFERRALS), **FORM)
def forward(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    fields: NamedDependency[Fields],
) -> Redirect | Template:
    """Register that an enquiry is sent on; whoever wrote gets a letter where an address is known."""
    told = read_enquiry(fields)
    try:
        if not fields.errors:
            forwarding.forward(session, told, settings=request.app.state.settings, by=actor, at=now())
            return redirect(f"/referrals/forwarded?notice={quote(FORWARDED)}")
    except DomainError as error:
        session.rollback()
        where = {"enquiry.late": "late_reason", "enquiry.day": "received_on"}.get(error.code, "subject")
        fields.errors[where] = translated(error)
    return _forwarded(request, session, actor, fields.typed, fields.errors)


@get("/forwarded/{enquiry_id:uuid}/letter", opt=needs(Permission.READ_REFERRALS, writes=True), sync_to_thread=True)
def show_notice(
    session: NamedDependency[Session], actor: NamedDependency[Actor], enquiry_id: FromPath[UUID]
) -> Response[bytes]:
    """The letter to whoever wrote."""
    row = get_forwarded(session, enquiry_id, by=actor)
    if row.pdf is None:
        raise NotFoundError("letter")
    audit.record(session, by=actor, at=now(), action="enquiry.letter_read", on=("forwarded_enquiry", row.id))
    headers = {"content-disposition": f'inline; filename="{row.number}.pdf"', "cache-control": "no-store"}
    return Response(row.pdf, media_type="application/pdf", headers=headers)


@get("/incoming", opt=needs(Permission.READ_REFERRALS, writes=True), sync_to_thread=True)
def show_incoming(request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor]) -> Template:
    """What other authorities told us of, with the day an answer is due."""
    return _incoming(request, session, actor, {"received_on": today().isoformat()}, {})


def _incoming(
    request: AnyRequest, session: Session, actor: Actor, typed: dict[str, str], errors: dict[str, str]
) -> Template:
    names = municipalities(request.app.state.settings.data_path)
    rows = list_incoming(session, by=actor)
    audit.record(session, by=actor, at=now(), action="incoming.read", on=("incoming_referral", "list"))
    shown = [
        (one, cards()[one.sender].name if one.sender in cards() else one.sender, one.answer_due_on < today())
        for one in rows
    ]
    return page(
        request,
        "referrals/incoming.html",
        status_code=422 if errors else 200,
        rows=shown,
        typed=typed,
        errors=errors,
        receivers=receiver_choices(),
        municipalities=municipality_choices(areas_of(actor, Permission.SEND_REFERRALS), names),
    )


@post("/incoming", opt=needs(Permission.SEND_REFERRALS), **FORM)
def record_incoming(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    fields: NamedDependency[Fields],
) -> Redirect | Template:
    """Register what another authority tells us."""
    told = read_told(fields)
    try:
        if not fields.errors:
            forwarding.record_incoming(session, told, by=actor, at=now())
            return redirect(f"/referrals/incoming?notice={quote(RECORDED)}")
    except DomainError as error:
        session.rollback()
        fields.errors["answer_due_on" if error.code == "incoming.day" else "sender_contact"] = translated(error)
    return _incoming(request, session, actor, fields.typed, fields.errors)


@post("/incoming/{incoming_id:uuid}", opt=needs(Permission.SEND_REFERRALS), **FORM)
def answer_incoming(
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    incoming_id: FromPath[UUID],
    fields: NamedDependency[Fields],
) -> Redirect:
    """Take down the answer."""
    forwarding.answer_incoming(session, incoming_id, answer=fields.raw("answer")[:2000], by=actor, at=now())
    return redirect(f"/referrals/incoming?notice={quote(ANSWERED)}")


SIDE = (
    show_contacts,
    keep_contact,
    show_forwarded,
    forward,
    show_notice,
    show_incoming,
    record_incoming,
    answer_incoming,
)
