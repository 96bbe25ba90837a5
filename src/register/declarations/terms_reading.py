"""Reading the optional parts of a declaration document; every refusal names its place and what to do."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from register.declarations.fields import Reading
from register.declarations.terms import (
    DeductionBase,
    NamedOwner,
    OccupancyRow,
    RentTerms,
    Season,
    SiteContact,
    Terms,
    Work,
    Workplace,
)
from register.employers.numbers import normal_cvr
from standards.facts.problems import Problem

MOST_WORKPLACES = 20
MOST_PERIODS = 100
MOST_NAMES = 2000
MOST_RESIDENTS = 2000
MOST_WORKERS = 100_000
MOST_SHIFTS = 4

CONTACT_KEYS = tuple(field.name for field in fields(SiteContact))
OWNER_KEYS = tuple(field.name for field in fields(NamedOwner))
WORKPLACE_KEYS = tuple(field.name for field in fields(Workplace))
WORK_KEYS = tuple(field.name for field in fields(Work))
RENT_KEYS = tuple(field.name for field in fields(RentTerms))
OCCUPANCY_KEYS = tuple(field.name for field in fields(OccupancyRow))


def read_terms(
    document: Mapping[str, Any],
    *,
    starts_on: date | None,
    ends_on: date | None,
    residents: int | None,
    names_asked: bool,
    problems: list[Problem],
) -> Terms:
    """What is told of the optional parts; what is wrong joins ``problems``.

    ``residents`` is the most at one time as told of the dwelling, ``names_asked`` whether this register asks for names.
    """
    occupancy = read_occupancy(document, starts_on, ends_on, problems)
    _refuse_more_than(occupancy, residents, problems)
    return Terms(
        contact=_read_contact(Reading(document, "contact", CONTACT_KEYS, problems)),
        owner=_read_owner(Reading(document, "owner", OWNER_KEYS, problems)),
        work=read_work(Reading(document, "work", WORK_KEYS, problems)),
        rent=_read_rent(Reading(document, "rent", RENT_KEYS, problems)),
        occupancy=tuple(row for _, row in occupancy),
        names=_read_names(document, residents, names_asked, problems),
    )


def _read_contact(part: Reading) -> SiteContact | None:
    told = SiteContact(
        name=part.text("name"),
        phone=part.text("phone", most=40),
        email=part.email("email"),
    )
    return None if told == SiteContact() else told


def _read_owner(part: Reading) -> NamedOwner | None:
    is_employer = part.flag("is_employer")
    name, address = part.text("name"), part.text("postal_address", most=400)
    email = part.email("email")
    if is_employer:
        for key in OWNER_KEYS[1:]:
            if part.given(key) is not None:
                da = "arbejdsgiveren er selv ejer: slet feltet, eller skriv, at en anden ejer boligen"
                en = "the employer is the owner: empty this field, or say that somebody else owns the dwelling"
                part.refuse(key, "contradiction", da, en)
        return NamedOwner(is_employer=True)
    if is_employer is None and all(part.given(key) is None for key in OWNER_KEYS):
        return None
    for key in ("name", "postal_address"):
        if part.given(key) is None:
            da = "mangler: skriv ejerens navn og postadresse, så ejeren kan få besked"
            en = "missing: write the owner's name and postal address, so that the owner can be told"
            part.refuse(key, "missing", da, en)
    return NamedOwner(name=name, postal_address=address, email=email)


def read_work(part: Reading) -> Work | None:
    """What is told of the residents' work; None where nothing is."""
    cvr = part.text("client_cvr")
    normal = None if cvr is None else normal_cvr(cvr)
    if cvr is not None and normal is None:
        da = "ikke et gyldigt CVR-nummer (kontrolcifret passer ikke): ret de otte cifre"
        en = "not a valid CVR number (the check digit does not fit): correct the eight digits"
        part.refuse("client_cvr", "check_digit", da, en)
    season = part.choice("season", [one.value for one in Season])
    told = Work(
        workplaces=_read_workplaces(part),
        client_name=part.text("client_name"),
        client_cvr=normal,
        shifts=part.whole("shifts", low=1, high=MOST_SHIFTS),
        season=None if season is None else Season(season),
        season_text=part.text("season_text"),
        workers=part.whole("workers", low=0, high=MOST_WORKERS),
    )
    return None if told == Work() else told


def _read_workplaces(part: Reading) -> tuple[Workplace, ...]:
    rows = list_of(part.given("workplaces"), f"{part.part}.workplaces", MOST_WORKPLACES, part.problems)
    readings = (Reading({path: row}, path, WORKPLACE_KEYS, part.problems) for path, row in rows)
    told = (Workplace(name=one.text("name"), address=one.text("address", most=400)) for one in readings)
    return tuple(one for one in told if one != Workplace())


def _read_rent(part: Reading) -> RentTerms | None:
    base = part.choice("deduction_base", [one.value for one in DeductionBase])
    told = RentTerms(
        deducted=part.flag("deducted"),
        deduction_base=None if base is None else DeductionBase(base),
        deduction_text=part.text("deduction_text", most=400),
    )
    if told.deducted is False and told.deduction_base is not None:
        da = "der trækkes ikke i lønnen: slet feltet, eller skriv, at der trækkes"
        en = "nothing is deducted: empty this field, or say that rent is deducted"
        part.refuse("deduction_base", "contradiction", da, en)
    return None if told == RentTerms() else told


Occupied = list[tuple[str, OccupancyRow]]
"""Rows with their paths, by first day."""


def read_occupancy(
    document: Mapping[str, Any], starts_on: date | None, ends_on: date | None, problems: list[Problem]
) -> Occupied:
    """Rows by first day, what cannot be read left out and named."""
    found: Occupied = []
    for path, row in list_of(document.get("occupancy"), "occupancy", MOST_PERIODS, problems):
        reading = Reading({path: row}, path, OCCUPANCY_KEYS, problems)
        from_on, to_on = reading.day("from_on", required=True), reading.day("to_on")
        residents = reading.whole("residents", low=0, high=MOST_RESIDENTS, required=True)
        if from_on is None or residents is None or (reading.given("to_on") is not None and to_on is None):
            continue
        _refuse_outside(reading, from_on, to_on, starts_on, ends_on)
        found.append((path, OccupancyRow(from_on=from_on, to_on=to_on, residents=residents)))
    found.sort(key=lambda one: one[1].from_on)
    _refuse_overlaps(found, problems)
    return found


def _refuse_outside(
    reading: Reading, from_on: date, to_on: date | None, starts_on: date | None, ends_on: date | None
) -> None:
    """A row ends after it begins, and lies within the period of the accommodation."""
    if to_on is not None and to_on <= from_on:
        da = f"skal være efter den første dag ({from_on.isoformat()}): skriv den første dag, hvor tallet ikke gælder"
        en = f"must be after the first day ({from_on.isoformat()}): write the first day on which it no longer holds"
        reading.refuse("to_on", "order", da, en)
    if starts_on is not None and from_on < starts_on:
        da = f"før indkvarteringen begynder ({starts_on.isoformat()}): ret datoen"
        en = f"before the accommodation starts ({starts_on.isoformat()}): correct the date"
        reading.refuse("from_on", "outside", da, en)
    if ends_on is None:
        return
    for key, day in (("from_on", from_on), ("to_on", None if to_on is None else to_on - timedelta(days=1))):
        if day is not None and day > ends_on:
            da = f"efter indkvarteringen slutter ({ends_on.isoformat()}): ret datoen"
            en = f"after the accommodation ends ({ends_on.isoformat()}): correct the date"
            reading.refuse(key, "outside", da, en)


def _refuse_overlaps(rows: Occupied, problems: list[Problem]) -> None:
    for (_, before), (path, row) in pairwise(rows):
        if before.to_on is None or before.to_on > row.from_on:
            end = "…" if before.to_on is None else before.to_on.isoformat()
            da = f"overlapper perioden {before.from_on.isoformat()} – {end}: ret en af datoerne"
            en = f"overlaps the period {before.from_on.isoformat()} – {end}: correct one of the dates"
            problems.append(Reading.problem(f"{path}.from_on", row.from_on.isoformat(), "overlap", da, en))


def _refuse_more_than(rows: Occupied, residents: int | None, problems: list[Problem]) -> None:
    """The rules are held against the most at one time, so no period may have more."""
    for path, row in rows:
        if residents is not None and row.residents > residents:
            da = f"flere end boligens antal beboere ({residents}), som er det højeste på én gang: ret et af tallene"
            en = f"more than the residents of the dwelling ({residents}), the most at one time: correct one of them"
            problems.append(Reading.problem(f"{path}.residents", row.residents, "contradiction", da, en))


def _read_names(
    document: Mapping[str, Any], residents: int | None, names_asked: bool, problems: list[Problem]
) -> tuple[str, ...]:
    """Names only where the law asks for them; a refusal never repeats a name."""
    value = document.get("names")
    if value is None or value == []:
        return ()
    if not names_asked:
        da = "registeret spørger ikke om beboernes navne: slet dem"
        en = "this register does not ask for the residents' names: remove them"
        problems.append(Reading.problem("names", None, "not_asked", da, en))
        return ()
    most = MOST_NAMES if residents is None else residents
    rows = list_of(value, "names", MOST_NAMES, problems)
    found = []
    for path, name in rows:
        if not isinstance(name, str) or not 0 < len(name.strip()) <= 200:
            da, en = "skriv et navn på højst 200 tegn", "write a name of at most 200 characters"
            problems.append(Reading.problem(path, None, "wrong_type", da, en))
        else:
            found.append(" ".join(name.split()))
    if len(found) > most:
        da = f"flere navne end beboere ({most}): ret det ene eller det andet"
        en = f"more names than residents ({most}): correct one or the other"
        problems.append(Reading.problem("names", None, "contradiction", da, en))
    return tuple(found)


def list_of(value: object, path: str, most: int, problems: list[Problem]) -> Iterable[tuple[str, Any]]:
    """The items of a list with their paths; something else, or too many, is refused."""
    if value is None:
        return ()
    if not isinstance(value, list):
        problems.append(Reading.problem(path, None, "wrong_type", "skriv en liste [...]", "write a list [...]"))
        return ()
    if len(value) > most:
        da, en = f"højst {most}: slet nogle", f"at most {most}: remove some"
        problems.append(Reading.problem(path, None, "too_many", da, en))
        return ()
    return [(f"{path}[{number}]", item) for number, item in enumerate(value)]
