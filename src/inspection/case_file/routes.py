"""The page of a case file, and its bundles."""

from collections.abc import Callable, Mapping
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission
from husly.kit.clock import now
from husly.kit.i18n import format_moment, language, mark
from husly.kit.i18n import gettext as _
from husly.kit.web import AnyRequest, needs, page
from husly.kit.web.files import inline_pdf
from inspection.case_file.entries import EntryKind
from inspection.case_file.making import answer_with_bundle, entry_words, get_bundle, make_bundle, read_entries
from inspection.case_file.models import CaseBundle, Purpose
from inspection.case_file.withheld import WITHHELD
from inspection.enforcement.actions.steps import trace
from inspection.enforcement.forms import StepForm
from inspection.enforcement.queries import get_case_file
from inspection.enforcement.room_pages import NOT_REFUSED, Refusal, answered
from inspection.enforcement.routes import provide_form
from inspection.letters.models import Letter
from standards.text import Language

PURPOSES = {
    Purpose.APPEAL_BODY: mark("For the appeal body"),
    Purpose.ACCESS: mark("For the party (access to documents)"),
}
WAYS = {
    EntryKind.MOVE: "",
    EntryKind.LETTER_OUT: mark("Out"),
    EntryKind.REPLY_IN: mark("In"),
    EntryKind.APPEAL_IN: mark("In"),
}


@get("/", opt=needs(Permission.READ_CASES, writes=True), sync_to_thread=True)
def show_file(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    case_id: FromPath[UUID],
) -> Template:
    """Everything on the case in order; reading it leaves an audit row."""
    return _page(request, session, actor, case_id)


def _page(
    request: AnyRequest, session: Session, actor: Actor, case_id: UUID, refusal: Refusal = NOT_REFUSED
) -> Template:
    file = get_case_file(session, case_id, by=actor)
    trace(session, file.case, "case.read", by=actor, at=now())
    rows = [
        (
            format_moment(one.at),
            _(WAYS[one.kind]) if WAYS[one.kind] else "",
            entry_words(one),
            one.who,
            f"/letters/{one.row.id}" if isinstance(one.row, Letter) else "",
            one.is_inner,
        )
        for one in read_entries(session, file)
    ]
    statement = select(CaseBundle).where(CaseBundle.case_id == case_id).order_by(col(CaseBundle.made_at).desc())
    statement = statement.options(defer(CaseBundle.pdf))  # type: ignore[arg-type]  # a column to SQLAlchemy
    bundles = [(one, _(PURPOSES[one.purpose])) for one in session.exec(statement)]
    return page(
        request,
        "case_file/file.html",
        status_code=refusal.status_code,
        file=file,
        rows=rows,
        bundles=bundles,
        purposes=[(key.value, _(label)) for key, label in PURPOSES.items()],
        withheld=withheld_rows(print_unverified=request.app.state.settings.demo_mode),
        asked=file.case.access_requested_on is not None and file.case.access_answered_on is None,
        refusal=refusal,
    )


def withheld_rows(*, print_unverified: bool) -> list[tuple[str, str, str, str]]:
    """What no bundle holds, in the reader's language: code, kind, reason, provision."""
    spoken: Language = "da" if language() == "da" else "en"
    return [
        (
            one.kind.value,
            one.what.in_language(spoken),
            one.why.in_language(spoken),
            one.clause(print_unverified=print_unverified),
        )
        for one in WITHHELD
    ]


@post(
    "/",
    opt=needs(Permission.PREPARE_LETTERS),
    status_code=303,
    dependencies={"form": Provide(provide_form)},
    sync_to_thread=True,
)
def make(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    form: NamedDependency[StepForm],
    case_id: FromPath[UUID],
) -> Redirect | Template:
    """Make a bundle of the case."""

    def act() -> None:
        purpose = form.choice("purpose", Purpose)
        make_bundle(session, case_id, purpose, settings=request.app.state.settings, by=actor, at=now())

    return _answered(request, session, actor, case_id, act, form.values)


@post("/{bundle_id:uuid}/answer", opt=needs(Permission.PREPARE_LETTERS), status_code=303, sync_to_thread=True)
def answer(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    case_id: FromPath[UUID],
    bundle_id: FromPath[UUID],
) -> Redirect | Template:
    """Note that the request for access is answered with a bundle."""

    def act() -> None:
        answer_with_bundle(session, case_id, bundle_id, by=actor, at=now())

    return _answered(request, session, actor, case_id, act)


def _answered(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    case_id: UUID,
    act: Callable[[], None],
    typed: Mapping[str, str] | None = None,
) -> Redirect | Template:
    def show(refusal: Refusal) -> Template:
        return _page(request, session, actor, case_id, refusal)

    return answered(session, act, show, to=f"/cases/{case_id}/file", step="make", typed=typed)


@get("/{bundle_id:uuid}", opt=needs(Permission.READ_CASES, writes=True), sync_to_thread=True)
def give_bundle(
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    case_id: FromPath[UUID],
    bundle_id: FromPath[UUID],
) -> Response[bytes]:
    """A bundle as it was made; reading it leaves an audit row."""
    file = get_case_file(session, case_id, by=actor)
    bundle = get_bundle(session, case_id, bundle_id)
    trace(session, file.case, "case.bundle_read", by=actor, at=now(), details={"bundle": bundle.id})
    return inline_pdf(bundle.pdf, f"{file.case.case_number}-{bundle.purpose.value}")


case_file_router = Router("/cases/{case_id:uuid}/file", route_handlers=[show_file, make, answer, give_bundle])
"""The file of a case and its bundles."""
