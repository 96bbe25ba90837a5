"""Between sunrise and sunset: dwellings that are looked at from outside are not visited in the dark."""

from datetime import date, datetime
from functools import lru_cache

from astral import Observer
from astral.sun import sun

from husly.kit.clock import DANISH_TIME


@lru_cache(maxsize=20_000)
def daylight(day: date, lat: float, lon: float) -> tuple[int, int] | None:
    """Sunrise and sunset in Danish time, as minutes after midnight; None where the sun does not rise or set."""
    try:
        times = sun(Observer(lat, lon), date=day, tzinfo=DANISH_TIME)
    except ValueError:
        return None
    return _minutes(times["sunrise"]), _minutes(times["sunset"])


def _minutes(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute
