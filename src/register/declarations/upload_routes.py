"""Declarations from a file through the browser: first checked, then imported.

The file is not kept between the two: the browser sends it again, and the page imports only the file that was checked
(compared by SHA-256), so that nothing of an employer lies on the server that nobody asked for.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from litestar import Response, Router, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now, today
from husly.kit.web import AnyRequest, needs, page
from husly.kit.web.files import content_of, download
from register.declarations.importing.actions import import_declarations
from register.declarations.importing.columns import REQUIRED, column_kinds
from register.declarations.importing.files import count_rows, read_candidates
from register.declarations.importing.marking import marked_file
from register.declarations.importing.problems import UnusableFileError, refuse_infected_file
from register.declarations.importing.report import Report
from register.declarations.importing.template_columns import TemplateColumn, template_columns
from register.declarations.importing.templates import csv_template, xlsx_template
from register.declarations.upload_presenters import ReportShown, spoken
from register.imports.actions import queue_import
from register.imports.models import ImportJob
from register.imports.queries import list_jobs
from register.municipalities.queries import current_boundaries
from register.rules.queries import facts_of_local_rules

PARTIAL_MARK = "_partial"
"""Stands after the SHA-256 of a file that was checked for taking what is right of it."""


@dataclass
class UploadForm:
    """What the page sends: the file, whether to take what is right of an employer with mistakes, and what was checked.

    ``checked`` is the SHA-256 of the file that was checked (and the choice with it) when it is to be imported.
    """

    file: UploadFile | None = None
    checked: str = ""
    partial: str = ""


@get("/", opt=needs(Permission.IMPORT_DECLARATIONS), sync_to_thread=True)
def show_upload(request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor]) -> Template:
    """The page on which a file is chosen, and the account's last long files."""
    return _page(request, None, jobs=list_jobs(session, by=actor))


@get("/template.xlsx", opt=needs(Permission.IMPORT_DECLARATIONS), sync_to_thread=True)
def fetch_xlsx_template(request: AnyRequest, session: NamedDependency[Session]) -> Response[bytes]:
    """A workbook to fill in, with the columns that the rules in use ask for."""
    return download(xlsx_template(_columns(request, session)), "husly-boliger.xlsx")


@get("/template.csv", opt=needs(Permission.IMPORT_DECLARATIONS), sync_to_thread=True)
def fetch_csv_template(request: AnyRequest, session: NamedDependency[Session]) -> Response[bytes]:
    """The same as CSV."""
    return download(csv_template(_columns(request, session)), "husly-boliger.csv")


def _columns(request: AnyRequest, session: Session) -> list[TemplateColumn]:
    return template_columns(request.app.state.settings.packs, facts_of_local_rules(session, today()))


@post("/", opt=needs(Permission.IMPORT_DECLARATIONS), status_code=200, sync_to_thread=True)
def take_upload(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    data: Annotated[UploadForm, Body(media_type=RequestEncodingType.MULTI_PART)],
) -> Template | Response[str]:
    """Check the file; import it when it is the one that was checked and the button said so; hand over a long one."""
    name, content = content_of(data.file)
    file_digest, partial = hashlib.sha256(content).hexdigest(), bool(data.partial)
    digest = file_digest + PARTIAL_MARK if partial else file_digest
    is_import = bool(data.checked) and data.checked == digest
    try:
        refuse_infected_file(content, request.app.state.settings)
        rows = count_rows(content, name=name, limit_mb=request.app.state.settings.import_max_mb)
        if rows > request.app.state.settings.import_rows_at_once:
            job = queue_import(session, content, name=name, rows=rows, partial=partial, by=actor, at=now())
            return _to(request, f"/imports/{job.id}")
        report = _import(request, session, actor, content, name=name, dry_run=not is_import, partial=partial)
    except UnusableFileError as problem:
        return _page(request, ReportShown(name, digest, problem=problem))
    other = bool(data.checked) and data.checked.removesuffix(PARTIAL_MARK) != file_digest
    shown = ReportShown(name, digest, report, is_done=is_import, is_other_file=other, is_partial=partial)
    return _page(request, shown)


@post("/marked", opt=needs(Permission.IMPORT_DECLARATIONS), status_code=200, sync_to_thread=True)
def fetch_marked(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    data: Annotated[UploadForm, Body(media_type=RequestEncodingType.MULTI_PART)],
) -> Response[bytes] | Template:
    """The file given back with its errors beside the rows; nothing is written."""
    name, content = content_of(data.file)
    limit_mb = request.app.state.settings.import_max_mb
    try:
        report = _import(request, session, actor, content, name=name, dry_run=True, partial=bool(data.partial))
        marked = marked_file(content, report, name=name, limit_mb=limit_mb, language=spoken())
    except UnusableFileError as problem:
        return _page(request, ReportShown(name, "", problem=problem))
    return download(marked.content, marked.name)


def _to(request: AnyRequest, address: str) -> Response[str]:
    """Another page, also for HTMX, which would follow a plain redirection within the page."""
    if "hx-request" in request.headers:
        return Response("", status_code=200, headers={"HX-Redirect": address})
    return Response("", status_code=303, headers={"Location": address})


def _import(
    request: AnyRequest, session: Session, actor: Actor, content: bytes, *, name: str, dry_run: bool, partial: bool
) -> Report:
    settings = request.app.state.settings
    candidates = read_candidates(content, name=name, limit_mb=settings.import_max_mb)
    at = now()
    report = import_declarations(
        session,
        candidates=candidates,
        by=actor,
        at=at,
        boundaries=current_boundaries(session, settings.data_path),
        data_path=settings.data_path,
        names_asked=settings.resident_names,
        dry_run=dry_run,
        partial=partial,
    )
    if not dry_run:
        request.app.state.on_change(session, report.changed, at=at)
    return report


def _page(request: AnyRequest, shown: ReportShown | None, jobs: Sequence[ImportJob] = ()) -> Template:
    """The whole page, or for HTMX (which keeps the chosen file) only the report; a problem is 422 on a whole page."""
    is_part = "hx-request" in request.headers
    wrong = shown is not None and shown.problem is not None
    return page(
        request,
        "declarations/import_report.html" if is_part else "declarations/import.html",
        status_code=422 if wrong and not is_part else 200,
        shown=shown,
        required=[column_kinds()[path].label for path in REQUIRED],
        limit_mb=request.app.state.settings.import_max_mb,
        jobs=jobs,
    )


upload_router = Router(
    "/declarations/import",
    route_handlers=[show_upload, fetch_xlsx_template, fetch_csv_template, take_upload, fetch_marked],
)
