"""What the pages of areas send, and what of it makes an area."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, field_validator

from husly.kit.errors import DomainError
from husly.kit.i18n import gettext as _
from husly.kit.web.errors import translated
from inspection.map.areas.shapes import Area, Ring, circle, read_ring
from register.municipalities.table import Postcode

LONGEST_NAME = 80
MOST_POSTCODES = 200
_PLACE = re.compile(r"^(?P<street>.*\D)\s+(?P<number>\d+\s*[A-Za-zÆØÅæøå]?)\b[^\d]*(?P<postcode>\d{4})\b")
_DEGREES = re.compile(r"^(-?\d+[.]\d+)[,; ]+(-?\d+[.]\d+)$")


class AreaForm(BaseModel):
    """The form as it came; ``within`` is what was drawn."""

    name: str = ""
    within: str = ""
    municipalities: list[str] = []
    postcodes: str = ""
    around: str = ""
    radius_km: str = "10"

    @field_validator("municipalities", mode="before")
    @classmethod
    def _as_list(cls, given: object) -> object:
        """One box that is ticked comes as a text."""
        return [given] if isinstance(given, str) else given


@dataclass(frozen=True)
class AreaAsked:
    """The form understood; ``around`` is a text that names a place, with its radius, and not looked up yet."""

    name: str
    area: Area
    around: str = ""
    radius_km: float = 0.0


def read_area_form(
    form: AreaForm, *, areas: Sequence[str] | None, known: Mapping[str, Postcode]
) -> tuple[AreaAsked | None, dict[str, str]]:
    """What was asked, or a sentence for each field that must be corrected. ``areas`` are the reader's own."""
    errors: dict[str, str] = {}
    name = form.name.replace("\x00", "").strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        errors["name"] = _("Give the area a name of at most %(most)s characters.", most=LONGEST_NAME)
    codes = tuple(sorted(set(form.municipalities)))
    if areas is not None and not set(codes) <= set(areas):
        errors["municipalities"] = _("Choose municipalities that you plan for.")
    postcodes = _postcodes(form.postcodes, known, errors)
    ring: Ring = ()
    if form.within.strip():
        try:
            ring = read_ring(form.within)
        except DomainError as error:
            errors["within"] = translated(error)
    around = form.around.strip()
    radius = _radius(form.radius_km, errors) if around else 0.0
    if not (errors or ring or codes or postcodes or around):
        errors["municipalities"] = _("Choose municipalities, postal codes or a place with a radius.")
    if errors:
        return None, errors
    return AreaAsked(name, Area(ring, codes, postcodes), around, radius), {}


def _postcodes(text: str, known: Mapping[str, Postcode], errors: dict[str, str]) -> tuple[str, ...]:
    """Postal codes and runs of them: ``5000, 5200-5290``; of a run those that there are."""
    found: set[str] = set()
    for part in re.split(r"[,;\s]+", text.replace("–", "-").strip()):
        if not part:
            continue
        first, _dash, last = part.partition("-")
        some = {code for code in known if first <= code <= (last or first)}
        if not (re.fullmatch(r"\d{4}(-\d{4})?", part) and some):
            errors["postcodes"] = _("%(part)s is no Danish postal code: write such as 5000, 5200-5290.", part=part[:20])
            return ()
        found |= some
    if len(found) > MOST_POSTCODES:
        errors["postcodes"] = _(
            "These are %(count)s postal codes; at most %(most)s are taken. Choose municipalities.",
            count=len(found),
            most=MOST_POSTCODES,
        )
    return tuple(sorted(found))


def _radius(text: str, errors: dict[str, str]) -> float:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        errors["radius_km"] = _("Write the radius in km, such as 10.")
        return 0.0


@dataclass(frozen=True)
class Place:
    """A text that names a place: an address, a postal code, or degrees."""

    street: str = ""
    house_number: str = ""
    postcode: str = ""
    point: tuple[float, float] | None = None


def read_place(text: str) -> Place | None:
    """``Ærøvej 7, 5000 Odense C``, ``5000`` or ``55.40, 10.39``; None for anything else."""
    if found := _DEGREES.match(text):
        return Place(point=(float(found[1]), float(found[2])))
    if re.fullmatch(r"\d{4}", text):
        return Place(postcode=text)
    if found := _PLACE.match(text):
        return Place(found["street"].strip(" ,"), found["number"], found["postcode"])
    return None


def around(area: Area, point: tuple[float, float], radius_km: float) -> Area:
    """The area with everything within a radius of a point. Raises ``DomainError`` beside what was drawn."""
    if area.ring:
        raise DomainError("area.two", "Draw an area, or give a place with a radius: not both.")
    return Area(circle(*point, radius_km), area.municipality_codes, area.postcodes)
