"""The page on which an administrator writes down authorities and what each tells of complaints."""

from typing import Annotated
from uuid import UUID

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now
from husly.kit.errors import DomainError
from husly.kit.i18n import gettext as _
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from inspection.authorities.actions import Guidance, add_rule, save_authority, withdraw_rule
from inspection.authorities.belonging import STATE
from inspection.authorities.letterheads import Letterhead
from inspection.authorities.models import ComplaintRule
from inspection.authorities.queries import list_authorities, list_rules, of_settings
from inspection.enforcement.forms import clean
from inspection.enforcement.labels import BASES, LETTERS
from inspection.enforcement.models import Addressee, LegalBasis
from inspection.letters.blocks import LetterKind
from inspection.letters.gates import GATES
from register.municipalities.table import municipalities

GUIDED = next(gate.kinds for gate in GATES if gate.name == "G8")
"""The letters that must tell how to complain."""


class HeadForm(BaseModel):
    """A letterhead as typed."""

    code: str = ""
    name: str = ""
    postal_address: str = ""
    cvr_number: str = ""
    phone: str = ""
    email: str = ""
    privacy_url: str = ""
    signature_title: str = ""
    payment: str = ""


class RuleForm(BaseModel):
    """A rule of complaint as typed."""

    kind: str = ""
    authority: str = ""
    legal_basis: str = ""
    addressee: str = ""
    body: str = ""
    send_to: str = ""
    days: str = ""
    weeks: str = ""
    suspends: str = ""
    none_reason: str = ""

    def guidance(self) -> Guidance:
        """What it says. Raises ``DomainError`` for a number that is none."""
        return Guidance(
            body=clean(self.body).strip(),
            send_to=clean(self.send_to).strip(),
            days=_number(self.days),
            weeks=_number(self.weeks),
            suspends={"yes": True, "no": False}.get(self.suspends),
            none_reason=clean(self.none_reason).strip(),
        )


def _number(text: str) -> int:
    if not text.strip():
        return 0
    if not text.strip().isdecimal() or len(text.strip()) > 3:
        raise DomainError("complaint.number", "Write days or weeks as a whole number.")
    return int(text)


@get("/", opt=needs(Permission.ADMINISTER), sync_to_thread=True)
def show_authorities(request: AnyRequest, session: NamedDependency[Session]) -> Template:
    """Letterheads and rules, with a form for each."""
    return _page(request, session)


def _page(
    request: AnyRequest,
    session: Session,
    *,
    refused: str = "",
    head: HeadForm | None = None,
    rule: RuleForm | None = None,
) -> Template:
    settings = request.app.state.settings
    names = {found.code: found.name for found in municipalities(settings.data_path).values()}
    places = [(STATE, _("The state authority")), *sorted(names.items(), key=lambda pair: pair[1])]
    return page(
        request,
        "authorities/page.html",
        refused=refused,
        authorities=list_authorities(session),
        standard=of_settings(settings),
        rules=[(one.id, *_told(one, dict(places))) for one in list_rules(session)],
        places=places,
        kinds=[(kind.value, _(LETTERS[kind])) for kind in LetterKind if kind in GUIDED],
        bases=[(basis.value, _(text)) for basis, text in BASES.items()],
        addressees=[(Addressee.EMPLOYER.value, _("Employer")), (Addressee.OWNER.value, _("Owner"))],
        head=head or HeadForm(),
        rule=rule or RuleForm(),
        status_code=409 if refused else 200,
    )


def _told(rule: ComplaintRule, places: dict[str, str]) -> tuple[str, str, str]:
    """Which letter, when, and what it tells."""
    basis = _(BASES[rule.legal_basis]) if rule.legal_basis else ""
    addressee = {Addressee.EMPLOYER: _("Employer"), Addressee.OWNER: _("Owner"), None: ""}[rule.addressee]
    when = "; ".join(part for part in (places.get(rule.authority, rule.authority), basis, addressee) if part)
    if rule.none_reason:
        return _(LETTERS[rule.kind]), when, _("None, a lawyer decided: %(reason)s", reason=rule.none_reason)
    term = _("%(num)s days", num=rule.days) if rule.days else _("%(num)s weeks", num=rule.weeks)
    effect = _("suspends the decision") if rule.suspends else _("does not suspend the decision")
    return _(LETTERS[rule.kind]), when, f"{rule.body}, {rule.send_to}, {term}, {effect}"


@post("/", opt=needs(Permission.ADMINISTER), status_code=303, sync_to_thread=True)
def save(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    data: Annotated[HeadForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect | Template:
    """Write a letterhead down."""
    known = {found.code for found in municipalities(request.app.state.settings.data_path).values()} | {STATE}
    given = {key: clean(value) for key, value in data.model_dump().items()}
    code = given.pop("code")
    try:
        if code not in known:
            raise DomainError("authority.code", "Choose whose letterhead it is.")
        save_authority(session, code, Letterhead(**given), by=actor, at=now())
    except DomainError as error:
        session.rollback()
        return _page(request, session, refused=translated(error), head=data)
    return redirect("/authorities")


@post("/rules", opt=needs(Permission.ADMINISTER), status_code=303, sync_to_thread=True)
def save_rule(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    data: Annotated[RuleForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect | Template:
    """Add a rule of complaint."""
    try:
        if data.kind not in GUIDED:
            raise DomainError("complaint.kind", "Choose the letter that the rule is about.")
        add_rule(
            session,
            LetterKind(data.kind),
            data.guidance(),
            authority=clean(data.authority)[:8],
            legal_basis=LegalBasis(data.legal_basis) if data.legal_basis in list(LegalBasis) else None,
            addressee=Addressee(data.addressee) if data.addressee in list(Addressee) else None,
            by=actor,
            at=now(),
        )
    except DomainError as error:
        session.rollback()
        return _page(request, session, refused=translated(error), rule=data)
    return redirect("/authorities")


@post("/rules/{rule_id:uuid}/withdraw", opt=needs(Permission.ADMINISTER), status_code=303, sync_to_thread=True)
def withdraw(session: NamedDependency[Session], actor: NamedDependency[Actor], rule_id: FromPath[UUID]) -> Redirect:
    """Take a rule out of force."""
    withdraw_rule(session, rule_id, by=actor, at=now())
    return redirect("/authorities")


authorities_router = Router("/authorities", route_handlers=[show_authorities, save, save_rule, withdraw])
