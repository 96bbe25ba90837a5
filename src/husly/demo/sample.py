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
    places = scatter_places(COUNT, boundaries=shipped_boundaries(data_path), data_path=data_path, rng=rng)
    addresses = [
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
    text = io.StringIO()
    write_json(make_declarations(addresses, rng), text)
    return text.getvalue().encode()
