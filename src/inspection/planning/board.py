"""A plan as a board: a row for each inspector, a column for each day, a tour or nothing in each cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from inspection.planning.models import DutyStation
from inspection.planning.presenters import PlanPage
from inspection.planning.tour_presenters import TourCard, day_name, duration, short_day


@dataclass(frozen=True)
class BoardDay:
    """The head of a column."""

    on: date
    iso: str
    name: str
    short: str
    visits: int
    is_locked: bool


@dataclass(frozen=True)
class BoardCell:
    """One inspector's day; ``is_off`` when the inspector does not work."""

    on: date
    iso: str
    name: str
    tour: TourCard | None
    is_off: bool


@dataclass(frozen=True)
class BoardRow:
    """One inspector."""

    station_id: UUID
    name: str
    colour: str
    visits: int
    used: str
    cells: Sequence[BoardCell]


@dataclass(frozen=True)
class Board:
    """Days and rows."""

    days: Sequence[BoardDay]
    rows: Sequence[BoardRow]


def board_of(shown: PlanPage) -> Board:
    """The board of a plan; days and inspectors without visits too, where it is known what the plan was made from."""
    planned = {tour.day for tour in shown.tours}
    days = sorted(planned | set(shown.desk.kept.problem.days if shown.desk else ()))
    tours = {(tour.station_id, tour.day): tour for tour in shown.tours}
    of_day = [[tour for tour in shown.tours if tour.day == day] for day in days]
    return Board(
        days=[
            BoardDay(
                day,
                day.isoformat(),
                day_name(day),
                short_day(day),
                sum(_led(tour) for tour in own),
                bool(own) and all(tour.is_locked or not tour.used_min for tour in own),
            )
            for day, own in zip(days, of_day, strict=True)
        ],
        rows=[_row(shown, station, days, tours) for station in shown.stations],
    )


def _row(
    shown: PlanPage, station: DutyStation, days: Sequence[date], tours: dict[tuple[UUID, date], TourCard]
) -> BoardRow:
    own = [tours[(station.id, day)] for day in days if (station.id, day) in tours]
    inspector = shown.desk.drives.inspectors.get(str(station.id)) if shown.desk else None
    return BoardRow(
        station_id=station.id,
        name=station.name,
        colour=shown.colours[station.id],
        visits=sum(one.stands for tour in own for one in tour.stops),
        used=duration(sum(tour.used_min for tour in own)),
        cells=[
            BoardCell(
                day,
                day.isoformat(),
                day_name(day),
                tours.get((station.id, day)),
                inspector is not None and inspector.hours_on(day) is None,
            )
            for day in days
        ],
    )


def _led(tour: TourCard) -> int:
    return sum(one.stands and one.anchor == f"stop-{one.id}" for one in tour.stops)
