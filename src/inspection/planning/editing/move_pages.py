"""The form for moving one visit, with what it would do, as a page and as JSON."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor
from husly.kit.clock import today
from husly.kit.errors import NotFoundError
from husly.kit.i18n import format_clock
from husly.kit.web import AnyRequest
from inspection.joint.presenters import warning_rows
from inspection.joint.queries import warnings_for
from inspection.planning.changing.consequence import Move
from inspection.planning.changing.seating import crew_with
from inspection.planning.editing.actions import preview
from inspection.planning.editing.desk import Desk
from inspection.planning.editing.forms import MoveAsked, MoveForm, read_move
from inspection.planning.editing.presenters import ConsequenceShown, MovePage, Names, consequence_shown, edit_row
from inspection.planning.editing.queries import list_edits_since
from inspection.planning.hiding import hidden_ids
from inspection.planning.pages import names_of
from inspection.planning.presenters import plan_title
from inspection.planning.stored.rows import Placed
from inspection.planning.tour_presenters import day_name, short_day


def asked_change(desk: Desk, home_id: UUID, asked: MoveAsked) -> Move:
    """The move that a form asks for: its crew is completed by whoever is free (``crew_with``)."""
    if asked.inspector not in desk.drives.inspectors or str(home_id) not in desk.drives.candidates:
        raise NotFoundError("visit")
    crew = crew_with(desk.drives, desk.current, str(home_id), asked.inspector, asked.on, instead_of=asked.instead)
    return Move(candidate_id=str(home_id), on=asked.on, crew=crew or (asked.inspector,), begin_min=asked.begin_min)


def consequence_json(
    request: AnyRequest, session: Session, desk: Desk, home_id: UUID, form: MoveForm, actor: Actor
) -> dict[str, Any]:
    """What a move would do, for the script; a form that will not do is told in the same shape."""
    asked, errors = read_move(form)
    if asked is None:
        told = ConsequenceShown("forbidden", next(iter(errors.values())), [], [], [], [])
        return {**told.as_json(), "version": desk.plan.version}
    names = names_of(session, desk, [], str(home_id))
    shown = _consequence(request, session, desk, home_id, asked, actor, names)
    return {**shown.as_json(), "version": desk.plan.version}


def _consequence(
    request: AnyRequest, session: Session, desk: Desk, home_id: UUID, asked: MoveAsked, actor: Actor, names: Names
) -> ConsequenceShown:
    told = preview(desk, asked_change(desk, home_id, asked))
    with_points = request.app.state.settings.risk_score and home_id not in hidden_ids(session, actor)
    shown = consequence_shown(told, names, with_points=with_points)
    return replace(shown, notes=[*shown.notes, *_doors(session, desk, home_id, asked.on, actor)])


def _doors(session: Session, desk: Desk, home_id: UUID, on: date, actor: Actor) -> list[str]:
    """Other authorities at the same door within 30 days of the new day."""
    door = desk.drives.candidates[str(home_id)].dwelling_id
    found = warnings_for(session, UUID(door), on, by=actor, as_of=today()) if door else []
    return [row.sentence for row in warning_rows(found)]


def move_page(
    request: AnyRequest,
    session: Session,
    desk: Desk,
    home_id: UUID,
    form: MoveForm,
    actor: Actor,
    *,
    errors: Mapping[str, str] | None = None,
    since: int | None = None,
) -> MovePage:
    """The form as it was sent, or as the visit stands. ``since`` is the version after which others changed the plan."""
    if str(home_id) not in desk.drives.candidates:
        raise NotFoundError("visit")
    row = desk.sheet.get(str(home_id))
    standing = row if row is not None and not row.dropped_at else None
    edits = [] if since is None else list_edits_since(session, desk.plan.id, since)
    names = names_of(session, desk, edits, str(home_id))
    asked, _errors = read_move(form)
    crew = [] if standing is None else [standing.station, *(one.station for one in standing.companions)]
    return MovePage(
        plan_id=desk.plan.id,
        plan_title=plan_title(desk.plan),
        version=desk.plan.version,
        accommodation_id=home_id,
        address=names.visits.get(str(home_id), "–"),
        now=""
        if standing is None
        else f"{short_day(standing.on)}, {names.who(standing.station)}, {format_clock(standing.starts_min)}",
        days=[(day.isoformat(), day_name(day)) for day in _days(desk, standing.on if standing else None)],
        people=sorted(((one.id, one.name) for one in desk.kept.problem.inspectors), key=lambda one: (one[1], one[0])),
        crew=[(one, names.who(one)) for one in crew] if len(crew) > 1 else [],
        on=form.on or (standing.on.isoformat() if standing else ""),
        inspector=form.inspector or (standing.station if standing else ""),
        instead=form.instead,
        at=form.at or ("" if standing is None or standing.fixed_min is None else format_clock(standing.fixed_min)),
        reason=form.reason,
        consequence=None if asked is None else _consequence(request, session, desk, home_id, asked, actor, names),
        errors=errors or {},
        meanwhile=[edit_row(one, names) for one in edits],
        locked=standing is not None and standing.locked,
    )


def _place(row: Placed, names: Names) -> str:
    return f"{short_day(row.on)}, {names.who(row.station)}, {format_clock(row.starts_min)}"


def _days(desk: Desk, own: date | None) -> list[date]:
    return sorted({*desk.kept.problem.days, *([own] if own else [])})
