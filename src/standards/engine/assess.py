"""Assess one dwelling: the same engine as for a million, told as objects."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from standards.engine.assessment import Assessment, ExceptionFinding, Result, verdict_of
from standards.engine.compile import VERDICT, CompiledPack, compile_pack
from standards.engine.governing import governing_day, text_day
from standards.engine.judged import Judged
from standards.engine.judging import explain_frames, outcome_frames
from standards.engine.outcome import Outcome
from standards.engine.telling import Told
from standards.facts.known import DwellingFacts
from standards.measures.frames import frames_by_row
from standards.measures.registry import measure_named
from standards.rules.condition import Condition
from standards.rules.pack import Pack
from standards.rules.requirement import Basis, Requirement
from standards.text import Text

_OUTCOMES = tuple(Outcome)


def assess(facts: DwellingFacts, pack: Pack, *, as_of: date, room_cap_basis: Basis | None = None) -> Assessment:
    """Hold facts against a pack as it stood on the day of the observation, `as_of`.

    Where the pack goes by another day (`standards.engine.governing`), the assessment says in its `as_of` by which.
    `room_cap_basis` settles a rule that is open to two readings; without it both are computed.
    """
    return assess_many([facts], pack, as_of=as_of, room_cap_basis=room_cap_basis)[0]


def assess_many(
    dwellings: Sequence[DwellingFacts], pack: Pack, *, as_of: date, room_cap_basis: Basis | None = None
) -> list[Assessment]:
    """Assess many dwellings in one pass, in their order. Keys must differ; one without gets its place as key."""
    days = [governing_day(pack, facts, as_of) for facts in dwellings]
    places_of: dict[date, list[int]] = {}
    for place, day in enumerate(days):
        places_of.setdefault(text_day(pack, day) if pack.governing_fact else day, []).append(place)
    found: dict[int, Assessment] = {}
    for text, places in places_of.items():
        its = [(dwellings[place], days[place]) for place in places]
        found.update(zip(places, _by_text(its, pack, text, room_cap_basis), strict=True))
    return [found[place] for place in range(len(dwellings))]


def _by_text(
    dwellings: Sequence[tuple[DwellingFacts, date]], pack: Pack, text: date, basis: Basis | None
) -> list[Assessment]:
    """Assess together the dwellings, each with the day it goes by, that the text of one day governs."""
    compiled = compile_pack(pack, text, basis)
    frames = frames_by_row(
        [facts for facts, _ in dwellings],
        dwelling_facts=compiled.explained.dwelling_facts,
        room_facts=compiled.explained.room_facts,
    )
    return [
        _assessment(facts, _results(told, compiled, pack, day, basis), pack, day, basis)
        for (facts, day), (_, told) in zip(dwellings, explain_frames(*frames, compiled), strict=True)
    ]


def find_verdicts(
    dwellings: Sequence[DwellingFacts], pack: Pack, *, as_of: date, room_cap_basis: Basis | None = None
) -> list[Outcome]:
    """Find the verdict that `assess` would give each dwelling, in their order, and nothing else: far faster."""
    steps = compile_pack(pack, as_of, room_cap_basis).outcomes
    governing = () if pack.governing_fact is None else (pack.governing_fact,)
    frames = frames_by_row(
        [replace(facts, key=None) for facts in dwellings],
        dwelling_facts=tuple(dict.fromkeys((*steps.dwelling_facts, *governing))),
        room_facts=steps.room_facts,
    )
    found = outcome_frames(*frames, pack, as_of=as_of, room_cap_basis=room_cap_basis)
    return [_OUTCOMES[code] for code in found[VERDICT]]


def _results(
    told: list[Told], compiled: CompiledPack, pack: Pack, as_of: date, basis: Basis | None
) -> tuple[Result, ...]:
    return tuple(
        _result(judged, row, pack, _as_read(judged.requirement, pack, as_of, basis))
        for judged, row in zip(compiled.judged, told, strict=True)
    )


def _assessment(
    facts: DwellingFacts, results: tuple[Result, ...], pack: Pack, as_of: date, basis: Basis | None
) -> Assessment:
    return Assessment(
        dwelling_key=facts.key,
        pack_id=pack.id,
        pack_version=pack.version,
        pack_hash=pack.base_hash,
        pack_title=pack.title,
        legal_status=pack.legal_status,
        release=pack.release,
        as_of=as_of,
        room_cap_basis=basis,
        verdict=verdict_of(results),
        results=results,
        overlays=() if pack.laid_over is None else pack.laid_over.overlays,
    )


def _result(judged: Judged, row: Mapping[str, Any], pack: Pack, limit: Requirement) -> Result:
    rule = judged.requirement
    measure = measure_named(limit.measure)
    units = {"fixtures": "unit", "items": "item"}
    valid_from, valid_to = pack.validity(rule)
    return Result(
        requirement_id=rule.id,
        measure=measure.key,
        label=measure.label,
        outcome=_OUTCOMES[row["state"]],
        severity=rule.severity,
        counted=judged.counted,
        measured=_told(row["measured"], measure.kind == "flag"),
        op=limit.op,
        required=_required(limit, row),
        unit=limit.unit,
        shortfall=_rounded(row["shortfall"]),
        shortfall_unit=units.get(measure.kind, limit.unit),
        best=rule.best,
        best_met=row["best_met"],
        present=row["present"],
        needed=row["needed"],
        lacking=tuple(row["lacking"]),
        rooms=tuple(row["rooms"]),
        missing=tuple(row["missing"]),
        reason=row["reason"],
        unmet=_unmet(rule, pack, row["reason"]),
        exceptions=_exceptions(rule, row),
        text=rule.text,
        remedy=rule.remedy,
        reference=rule.reference,
        confidence=rule.confidence,
        valid_from=valid_from,
        valid_to=valid_to,
        issuer=rule.issuer,
        overlay_hash=rule.overlay_hash,
    )


def _required(limit: Requirement, row: Mapping[str, Any]) -> float | bool | tuple[str, ...] | None:
    """The limit; of a table its row, of a size the side that falls shortest."""
    if limit.op == "by_table" or limit.sides:
        return _rounded(row["required"])
    return limit.items or (limit.value if isinstance(limit.value, bool | float) else None)


def _as_read(rule: Requirement, pack: Pack, as_of: date, basis: Basis | None) -> Requirement:
    """Find the requirement whose limit was applied: the rule's own, or that of the settled reading."""
    if rule.readings is None or basis is None:
        return rule
    ways = (rule.readings.lenient, rule.readings.strict)
    return next((pack.requirement(way.requirement, as_of) for way in ways if way.basis == basis), rule)


def _unmet(rule: Requirement, pack: Pack, reason: str | None) -> Text | None:
    """The condition that does not hold, or takes the dwelling outside, in the words of the pack."""
    code, _, name = (reason or "").partition(":")
    stated = {
        "scope": (*rule.applies.when, *pack.applies.when),
        "outside": (*rule.applies.outside, *pack.applies.outside),
    }
    return next((one.text for one in stated.get(code, ()) if one.id == name), None)


def _exceptions(rule: Requirement, row: Mapping[str, Any]) -> tuple[ExceptionFinding, ...]:
    measured, fulfilled = row["exception_measured"], row["exception_fulfilled"]
    if fulfilled is None:
        return ()
    return tuple(_finding(*found) for found in zip(rule.unless, fulfilled, measured, strict=True))


def _finding(condition: Condition, fulfilled: bool | None, measured: float | None) -> ExceptionFinding:
    return ExceptionFinding(
        id=condition.id,
        text=condition.text,
        fulfilled=fulfilled,
        measured=_told(measured, condition.op == "is"),
        op=condition.op,
        required=condition.value if isinstance(condition.value, bool | float) else True,
        unit=condition.unit,
    )


def _told(number: float | None, flag: bool) -> float | bool | None:
    if number is None:
        return None
    return bool(number) if flag else _rounded(number)


def _rounded(number: float | None) -> float | None:
    """Drop the noise of binary fractions (19.899999999999999); comparison was done before."""
    return None if number is None else round(number, 9)
