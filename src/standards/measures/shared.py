"""Measures of things that several persons share: so many persons to a unit, each unit counted once.

Whoever shares from outside the dwelling (other units on the site) counts too; a unit that serves three rooms is one
unit. `needed = max(min_count, ceil(persons / ratio))` is compared with the number there is; never the quotient.
"""

import polars as pl

from standards.measures.measure import Fixtures, Measure, OneSex, needs_facts
from standards.text import Text

RESIDENTS = pl.col("residents")
WITH_OTHERS = RESIDENTS + pl.col("others_sharing_sanitary").fill_null(0)
"""Residents, and those outside the dwelling who use its bath and toilet."""

COOKS = RESIDENTS + pl.col("others_sharing_kitchen").fill_null(0)
MEN = pl.col("men")
WOMEN = RESIDENTS - MEN


def _of_sex(thing: str) -> tuple[OneSex, OneSex]:
    """Persons and units of each sex: where only one sex lives, all units are theirs."""
    men, women = f"{thing}_men", f"{thing}_women"
    return OneSex(MEN, _units(thing, men, MEN, WOMEN), men), OneSex(WOMEN, _units(thing, women, WOMEN, MEN), women)


def _units(thing: str, own: str, persons: pl.Expr, others: pl.Expr) -> pl.Expr:
    alone = pl.when(others == 0).then(pl.col(own).fill_null(pl.col(thing)))
    return alone.when(persons == 0).then(pl.col(own).fill_null(0)).otherwise(pl.col(own))


def shared_with_own(thing: str, plural: str, da: str, en: str, *, by_sex: bool = False) -> Measure:
    """Persons per toilet or shower, with those that belong to one room kept apart."""
    rooms, residents, most = (pl.col(f"own_{thing}_{part}") for part in ("rooms", "residents", "most"))
    count = pl.col(plural)
    persons = (WITH_OTHERS - residents).clip(lower_bound=0)
    shared = (count - rooms).clip(lower_bound=0)
    units = pl.when(persons == 0).then(shared.fill_null(0)).otherwise(shared)
    return Measure(
        key=f"san.persons_per_{thing}",
        level="dwelling",
        kind="fixtures",
        label=Text(da, en),
        unit="person/unit",
        formula=f"(residents + others sharing - those with own {thing}) / ({plural} - own {plural}); own: its room",
        source="working group 2021: own or shared by at most 4-5; most countries",
        needs=needs_facts("residents", plural),
        fixtures=Fixtures(persons, units, rooms, most, by_sex=_of_sex(plural) if by_sex else ()),
    )


def shared(
    key: str, fact: str, da: str, en: str, source: str, *, persons: pl.Expr = WITH_OTHERS, instead: str | None = None
) -> Measure:
    """Persons per unit of something that belongs to no single room; `instead` is counted where `fact` is not known."""
    units = pl.col(fact) if instead is None else pl.coalesce(fact, instead)
    return Measure(
        key=key,
        level="dwelling",
        kind="fixtures",
        label=Text(da, en),
        unit="person/unit",
        formula=f"(residents + others sharing) / {fact}",
        source=source,
        needs={"residents": persons, fact: units},
        fixtures=Fixtures(persons, pl.when(persons == 0).then(units.fill_null(0)).otherwise(units)),
    )


def _of_one_sex(key: str, which: int, da: str, en: str) -> Measure:
    sex = _of_sex("toilets")[which]
    return Measure(
        key=key,
        level="dwelling",
        kind="fixtures",
        label=Text(da, en),
        unit="person/unit",
        formula="men (or residents - men) / toilets of that sex; where one sex lives alone, all toilets",
        source="US-UT",
        needs={"men": sex.persons, sex.fact: sex.units},
        fixtures=Fixtures(sex.persons, sex.units),
    )


_SETS_KNOWN = pl.when(pl.col("toilets").is_not_null() & pl.col("showers").is_not_null()).then(
    pl.min_horizontal("toilets", "showers")
)
_SETS = pl.coalesce(pl.col("fixture_sets"), _SETS_KNOWN)

_FIXTURE_SET = Measure(
    key="san.persons_per_fixture_set",
    level="dwelling",
    kind="fixtures",
    label=Text("Personer pr. sæt af toilet og bad", "Persons per set of toilet and bath"),
    unit="person/unit",
    formula="(residents + others sharing) / fixture_sets (stated, or else the lesser of toilets and showers)",
    source="SG, MLC",
    needs={
        "residents": RESIDENTS,
        "toilets": pl.coalesce(_SETS, pl.col("toilets")),
        "showers": pl.coalesce(_SETS, pl.col("showers")),
    },
    fixtures=Fixtures(WITH_OTHERS, _SETS, units_at_most=pl.min_horizontal("toilets", "showers")),
)

SHARED_MEASURES: tuple[Measure, ...] = (
    shared_with_own("toilet", "toilets", "Personer pr. toilet", "Persons per toilet", by_sex=True),
    shared_with_own("shower", "showers", "Personer pr. bad", "Persons per shower"),
    _of_one_sex("san.men_per_toilet", 0, "Mænd pr. toilet", "Men per toilet"),
    _of_one_sex("san.women_per_toilet", 1, "Kvinder pr. toilet", "Women per toilet"),
    shared("san.persons_per_basin", "basins", "Personer pr. håndvask", "Persons per basin", "IFC, US, AE"),
    shared(
        "san.persons_per_bath",
        "bathrooms",
        "Personer pr. badeværelse",
        "Persons per bathroom",
        "UK, MY, AE, QA; where bathrooms are not counted, showers and baths are",
        instead="showers",
    ),
    shared("san.persons_per_urinal", "urinals", "Mænd pr. urinal", "Men per urinal", "IFC, US, AE", persons=MEN),
    _FIXTURE_SET,
    shared("kitchen.persons_per_stove", "stoves", "Personer pr. komfur", "Persons per stove", "US", persons=COOKS),
    shared("laundry.persons_per_tray", "laundry_trays", "Personer pr. vaskekar", "Persons per laundry tray", "US"),
    shared("water.persons_per_cooler", "water_coolers", "Personer pr. vandkøler", "Persons per water cooler", "QA"),
    shared("waste.persons_per_can", "waste_cans", "Personer pr. affaldsspand", "Persons per refuse can", "US"),
    shared(
        "health.officer_per_residents",
        "safety_officers",
        "Beboere pr. sikkerhedsansvarlig",
        "Residents per safety officer",
        "QA",
        persons=RESIDENTS,
    ),
)
