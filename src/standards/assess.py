"""Assess one dwelling: the same engine as for a million, told as objects."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from standards.assessment import Assessment, ExceptionFinding, Result, verdict_of
from standards.engine import assess_frames
from standards.facts import DwellingFacts
from standards.frames import KEY, frames_of
from standards.measures import measure_named
from standards.outcome import Outcome
from standards.pack import Pack
from standards.requirement import Basis, Condition, Requirement
from standards.text import Text


def assess(facts: DwellingFacts, pack: Pack, *, as_of: date, room_cap_basis: Basis | None = None) -> Assessment:
    """Hold facts against a pack as it stood on the governing date `as_of`.

    `room_cap_basis` settles a rule that is open to two readings; without it both are computed.
    """
    return assess_many([facts], pack, as_of=as_of, room_cap_basis=room_cap_basis)[0]


def assess_many(
    dwellings: Sequence[DwellingFacts], pack: Pack, *, as_of: date, room_cap_basis: Basis | None = None
) -> list[Assessment]:
    """Assess many dwellings in one pass, in their order. Keys must differ; one without gets its place as key."""
    frame, rooms = frames_of(dwellings)
    found: dict[str, list[Result]] = {key: [] for key in frame[KEY]}
    for row in assess_frames(frame, rooms, pack, as_of=as_of, room_cap_basis=room_cap_basis).iter_rows(named=True):
        found[row[KEY]].append(_result(row, pack, as_of, room_cap_basis))
    return [
        _assessment(facts, tuple(results), pack, as_of, room_cap_basis)
        for facts, results in zip(dwellings, found.values(), strict=True)
    ]


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


def _result(row: Mapping[str, Any], pack: Pack, as_of: date, basis: Basis | None) -> Result:
    rule = pack.requirement(row["requirement_id"], as_of)
    limit = _as_read(rule, pack, as_of, basis)
    measure = measure_named(limit.measure)
    units = {"fixtures": "unit", "items": "item"}
    valid_from, valid_to = pack.validity(rule)
    return Result(
        requirement_id=rule.id,
        measure=measure.key,
        label=measure.label,
        outcome=Outcome(row["outcome"]),
        severity=rule.severity,
        counted=rule.severity == "breach" and rule.id not in pack.variants,
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
    """The condition that does not hold, in the words of the pack."""
    scope, _, name = (reason or "").partition(":")
    stated = (*rule.applies.when, *pack.applies.when) if scope == "scope" else ()
    return next((one.text for one in stated if one.id == name), None)


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
