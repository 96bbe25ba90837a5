"""The act on accommodation as OpenFisca variables: the peer of bench/judging.py, run by the interpreter that has it.

Usage: python bench/openfisca_peer.py ARRAYS.npz [--json]

Entities are room (the single one) and dwelling (its group). OpenFisca knows no unknown value, so facts are numbers with
-1 (areas: not a number) where nothing is known; outcomes are 0 not applicable, 1 met, 2 not assessed, 3 breached, and
-1 a room that a rule is not about. Everything is fed as arrays by `set_input`, its fastest way; feeding and
calculation are timed apart, best of three. With --json the same dwellings are fed as the situation that its web API
takes.
"""

import json
import resource
import sys
import time
from typing import Any

import numpy as np
from openfisca_core import periods
from openfisca_core.entities import build_entity
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

Room = build_entity(key="room", plural="rooms", label="", is_person=True)
Dwelling = build_entity(key="dwelling", plural="dwellings", label="", roles=[{"key": "part", "plural": "parts"}])
MONTH = "2026-03"
PERIOD = periods.period(MONTH)
FLAGS = {
    "no_hazard": "not_hazardous",
    "drinking_water": "drinking_water",
    "wastewater": "wastewater_drain",
    "protection": "protected_damp_cold_heat_noise",
    "indoor_climate": "indoor_climate_ok",
}
ROOM_FLAGS = {"daylight": "daylight", "window": "window_openable", "heating": "heating"}
OUTCOMES = (*FLAGS, "toilet", *ROOM_FLAGS, "cap", "cap_dwelling", "cap_room")
SLACK = 1e-9
ROUNDS = 3


def variable(name: str, entity: Any, formula: Any = None, kind: type = int) -> type[Variable]:
    parts = {"value_type": kind, "entity": entity, "definition_period": periods.DateUnit.MONTH, "label": name}
    if formula is not None:
        parts["formula"] = formula
    return type(name, (Variable,), parts)


def judged(unknown: Any, fine: Any) -> Any:
    return np.where(unknown, 2, np.where(fine, 1, 3))


def per(amount: Any, count: Any) -> Any:
    return np.where(count > 0, amount / np.maximum(count, 1), np.where(amount > 0, np.inf, 0.0))


def either(*truths: Any) -> Any:
    """Or, where -1 is unknown."""
    known = np.maximum.reduce(truths)
    return np.where((known == 0) & (np.minimum.reduce(truths) == -1), -1, known)


def above_zero(number: Any) -> Any:
    return np.where(number == -1, -1, number > 0)


def sleeping(room: Any, _: Any) -> Any:
    use, persons, beds = (room(name, PERIOD) for name in ("use", "room_residents", "beds"))
    told = either(above_zero(persons), above_zero(beds))
    return np.where(use == -1, told, (use == 0) | (persons > 0) | (beds > 0))


def habitable(room: Any, _: Any) -> Any:
    use = room("use", PERIOD)
    return np.where(use == -1, -1, use <= 1)


def incomplete(dwelling: Any, _: Any) -> Any:
    persons, slept = dwelling.members("room_residents", PERIOD), dwelling.members("sleeping", PERIOD)
    unknown = dwelling.any((persons == -1) & (slept != 0))
    residents = dwelling("residents", PERIOD)
    placed = dwelling.sum(np.maximum(persons, 0))
    return (dwelling.nb_persons() > 0) & ~unknown & (residents != -1) & (placed < residents)


def rooms_counted(dwelling: Any, _: Any) -> Any:
    stated, of_room = dwelling("habitable_rooms", PERIOD), dwelling.members("habitable", PERIOD)
    counted = (dwelling.nb_persons() > 0) & ~dwelling("incomplete", PERIOD) & ~dwelling.any(of_room == -1)
    return np.where(stated != -1, stated, np.where(counted, dwelling.sum(of_room == 1), -1))


def flag(fact: str) -> Any:
    return lambda entity, _: judged(entity(fact, PERIOD) == -1, entity(fact, PERIOD) == 1)


def flag_of_room(fact: str) -> Any:
    def formula(room: Any, _: Any) -> Any:
        slept, value = room("sleeping", PERIOD), room(fact, PERIOD)
        return np.where(slept == -1, 2, np.where(slept == 1, judged(value == -1, value == 1), -1))

    return formula


def persons_of_room(room: Any, _: Any) -> Any:
    lodging = either(room("habitable", PERIOD), room("sleeping", PERIOD))
    persons = room("room_residents", PERIOD)
    return np.where(lodging == -1, 2, np.where(lodging == 1, judged(persons == -1, persons <= 2), -1))


def worst_of_rooms(name: str) -> Any:
    def formula(dwelling: Any, _: Any) -> Any:
        worst = dwelling.max(dwelling.members(name, PERIOD))
        return np.where((worst < 0) | (dwelling("incomplete", PERIOD) & (worst <= 2)), 2, worst)

    return formula


def spacious(dwelling: Any, _: Any) -> Any:
    area, residents = dwelling("area_m2", PERIOD), dwelling("residents", PERIOD)
    return np.where(np.isnan(area) | (residents == -1), -1, per(np.nan_to_num(area), residents) >= 20 - SLACK)


def exempt(dwelling: Any, state: Any) -> Any:
    holds = (dwelling("increase_by_own_family", PERIOD) == 1) | (dwelling("spacious", PERIOD) == 1)
    return np.where(holds & (state >= 2), 1, state)


def persons_per_room(dwelling: Any, _: Any) -> Any:
    residents, rooms = dwelling("residents", PERIOD), dwelling("rooms_counted", PERIOD)
    return judged((residents == -1) | (rooms == -1), per(residents, rooms) <= 2 + SLACK)


def cap(dwelling: Any, _: Any) -> Any:
    mild, hard = dwelling("raw_dwelling", PERIOD), dwelling("raw_room", PERIOD)
    raw = np.where((mild == hard) | ((mild == 3) & (hard == 2)), mild, 2)
    after = exempt(dwelling, raw)
    return np.where((after == 3) & (dwelling("spacious", PERIOD) == -1), 2, after)


class Act(TaxBenefitSystem):
    """The requirements and what they read."""

    def __init__(self) -> None:
        super().__init__([Room, Dwelling])
        for name in (*FLAGS.values(), "toilets", "residents", "habitable_rooms", "increase_by_own_family"):
            self.add_variable(variable(name, Dwelling))
        self.add_variable(variable("area_m2", Dwelling, kind=float))
        for name in ("use", "room_residents", "beds", *ROOM_FLAGS.values()):
            self.add_variable(variable(name, Room))
        for name, formula in (("sleeping", sleeping), ("habitable", habitable), ("room_cap", persons_of_room)):
            self.add_variable(variable(name, Room, formula))
        for name, formula in (("incomplete", incomplete), ("rooms_counted", rooms_counted), ("spacious", spacious)):
            self.add_variable(variable(name, Dwelling, formula, bool if name == "incomplete" else int))
        for name, fact in FLAGS.items():
            self.add_variable(variable(f"is_{name}", Dwelling, flag(fact)))
        for name, fact in ROOM_FLAGS.items():
            self.add_variable(variable(f"room_{name}", Room, flag_of_room(fact)))
            self.add_variable(variable(f"is_{name}", Dwelling, worst_of_rooms(f"room_{name}")))
        toilet = lambda one, _: judged(one("toilets", PERIOD) == -1, one("toilets", PERIOD) >= 1)  # noqa: E731
        for name, formula in (
            ("is_toilet", toilet),
            ("raw_dwelling", persons_per_room),
            ("raw_room", worst_of_rooms("room_cap")),
            ("is_cap_dwelling", lambda one, _: exempt(one, one("raw_dwelling", PERIOD))),
            ("is_cap_room", lambda one, _: exempt(one, one("raw_room", PERIOD))),
            ("is_cap", cap),
        ):
            self.add_variable(variable(name, Dwelling, formula))


def from_arrays(act: Act, arrays: dict[str, Any]) -> Any:
    builder = SimulationBuilder()
    builder.create_entities(act)
    builder.declare_person_entity("room", np.arange(len(arrays["use"])))
    dwellings = builder.declare_entity("dwelling", np.arange(len(arrays["residents"])))
    builder.join_with_persons(dwellings, arrays["dwelling"], np.full(len(arrays["use"]), "part"))
    simulation = builder.build(act)
    for name, values in arrays.items():
        if name != "dwelling":
            simulation.set_input(name, PERIOD, values)
    return simulation


def situation(arrays: dict[str, Any]) -> dict[str, Any]:
    """The same facts as the document that the web API takes."""
    of_rooms = ("use", "room_residents", "beds", *ROOM_FLAGS.values())
    of_dwellings = [name for name in arrays if name not in (*of_rooms, "dwelling")]
    rooms = {
        f"r{row}": {name: {MONTH: arrays[name][row].item()} for name in of_rooms} for row in range(len(arrays["use"]))
    }
    dwellings: dict[str, Any] = {
        f"d{row}": {name: {MONTH: arrays[name][row].item()} for name in of_dwellings} | {"parts": []}
        for row in range(len(arrays["residents"]))
    }
    for row, dwelling in enumerate(arrays["dwelling"]):
        dwellings[f"d{dwelling}"]["parts"].append(f"r{row}")
    return {"rooms": rooms, "dwellings": dwellings}


def main() -> None:
    with np.load(sys.argv[1]) as file:
        arrays = {name: file[name] for name in file.files}
    act = Act()
    document = situation(arrays) if "--json" in sys.argv else None
    feeding = calculating = float("inf")
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        simulation = SimulationBuilder().build_from_entities(act, document) if document else from_arrays(act, arrays)
        fed = time.perf_counter()
        found = {name: simulation.calculate(f"is_{name}", PERIOD) for name in OUTCOMES}
        calculating = min(calculating, time.perf_counter() - fed)
        feeding = min(feeding, fed - begun)
    counts = {name: np.bincount(states, minlength=4).tolist() for name, states in found.items()}
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"feeding_s": feeding, "seconds": calculating, "peak_mb": peak_mb, "counts": counts}))


if __name__ == "__main__":
    main()
