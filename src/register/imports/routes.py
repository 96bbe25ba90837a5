"""Pages of long files: how far one is, its report, importing what was checked, the file given back."""

from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.files import download
from register.declarations.importing.marking import marked_file
from register.declarations.upload_presenters import SHOWN_LINES, spoken
from register.imports.actions import start_import
from register.imports.presenters import ImportPage
from register.imports.queries import get_job, report_of


@get("/{job_id:uuid}", opt=needs(Permission.IMPORT_DECLARATIONS), sync_to_thread=True)
def show_import(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], job_id: FromPath[UUID]
) -> Template:
    """One long file; HTMX asks for the changing part alone."""
    job = get_job(session, job_id, by=actor)
    shown = ImportPage(job)
    if not shown.is_waiting and not shown.failure:
        shown = ImportPage(job, report_of(session, job, most_lines=SHOWN_LINES))
    is_part = "hx-request" in request.headers
    return page(request, "imports/progress.html" if is_part else "imports/import.html", job=shown)


@post("/{job_id:uuid}", opt=needs(Permission.IMPORT_DECLARATIONS), status_code=303, sync_to_thread=True)
def import_checked(
    session: NamedDependency[Session], actor: NamedDependency[Actor], job_id: FromPath[UUID]
) -> Redirect:
    """Import what was checked."""
    return redirect(f"/imports/{start_import(session, job_id, by=actor, at=now()).id}")


@get("/{job_id:uuid}/marked", opt=needs(Permission.IMPORT_DECLARATIONS), sync_to_thread=True)
def fetch_marked_import(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], job_id: FromPath[UUID]
) -> Response[bytes]:
    """The file given back with its errors beside the rows."""
    job = get_job(session, job_id, by=actor)
    session.refresh(job, ["content"])
    limit_mb, name = request.app.state.settings.import_max_mb, job.file_name
    marked = marked_file(job.content, report_of(session, job), name=name, limit_mb=limit_mb, language=spoken())
    return download(marked.content, marked.name)


imports_router = Router("/imports", route_handlers=[show_import, import_checked, fetch_marked_import])
