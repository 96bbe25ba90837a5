"""Pairs of firms among many: seconds and memory for made-up traces, nine a firm (run with the number of firms)."""

import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from inspection.reregistered.linking import find_pairs
from inspection.reregistered.strengths import load_strengths
from inspection.reregistered.traces import Origin, Trace, TraceKind

START = date(2023, 1, 1)
STREETS = ("algade", "vestergade", "industrivej", "skovvej", "møllevej", "kirkevej", "engvej")


def made_up(firms: int, rng: random.Random) -> Iterator[Trace]:
    """Traces as common as in a register: most lead to one firm, a client to twenty, an address to a few."""
    for _ in range(firms):
        firm, day = UUID(int=rng.getrandbits(128)), START + timedelta(days=rng.randrange(900))
        told = [
            (TraceKind.PHONE, f"+45{rng.randrange(20_000_000, 20_000_000 + 2 * firms)}"),
            (TraceKind.EMAIL, f"post@firma{rng.randrange(2 * firms)}.example"),
            (TraceKind.OWNER, f"ejer {rng.randrange(firms)}"),
            (TraceKind.WORKPLACE, f"plads {rng.randrange(firms)}"),
            (TraceKind.CLIENT, f"kunde {rng.randrange(firms // 20 + 1)}"),
        ]
        for _home in range(4):
            street = f"{rng.choice(STREETS)}{rng.randrange(30)}"
            told.append((TraceKind.ADDRESS, f"{rng.randrange(1000, 9990)}|{street}|{rng.randrange(1, 120)}|"))
        for kind, key in told:
            yield Trace(firm, kind, key, "shown", day, None, day, Origin.DECLARATION, "paper")


def main() -> None:
    """Time one search, next to only making the traces up."""
    firms = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    started = time.perf_counter()
    traces = sum(1 for _ in made_up(firms, random.Random(1)))
    floor_s = time.perf_counter() - started
    started = time.perf_counter()
    pairs = find_pairs(made_up(firms, random.Random(1)), {}, load_strengths())
    seconds = time.perf_counter() - started
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{firms:,} firms, {traces:,} traces: {len(pairs):,} pairs in {seconds:.1f} s, {memory_mb} MB at most,")
    print(f"{seconds / floor_s:.1f} times only making the traces up ({floor_s:.1f} s)")


if __name__ == "__main__":
    main()
