"""What comes in when housing is declared: one document per accommodation, from the web form, a file or a program.

    {"employer": {"name": ..., "cvr_number": ...}, "address": {"street": ..., "postcode": ...},
     "period": {"starts_on": "2026-03-01", "ends_on": null}, "dwelling": {facts}, "rooms": [{facts}]}

and, where told, ``contact``, ``owner``, ``work``, ``rent``, ``occupancy``, ``names`` (``terms``) and, for an amendment,
``period.changed_on``. ``read_declaration`` takes it whole or refuses it with every problem named; nothing is
half-taken.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from register.declarations.fields import Reading, read_change, read_period, refuse_unknown_parts, refuse_unreadable
from register.declarations.terms import NOTHING_TOLD, TERM_PARTS, Terms
from register.declarations.terms_reading import read_terms
from register.dwellings.addresses import address_key
from register.employers.numbers import normal_cvr
from register.municipalities.table import municipalities, postcodes
from standards.facts.known import DwellingFacts
from standards.facts.parse import parse_facts
from standards.facts.problems import FactsError, Problem

EMPLOYER_KEYS = (
    "name",
    "cvr_number",
    "foreign_number",
    "rut_number",
    "sector_code",
    "contact_name",
    "contact_email",
    "contact_phone",
    "postal_address",
)
LONGEST = {"rut_number": 40, "sector_code": 6, "contact_phone": 40, "postal_address": 400}
"""Characters that the register keeps of the employer's particulars, where not 200."""

LONGEST_ROOM_NAME = 80
ADDRESS_KEYS = (
    "street",
    "house_number",
    "unit",
    "postcode",
    "postal_town",
    "municipality_code",
    "latitude",
    "longitude",
    "dar_id",
)
PERIOD_KEYS = ("starts_on", "ends_on", "changed_on")
PARTS = ("employer", "address", "period", "dwelling", "rooms", *TERM_PARTS)


@dataclass(frozen=True, kw_only=True)
class EmployerForm:
    """Who declares; a Danish CVR number, or a foreign number and normally a RUT number."""

    name: str
    cvr_number: str | None = None
    foreign_number: str | None = None
    rut_number: str | None = None
    sector_code: str | None = None
    contact_name: str | None = None
    contact_email: str | None = None
    contact_phone: str | None = None
    postal_address: str | None = None


@dataclass(frozen=True, kw_only=True)
class AddressForm:
    """Where the dwelling is. Coordinates are optional (degrees, WGS 84)."""

    street: str
    house_number: str
    unit: str = ""
    postcode: str
    postal_town: str
    municipality_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    dar_id: str | None = None

    @cached_property
    def key(self) -> str:
        """What names the dwelling, however its address is spelt."""
        return address_key(street=self.street, house_number=self.house_number, unit=self.unit, postcode=self.postcode)


@dataclass(frozen=True, kw_only=True)
class DeclarationForm:
    """One accommodation as declared. ``changed_on``: since when this holds, where an amendment tells it."""

    employer: EmployerForm
    address: AddressForm
    starts_on: date
    ends_on: date | None
    facts: DwellingFacts
    changed_on: date | None = None
    terms: Terms = NOTHING_TOLD


def flat(form: EmployerForm | AddressForm) -> dict[str, str | float | None]:
    """Its fields as they are told; ``dataclasses.asdict`` copies each value, and files bring hundreds of thousands."""
    return {name: getattr(form, name) for name in form.__dataclass_fields__}


def read_declaration(document: Mapping[str, Any], *, data_path: Path, names_asked: bool = False) -> DeclarationForm:
    """Read one declaration document. Raises ``FactsError`` with every problem found in it.

    ``names_asked``: whether the residents' names are taken (setting ``resident_names``); otherwise they are refused.
    """
    problems: list[Problem] = []
    refuse_unknown_parts(document, PARTS, problems)
    refuse_unreadable(document, problems)
    if problems:  # characters that no database keeps would only make every other message unreadable
        raise FactsError(tuple(problems))
    known = {key: document.get(key) for key in ("dwelling", "rooms")}
    facts = _collect(lambda: parse_facts(known), problems)
    employer = _read_employer(Reading(document, "employer", EMPLOYER_KEYS, problems))
    address = _read_address(Reading(document, "address", ADDRESS_KEYS, problems), data_path)
    period = Reading(document, "period", PERIOD_KEYS, problems)
    starts_on, ends_on = read_period(period)
    changed_on = read_change(period, starts_on, ends_on)
    residents = None if facts is None else facts.residents
    terms = read_terms(
        document,
        starts_on=starts_on,
        ends_on=ends_on,
        residents=residents,
        names_asked=names_asked,
        problems=problems,
    )
    if facts is not None:
        problems.extend(_unfit(facts))
    if problems or facts is None or employer is None or address is None or starts_on is None:
        raise FactsError(tuple(problems))
    return DeclarationForm(
        employer=employer,
        address=address,
        starts_on=starts_on,
        ends_on=ends_on,
        facts=facts,
        changed_on=changed_on,
        terms=terms,
    )


def _collect(read: Callable[[], DwellingFacts], problems: list[Problem]) -> DwellingFacts | None:
    try:
        return read()
    except FactsError as error:
        problems.extend(error.problems)
        return None


def _unfit(facts: DwellingFacts) -> Iterator[Problem]:
    """What the engine does without but the register cannot."""
    if facts.residents is None:
        da, en = "mangler: skriv hvor mange der bor her", "missing: write how many live here"
        yield Reading.problem("dwelling.residents", None, "missing", da, en)
    for index, room in enumerate(facts.rooms):
        if room.name is not None and len(room.name) > LONGEST_ROOM_NAME:
            da, en = f"højst {LONGEST_ROOM_NAME} tegn: forkort", f"at most {LONGEST_ROOM_NAME} characters: shorten it"
            yield Reading.problem(f"rooms[{index}].name", room.name, "too_long", da, en)


def _read_employer(part: Reading) -> EmployerForm | None:
    name = part.text("name", required=True)
    cvr, foreign = part.text("cvr_number"), part.text("foreign_number", most=40)
    normal = None if cvr is None else normal_cvr(cvr)
    if cvr is not None and normal is None:
        part.refuse(
            "cvr_number",
            "check_digit",
            "ikke et gyldigt CVR-nummer (kontrolcifret passer ikke): ret de otte cifre",
            "not a valid CVR number (the check digit does not fit): correct the eight digits",
        )
    if cvr is None and foreign is None:
        part.refuse(
            "cvr_number",
            "missing",
            "mangler: skriv CVR-nummer, eller udenlandsk nummer i foreign_number",
            "missing: write the CVR number, or a foreign number in foreign_number",
        )
    email = part.email("contact_email")
    rest = {key: part.text(key, most=LONGEST.get(key, 200)) for key in EMPLOYER_KEYS[3:] if key != "contact_email"}
    if name is None:
        return None
    return EmployerForm(name=name, cvr_number=normal, foreign_number=foreign, contact_email=email, **rest)


def _read_address(part: Reading, data_path: Path) -> AddressForm | None:
    street, number = part.text("street", required=True, most=120), part.text("house_number", required=True, most=10)
    postcode = _read_postcode(part, data_path)
    latitude, longitude = _read_point(part)
    code = _read_municipality(part, data_path)
    town = part.text("postal_town", most=60)
    if street is None or number is None or postcode is None:
        return None
    return AddressForm(
        street=street,
        house_number=number,
        unit=part.text("unit", most=40) or "",
        postcode=postcode,
        postal_town=town or postcodes(data_path)[postcode].town,
        municipality_code=code,
        latitude=latitude,
        longitude=longitude,
        dar_id=part.text("dar_id", most=36),
    )


def _read_postcode(part: Reading, data_path: Path) -> str | None:
    postcode = part.text("postcode", required=True)
    if postcode is None:
        return None
    postcode = postcode.zfill(4)
    if postcode not in postcodes(data_path):
        part.refuse(
            "postcode",
            "unknown",
            "ikke et dansk postnummer: ret de fire cifre",
            "not a Danish postal code: correct the four digits",
        )
        return None
    return postcode


def _read_municipality(part: Reading, data_path: Path) -> str | None:
    code = part.text("municipality_code")
    if code is None:
        return None
    code = code.zfill(4)
    if code not in municipalities(data_path):
        part.refuse(
            "municipality_code",
            "unknown",
            "ingen dansk kommune har den kode: ret den, eller lad feltet stå tomt, så finder vi kommunen",
            "no Danish municipality has this code: correct it, or leave it empty and we find the municipality",
        )
        return None
    return code


def _read_point(part: Reading) -> tuple[float | None, float | None]:
    latitude = part.number("latitude", low=54.0, high=58.5)
    longitude = part.number("longitude", low=7.5, high=15.5)
    if (part.given("latitude") is None) != (part.given("longitude") is None):
        part.refuse(
            "longitude" if part.given("longitude") is None else "latitude",
            "missing",
            "skriv både bredde- og længdegrad, eller ingen af dem",
            "write both latitude and longitude, or neither",
        )
        return None, None
    return latitude, longitude
