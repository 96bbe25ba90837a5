"""How fast the engine judges a register against a whole rule pack, next to a plain loop that applies one rule.

Usage: python bench/judging.py [--dwellings 100000] [--seed 1]

The floor is the least that anybody could do: a Python loop over the same dwellings with their rooms counted already,
which compares residents with twice the habitable rooms. The engine works out every requirement of the pack, with its
exceptions, missing facts, reasons and the rooms that decide. Both must name the same dwellings for that one rule.
"""

import argparse
import random
import sys
import time
from datetime import date
from typing import Any

import polars as pl

from husly.demo.housing import make_housing
from standards.engine import assess_frames
from standards.frames import DWELLING_SCHEMA, KEY, ROOM_SCHEMA
from standards.pack import load_pack

PACK = "dk-indkvarteringslov-2025"
CAP = f"{PACK}.cap_dwelling"
DAY = date(2026, 3, 2)
PERSONS_PER_ROOM = 2


def made_up(count: int, seed: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Dwellings and rooms as the engine reads them."""
    rng = random.Random(seed)
    dwellings: list[dict[str, Any]] = []
    rooms: list[dict[str, Any]] = []
    for number in range(count):
        facts, its_rooms = make_housing(rng)
        dwellings.append({KEY: str(number), **facts})
        rooms += [{KEY: str(number), **room} for room in its_rooms]
    return pl.DataFrame(dwellings, schema=DWELLING_SCHEMA), pl.DataFrame(rooms, schema=ROOM_SCHEMA)


def rows_for_floor(dwellings: pl.DataFrame, rooms: pl.DataFrame) -> list[tuple[str, int, int]]:
    """Key, residents, habitable rooms: counted beforehand, outside the clock."""
    habitable = rooms.filter(pl.col("use").is_in(["bedroom", "living"])).group_by(KEY).len("habitable")
    joined = dwellings.join(habitable, on=KEY, how="left", maintain_order="left")
    return joined.select(KEY, "residents", pl.col("habitable").fill_null(0)).rows()


def floor(rows: list[tuple[str, int, int]]) -> list[str]:
    crowded = []
    for key, residents, habitable in rows:
        if residents > PERSONS_PER_ROOM * habitable:
            crowded.append(key)
    return crowded


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--dwellings", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    dwellings, rooms = made_up(asked.dwellings, asked.seed)
    pack = load_pack(PACK)
    assess_frames(dwellings.head(1), rooms.head(0), pack, as_of=DAY)  # compiled before the clock runs
    plain = rows_for_floor(dwellings, rooms)
    begun = time.perf_counter()
    crowded = floor(plain)
    loop_s = time.perf_counter() - begun
    begun = time.perf_counter()
    results = assess_frames(dwellings, rooms, pack, as_of=DAY)
    engine_s = time.perf_counter() - begun
    requirements = results["requirement_id"].n_unique()
    print(f"{len(dwellings)} dwellings, {len(rooms)} rooms, {requirements} requirements of {PACK}")
    print(f"engine {engine_s:.2f} s: {len(results) / engine_s:,.0f} judgements a second")
    print(f"plain loop, one rule, no reasons {loop_s:.3f} s: {len(plain) / loop_s:,.0f} judgements a second")
    print(f"engine/loop, whole pack against one rule: {engine_s / loop_s:.1f}")
    print(f"engine/loop, by judgement: {engine_s / len(results) / (loop_s / len(plain)):.1f}")
    _compare(results, crowded)


def _compare(results: pl.DataFrame, crowded: list[str]) -> None:
    """Both must have counted the same persons per room; whether that is a breach, exceptions decide."""
    cap = results.filter(pl.col("requirement_id") == CAP)
    above = cap.filter(pl.col("measured") > PERSONS_PER_ROOM)[KEY].to_list()
    if sorted(above) != sorted(crowded):
        sys.exit("The engine and the loop do not name the same dwellings: the comparison is void.")
    breached = cap.filter(pl.col("outcome") == "breached").height
    print(f"above the limit {len(crowded)} dwellings by both; in breach after exceptions {breached}")


if __name__ == "__main__":
    main()
