"""Pages of local values: the list, a new one, one value; trying, approving, sending back, withdrawing."""

from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template
from pydantic import BaseModel
from sqlmodel import Session

from husly.kit.access import Actor, Permission, Subject, may
from husly.kit.clock import now, today
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.i18n import gettext as _
from husly.kit.i18n import mark
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from husly.kit.web.paging import Paging, page_number, rows_of
from husly.kit.web.versions import shown_version
from register.assessments.wording import in_language
from register.municipalities.table import municipalities
from register.rules import actions
from register.rules.forms import OWN, LocalRuleForm, own_measures, read_local_rule, target_of
from register.rules.local_form_presenters import LocalFormPage
from register.rules.local_list_presenters import LocalListPage
from register.rules.local_presenters import LocalRulePage
from register.rules.models import LocalIssuer, LocalRule
from register.rules.queries import UNDECIDED, get_local_rule, list_history, list_local_rules
from standards.measures.registry import measure_named
from standards.rules.pack import Pack, load_pack
from standards.variants.fitting import can_be_tightened

SentForm = Annotated[LocalRuleForm, Body(media_type=RequestEncodingType.URL_ENCODED)]


SAVED = mark("The draft is saved. Run its cases next.")
APPROVED = mark("The value is approved.")
SENT_BACK = mark("The value is sent back.")
DISCARDED = mark("The draft is discarded.")
WITHDRAWN = mark("The value is withdrawn.")
PASSED = mark("All cases came out right. Somebody else can approve the value now.")


class Decision(BaseModel):
    """What the buttons of a value send: which version was shown, and what was said."""

    version: str = ""
    compared: str = ""
    note: str = ""

    @property
    def shown(self) -> int:
        """The version on which the reader decided; anything else is no version of ours."""
        return shown_version(self.version)


SentDecision = Annotated[Decision, Body(media_type=RequestEncodingType.URL_ENCODED)]


@get("/", opt=needs(Permission.READ_STANDARDS), sync_to_thread=True)
def show_list(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    number: FromQuery[int] = 1,
) -> Template:
    """Local values: those in force and earlier for everyone, drafts for those who write or approve them."""
    number = page_number(number)
    found, count = list_local_rules(session, by=actor, **rows_of(number))
    shown = LocalListPage(found, Paging(number, count, "/standards/local"), today())
    return page(request, "rules/local_list.html", shown=shown)


@get("/new", opt=needs(Permission.DRAFT_LOCAL_RULES), sync_to_thread=True)
def show_new(
    request: AnyRequest,
    actor: NamedDependency[Actor],
    pack: FromQuery[str] = "",
    rule: FromQuery[str] = "",
    op: FromQuery[str] = "",
) -> Template:
    """First which rule; then, with the national value beside it, the local one."""
    form = LocalRuleForm(pack=pack, rule=rule, op=op)
    return _form_page(request, actor, form, {}, action="/standards/local/new", back="/standards/local")


@post("/new", opt=needs(Permission.DRAFT_LOCAL_RULES), status_code=303, sync_to_thread=True)
def submit_new(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], data: SentForm
) -> Template | Redirect:
    """Keep the draft, or show the form again with what is wrong; a laxer value is refused with the reason."""
    pack = _pack(request, data.pack)
    asked, errors = read_local_rule(data, pack, municipalities(request.app.state.settings.data_path))
    if asked is not None:
        try:
            made = actions.draft_local_rule(session, asked=asked, pack_id=pack.id, by=actor, at=now())
            return redirect(f"/standards/local/{made.id}?notice={quote(SAVED)}")
        except DomainError as error:  # raised before anything is written
            errors = {_field_of(error): translated(error)}
    return _form_page(request, actor, data, errors, action="/standards/local/new", back="/standards/local")


@get("/{rule_id:uuid}", opt=needs(Permission.READ_STANDARDS), sync_to_thread=True)
def show_rule(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], rule_id: FromPath[UUID]
) -> Template:
    """One value: old and new, who and when, its cases, what can be done."""
    rule = get_local_rule(session, rule_id, by=actor)
    shown = LocalRulePage(rule, actor, list_history(session, rule_id), today())
    return page(request, "rules/local_rule.html", shown=shown)


@get("/{rule_id:uuid}/edit", opt=needs(Permission.DRAFT_LOCAL_RULES), sync_to_thread=True)
def show_edit(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], rule_id: FromPath[UUID]
) -> Template:
    """The form of a draft as it was written."""
    rule = _editable(session, rule_id, actor)
    return _edit_page(request, actor, rule, _form_of(rule), {})


@post("/{rule_id:uuid}/edit", opt=needs(Permission.DRAFT_LOCAL_RULES), status_code=303, sync_to_thread=True)
def submit_edit(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    rule_id: FromPath[UUID],
    data: SentForm,
) -> Template | Redirect:
    """Keep the draft as it is written now."""
    rule = _editable(session, rule_id, actor)
    fixed = _form_of(rule)
    kept = ("pack", "rule", "issuer", "agreement_id", "agreement_name", "agreement_parties", "op")
    form = data.model_copy(update={name: getattr(fixed, name) for name in kept})
    pack = load_pack(rule.base_pack_id)
    asked, errors = read_local_rule(form, pack, municipalities(request.app.state.settings.data_path))
    if asked is None:
        return _edit_page(request, actor, rule, form, errors)
    version = Decision(version=form.version).shown
    try:
        actions.change_draft(session, rule_id, asked=asked, version=version, by=actor, at=now())
    except DomainError as error:
        if error.code == "local_rule.changed":
            raise
        return _edit_page(request, actor, rule, form, {_field_of(error): translated(error)})
    return redirect(f"/standards/local/{rule_id}?notice={quote(SAVED)}")


@post("/{rule_id:uuid}/try", opt=needs(Permission.DRAFT_LOCAL_RULES), status_code=303, sync_to_thread=True)
def try_out(
    session: NamedDependency[Session], actor: NamedDependency[Actor], rule_id: FromPath[UUID], data: SentDecision
) -> Redirect:
    """Run the cases."""
    rule = actions.try_local_rule(session, rule_id, version=data.shown, by=actor, at=now())
    if rule.report and rule.report["passed"]:
        return redirect(f"/standards/local/{rule_id}?notice={quote(PASSED)}")
    return redirect(f"/standards/local/{rule_id}#cases")


@post("/{rule_id:uuid}/approve", opt=needs(Permission.APPROVE_LOCAL_RULES), status_code=303, sync_to_thread=True)
def approve(
    session: NamedDependency[Session], actor: NamedDependency[Actor], rule_id: FromPath[UUID], data: SentDecision
) -> Redirect:
    """Put it into force from its day."""
    compared = data.compared == "yes"
    actions.approve_local_rule(session, rule_id, version=data.shown, compared=compared, by=actor, at=now())
    return redirect(f"/standards/local/{rule_id}?notice={quote(APPROVED)}")


@post("/{rule_id:uuid}/send-back", opt=needs(Permission.APPROVE_LOCAL_RULES), status_code=303, sync_to_thread=True)
def send_back(
    session: NamedDependency[Session], actor: NamedDependency[Actor], rule_id: FromPath[UUID], data: SentDecision
) -> Redirect:
    """Give it back to whoever wrote it."""
    actions.send_back(session, rule_id, version=data.shown, note=data.note, by=actor, at=now())
    return redirect(f"/standards/local/{rule_id}?notice={quote(SENT_BACK)}")


@post("/{rule_id:uuid}/discard", opt=needs(Permission.DRAFT_LOCAL_RULES), status_code=303, sync_to_thread=True)
def discard(
    session: NamedDependency[Session], actor: NamedDependency[Actor], rule_id: FromPath[UUID], data: SentDecision
) -> Redirect:
    """Throw a draft away."""
    actions.discard_draft(session, rule_id, version=data.shown, by=actor, at=now())
    return redirect(f"/standards/local?notice={quote(DISCARDED)}")


@post("/{rule_id:uuid}/withdraw", opt=needs(Permission.APPROVE_LOCAL_RULES), status_code=303, sync_to_thread=True)
def withdraw(
    session: NamedDependency[Session], actor: NamedDependency[Actor], rule_id: FromPath[UUID], data: SentDecision
) -> Redirect:
    """End an approved value today."""
    actions.withdraw_local_rule(session, rule_id, version=data.shown, note=data.note, by=actor, at=now())
    return redirect(f"/standards/local/{rule_id}?notice={quote(WITHDRAWN)}")


def _pack(request: AnyRequest, pack_id: str) -> Pack:
    """The pack named, or the governing one; only packs in use get local values."""
    used = request.app.state.settings.packs
    if not used or (pack_id and pack_id not in used):
        raise NotFoundError("pack")
    return load_pack(pack_id or used[0])


def _field_of(error: DomainError) -> str:
    return "valid_from" if error.code == "local_rule.in_the_past" else "value"


def _editable(session: Session, rule_id: UUID, actor: Actor) -> LocalRule:
    rule = get_local_rule(session, rule_id, by=actor)
    area = Subject(municipality_code=rule.municipality_code)
    if rule.state not in UNDECIDED or not may(actor, Permission.DRAFT_LOCAL_RULES, area):
        raise NotFoundError("local rule")
    return rule


def _form_of(rule: LocalRule) -> LocalRuleForm:
    of_agreement = rule.issuer_kind is LocalIssuer.AGREEMENT
    return LocalRuleForm(
        pack=rule.base_pack_id,
        rule=rule.requirement_id or f"{OWN}{rule.measure}",
        issuer=LocalIssuer.AGREEMENT.value if of_agreement else rule.issuer_id,
        agreement_id=rule.issuer_id if of_agreement else "",
        agreement_name=rule.issuer_name if of_agreement else "",
        agreement_parties="\n".join(rule.parties),
        op=rule.op,
        value=f"{rule.value:g}",
        reference_title=rule.reference_title,
        reference_section=rule.reference_section,
        reference_url=rule.reference_url,
        reason=rule.reason,
        valid_from=rule.valid_from.isoformat(),
        valid_to=rule.valid_to.isoformat() if rule.valid_to else "",
        version=str(rule.version),
    )


def _edit_page(
    request: AnyRequest, actor: Actor, rule: LocalRule, form: LocalRuleForm, errors: dict[str, str]
) -> Template:
    here = f"/standards/local/{rule.id}"
    return _form_page(request, actor, form, errors, action=f"{here}/edit", back=here)


def _form_page(
    request: AnyRequest, actor: Actor, form: LocalRuleForm, errors: dict[str, str], *, action: str, back: str
) -> Template:
    settings, pack = request.app.state.settings, _pack(request, form.pack)
    target = target_of(pack, form.rule, form.op)
    if target is None and form.rule:
        errors = {"rule": _("Choose a rule that a value can be set for."), **errors}
    rules = {one.id: one for one in pack.in_force(today()) if can_be_tightened(one, pack)}
    own = sorted((in_language(measure_named(key).label), f"{OWN}{key}") for key in own_measures())
    shown = LocalFormPage(
        form=form,
        pack=pack,
        target=target,
        packs=[load_pack(pack_id) for pack_id in settings.packs],
        municipalities=_areas(actor, settings.data_path),
        whole_country=may(actor, Permission.DRAFT_LOCAL_RULES, Subject()),
        rules=[(one.id, in_language(measure_named(one.measure).label)) for one in rules.values()],
        own=[(key, label) for label, key in own],
        errors=errors,
        action=action,
        back=back,
    )
    return page(request, "rules/local_form.html", status_code=422 if errors else 200, shown=shown)


def _areas(actor: Actor, data_path: Any) -> list[tuple[str, str]]:
    """The municipalities that the actor may set values for, by name."""
    known = sorted(municipalities(data_path).values(), key=lambda one: one.name)
    right = Permission.DRAFT_LOCAL_RULES
    return [(one.code, one.name) for one in known if may(actor, right, Subject(municipality_code=one.code))]


local_rules_router = Router(
    "/standards/local",
    route_handlers=[
        show_list,
        show_new,
        submit_new,
        show_rule,
        show_edit,
        submit_edit,
        try_out,
        approve,
        send_back,
        discard,
        withdraw,
    ],
)
