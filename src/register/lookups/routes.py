"""Pages of places: where a dwelling lies, what registers say of it, and the list of doubts."""

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
from husly.kit.database import transaction
from husly.kit.errors import DomainError
from husly.kit.i18n import gettext as _
from husly.kit.i18n import mark
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from husly.kit.web.paging import Paging, page_number, rows_of
from register.declarations.queries import Declared, get_declared
from register.lookups.actions import look_up_now
from register.lookups.asking import asking_of
from register.lookups.doubt_presenters import DoubtPage, UnverifiedPage
from register.lookups.doubts import find_doubts
from register.lookups.models import AnswerState, Register
from register.lookups.moving import Asked, move_point, mover
from register.lookups.presenters import PlacePage
from register.lookups.queries import find_answer, latest_point, list_housed, list_unverified
from register.lookups.wanted import enabled
from register.municipalities.drawing import Ground
from register.municipalities.queries import find_boundary_set

MOVED = mark("The point is moved.")
ASKED = mark("The registers have answered.")
SILENT = mark("Not every register answered. They are asked again later.")


class PointForm(BaseModel):
    """Where the dwelling lies, as typed; and the municipality, when it was asked for."""

    latitude: str = ""
    longitude: str = ""
    municipality: str = ""

    def degrees(self) -> tuple[tuple[float, float] | None, dict[str, str]]:
        """The point, or what is wrong by field."""
        read = {"latitude": _read(self.latitude, 90), "longitude": _read(self.longitude, 180)}
        errors = {key: _("Write degrees as a number, for example 55.40371.") for key in read if read[key] is None}
        latitude, longitude = read.values()
        return (None if latitude is None or longitude is None else (latitude, longitude)), errors


SentPoint = Annotated[PointForm, Body(media_type=RequestEncodingType.URL_ENCODED)]


def _read(text: str, largest: int) -> float | None:
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return round(value, 6) if abs(value) <= largest else None  # also refuses what is not a number


@get("/doubts", opt=needs(Permission.READ_CASES), sync_to_thread=True)
def show_doubts(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], number: FromQuery[int] = 1
) -> Template:
    """What looks like a double, or like more people than beds, within the reader's area."""
    number = page_number(number)
    found = find_doubts(list_housed(session, by=actor, as_of=today()), as_of=today())
    rows = rows_of(number)
    shown = found[rows["offset"] : rows["offset"] + rows["limit"]]
    return page(request, "lookups/doubts.html", shown=DoubtPage(shown, Paging(number, len(found), "/places/doubts")))


@get("/unverified", opt=needs(Permission.READ_CASES), sync_to_thread=True)
def show_unverified(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], number: FromQuery[int] = 1
) -> Template:
    """Addresses within the reader's area that no register has confirmed, with how exactly their place is known."""
    number = page_number(number)
    found, count = list_unverified(session, by=actor, as_of=today(), **rows_of(number))
    shown = UnverifiedPage(found, Paging(number, count, "/places/unverified"))
    return page(request, "lookups/unverified.html", shown=shown)


@get("/{accommodation_id:uuid}", opt=needs(Permission.READ_DECLARATIONS), sync_to_thread=True)
def show_place(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
) -> Template:
    """Where the dwelling lies and what the registers say."""
    declared = get_declared(session, accommodation_id, by=actor)
    return page(request, "lookups/place.html", shown=_place(request, session, actor, declared))


@post("/{accommodation_id:uuid}/point", opt=needs(Permission.READ_DECLARATIONS), status_code=303, sync_to_thread=True)
def submit_point(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
    data: SentPoint,
) -> Template | Redirect:
    """Move the point, or show what is wrong, or ask which municipality."""
    declared = get_declared(session, accommodation_id, by=actor)
    point, errors = data.degrees()
    asked = None
    if point is not None:
        try:
            move_point(
                session,
                declared,
                latitude=point[0],
                longitude=point[1],
                municipality_code=data.municipality or None,
                by=actor,
                at=now(),
                data_path=request.app.state.settings.data_path,
            )
            return redirect(_after(actor, declared))
        except DomainError as error:  # raised before anything is written
            errors = {"latitude": translated(error)}
        except Asked as question:
            asked = (question.by_point, question.by_postcode)
            errors = {
                "municipality": _("The point and the postal code lie in two municipalities. Choose the right one.")
            }
    shown = _place(request, session, actor, declared, typed=data.model_dump(), errors=errors, asked=asked)
    return page(request, "lookups/place.html", status_code=422, shown=shown)


def _after(actor: Actor, declared: Declared) -> str:
    """The same page, or the list where the dwelling has left the reader's area."""
    subject = Subject(employer_id=declared.employer.id, municipality_code=declared.dwelling.municipality_code)
    kept = may(actor, Permission.READ_DECLARATIONS, subject)
    return (
        f"/places/{declared.accommodation.id}?notice={quote(MOVED)}" if kept else f"/declarations?notice={quote(MOVED)}"
    )


@post("/{accommodation_id:uuid}/ask", opt=needs(Permission.READ_CASES), status_code=303, sync_to_thread=True)
def submit_ask(request: AnyRequest, actor: NamedDependency[Actor], accommodation_id: FromPath[UUID]) -> Redirect:
    """Ask the registers now. No transaction is open meanwhile: registers are slow."""
    engine, chosen = request.app.state.engine, request.app.state.settings
    with transaction(engine, writing=False) as session:
        declared = get_declared(session, accommodation_id, by=actor)
    replies = look_up_now(
        engine, declared.dwelling.address_key, declared.employer.cvr_number, chosen, asking_of(chosen), at=now()
    )
    silent = any(reply.state is AnswerState.UNREACHABLE for reply in replies)
    return redirect(f"/places/{accommodation_id}?notice={quote(SILENT if silent else ASKED)}")


def _place(request: AnyRequest, session: Session, actor: Actor, declared: Declared, **given: Any) -> PlacePage:
    settings = request.app.state.settings
    sees = may(actor, Permission.READ_CASES, Subject(municipality_code=declared.dwelling.municipality_code))
    subjects = dict.fromkeys((Register.ADDRESS, Register.BUILDING), declared.dwelling.address_key)
    if declared.employer.cvr_number:
        subjects[Register.COMPANY] = declared.employer.cvr_number
    found = (
        {register: find_answer(session, register, subject) for register, subject in subjects.items()} if sees else {}
    )
    return PlacePage(
        declared=declared,
        answers={register: answer for register, answer in found.items() if answer is not None},
        point=latest_point(session, declared.dwelling.id),
        ground=Ground(find_boundary_set(session)),
        data_path=settings.data_path,
        may_move=mover(session, declared, actor) is not None,
        sees_registers=sees,
        can_ask=sees and bool(enabled(settings)),
        **given,
    )


places_router = Router("/places", route_handlers=[show_doubts, show_unverified, show_place, submit_point, submit_ask])
