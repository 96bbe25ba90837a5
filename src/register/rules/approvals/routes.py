"""Pages of the approval of a pack. Whoever may read the rules sees how far they are approved; few may sign."""

from collections.abc import Callable
from urllib.parse import quote
from uuid import UUID

from litestar import Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now, today
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.i18n import mark
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from register.rules.approvals.actions import (
    confirm_rules,
    confirm_unchanged,
    countersign_rules,
    repeatable,
    withdraw_rules,
)
from register.rules.approvals.forms import SigningForm, TextForm, signing_form, text_form
from register.rules.approvals.presenters import ApprovalPage, Signed, Typed
from register.rules.approvals.queries import (
    list_official_texts,
    list_pack_approvals,
    list_signed_rows,
    releases_of,
)
from register.rules.approvals.texts import add_official_text, pasted_bytes
from standards.rules.pack import Pack, list_packs, load_pack

NOBODY = UUID(int=0)
NOTICES = {
    "text": mark("The text is recorded. Confirm the rules that agree with it."),
    "confirm": mark("Confirmed. A second person must countersign."),
    "countersign": mark("Countersigned. What holds now is told at the top."),
    "withdraw": mark("Withdrawn. No letter may cite the rules from now on."),
}


async def provide_signing(request: AnyRequest) -> SigningForm:
    """The posted fields of a signature."""
    return signing_form(await request.form())


async def provide_text(request: AnyRequest) -> TextForm:
    """The posted fields of an official text."""
    return text_form(await request.form())


@get("/", opt=needs(Permission.READ_STANDARDS), sync_to_thread=True)
def show_approval(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    pack_id: FromPath[str],
    tick: FromQuery[str] = "",
) -> Template:
    """How far a pack is approved, by whom, and the forms of those who may sign."""
    return _page(request, session, actor, _pack(pack_id), tick=tick)


@post("/texts", opt=needs(Permission.CONFIRM_RULES), status_code=303, sync_to_thread=True)
def record_text(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    pack_id: FromPath[str],
    form: NamedDependency[TextForm],
) -> Redirect | Template:
    """Take a text to compare with; its digest is computed here and the text itself is not kept."""
    pack = _pack(pack_id)

    def act() -> None:
        content, name = pasted_bytes(form.typed.pasted), ""
        if form.file is not None:
            with form.file.file as opened:
                content, name = opened.read(), form.file.filename
        add_official_text(
            session,
            pack=pack,
            url=form.typed.url,
            content=content,
            file_name=name,
            retrieved_on=form.retrieved_on,
            by=actor,
            at=now(),
        )

    return _done(request, session, actor, pack, act, "text", form.typed)


@post("/confirm", opt=needs(Permission.CONFIRM_RULES), status_code=303, sync_to_thread=True)
def confirm(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    pack_id: FromPath[str],
    form: NamedDependency[SigningForm],
) -> Redirect | Template:
    """Confirm the ticked rules against the chosen text, or again those that have not changed."""
    pack = _pack(pack_id)

    def act() -> None:
        if form.is_unchanged:
            confirm_unchanged(session, pack=pack, seen=form.seen, by=actor, at=now())
            return
        confirm_rules(
            session,
            pack=pack,
            seen=form.seen,
            hashes=form.rules,
            official_text_id=form.typed.text_id or NOBODY,
            note=form.typed.note,
            by=actor,
            at=now(),
        )

    return _done(request, session, actor, pack, act, "confirm", form.typed)


@post("/countersign", opt=needs(Permission.COUNTERSIGN_RULES), status_code=303, sync_to_thread=True)
def countersign(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    pack_id: FromPath[str],
    form: NamedDependency[SigningForm],
) -> Redirect | Template:
    """Stand by the ticked rules as the second person."""
    pack = _pack(pack_id)

    def act() -> None:
        countersign_rules(session, pack=pack, seen=form.seen, hashes=form.rules, by=actor, at=now())

    return _done(request, session, actor, pack, act, "countersign", form.typed)


@post("/withdraw", opt=needs(Permission.COUNTERSIGN_RULES), status_code=303, sync_to_thread=True)
def withdraw(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    pack_id: FromPath[str],
    form: NamedDependency[SigningForm],
) -> Redirect | Template:
    """Take back the ticked rules, or everything signed on one content of the pack."""
    pack = _pack(pack_id)

    def act() -> None:
        hashes = None if form.is_everything else form.rules
        withdraw_rules(
            session, pack_id=pack.id, seen=form.seen, hashes=hashes, reason=form.typed.reason, by=actor, at=now()
        )

    return _done(request, session, actor, pack, act, "withdraw", form.typed)


def _pack(pack_id: str) -> Pack:
    if pack_id not in list_packs():
        raise NotFoundError("pack")
    return load_pack(pack_id)


def _done(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    pack: Pack,
    act: Callable[[], None],
    notice: str,
    typed: Typed,
) -> Redirect | Template:
    """Do it and go back to the page; what a rule forbids gives the page with the reason and what was typed."""
    try:
        act()
    except DomainError as error:
        session.rollback()
        return _page(request, session, actor, pack, refused=translated(error), typed=typed)
    return redirect(f"/standards/{pack.id}/approval?notice={quote(NOTICES[notice])}")


def _page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    pack: Pack,
    *,
    tick: str = "",
    refused: str = "",
    typed: Typed | None = None,
) -> Template:
    approvals = list_pack_approvals(session, pack.id)
    current = next((one for one in approvals if one.content_hash == pack.content_hash), None)
    signed = Signed(
        current=current,
        earlier=[one for one in approvals if one is not current],
        rows=list_signed_rows(session, [one.id for one in approvals]),
        texts=list_official_texts(session, pack.id),
        repeatable=len(repeatable(session, pack)),
    )
    demo_mode = request.app.state.settings.demo_mode
    release, real = (releases_of(session, [pack], demo_mode=demo)[pack.id] for demo in (demo_mode, False))
    shown = ApprovalPage(pack, release, real, signed, actor, typed or Typed(), tick)
    status_code = 409 if refused else 200
    return page(
        request, "rules/approval.html", status_code=status_code, shown=shown, refused=refused, today=today().isoformat()
    )


signing_router = Router(
    "/",
    route_handlers=[confirm, countersign, withdraw],
    dependencies={"form": Provide(provide_signing)},
)
texts_router = Router("/", route_handlers=[record_text], dependencies={"form": Provide(provide_text)})
approvals_router = Router(
    "/standards/{pack_id:str}/approval", route_handlers=[show_approval, signing_router, texts_router]
)
