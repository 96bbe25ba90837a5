"""Pages of photos and documents: what is there and missing, attaching, withdrawing, fetching."""

from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel
from sqlmodel import Session

from husly.kit.access import Actor, Permission, Subject, may
from husly.kit.clock import now
from husly.kit.errors import DomainError
from husly.kit.i18n import mark
from husly.kit.uploads import EVIDENCE, PICTURES, Scanner, Upload, read_upload
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from husly.kit.web.files import attachment, content_of
from register.declarations.queries import Declared, get_declared
from register.evidence import actions
from register.evidence.presenters import EvidencePage, EvidencePart
from register.evidence.queries import list_files, list_present
from register.evidence.wanted import Place, Wanted, places_for, wanted_evidence

ADDED = mark("It is attached.")
WITHDRAWN = mark("It is withdrawn. It stays in the history.")


@dataclass
class SentFiles:
    """What the form sends: what the files show (item and room, parted by a bar), and the files."""

    place: str = ""
    files: list[Any] = field(default_factory=list)  # of UploadFile; a field left empty comes as an empty text

    @property
    def chosen(self) -> Place:
        """The item and the room."""
        item, _, room = self.place.partition("|")
        return item, room


class Withdrawal(BaseModel):
    """Why a file is withdrawn."""

    why: str = ""


@get("/{accommodation_id:uuid}", opt=needs(Permission.READ_DECLARATIONS, writes=True), sync_to_thread=True)
def show_evidence(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
) -> Template:
    """What is there and what is missing. An authority's look at it is audited."""
    declared = get_declared(session, accommodation_id, by=actor)
    shown = _shown(request, session, actor, declared)
    actions.trace_looking(session, [one.sha256 for one in shown.files], declared=declared, by=actor, at=now())
    return page(request, "evidence/evidence.html", shown=shown)


@post("/{accommodation_id:uuid}", opt=needs(Permission.DECLARE), status_code=303, sync_to_thread=True)
def add_files(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
    data: Annotated[SentFiles, Body(media_type=RequestEncodingType.MULTI_PART)],
) -> Template | Redirect:
    """Store every file, or none and the reason."""
    declared = get_declared(session, accommodation_id, by=actor)
    wanted = _wanted(request)
    try:
        actions.add_evidence(
            session,
            declared=declared,
            place=data.chosen,
            places=places_for(wanted, declared.facts),
            uploads=_read(data, wanted, Scanner.chosen(request.app.state.settings)),
            by=actor,
            at=now(),
        )
    except DomainError as error:
        shown = _shown(request, session, actor, declared, error=translated(error), chosen=data.place)
        return page(request, "evidence/evidence.html", status_code=422, shown=shown)
    return redirect(f"/evidence/{accommodation_id}?notice={quote(ADDED)}")


@get(
    "/{accommodation_id:uuid}/{file_id:uuid}", opt=needs(Permission.READ_DECLARATIONS, writes=True), sync_to_thread=True
)
def fetch_file(
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
    file_id: FromPath[UUID],
) -> Response[bytes]:
    """One file, always as a download; an authority's reading is audited."""
    declared = get_declared(session, accommodation_id, by=actor)
    file = actions.read_file(session, file_id, declared=declared, by=actor, at=now())
    return attachment(file.content, name=file.name, media_type=file.media_type)


@post(
    "/{accommodation_id:uuid}/{file_id:uuid}/withdraw",
    opt=needs(Permission.DECLARE),
    status_code=303,
    sync_to_thread=True,
)
def withdraw_file(
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
    file_id: FromPath[UUID],
    data: Annotated[Withdrawal, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect:
    """Take a file back: it no longer counts, and stays in the history."""
    declared = get_declared(session, accommodation_id, by=actor)
    actions.withdraw_evidence(session, file_id, declared=declared, why=data.why, by=actor, at=now())
    return redirect(f"/evidence/{accommodation_id}?notice={quote(WITHDRAWN)}")


def _wanted(request: AnyRequest) -> tuple[Wanted, ...]:
    return wanted_evidence(request.app.state.settings.evidence_list)


def _shown(
    request: AnyRequest, session: Session, actor: Actor, declared: Declared, *, error: str = "", chosen: str = ""
) -> EvidencePage:
    return EvidencePage(
        part=EvidencePart(declared, _wanted(request), list_present(session, declared.accommodation.id)),
        files=list_files(session, declared.accommodation.id),
        is_own=may(actor, Permission.DECLARE, Subject(employer_id=declared.employer.id)),
        error=error,
        chosen=chosen,
    )


def _read(data: SentFiles, wanted: tuple[Wanted, ...], scanner: Scanner) -> list[Upload]:
    """The files as they may be stored; where a photo is asked for, a photo. Raises ``DomainError`` naming the file."""
    photo = any(one.key == data.chosen[0] and one.is_photo for one in wanted)
    sent = [content_of(one) for one in data.files if isinstance(one, UploadFile)]
    if not sent:
        raise DomainError("evidence.none", "Choose a file to attach.")
    return [_read_one(name, content, PICTURES if photo else EVIDENCE, scanner) for name, content in sent]


def _read_one(name: str, content: bytes, kinds: frozenset[Any], scanner: Scanner) -> Upload:
    try:
        return read_upload(name, content, kinds=kinds, scanner=scanner)
    except DomainError as error:
        raise DomainError(error.code, "{name}: {reason}", name=name[:80], reason=translated(error)) from None


evidence_router = Router("/evidence", route_handlers=[show_evidence, add_files, fetch_file, withdraw_file])
