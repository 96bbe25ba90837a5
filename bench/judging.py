"""How fast the engine judges a register by the whole act on accommodation, next to a bare scan and to OpenFisca.

Usage: python bench/judging.py [--sizes 10000,100000,1000000] [--seed 1] [--openfisca PYTHON]

Dwellings have about five rooms. Each measurement runs in a process of its own, on frames in memory, best of five.

* engine: `outcome_frames`, the outcome of every requirement and the verdict of every dwelling; rooms name the row of
  their dwelling, as OpenFisca's do.
* keys: the same where rooms name the text key of their dwelling.
* scan: the least that reads the same columns with Polars and brings them together by dwelling: the greatest value of
  each column of rooms (of choices, how many are known), joined to the columns of the dwelling. Judges nothing.
* touch: the greatest value of each column, or how many are known; nothing is brought together. No engine is faster.
* OpenFisca (bench/openfisca_peer.py; what it needs: bench/requirements-openfisca.txt): the same requirements as
  vectorised formulas, fed with arrays, best of three. Left out without --openfisca. Outcomes must agree.
* one declaration: `assess`, with every explanation, of one house of six rooms from facts to results, median of 200.

The exponent is the slope of log(time) over log(dwellings): 1 is linear.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from math import log
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from standards import DwellingFacts, RoomFacts, assess, list_packs, load_pack, outcome_frames
from standards.engine.compile import compile_pack
from standards.facts.catalogue import ROOM_FACT
from standards.measures.frames import KEY, ROW

PACK = "dk-indkvarteringslov-2025"
DAY = date(2026, 3, 2)
DANISH_DAYS = {"dk-covidbolig-2021": date(2021, 3, 2)}
ROUNDS = 5
JSON_DWELLINGS = 1000
DWELLING_FLAGS = ("not_hazardous", "drinking_water", "wastewater_drain", "protected_damp_cold_heat_noise")
ROOM_FLAGS = ("daylight", "window_openable", "heating")


def made_up(count: int, seed: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Dwellings and rooms; three facts in a hundred are not known."""
    rng = np.random.default_rng(seed)

    def some(values: Any) -> pl.Series:
        series = pl.Series(values)
        return series.set(pl.Series(rng.random(len(series)) < 0.03), None)

    def flags(length: int, *names: str) -> dict[str, pl.Series]:
        return {name: some(rng.random(length) < 0.97) for name in names}

    rooms_each = rng.poisson(4, count) + 1
    places = np.repeat(np.arange(count, dtype=np.uint32), rooms_each)
    total = len(places)
    use = rng.choice(3, total, p=[0.65, 0.15, 0.2])
    persons = np.where(use == 0, rng.choice([1, 2, 3], total, p=[0.3, 0.6, 0.1]), 0)
    keys = pl.Series([f"d{number:07}" for number in range(count)])
    rooms = pl.DataFrame(
        {
            ROW: places,
            "use": some(np.array(["bedroom", "living", "kitchen"])[use]).cast(pl.Enum(ROOM_FACT["use"].choices)),
            "residents": some(persons),
            "beds": some(persons),
            **flags(total, *ROOM_FLAGS, "lockable"),
        }
    )
    residents = np.bincount(places, weights=persons).astype(np.int64)
    dwellings = pl.DataFrame(
        {
            KEY: keys,
            "residents": some(residents),
            "toilets": some(rng.choice(3, count, p=[0.02, 0.6, 0.38])),
            "habitable_rooms": some(np.bincount(places, weights=use < 2).astype(np.int64)),
            "area_m2": some(np.round(2 * rooms_each * rng.uniform(10, 30, count)) / 2),
            "increase_by_own_family": some(rng.random(count) < 0.05),
            **flags(count, *DWELLING_FLAGS, "indoor_climate_ok", "internet", "kitchen"),
        }
    )
    return dwellings, rooms


def judge(dwellings: pl.DataFrame, rooms: pl.DataFrame) -> pl.DataFrame:
    return outcome_frames(dwellings, rooms, load_pack(PACK), as_of=DAY)


def scan(dwellings: pl.DataFrame, rooms: pl.DataFrame) -> pl.DataFrame:
    steps = compile_pack(load_pack(PACK), DAY).outcomes
    columns = [pl.col(name).count() if name == "use" else pl.col(name).max() for name in steps.room_facts]
    by_dwelling = rooms.lazy().group_by(ROW).agg(column.name.prefix("rooms ") for column in columns)
    facts = dwellings.lazy().select(KEY, *steps.dwelling_facts).with_row_index(ROW)
    return facts.join(by_dwelling, on=ROW, how="left", maintain_order="left").collect(engine="streaming")


def touch(dwellings: pl.DataFrame, rooms: pl.DataFrame) -> pl.DataFrame:
    steps = compile_pack(load_pack(PACK), DAY).outcomes
    read = [rooms.select(ROW, *steps.room_facts), dwellings.select(KEY, *steps.dwelling_facts)]
    return pl.concat([_greatest(frame) for frame in read], how="horizontal")


def _greatest(frame: pl.DataFrame) -> pl.DataFrame:
    columns = [pl.col(name).count() if name in (KEY, "use") else pl.col(name).max() for name in frame.columns]
    return frame.lazy().select(column.name.prefix(f"{frame.height} ") for column in columns).collect()


WORK: dict[str, Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]] = {
    "engine": judge,
    "keys": judge,
    "scan": scan,
    "touch": touch,
}


def child(which: str, folder: Path) -> None:
    """Measure one kind of work and print what was found."""
    dwellings, rooms = (pl.read_parquet(folder / f"{name}.parquet").rechunk() for name in ("dwellings", "rooms"))
    if which == "keys":
        rooms = rooms.select(dwellings[KEY].gather(rooms[ROW]), pl.exclude(ROW))
    judge(dwellings, rooms.clear())  # compiled before the clock runs
    spent = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        found = WORK[which](dwellings, rooms)
        spent.append(time.perf_counter() - begun)
    counts = {}
    if WORK[which] is judge:
        rules = [name for name in found.columns if name.startswith(PACK)]
        counts = {name.rpartition(".")[2]: np.bincount(found[name], minlength=4).tolist() for name in rules}
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": min(spent), "peak_mb": peak_mb, "counts": counts, "rooms": rooms.height}))


def run(*command: str | Path) -> dict[str, Any]:
    done = subprocess.run([*map(str, command)], check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def arrays_for_peer(dwellings: pl.DataFrame, rooms: pl.DataFrame, path: Path) -> None:
    """The same facts as numbers, -1 where nothing is known."""
    steps = compile_pack(load_pack(PACK), DAY).outcomes
    columns = {name: dwellings[name].cast(pl.Int8).fill_null(-1).to_numpy() for name in _flags(dwellings, steps)}
    columns |= {name: dwellings[name].fill_null(-1).to_numpy() for name in ("residents", "toilets", "habitable_rooms")}
    columns["area_m2"] = dwellings["area_m2"].fill_null(float("nan")).to_numpy()
    columns |= {name: rooms[name].cast(pl.Int8).fill_null(-1).to_numpy() for name in ROOM_FLAGS}
    columns |= {"room_residents": rooms["residents"].fill_null(-1).to_numpy()}
    columns |= {"beds": rooms["beds"].fill_null(-1).to_numpy()}
    uses = {"bedroom": 0, "living": 1, "kitchen": 2}
    columns["use"] = rooms["use"].replace_strict(uses, default=-1, return_dtype=pl.Int8).to_numpy()
    columns = {name: values.astype(np.int32) if name != "area_m2" else values for name, values in columns.items()}
    np.savez(path, dwelling=rooms[ROW].to_numpy(), **columns)


def _flags(dwellings: pl.DataFrame, steps: Any) -> list[str]:
    return [name for name in steps.dwelling_facts if dwellings.schema.get(name) == pl.Boolean]


def one_declaration() -> None:
    bedroom = {"use": "bedroom", "area_m2": 14.0, "residents": 2, "beds": 2, "daylight": True, "heating": True}
    rooms = (*[RoomFacts(**bedroom)] * 4, RoomFacts(use="living"), RoomFacts(use="kitchen"))
    facts = DwellingFacts(residents=8, area_m2=120.0, toilets=2, showers=2, stay_days=90, rooms=rooms)
    for pack_id in (one for one in list_packs() if one.startswith("dk-")):
        pack, day = load_pack(pack_id), DANISH_DAYS.get(pack_id, DAY)
        assess(facts, pack, as_of=day)
        spent = []
        for _ in range(200):
            begun = time.perf_counter()
            assess(facts, pack, as_of=day)
            spent.append(1000 * (time.perf_counter() - begun))
        print(f"one declaration, {pack_id}: {statistics.median(spent):.1f} ms (least {min(spent):.1f})")


def measure(count: int, seed: int, peer: str | None) -> float:
    """Measure everything at one size; gives the seconds of the engine."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dwellings, rooms = made_up(count, seed)
        dwellings.write_parquet(folder / "dwellings.parquet")
        rooms.write_parquet(folder / "rooms.parquet")
        engine, keys, bare, least = (
            run(sys.executable, __file__, "--child", which, "--folder", folder) for which in WORK
        )
        print(f"{count:,} dwellings, {rooms.height:,} rooms, {len(engine['counts'])} requirements of {PACK}")
        print(f"  engine {engine['seconds']:.3f} s, {engine['peak_mb']:.0f} MB at most, the frames included")
        for name, other in (("keys", keys), ("scan", bare), ("touch", least)):
            print(f"  {name} {other['seconds']:.3f} s; engine/{name} {engine['seconds'] / other['seconds']:.2f}")
        if keys["counts"] != engine["counts"]:
            sys.exit("The engine does not come to the same with keys as with rows.")
        if peer:
            arrays_for_peer(dwellings, rooms, folder / "arrays.npz")
            _compare(engine, run(peer, Path(__file__).with_name("openfisca_peer.py"), folder / "arrays.npz"))
    return float(engine["seconds"])


def _compare(engine: dict[str, Any], peer: dict[str, Any]) -> None:
    if engine["counts"] != peer["counts"]:
        both = {name: (found, peer["counts"].get(name)) for name, found in engine["counts"].items()}
        sys.exit(f"The engine and OpenFisca do not agree: the comparison is void. {both}")
    calculating, feeding, spent = peer["seconds"], peer["feeding_s"], engine["seconds"]
    print(f"  OpenFisca {calculating:.2f} s (feeding {feeding:.2f} s), {peer['peak_mb']:.0f} MB; same outcomes")
    print(f"  OpenFisca/engine {calculating / spent:.1f}; feeding included {(feeding + calculating) / spent:.1f}")


def as_documents(seed: int, peer: str) -> None:
    """OpenFisca in its documented way, situations in JSON, next to the engine from facts to outcomes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dwellings, rooms = made_up(JSON_DWELLINGS, seed)
        dwellings.write_parquet(folder / "dwellings.parquet")
        rooms.write_parquet(folder / "rooms.parquet")
        arrays_for_peer(dwellings, rooms, folder / "arrays.npz")
        fed = run(peer, Path(__file__).with_name("openfisca_peer.py"), folder / "arrays.npz", "--json")
        engine = run(sys.executable, __file__, "--child", "engine", "--folder", folder)
    whole = fed["feeding_s"] + fed["seconds"]
    print(f"OpenFisca from one JSON situation of {JSON_DWELLINGS} dwellings: {whole:.2f} s")
    print(f"  OpenFisca/engine (frames in memory) {whole / engine['seconds']:.0f}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--openfisca", help="the interpreter that has OpenFisca-Core")
    parser.add_argument("--child", choices=WORK, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        return child(asked.child, asked.folder)
    one_declaration()
    sizes = [int(size) for size in asked.sizes.split(",")]
    spent = [measure(size, asked.seed, asked.openfisca) for size in sizes]
    if len(sizes) > 1:
        slope = statistics.linear_regression([log(size) for size in sizes], [log(one) for one in spent]).slope
        print(f"time grows with the number of dwellings to the power of {slope:.2f}")
    if asked.openfisca:
        return as_documents(asked.seed, asked.openfisca)
    return print("OpenFisca was not measured: no --openfisca given, see bench/requirements-openfisca.txt")


if __name__ == "__main__":
    main()
