"""Pages of certificates: for the employer and the authority, and for anybody who holds a number."""

from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template
from pydantic import BaseModel
from sqlmodel import Session

from husly.kit.access import Actor, Permission, Subject, may
from husly.kit.clock import now, today
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.i18n import mark
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from husly.kit.web.files import inline_pdf
from husly.kit.web.limits import Limit, Tries, host_of
from husly.kit.web.links import site_of
from inspection.certificates import actions
from inspection.certificates.models import Certificate, Revocation
from inspection.certificates.numbers import read_number, shown_number
from inspection.certificates.paper import Paper, certificate_pdf
from inspection.certificates.presenters import AnswerPage, CertificatePage, HousingPage
from inspection.certificates.queries import (
    answer_about,
    count_by_municipality,
    find_by_number,
    find_certificate,
    list_in_use_at,
)
from register.accommodations.models import Accommodation
from register.declarations.queries import Declared, get_declared
from register.dwellings.addresses import address_key
from register.municipalities.table import municipalities
from register.sheets.actions import record_print

REVOKED = mark("The certificate is revoked. Whoever scans its code sees it now.")
ADDRESS = ("street", "house_number", "unit", "postcode")


class SentRevocation(BaseModel):
    """What the form sends."""

    ground: str = ""
    reason: str = ""


@get("/declarations/{accommodation_id:uuid}/certificate", opt=needs(Permission.READ_DECLARATIONS), sync_to_thread=True)
def show_certificate(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
) -> Template:
    """The certificate of one accommodation, whether there is one yet, and why it was revoked."""
    return page(request, "certificates/certificate.html", shown=_page_of(request, session, actor, accommodation_id))


@get(
    "/declarations/{accommodation_id:uuid}/certificate.pdf",
    opt=needs(Permission.READ_DECLARATIONS, writes=True),
    sync_to_thread=True,
)
def show_pdf(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
) -> Response[bytes]:
    """The certificate to print; its number is made the first time."""
    at = now()
    declared = get_declared(session, accommodation_id, by=actor)
    certificate = actions.certificate_of(session, declared.accommodation, by=actor, at=at)
    number = shown_number(certificate.number)
    paper = Paper(
        declared=declared,
        certificate=certificate,
        answer=_answer(request, session, declared.accommodation, certificate),
        url=f"{site_of(request)}/c/{number}",
        printed_at=at,
        sender=request.app.state.settings.authority_name,
    )
    record_print(session, declared, "certificate", by=actor, at=at, language="")
    return inline_pdf(certificate_pdf(paper), f"certificate-{number}")


@post(
    "/declarations/{accommodation_id:uuid}/certificate/revoke",
    opt=needs(Permission.ISSUE_DECISIONS),
    status_code=303,
    sync_to_thread=True,
)
def revoke(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
    data: Annotated[SentRevocation, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect | Template:
    """Take it back, or show the form again with what is missing."""
    shown = _page_of(request, session, actor, accommodation_id, typed=data.model_dump())
    if shown.certificate is None:
        raise NotFoundError("certificate")
    try:
        if data.ground not in list(Revocation):
            raise DomainError("certificate.ground", "Choose why the certificate is revoked.")
        ground = Revocation(data.ground)
        actions.revoke_certificate(session, shown.certificate.id, ground=ground, reason=data.reason, by=actor, at=now())
    except DomainError as error:  # raised before anything is written
        field = "ground" if error.code == "certificate.ground" else "reason"
        errors = {field: translated(error)}
        again = _page_of(request, session, actor, accommodation_id, typed=data.model_dump(), errors=errors)
        return page(request, "certificates/certificate.html", status_code=422, shown=again)
    return redirect(f"/declarations/{accommodation_id}/certificate?notice={quote(REVOKED)}")


@get("/c/{number:str}", opt=needs(Permission.PUBLIC), sync_to_thread=True)
def show_standing(request: AnyRequest, session: NamedDependency[Session], number: FromPath[str]) -> Template:
    """How a certificate stands right now: nothing of where it is, whose, or who lives there."""
    _check_pace(request)
    found = _by_number(request, session, number)
    if found is None:
        return page(request, "certificates/none.html", status_code=404)
    return page(request, "certificates/public.html", shown=found)


@get("/housing", opt=needs(Permission.PUBLIC), sync_to_thread=True)
def show_housing(
    request: AnyRequest,
    session: NamedDependency[Session],
    number: FromQuery[str] = "",
    street: FromQuery[str] = "",
    house_number: FromQuery[str] = "",
    unit: FromQuery[str] = "",
    postcode: FromQuery[str] = "",
) -> Template:
    """The public search, as far as the operator publishes anything."""
    settings = request.app.state.settings
    if settings.publication == "off":
        raise NotFoundError("page")
    typed = {"number": number, "street": street, "house_number": house_number, "unit": unit, "postcode": postcode}
    typed = {name: text.replace("\x00", "").strip()[:120] for name, text in typed.items()}
    searches = settings.publication == "certificates"
    found = None
    if searches and any(typed.values()):
        _check_pace(request)
        by_address = settings.publication_addresses and not typed["number"]
        found = _at_address(request, session, typed) if by_address else _numbered(request, session, typed["number"])
    shown = HousingPage(
        by_number=searches,
        by_address=searches and settings.publication_addresses,
        typed=typed,
        found=found,
        counts=count_by_municipality(session, on=today()),
        names={one.code: one.name for one in municipalities(settings.data_path).values()},
    )
    return page(request, "certificates/housing.html", shown=shown)


def _numbered(request: AnyRequest, session: Session, number: str) -> list[AnswerPage]:
    found = _by_number(request, session, number)
    return [] if found is None else [found]


def _at_address(request: AnyRequest, session: Session, typed: dict[str, str]) -> list[AnswerPage]:
    """Only a whole address, written as it is registered, finds anything."""
    key = address_key(**{name: typed[name] for name in ADDRESS})
    return [
        _answer(request, session, one, find_certificate(session, one.id))
        for one in list_in_use_at(session, key, on=today())
    ]


def _by_number(request: AnyRequest, session: Session, text: str) -> AnswerPage | None:
    known = read_number(text)
    certificate = None if known is None else find_by_number(session, known)
    if certificate is None:
        return None
    return _answer(request, session, session.get_one(Accommodation, certificate.accommodation_id), certificate)


def _answer(
    request: AnyRequest, session: Session, accommodation: Accommodation, certificate: Certificate | None
) -> AnswerPage:
    packs = request.app.state.settings.packs
    return AnswerPage(answer_about(session, accommodation, certificate, packs=packs, on=today()), today())


def _page_of(
    request: AnyRequest, session: Session, actor: Actor, accommodation_id: UUID, **given: Any
) -> CertificatePage:
    declared: Declared = get_declared(session, accommodation_id, by=actor)
    home = declared.accommodation
    certificate = find_certificate(session, accommodation_id)
    return CertificatePage(
        declared=declared,
        certificate=certificate,
        answer=_answer(request, session, home, certificate),
        is_own=may(actor, Permission.DECLARE, Subject(employer_id=home.employer_id)),
        may_revoke=may(actor, Permission.ISSUE_DECISIONS, Subject(municipality_code=home.municipality_code)),
        **given,
    )


def _check_pace(request: AnyRequest) -> None:
    """Raise ``DomainError`` where one place asks too often."""
    tries: Tries = request.app.state.tries
    searches = Limit("searches", request.app.state.settings.searches_per_minute, 1)
    if not tries.take(searches, host_of(request), at=now()):
        raise DomainError("search.pace", "Too many searches from where you are. Wait a minute and try again.")


certificates_router = Router("/", route_handlers=[show_certificate, show_pdf, revoke, show_standing, show_housing])
