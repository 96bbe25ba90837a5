"""Whether an overlay fits its base pack, and what of it has no effect because the pack is as strict already."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from standards.measures.registry import measure_named
from standards.rules.pack import CITABLE_STATUS, Pack
from standards.rules.requirement import Requirement
from standards.rules.rule_text import limit_text
from standards.text import Text
from standards.variants.overlay import Overlay, Tightening


@dataclass(frozen=True, slots=True)
class WithoutEffect:
    """A tightening that the pack makes superfluous: it is laxer, or just as strict. The pack's own value stays."""

    overlay_id: str
    requirement_id: str
    why: Literal["laxer", "equal"]
    text: Text


def tightened_ids(pack: Pack, requirement_id: str) -> frozenset[str]:
    """The requirement, and the rows that work out its readings: they must say the same limit."""
    ids = {requirement_id}
    for one in pack.requirements:
        if one.id == requirement_id and one.readings is not None:
            ids |= {one.readings.lenient.requirement, one.readings.strict.requirement}
    return frozenset(ids)


def can_be_tightened(rule: Requirement, pack: Pack) -> bool:
    """Tell whether a requirement has one number that can be sharpened, set or made a demand."""
    if rule.id in pack.variants:
        return False
    rows = [one for one in pack.requirements if one.id in tightened_ids(pack, rule.id)]
    return all(one.op == rule.op and _has_one_number(one) for one in rows)


def _has_one_number(rule: Requirement) -> bool:
    return rule.op in ("<=", ">=") and not rule.sides and (rule.value_open or isinstance(rule.value, float))


def is_stricter(value: float, rule: Requirement, pack: Pack) -> bool:
    """Tell whether a value demands more than the rule as it stands: a sharper limit, or a demand for an advice."""
    if rule.value_open:
        return True
    if value == rule.limit:
        return rule.severity != "breach" and rule.id not in pack.variants
    return value < rule.limit if rule.op == "<=" else value > rule.limit


def misfits(pack: Pack, overlay: Overlay) -> tuple[str, ...]:
    """List why an overlay cannot be laid over a pack; empty: it can. Each names the row and the remedy."""
    if overlay.base != pack.id:
        return (f"{overlay.id}: is made for {overlay.base}, not for {pack.id}",)
    found = [problem for row in overlay.tightens for problem in _misfits_of(row, pack)]
    if pack.legal_status in CITABLE_STATUS:
        references = {row.requirement: row.reference for row in overlay.tightens}
        references |= {row.id: row.reference for row in overlay.adds}
        without = [name for name, reference in references.items() if not reference.eli_url]
        found += [f"{name}: a rule of law needs the address of its text (eli_url)" for name in without]
    return tuple(f"{overlay.id}: {problem}" for problem in found)


def _misfits_of(row: Tightening, pack: Pack) -> Iterator[str]:
    versions = [one for one in pack.requirements if one.id == row.requirement]
    if not versions:
        yield f"there is no requirement {row.requirement!r} in {pack.id}; correct its name, or add a rule of its own"
    for one in versions:
        if not can_be_tightened(one, pack):
            yield f"{row.requirement}: has no single number to tighten; add a rule of its own instead"
        elif row.unit != one.unit:
            yield f"{row.requirement}: unit {row.unit!r}, but it is in {one.unit!r}"


def without_effect(pack: Pack, overlay: Overlay) -> tuple[WithoutEffect, ...]:
    """List the tightenings that no version of the requirement in their time is laxer than, and say so."""
    return tuple(found for row in overlay.tightens if (found := _superfluous(row, pack, overlay)) is not None)


def _superfluous(row: Tightening, pack: Pack, overlay: Overlay) -> WithoutEffect | None:
    starts, ends = overlay.window(row)
    there = [
        one
        for one in pack.requirements
        if one.id == row.requirement
        and (pack.validity(one)[1] is None or starts < (pack.validity(one)[1] or starts))
        and (ends is None or (pack.validity(one)[0] or starts) < ends)
    ]
    if not there or any(is_stricter(row.value, one, pack) for one in there):
        return None
    own = there[-1]
    local, national = limit_text(own.op, row.value, own.unit), limit_text(own.op, own.limit, own.unit)
    label, equal = measure_named(own.measure).label, row.value == own.limit
    da = "er det samme som" if equal else "er lempeligere end"
    en = "is the same as" if equal else "is laxer than"
    return WithoutEffect(
        overlay.id,
        row.requirement,
        "equal" if equal else "laxer",
        Text(
            f"{label.da}: {local.da} {da} regelsættets {national.da}. Regelsættets værdi gælder fortsat.",
            f"{label.en}: {local.en} {en} the pack's {national.en}. The pack's value stays.",
        ),
    )
