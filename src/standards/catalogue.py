"""The catalogue of facts: everything that may be known about a dwelling and its rooms.

One list for the declaration form, the import, the checklist of a visit and the engine. Bounds are there
to catch slips of the pen (an area of 0, a room of 10,000 m2); they are no rule of law.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from standards.choices import COOKING, KINDS, PLAN_CONTENT, REGISTER_CONTENT, USES
from standards.text import Text

Level = Literal["dwelling", "room"]
FactKind = Literal["bool", "int", "number", "text", "date", "choice", "list"]

EARLIEST_BUILT = date(1200, 1, 1)
LATEST_BUILT = date(2100, 1, 1)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that can be known.

    Absent means unknown, and nothing is breached on the unknown. A *claim* differs: it is an exception
    which the one who relies on it has to invoke, so an absent claim is one that was not made.
    """

    key: str
    level: Level
    kind: FactKind
    label: Text
    unit: str = ""
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    claim: bool = False

    @property
    def path(self) -> str:
        """The key as named in results: `area_m2` of the dwelling, `rooms.area_m2` of its rooms."""
        return self.key if self.level == "dwelling" else f"rooms.{self.key}"


def _flag(level: Level, key: str, da: str, en: str, *, claim: bool = False) -> Fact:
    return Fact(key, level, "bool", Text(da, en), claim=claim)


def _count(level: Level, key: str, unit: str, high: float, da: str, en: str) -> Fact:
    return Fact(key, level, "int", Text(da, en), unit, low=0, high=high)


def _number(level: Level, key: str, unit: str, low: float, high: float, da: str, en: str) -> Fact:
    return Fact(key, level, "number", Text(da, en), unit, low=low, high=high)


def _list(key: str, choices: tuple[str, ...], da: str, en: str) -> Fact:
    return Fact(key, "dwelling", "list", Text(da, en), choices=choices)


DWELLING_FACTS: tuple[Fact, ...] = (
    Fact("kind", "dwelling", "choice", Text("Boligens art", "Kind of dwelling"), choices=KINDS),
    _count("dwelling", "residents", "person", 2000, "Antal beboere", "Number of residents"),
    _number("dwelling", "area_m2", "m2", 2, 100_000, "Boligens areal", "Area of the dwelling"),
    _count("dwelling", "habitable_rooms", "room", 1000, "Antal beboelsesrum", "Number of habitable rooms"),
    _count(
        "dwelling",
        "toilets",
        "unit",
        500,
        "Antal toiletter, også dem der hører til ét værelse",
        "Number of toilets, those belonging to one room included",
    ),
    _count(
        "dwelling",
        "showers",
        "unit",
        500,
        "Antal brusere eller bade, også dem der hører til ét værelse",
        "Number of showers or baths, those belonging to one room included",
    ),
    _count("dwelling", "stay_days", "day", 3650, "Opholdets længde", "Length of stay"),
    Fact("built_on", "dwelling", "date", Text("Opført", "Built on")),
    Fact("municipality_code", "dwelling", "text", Text("Kommunekode", "Municipality code")),
    _count(
        "dwelling",
        "works_seasonal_weeks",
        "week",
        53,
        "Sæsonarbejde, uger om året",
        "Seasonal work, weeks a year",
    ),
    _flag(
        "dwelling",
        "increase_by_own_family",
        "Flere end to pr. rum, fordi beboeres egne børn, ægtefælle eller samlever kom til under opholdet",
        "More than two per room because residents' own children, spouse or partner came during the stay",
        claim=True,
    ),
    _flag("dwelling", "not_hazardous", "Ikke sundhedsfarlig at bo i", "Not hazardous to live in"),
    _flag(
        "dwelling",
        "drinking_water",
        "Godt og tilstrækkeligt drikkevand",
        "Good and sufficient drinking water",
    ),
    _flag("dwelling", "wastewater_drain", "Forsvarligt afløb for spildevand", "Proper drain for waste water"),
    _flag("dwelling", "electricity", "Elektricitet", "Electricity"),
    _flag("dwelling", "heating", "Opvarmning", "Heating"),
    _flag(
        "dwelling",
        "protected_damp_cold_heat_noise",
        "Beskyttet mod fugt, kulde, varme og støj",
        "Protected against damp, cold, heat and noise",
    ),
    _flag("dwelling", "indoor_climate_ok", "Tilfredsstillende indeklima", "Satisfactory indoor climate"),
    _flag("dwelling", "damp_free", "Fri for råd og fugt", "Free of rot and damp"),
    _flag("dwelling", "maintained", "Vedligeholdt", "Maintained"),
    _flag("dwelling", "sanitary_lockable", "Bad og toilet kan låses", "Bath and toilet can be locked"),
    _flag("dwelling", "kitchen", "Adgang til køkken", "Access to a kitchen"),
    _flag("dwelling", "kitchen_running_water", "Rindende vand i køkkenet", "Running water in the kitchen"),
    _flag("dwelling", "fridge", "Køleskab", "Fridge"),
    _list("cooking", COOKING, "Kan tilberede mad på", "Means of cooking"),
    _flag(
        "dwelling",
        "kitchen_space",
        "Plads til at lave, opbevare og spise mad",
        "Space to cook, store and eat food",
    ),
    _flag("dwelling", "dining_place", "Spiseplads", "Place to eat"),
    _flag("dwelling", "dining_table_chairs", "Spisebord og stole", "Dining table and chairs"),
    _flag("dwelling", "cleaning_instruction", "Anvisning om rengøring", "Cleaning instruction"),
    _flag("dwelling", "laundry_wash", "Mulighed for tøjvask", "Clothes can be washed"),
    _flag("dwelling", "laundry_dry", "Mulighed for tøjtørring", "Clothes can be dried"),
    _flag("dwelling", "internet", "Internet", "Internet"),
    _flag("dwelling", "smoke_alarm", "Røgalarm", "Smoke alarm"),
    _flag("dwelling", "fire_rules_met", "Brandreglerne er opfyldt", "Fire rules are met"),
    _flag("dwelling", "plan", "Indkvarteringsplan findes", "There is an accommodation plan"),
    _list("plan_content", PLAN_CONTENT, "Planens indhold", "Content of the plan"),
    _flag("dwelling", "plan_available", "Planen er kendt og kan vises", "The plan is known and can be shown"),
    _list("register_content", REGISTER_CONTENT, "Oplysninger i registeret", "Content of the register"),
    _flag("dwelling", "inspection_notified", "Tilsynet var varslet", "The inspection was announced"),
    _number(
        "dwelling",
        "distance_between_persons_m",
        "m",
        0,
        100,
        "Afstand der kan holdes mellem personer",
        "Distance that can be kept between persons",
    ),
    _flag(
        "dwelling",
        "max_person_sign",
        "Skilt med højeste antal personer",
        "Sign with the greatest number of persons",
    ),
    _flag("dwelling", "distance_marks", "Afmærkning af afstand", "Distance marks"),
    _flag("dwelling", "basin_soap_sanitiser", "Håndvask, sæbe og håndsprit", "Basin, soap and sanitiser"),
    _flag("dwelling", "cleanable_hygiene", "Let at holde ren", "Easy to keep clean"),
    _count(
        "dwelling",
        "user_notice_days",
        "day",
        365,
        "Dage før brugervirksomheden gav besked om manglende plan",
        "Days until the user undertaking reported a missing plan",
    ),
    _flag("dwelling", "agency_work", "Vikararbejde", "Agency work"),
    _flag("dwelling", "approved_for_habitation", "Godkendt til beboelse", "Approved for habitation"),
)

ROOM_FACTS: tuple[Fact, ...] = (
    Fact("name", "room", "text", Text("Rummets navn", "Name of the room")),
    Fact("use", "room", "choice", Text("Brug", "Use"), choices=USES),
    _number("room", "area_m2", "m2", 1, 1000, "Rummets areal", "Area of the room"),
    _number("room", "ceiling_m", "m", 1, 10, "Loftshøjde", "Ceiling height"),
    _count("room", "residents", "person", 500, "Personer i rummet", "Persons in the room"),
    _count("room", "beds", "unit", 500, "Senge", "Beds"),
    _flag("room", "lockable", "Kan låses", "Can be locked"),
    _flag("room", "window_openable", "Vindue, der kan åbnes", "Window that opens"),
    _flag("room", "daylight", "Tilstrækkeligt dagslys", "Adequate daylight"),
    _flag("room", "heating", "Kan opvarmes", "Can be heated"),
    _flag("room", "temperature_control", "Temperaturen kan reguleres", "Temperature can be controlled"),
    _flag("room", "electricity", "Elektricitet", "Electricity"),
    _flag("room", "fresh_air", "Frisk luft", "Fresh air"),
    _flag("room", "chair", "Stol", "Chair"),
    _flag("room", "table", "Bord", "Table"),
    _flag("room", "storage", "Opbevaring af egne ejendele", "Storage of own belongings"),
    _flag("room", "own_toilet", "Eget toilet", "Own toilet", claim=True),
    _flag("room", "own_shower", "Eget bad", "Own shower or bath", claim=True),
)

DWELLING_FACT: dict[str, Fact] = {fact.key: fact for fact in DWELLING_FACTS}
ROOM_FACT: dict[str, Fact] = {fact.key: fact for fact in ROOM_FACTS}


def fact_at(path: str) -> Fact | None:
    """Find a fact by the path used in results, e.g. `area_m2` or `rooms.area_m2`; None for `rooms` itself."""
    if path.startswith("rooms."):
        return ROOM_FACT.get(path.removeprefix("rooms."))
    return DWELLING_FACT.get(path)


def label_of(path: str) -> Text:
    """Name a missing fact for people. The path `rooms` means that rooms are not, or not all, described."""
    if path == "rooms":
        return Text("Alle værelser", "All rooms")
    fact = fact_at(path)
    if fact is None:
        return Text(path, path)
    if fact.level == "dwelling":
        return fact.label
    return Text(f"{fact.label.da} (hvert rum)", f"{fact.label.en} (each room)")
