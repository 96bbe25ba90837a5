"""The form of findings, made for a telephone at the door."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now, today
from husly.kit.i18n import gettext as _
from husly.kit.web import AnyRequest, needs, page, redirect
from inspection.authorities.belonging import require_own
from inspection.enforcement.actions import record_findings, save_findings
from inspection.enforcement.actions.steps import require_state, trace
from inspection.enforcement.checklist import CheckItem, FindingEntry, checklist
from inspection.enforcement.declared import declared_assessments, governing_agreement
from inspection.enforcement.findings_presenters import FindingsForm, entry_of, entry_problems
from inspection.enforcement.forms import clean, read_entries
from inspection.enforcement.models import FindingOutcome
from inspection.enforcement.queries import CaseFile, get_case_file
from inspection.enforcement.transitions import CaseState
from register.declarations.queries import find_standing, list_rooms

Posted = dict[str, list[str]]


async def provide_posted(request: AnyRequest) -> Posted:
    """Every posted field with all its values."""
    posted: Posted = {}
    for key, value in (await request.form()).multi_items():
        posted.setdefault(clean(key), []).append(clean(value))
    return posted


def _open(request: AnyRequest, session: Session, actor: Actor, case_id: UUID) -> tuple[CaseFile, tuple[CheckItem, ...]]:
    file = get_case_file(session, case_id, by=actor, permission=Permission.RECORD_VISITS)
    require_own(file.case, actor, Permission.RECORD_VISITS)
    require_state(file, CaseState.VISITED)
    packs = request.app.state.settings.packs
    assessments = declared_assessments(session, file.case, on=file.visit.visited_on or today(), pack_ids=packs)
    return file, checklist(assessments)


def _room_names(session: Session, file: CaseFile) -> tuple[str, ...]:
    declaration = find_standing(session, file.case.accommodation_id, file.visit.visited_on or today())
    return () if declaration is None else tuple(room.name for room in list_rooms(session, declaration.id))


@get("/{case_id:uuid}/findings", opt=needs(Permission.RECORD_VISITS, writes=True), sync_to_thread=True)
def show_findings(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    case_id: FromPath[UUID],
) -> Template:
    """The form, with what was saved before."""
    file, items = _open(request, session, actor, case_id)
    trace(session, file.case, "case.read", by=actor, at=now())
    typed = {finding.requirement_id: entry_of(finding) for finding in file.findings}
    shown = FindingsForm(file, items, _room_names(session, file), typed, {})
    agreement = governing_agreement(session, file.case, file.visit.visited_on or today())
    return page(request, "cases/findings.html", shown=shown, agreement=agreement)


@post(
    "/{case_id:uuid}/findings",
    opt=needs(Permission.RECORD_VISITS),
    status_code=303,
    dependencies={"posted": Provide(provide_posted)},
    sync_to_thread=True,
)
def save(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    posted: NamedDependency[Posted],
    case_id: FromPath[UUID],
) -> Redirect | Template:
    """Save what is entered, or finish; wrong entries give the form back with each one named, nothing saved."""
    file, items = _open(request, session, actor, case_id)
    entries, errors = read_entries(posted, items)
    errors = {key: _(text) for key, text in errors.items()} or entry_problems(entries, items)
    finishing = (posted.get("do") or [""])[0] == "finish"
    if finishing and not errors:
        errors = _unanswered(entries, items)
    if errors:
        typed = {entry.requirement_id: entry for entry in entries}
        shown = FindingsForm(file, items, _room_names(session, file), typed, errors)
        return page(request, "cases/findings.html", status_code=422, shown=shown, agreement=None)
    keep = record_findings if finishing else save_findings
    keep(session, case_id, entries=entries, pack_ids=request.app.state.settings.packs, by=actor, at=now())
    return redirect(f"/cases/{case_id}" if finishing else f"/cases/{case_id}/findings?notice=Saved")


def _unanswered(entries: list[FindingEntry], items: tuple[CheckItem, ...]) -> dict[str, str]:
    answered = {entry.requirement_id for entry in entries}
    missing = {
        item.requirement_id: _("Choose an answer; “%(label)s” is one too.", label=_("Not checked"))
        for item in items
        if item.requirement_id not in answered
    }
    if not missing and all(entry.outcome is FindingOutcome.NOT_CHECKED for entry in entries):
        first = items[0].requirement_id if items else ""
        return {first: _("Nothing was checked: a visit without findings cannot be finished.")}
    return missing
