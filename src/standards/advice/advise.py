"""The cheapest ways to comply, as plain advice; each was held against the rules again before it is given."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import Any

import polars as pl

from standards.advice.arranging import NO_LIMIT, Arrangement, arranged
from standards.advice.costs import Kind, costs
from standards.advice.remedies import Change, cheapest, enlarged, mended
from standards.advice.words import advice_sentence, arrangement_steps
from standards.capacity.filling import capacity_frames
from standards.capacity.limits import bases_of, limits_of, limits_persons
from standards.capacity.placing import PLACE
from standards.capacity.search import MISSING, RULE
from standards.engine.assess import assess, assess_many
from standards.engine.assessment import Assessment, Result
from standards.engine.governing import governing_day
from standards.engine.outcome import Outcome
from standards.facts.known import DwellingFacts
from standards.measures.frames import KEY, frames_of
from standards.measures.registry import measure_named
from standards.rules.pack import Pack
from standards.rules.requirement import Basis
from standards.text import Text

MOST_PLANS = 3
"""So many ways are told, the cheapest first."""

_MOST_COMBINED = 4
"""Of so many additions every combination is tried."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, and what kind of work it is."""

    kind: Kind
    amount: int
    text: Text


@dataclass(frozen=True, slots=True)
class Advice:
    """Steps that together cure what they are for, without breaking anything else.

    `cures` are the requirements; `room_for` how many may lawfully live there once something was added (None:
    nothing is, or no limit is known); `cost` compares on the scale, dearest kind first; `after` are the
    facts that were judged.
    """

    cures: tuple[str, ...]
    steps: tuple[Step, ...]
    room_for: int | None
    cost: tuple[int, ...]
    after: DwellingFacts

    @property
    def sentence(self) -> Text:
        """Say it in one sentence."""
        return advice_sentence([(step.kind, step.text) for step in self.steps], self.room_for)


@dataclass(frozen=True, slots=True)
class Guidance:
    """What may be done about one assessment.

    `plans` cure every breach at once, cheapest first. `by_rule` gives for each requirement that counts
    people the ways to cure it alone. `open_breaches` are those for which no way was found that cures.
    """

    plans: tuple[Advice, ...] = ()
    by_rule: tuple[tuple[str, tuple[Advice, ...]], ...] = ()
    open_breaches: tuple[str, ...] = ()

    def for_rule(self, requirement_id: str) -> tuple[Advice, ...]:
        """List the ways to cure one requirement alone, cheapest first."""
        return dict(self.by_rule).get(requirement_id, ())


@dataclass(frozen=True)
class _Draft:
    """A way still to be tried: what it is for, what is changed, the facts then; `alone`: for one rule."""

    targets: tuple[str, ...]
    changes: tuple[Change, ...]
    facts: DwellingFacts
    alone: str | None = None


def advise(
    facts: DwellingFacts,
    pack: Pack,
    *,
    as_of: date,
    room_cap_basis: Basis | None = None,
    found: Assessment | None = None,
) -> Guidance:
    """Find the cheapest ways to comply with a pack. `found`: the assessment of these facts, where it is at hand.

    A rule open to two readings is cured in both. Nothing is given that was not assessed again and found to
    cure, so a breach that nothing helps against is only named.
    """
    as_of = governing_day(pack, facts, as_of)
    found = found or assess(facts, pack, as_of=as_of, room_cap_basis=room_cap_basis)
    breached = [row for row in found.results if row.is_breach]
    in_doubt = [row for row in found.results if row.counted and row.reason == "reading_open"]
    if not breached and not in_doubt:
        return Guidance()
    weighing = _Weighing(facts, pack, as_of, room_cap_basis, frozenset(row.requirement_id for row in breached))
    drafts = list(weighing.drafts(breached, in_doubt))
    given = weighing.given(drafts)
    every = tuple(row.requirement_id for row in breached)
    plans = _best(one for draft, one in given if draft.alone is None)
    persons = dict.fromkeys(draft.alone for draft in drafts if draft.alone is not None)
    by_rule = {rule: _best(one for draft, one in given if draft.alone == rule) for rule in persons}
    helped = {rule for rule, ways in by_rule.items() if ways} | {rule for plan in plans for rule in plan.cures}
    mendable = {rule for rule in every if rule not in persons} if plans else set()
    return Guidance(plans, tuple(by_rule.items()), tuple(one for one in every if one not in helped | mendable))


def _best(ways: Iterator[Advice]) -> tuple[Advice, ...]:
    """The cheapest few; one that asks for at least as much of everything as another is left out."""
    kept: list[Advice] = []
    for way in sorted(ways, key=lambda one: one.cost):
        if not any(all(a <= b for a, b in zip(other.cost, way.cost, strict=True)) for other in kept):
            kept.append(way)
    return tuple(kept[:MOST_PLANS])


@dataclass(frozen=True)
class _Weighing:
    """One dwelling under one pack, while ways to comply are tried."""

    facts: DwellingFacts
    pack: Pack
    as_of: date
    basis: Basis | None
    breached: frozenset[str]

    @property
    def bases(self) -> tuple[Basis, ...]:
        return bases_of(self.pack, self.as_of) if self.basis is None else (self.basis,)

    def drafts(self, breached: Sequence[Result], in_doubt: Sequence[Result]) -> Iterator[_Draft]:
        """Every way worth trying: all breaches at once with each set of additions, and each rule alone."""
        rules = {row.requirement_id: self.pack.requirement(row.requirement_id, self.as_of) for row in breached}
        mends = [mended(rule, self.facts) for rule in rules.values() if not limits_persons(rule)]
        sound = tuple(change for change in mends if change is not None)
        larger = {row.requirement_id: self._enlarged(row) for row in (*breached, *in_doubt) if self._counts(row)}
        additions = [change for row in breached if (change := larger.get(row.requirement_id)) is not None]
        for size in range(min(len(additions), _MOST_COMBINED) + 1):
            for chosen in combinations(additions[:_MOST_COMBINED], size):
                if breached:
                    yield self._draft(tuple(rules), (*sound, *chosen))
        for rule, change in larger.items():
            yield self._draft((rule,), (), rule)
            if change is not None:
                yield self._draft((rule,), (change,), rule)

    def _counts(self, row: Result) -> bool:
        return limits_persons(self.pack.requirement(row.requirement_id, self.as_of))

    def _enlarged(self, row: Result) -> Change | None:
        strict = limits_of(self.pack, self.as_of, self.bases[0]).whole
        rule = strict.requirement(row.requirement_id)
        return cheapest(list(enlarged(row, rule, self.facts, strict, as_of=self.as_of)))

    def _draft(self, targets: tuple[str, ...], changes: tuple[Change, ...], alone: str | None = None) -> _Draft:
        facts = self.facts
        for change in changes:
            facts = change.apply(facts)
        return _Draft(targets, changes, facts, alone)

    def given(self, drafts: Sequence[_Draft]) -> list[tuple[_Draft, Advice]]:
        """Bring each draft within the lawful number, judge it again, and keep those that cure."""
        keyed = [replace(draft.facts, key=str(number)) for number, draft in enumerate(drafts)]
        frames = [self._frames(keyed, basis) for basis in self.bases]
        ready = []
        for number, draft in enumerate(drafts):
            by_rule = [_rows(rules, number) for rules, _ in frames]
            room_for = _allowed(by_rule, draft.alone)
            caps = {row[PLACE]: row["persons"] for row in _rows(frames[-1][1], number) if row["persons"] is not None}
            arrangement = _within(draft.facts, room_for, caps if self._by_room(draft) else {})
            if arrangement is not None:
                ready.append((draft, arrangement, room_for))
        judged = assess_many(
            [replace(one.facts, key=str(number)) for number, (_, one, _) in enumerate(ready)],
            self.pack,
            as_of=self.as_of,
            room_cap_basis=self.basis,
        )
        return [
            (draft, _advice(draft, arrangement, room_for, by_room=self._by_room(draft)))
            for (draft, arrangement, room_for), outcome in zip(ready, judged, strict=True)
            if self._cures(draft, outcome)
        ]

    def _frames(self, keyed: Sequence[DwellingFacts], basis: Basis) -> tuple[pl.DataFrame, pl.DataFrame]:
        return capacity_frames(*frames_of(keyed), self.pack, as_of=self.as_of, room_cap_basis=basis)

    def _by_room(self, draft: _Draft) -> bool:
        if draft.alone is None:
            return True
        strict = limits_of(self.pack, self.as_of, self.bases[-1]).whole
        return measure_named(strict.requirement(draft.alone).measure).level == "room"

    def _cures(self, draft: _Draft, outcome: Assessment) -> bool:
        after = {row.requirement_id: row for row in outcome.results}
        broken = {row.requirement_id for row in outcome.breaches()}
        return not broken - self.breached and all(_is_cured(after[rule]) for rule in draft.targets)


def _within(facts: DwellingFacts, allowed: int, caps: dict[int, int]) -> Arrangement | None:
    """Bring the residents down to what is allowed; nobody is left in an empty house by advice."""
    now = facts.residents or sum(room.residents or 0 for room in facts.rooms)
    if not now:
        return Arrangement(facts)
    return arranged(facts, min(allowed, now), caps) if allowed else None


def _is_cured(row: Result) -> bool:
    """Met, or as open as the facts that were missing before leave it; never open to a reading that forbids it."""
    if row.outcome is Outcome.NOT_ASSESSED:
        return row.reason != "reading_open"
    return row.outcome is not Outcome.BREACHED


def _rows(frame: pl.DataFrame, number: int) -> list[dict[str, Any]]:
    return frame.filter(pl.col(KEY) == str(number)).to_dicts()


def _allowed(by_rule: Sequence[Sequence[dict[str, Any]]], alone: str | None) -> int:
    """The least lawful number over the readings, of one rule or of all; where nothing is known to limit, no limit."""
    numbers = [
        row["together"] if alone is None else row["persons"]
        for rows in by_rule
        for row in rows
        if row["persons"] is not None and not row[MISSING] and alone in (None, row[RULE])
    ]
    return min(numbers, default=NO_LIMIT)


def _advice(draft: _Draft, arrangement: Arrangement, room_for: int, *, by_room: bool) -> Advice:
    steps = [Step(*step) for step in arrangement_steps(draft.facts, arrangement, by_room=by_room)]
    steps += [Step(change.kind, change.amount, change.text) for change in draft.changes if change.amount]
    ordered = sorted(steps, key=lambda step: (step.kind != "building", costs().scale.index(step.kind)))
    return Advice(
        cures=draft.targets,
        steps=tuple(ordered),
        room_for=room_for if any(change.enlarges for change in draft.changes) and room_for != NO_LIMIT else None,
        cost=costs().weigh((step.kind, step.amount) for step in steps),
        after=arrangement.facts,
    )
