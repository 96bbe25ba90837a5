"""``husly travel``: how long a drive is taken to be, and by whom."""

import click

from husly.kit.commands import session_or_exit, settings_or_exit
from inspection.planning.travel.from_settings import roads_of
from inspection.planning.travel.islands import island_of, islands
from inspection.planning.travel.places import Place
from inspection.planning.travel.rules import TravelRules
from register.municipalities.boundaries import Boundaries
from register.municipalities.queries import current_boundaries


@click.group("travel")
def travel_group() -> None:
    """Driving times of plans."""


@travel_group.command("check")
@click.argument("start", metavar="FROM")
@click.argument("end", metavar="TO")
def check(start: str, end: str) -> None:
    """Print how long planning takes the drive from FROM to TO to be, both as LATITUDE,LONGITUDE.

    With a road network configured (routing_url) it is asked too; exits with 1 when it does not tell the drive.
    """
    chosen = settings_or_exit()
    with session_or_exit(writing=False) as session:
        boundaries = current_boundaries(session, chosen.data_path)
    ends = [_place("FROM", start, boundaries), _place("TO", end, boundaries)]
    for place in ends:
        number = island_of(place)
        if number >= 0:
            click.echo(f"{place.lat:g},{place.lon:g} lies on {islands()[number].name}: a ferry is added.")
    guessed = TravelRules().between(ends[:1], ends[1:])
    click.echo(f"Rule of thumb: {guessed.minutes[0, 0]} min, {guessed.km[0, 0]:.1f} km.")
    if not chosen.routing_url:
        click.echo("No road network is configured (routing_url).")
        return
    told = roads_of(chosen).between(ends[:1], ends[1:])
    if told.estimated is not None and told.estimated[0, 0]:
        raise click.ClickException(f"{chosen.routing_url} does not tell this drive, so the rule of thumb stands.")
    click.echo(f"Road network:  {told.minutes[0, 0]} min, {told.km[0, 0]:.1f} km ({chosen.routing_kind}).")


def _place(which: str, text: str, boundaries: Boundaries) -> Place:
    try:
        lat, lon = (float(part) for part in text.split(","))
    except ValueError:
        raise click.UsageError(f"{which}: write latitude and longitude such as 55.676,12.568, not {text}") from None
    code = boundaries.code_at(lat, lon) if -90 <= lat <= 90 and -180 <= lon <= 180 else None
    if code is None:
        raise click.UsageError(f"{which}: {text} is not in Denmark; write latitude, then longitude")
    return Place(lat, lon, code)
