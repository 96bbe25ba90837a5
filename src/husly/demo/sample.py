"""Invented declarations for ``husly demo run`` when no file is given."""

import io
import random
from pathlib import Path

from husly.demo.declarations import make_declarations, write_json
from husly.demo.places import scatter_places
from register.municipalities.boundaries import shipped_boundaries

COUNT = 200
STREETS = ("Birkevej", "Egevej", "Møllevej", "Kirkevej", "Skovvej", "Engvej", "Strandvej", "Havnegade", "Industrivej")


def sample_declarations(data_path: Path, *, seed: int) -> bytes:
    """A JSON declaration file with invented housing at random points over the country."""
    rng = random.Random(seed)
    text = io.StringIO()
    write_json(make_declarations(made_up_addresses(COUNT, data_path=data_path, rng=rng), rng), text)
    return text.getvalue().encode()


def made_up_addresses(count: int, *, data_path: Path, rng: random.Random) -> list[dict[str, str]]:
    """Rows as the public address register writes them, at random points; house numbers go from 1, so no two agree."""
    places = scatter_places(count, boundaries=shipped_boundaries(data_path), data_path=data_path, rng=rng)
    return [
        {
            "vejnavn": rng.choice(STREETS),
            "husnr": str(number),
            "postnr": place.postcode.code,
            "postnrnavn": place.postcode.town,
            "kommunekode": place.municipality_code,
            "lon": str(place.longitude),
            "lat": str(place.latitude),
        }
        for number, place in enumerate(places, start=1)
    ]
