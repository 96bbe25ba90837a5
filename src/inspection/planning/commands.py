"""``husly plan``: tours for inspectors; ``husly stations``: where they start."""

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from sqlmodel import Session

from husly.kit.access import SYSTEM
from husly.kit.clock import now, today
from husly.kit.commands import Day, console, session_or_exit, settings_or_exit
from husly.kit.errors import DomainError
from inspection.days.reference import short_reference
from inspection.planning.actions import Drafted, PlanRequest, draft_plan, open_station, save_plan
from inspection.planning.draw_presenters import printed_draws
from inspection.planning.exports.formats import plan_to_dict, plan_to_geojson, plan_to_ical
from inspection.planning.exports.printing import printed_plan
from inspection.planning.models import DutyStation
from inspection.planning.offering.arms import is_usual
from inspection.planning.offering.period import first_lawful_day
from inspection.planning.queries import get_plan, list_addresses, list_draws, list_plan_visits, list_stations
from inspection.planning.solving.checker import check_plan
from inspection.planning.solving.problem import ProblemError, StopAfter
from inspection.planning.stations import check_count, town_stations
from inspection.planning.stored.draws import is_sound
from inspection.planning.travel.from_settings import roads_of
from inspection.risk.queries import find_newest_run
from inspection.staff.places import Gazetteer
from inspection.staff.profile import Profile
from inspection.staff.queries import list_to_send
from inspection.staff.skills import SkillsError, skill_names
from inspection.staff.team_file import TeamFileError, read_team
from register.municipalities.queries import current_boundaries
from register.municipalities.table import municipalities

DIGITS = re.compile(r"-?\d{1,9}")
"""How many inspectors; anything longer is the name of a file."""


class Seconds(click.FloatRange):
    """How long to search; "nan" lies within every range and would never end."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """A number of seconds within the range."""
        found = super().convert(value, param, ctx)
        if math.isnan(found):
            self.fail(f"{value} is no number of seconds.", param, ctx)
        return found


@click.command("plan")
@click.option("--from", "from_on", type=Day(), help="First day; the first lawful one unless told.")
@click.option(
    "--days", default=5, show_default=True, type=int, help="Calendar days; weekends and holidays hold no visits."
)
@click.option(
    "--inspectors",
    metavar="N|FILE",
    help="How many, or who: JSON, CSV or XLSX with name, place, hours and more. Left out: every active duty station.",
)
@click.option(
    "--seconds",
    default=20.0,
    show_default=True,
    type=Seconds(0, 3600),
    help="How long to search on a common machine; a measure of work, so that a seed repeats.",
)
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0, 2**31 - 1), help="Decides the draw.")
@click.option("--as-of", type=Day(), help="The day on which notices would be sent (today unless told).")
@click.option("--json", "as_json", is_flag=True, help="Print the plan as JSON.")
@click.option(
    "--ics",
    "ics_folder",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write one calendar (iCalendar) for each inspector into DIR, without names and addresses.",
)
@click.option("--geojson", "as_geojson", is_flag=True, help="Print tours as GeoJSON.")
@click.option("--save", is_flag=True, help="Keep the plan as a draft, to be accepted or discarded on its page.")
def plan_command(
    from_on: datetime | None,
    days: int,
    inspectors: str | None,
    seconds: float,
    seed: int,
    as_of: datetime | None,
    as_json: bool,
    ics_folder: Path | None,
    as_geojson: bool,
    save: bool,
) -> None:
    """Plan visits: which housing, by whom, on which day, in what order.

    Chosen by the newest risk run (evenly while the score is off), a share drawn at random, none before its written
    notice can have run. Without duty stations, N inspectors start at the N first of the country's large towns.
    """
    if as_json + as_geojson + (ics_folder is not None) > 1:
        raise click.UsageError("Choose one of --json, --ics and --geojson.")
    chosen = settings_or_exit()
    day = today() if as_of is None else as_of.date()
    if not is_usual(chosen.random_visit_share):
        console.print(f"random_visit_share is {chosen.random_visit_share:.0%}; 5 to 10 % is usual.")
    start = first_lawful_day(day, chosen.notice_posting_days) if from_on is None else from_on.date()
    with session_or_exit(writing=save) as session:
        request = _request(session, start, days, seed, inspectors)
        with _progress() as progress:
            drafted = _draft(session, request, day, seconds, progress)
        saved = save_plan(session, drafted, by=SYSTEM, at=now()) if save else None
        addresses = _addresses(session, drafted)
        rows = [] if saved is None else list_plan_visits(session, saved.id)
    if ics_folder is not None:
        _write_calendars(drafted, ics_folder, {str(one.accommodation_id): one.id for one in rows})
    else:
        output = _geojson if as_geojson else _json if as_json else _text
        click.echo(output(drafted, addresses))
    if saved is not None:
        console.print(f"Saved as a draft: /plans/{saved.id}")


def _request(session: Session, start: date, days: int, seed: int, inspectors: str | None) -> PlanRequest:
    chosen = settings_or_exit()
    run = find_newest_run(session) if chosen.risk_score else None
    if chosen.risk_score and run is None:
        raise click.ClickException("Nothing has been scored yet: run `husly risk score` first.")
    stations, profiles = _team(session, inspectors)
    return PlanRequest(
        from_on=start,
        days=days,
        seed=seed,
        stations=stations,
        profiles=profiles,
        municipality_code=None,
        run=run,
        random_share=chosen.random_visit_share,
        exploration_share=chosen.exploration_visit_share,
        posting_days=chosen.notice_posting_days,
        travel=roads_of(chosen),
        boundaries=current_boundaries(session, chosen.data_path),
    )


def _team(session: Session, inspectors: str | None) -> tuple[list[DutyStation], dict[UUID, Profile]]:
    """Who drives: a file with all that it says of them, or duty stations, of which the register knows more."""
    if inspectors is None or DIGITS.fullmatch(inspectors):
        return _stations(session, inspectors), {}
    chosen = settings_or_exit()
    look = Gazetteer(current_boundaries(session, chosen.data_path), chosen.data_path)
    try:
        members = read_team(Path(inspectors), look=look, skills=skill_names(chosen.skills_list))
    except (TeamFileError, SkillsError) as error:
        raise click.ClickException(str(error)) from None
    for one in members:
        if one.profile.hours == ():
            console.print(f"{one.station.name} has no hours and gets no visits.")
    return [one.station for one in members], {one.station.id: one.profile for one in members}


def _stations(session: Session, inspectors: str | None) -> list[DutyStation]:
    """Duty stations by number; without any in the register, large towns."""
    data_path = settings_or_exit().data_path
    stations = sorted(list_to_send(session, by=SYSTEM), key=lambda one: (one.name, one.id))
    if inspectors is None:
        if not stations:
            raise click.UsageError("There are no duty stations: say how many inspectors with --inspectors N.")
        return stations
    count = int(inspectors)
    check_count(count)
    if not stations:
        return town_stations(count, data_path=data_path)
    if count > len(stations):
        raise click.ClickException(f"There are {len(stations)} active duty stations, not {count}: choose fewer.")
    return stations[:count]


def _draft(
    session: Session, request: PlanRequest, day: date, seconds: float, progress: Callable[[float], None]
) -> Drafted:
    stop = StopAfter(seconds=seconds)
    try:
        drafted = draft_plan(session, request=request, as_of=day, stop=stop, by=SYSTEM, progress=progress)
    except ProblemError as error:
        raise click.ClickException(str(error)) from None
    faults = check_plan(drafted.plan, drafted.problem)
    if faults:
        raise click.ClickException("The plan is not sound and was thrown away:\n" + "\n".join(faults))
    return drafted


@contextmanager
def _progress() -> Iterator[Callable[[float], None]]:
    """A bar that is fed with the share done, from 0 to 1."""
    columns = (TextColumn("Planning"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda share: bar.update(task, completed=share)


def _addresses(session: Session, drafted: Drafted) -> dict[str, str]:
    """The address of each candidate by id, with its municipality."""
    names = municipalities(settings_or_exit().data_path)
    found = list_addresses(session, [UUID(one.id) for one in drafted.problem.candidates])
    codes = {one.id: one.municipality_code for one in drafted.problem.candidates}
    return {
        str(key): f"{address} ({names[codes[str(key)]].name if codes[str(key)] in names else codes[str(key)]})"
        for key, address in found.items()
    }


def _text(drafted: Drafted, addresses: Mapping[str, str]) -> str:
    return printed_plan(drafted, addresses)


def _json(drafted: Drafted, addresses: Mapping[str, str]) -> str:
    with_points = drafted.request.run is not None
    document = plan_to_dict(drafted.plan, drafted.problem, with_points=with_points)
    return json.dumps(document | {"addresses": dict(addresses)}, ensure_ascii=False, indent=2)


def _geojson(drafted: Drafted, addresses: Mapping[str, str]) -> str:  # noqa: ARG001 - all writers are called alike
    return json.dumps(plan_to_geojson(drafted.plan, drafted.problem), ensure_ascii=False)


def _write_calendars(drafted: Drafted, folder: Path, visit_ids: Mapping[str, UUID]) -> None:
    """One calendar for each inspector with visits; those of a saved plan bear the codes of the day's page."""
    references = {one.id: short_reference(visit_ids.get(one.id, UUID(one.id))) for one in drafted.problem.candidates}
    stamp = datetime.combine(drafted.request.from_on, time(), UTC)
    going = {tour.inspector_id for tour in drafted.plan.tours}
    folder.mkdir(parents=True, exist_ok=True)
    for number, station in enumerate(drafted.request.stations, start=1):
        if str(station.id) not in going:
            continue
        text = plan_to_ical(
            drafted.plan,
            inspector_id=str(station.id),
            references=references,
            stamp=stamp,
            series=drafted.request.from_on.isoformat(),
            name=f"Tilsynsbesøg, inspektør {number}",
        )
        file = folder / f"inspector-{number}.ics"
        file.write_bytes(text.encode())
        click.echo(f"{file}: {station.name}")


@click.command("check-draws")
@click.argument("plan_id", type=click.UUID)
def check_draws_command(plan_id: UUID) -> None:
    """Repeat the draws of the plan PLAN_ID from their stored pools; exits with 1 when one does not give the same."""
    with session_or_exit(writing=False) as session:
        plan = get_plan(session, plan_id, by=SYSTEM)
        draws, visits = list_draws(session, plan.id), list_plan_visits(session, plan.id)
        click.echo("\n".join(printed_draws(draws, visits)) or "Nothing was drawn for this plan.")
        broken = [one for one in draws if not is_sound(one)]
    if broken:
        raise click.exceptions.Exit(1)


@click.group("stations")
def stations_group() -> None:
    """Where inspectors start and work."""


@stations_group.command("list")
def list_() -> None:
    """Print the active duty stations."""
    with session_or_exit(writing=False) as session:
        stations = list_stations(session)
    for one in stations:
        click.echo(f"{one.name}: {one.latitude:.4f}, {one.longitude:.4f} ({one.municipality_code})")
    if not stations:
        click.echo("There are no duty stations yet. Add one with `husly stations add`.")


@stations_group.command("add")
@click.argument("name")
@click.option("--latitude", required=True, type=float, help="Degrees, WGS 84.")
@click.option("--longitude", required=True, type=float, help="Degrees, WGS 84.")
def add(name: str, latitude: float, longitude: float) -> None:
    """Add the duty station NAME: an inspector who starts and ends the day there, 8:00 to 15:30."""
    with session_or_exit() as session:
        code = current_boundaries(session, settings_or_exit().data_path).code_at(latitude, longitude)
        if code is None:
            raise DomainError(
                "station.place", "That place is not in Denmark: give latitude, then longitude, in degrees."
            )
        station = DutyStation(name=name, latitude=latitude, longitude=longitude, municipality_code=code)
        open_station(session, station, by=SYSTEM, at=now())
    click.echo(f"{name} starts in municipality {code}.")
