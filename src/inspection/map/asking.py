"""What a request asks of the map: its filters with the places of a named area, and the section that is seen."""

from collections.abc import Callable, Hashable
from dataclasses import replace
from hashlib import sha256
from typing import TypeVar
from uuid import UUID

from litestar.exceptions import ValidationException
from sqlmodel import Session

from husly.kit.access import Actor
from husly.kit.clock import today
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.i18n import gettext as _
from husly.kit.web import AnyRequest
from husly.kit.web.errors import translated
from inspection.map.areas.queries import get_area, shape_of
from inspection.map.areas.searching import Bounds
from inspection.map.filters import MapFilters, read_map_filters
from inspection.map.keeping import Kept
from inspection.map.queries import last_change
from inspection.map.reading import read_survey
from inspection.map.survey import Survey
from inspection.planning.hiding import hidden_ids, sees_every_score
from inspection.risk.models import RiskRun
from inspection.risk.routes import run_in_use

Made = TypeVar("Made")

FRESH_S = 20
"""Seconds that a browser keeps a tile before it asks whether anything changed."""


def filters_asked(
    request: AnyRequest, session: Session, actor: Actor, run: RiskRun | None
) -> tuple[MapFilters, DomainError | None]:
    """The filters, and what is wrong with the area that was drawn or named; without it then."""
    asked = {key: value.replace("\x00", "") for key, value in request.query_params.items()}
    filters, area_id, wrong = read_map_filters(asked, with_groups=run is not None, with_reasons=sees_every_score(actor))
    if not area_id or wrong is not None:
        return filters, wrong
    try:
        stored = get_area(session, UUID(area_id), by=actor)
    except (ValueError, NotFoundError):
        return filters, DomainError("area.gone", "There is no such area, or it was removed: choose another one.")
    return replace(filters, area_id=stored.id, area=shape_of(stored)), None


def required(found: tuple[MapFilters, DomainError | None]) -> MapFilters:
    """The filters; raises what is wrong with the area, where a page would say it."""
    filters, wrong = found
    if wrong is not None:
        raise ValidationException(translated(wrong))
    return filters


def checked(make: Callable[[], Made]) -> Made:
    """What is made; where a rule forbids it, the answer says that the question was wrong (400)."""
    try:
        return make()
    except DomainError as error:
        raise ValidationException(translated(error)) from None


def seen_bounds(text: str) -> Bounds | None:
    """The section of the map that is seen, ``west,south,east,north`` in degrees; None without one.

    Raises ``ValidationException`` for anything else.
    """
    if not text:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        west = south = east = north = float("nan")
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise ValidationException(_("The section of the map must be west,south,east,north in degrees."))
    return west, south, east, north


def kept_for(request: AnyRequest) -> Kept:
    """What this server keeps for all its readers."""
    state = request.app.state
    if "kept_map" not in state:
        state["kept_map"] = Kept()
    found: Kept = state["kept_map"]
    return found


def survey_asked(
    request: AnyRequest, session: Session, actor: Actor, filters: MapFilters, *, is_wide: bool
) -> Survey | None:
    """All that the question finds: read now where much of it ``is_wide``ly asked for, else only if it is known."""
    run, kept = run_in_use(request, session), kept_for(request)
    question, change = same_question(session, actor, run, filters), last_change(session)
    if not is_wide:
        return kept.known(question, change)
    return kept.survey(
        question, change, lambda: read_survey(session, run=run, by=actor, filters=filters, as_of=today())
    )


def same_question(session: Session, actor: Actor, run: RiskRun | None, filters: MapFilters) -> Hashable:
    """All that an answer depends on except the register: the reader's scope, what is hidden, filters, run, day."""
    hidden = frozenset() if run is None else hidden_ids(session, actor)
    return (actor.grants, hidden, None if run is None else run.id, filters, today())


def stamp(request: AnyRequest, session: Session, actor: Actor) -> str:
    """What an answer is made from, as an ETag: the register's last change, the run, the day, the reader, the question.

    Whatever changes the register leaves a row in the audit trail, so that the same stamp is the same answer.
    """
    run = run_in_use(request, session)
    parts = (last_change(session), run and run.id, today(), actor.id, actor.grants, request.url.path, request.url.query)
    return f'"{sha256(repr(parts).encode()).hexdigest()[:32]}"'
