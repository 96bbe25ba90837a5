"""Pairs of employers that share traces, with the evidence of each. Pure: the same traces in any order give the same.

Blocking by key: only employers with the same key of a kind meet, addresses also when nearly the same within one postal
code and house number. A key that more than ``most_firms`` employers have ties none of them, so that the work grows
with the register and not with its square.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import combinations
from uuid import UUID

from inspection.reregistered.normalising import are_near, block_of
from inspection.reregistered.strengths import Strengths
from inspection.reregistered.traces import Life, Origin, Trace, TraceKind


@dataclass(frozen=True, slots=True)
class Held:
    """What one employer had by one key, all its traces taken together."""

    key: str
    shown: str
    from_on: date
    to_on: date | None
    known_on: date
    origins: tuple[tuple[Origin, str], ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that two employers share: ``firms`` have it in all, ``near`` when it is only nearly the same.

    ``gap_days`` runs from the first employer's last day with it to the second's first; None while they overlap.
    """

    kind: TraceKind
    first: Held
    second: Held
    firms: int
    points: int
    near: bool = False

    @property
    def gap_days(self) -> int | None:
        """Days between the two, where the second had it after the first."""
        if self.first.to_on is None or self.second.from_on < self.first.to_on:
            return None
        return (self.second.from_on - self.first.to_on).days

    @property
    def mark(self) -> str:
        """The same for the same thing in every run, whichever employer came first; tells nothing of the thing."""
        keys = "|".join(sorted((self.first.key, self.second.key)))
        return sha256(f"{self.kind}|{keys}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two employers, the one that began first first. ``strength`` is the sum of ``parts`` by kind and succession."""

    first: UUID
    second: UUID
    evidence: tuple[Evidence, ...]
    parts: Mapping[str, int]
    succession_days: int | None

    @property
    def strength(self) -> int:
        """All points."""
        return sum(self.parts.values())


SUCCESSION = "succession"
"""The part of a pair's strength that comes from one ending as the other began."""

Carriers = Mapping[UUID, Held]
ByKey = dict[tuple[TraceKind, str], list[Trace]]
Block = tuple[UUID, UUID]


def find_pairs(traces: Iterable[Trace], lives: Mapping[UUID, Life], strengths: Strengths) -> list[Pair]:
    """Every pair worth listing, the strongest first. An employer without a life is as old as its oldest trace."""
    by_key = _by_key(traces)
    found: dict[Block, list[Evidence]] = defaultdict(list)
    for (kind, _key), held in by_key.items():
        carriers = _carriers(held) if len(held) > 1 else {}
        points = strengths.points(kind, len(carriers))
        if len(carriers) > 1 and points:
            for one, other in combinations(sorted(carriers), 2):
                evidence = Evidence(kind, carriers[one], carriers[other], len(carriers), points)
                found[one, other].append(evidence)
    for block, near in _near_addresses(by_key, strengths):
        found[block].append(near)
    pairs = (_pair(block, evidence, lives, strengths) for block, evidence in found.items())
    listed = [pair for pair in pairs if pair.strength >= strengths.least]
    return sorted(listed, key=lambda pair: (-pair.strength, pair.first, pair.second))


def _by_key(traces: Iterable[Trace]) -> ByKey:
    """Traces by what they lead to. Most lead to one employer alone, so that no more than a list is made of them."""
    found: ByKey = {}
    for trace in traces:
        found.setdefault((trace.kind, trace.key), []).append(trace)
    return found


def _carriers(traces: Sequence[Trace]) -> dict[UUID, Held]:
    """What each employer had by one key."""
    found: dict[UUID, Held] = {}
    for trace in traces:
        before = found.get(trace.employer_id)
        found[trace.employer_id] = _held(trace) if before is None else _joined(before, _held(trace))
    return found


def _held(trace: Trace) -> Held:
    origins = ((trace.origin, trace.origin_note),)
    return Held(trace.key, trace.shown, trace.from_on, trace.to_on, trace.known_on, origins)


def _joined(one: Held, other: Held) -> Held:
    """Both together; what is between their periods counts as had."""
    to_on = None if one.to_on is None or other.to_on is None else max(one.to_on, other.to_on)
    return Held(
        key=one.key,
        shown=min(one.shown, other.shown),
        from_on=min(one.from_on, other.from_on),
        to_on=to_on,
        known_on=min(one.known_on, other.known_on),
        origins=tuple(sorted({*one.origins, *other.origins})),
    )


def _near_addresses(by_key: ByKey, strengths: Strengths) -> Iterator[tuple[Block, Evidence]]:
    """Addresses of two employers that differ by a slip: half the points, and only where no address is the same."""
    blocks: dict[tuple[str, str], list[str]] = defaultdict(list)
    for kind, key in by_key:
        if kind is TraceKind.ADDRESS and (block := block_of(key)) is not None:
            blocks[block].append(key)
    for keys in blocks.values():
        if 1 < len(keys) <= 4 * strengths.most_firms:
            for one, other in combinations(sorted(keys), 2):
                if are_near(one, other):
                    firsts, seconds = (_carriers(by_key[TraceKind.ADDRESS, key]) for key in (one, other))
                    yield from _near_pairs(firsts, seconds, strengths)


def _near_pairs(firsts: Carriers, seconds: Carriers, strengths: Strengths) -> Iterator[tuple[Block, Evidence]]:
    firms = len({*firsts, *seconds})
    points = strengths.points(TraceKind.ADDRESS, firms) // 2
    if not points or firms > strengths.most_firms:
        return
    for one in firsts:
        for other in seconds:
            if one == other or one in seconds or other in firsts:
                continue
            block = (one, other) if one < other else (other, one)
            held = (firsts[one], seconds[other]) if one < other else (seconds[other], firsts[one])
            yield block, Evidence(TraceKind.ADDRESS, *held, firms, points, near=True)


def _pair(block: Block, evidence: Sequence[Evidence], lives: Mapping[UUID, Life], strengths: Strengths) -> Pair:
    one, other = block
    begins = [
        lives[each].began_on if each in lives else min(getattr(part, side).from_on for part in evidence)
        for each, side in ((one, "first"), (other, "second"))
    ]
    if (begins[1], other) < (begins[0], one):
        one, other = other, one
        evidence = [Evidence(e.kind, e.second, e.first, e.firms, e.points, e.near) for e in evidence]
    ordered = tuple(sorted(evidence, key=lambda e: (list(TraceKind).index(e.kind), -e.points, e.mark)))
    parts = _parts(ordered, strengths)
    days = _succession(lives.get(one), lives.get(other), strengths)
    if parts and days is not None:
        parts[SUCCESSION] = strengths.succession.points
    return Pair(one, other, ordered, parts, days)


def _parts(evidence: Sequence[Evidence], strengths: Strengths) -> dict[str, int]:
    """Points by kind, each up to the most of its kind."""
    sums: dict[TraceKind, int] = defaultdict(int)
    for one in evidence:
        sums[one.kind] += one.points
    return {kind.value: min(points, strengths.kinds[kind].most) for kind, points in sums.items() if points}


def _succession(first: Life | None, second: Life | None, strengths: Strengths) -> int | None:
    """Days from the first's end to the second's beginning, where that is near enough to be one business going on."""
    if first is None or second is None or first.ended_on is None or second.began_on == first.began_on:
        return None
    days = (second.began_on - first.ended_on).days
    rule = strengths.succession
    return days if -rule.overlap_days <= days <= rule.within_days else None
