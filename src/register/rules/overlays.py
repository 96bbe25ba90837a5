"""A local value as an overlay of the standards, and as cases that show it. Pure."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from register.rules.models import LocalRule
from standards.casework.boundary import BoundaryCase, boundary_cases, differing, disturbed
from standards.measures.registry import measure_named
from standards.rules.issuer import Issuer
from standards.rules.pack import Pack
from standards.rules.requirement import Reference, Requirement
from standards.rules.rule_text import named_limit
from standards.text import Text
from standards.variants.fitting import tightened_ids
from standards.variants.laying import overlaid
from standards.variants.overlay import Overlay, Tightening


def overlay_of(rule: LocalRule) -> Overlay:
    """The overlay that a local value stands for. Its text is read by its approver, so its values count as read (V)."""
    name = f"dk-{rule.issuer_id.lower()}-{rule.id.hex[:8]}"
    sited: dict[str, Any] = {
        "reference": Reference(title=rule.reference_title, section=rule.reference_section, eli_url=rule.reference_url),
        "confidence": "V",
        "source_sites": (urlsplit(rule.reference_url).netloc or rule.issuer_name,),
    }
    tightens = () if rule.requirement_id is None else (_tightening(rule, rule.requirement_id, sited),)
    return Overlay(
        id=name,
        base=rule.base_pack_id,
        issuer=issuer_of(rule),
        version="1",
        valid_from=rule.valid_from,
        valid_to=rule.valid_to,
        ended_on=rule.ended_on,
        tightens=tightens,
        adds=() if tightens else (_own(rule, name, sited),),
    )


def issuer_of(rule: LocalRule) -> Issuer:
    """Who sets the value."""
    name = Text(rule.issuer_name, rule.issuer_name)
    return Issuer(kind=rule.issuer_kind.value, id=rule.issuer_id, name=name, parties=tuple(rule.parties))


def _tightening(rule: LocalRule, requirement_id: str, sited: dict[str, Any]) -> Tightening:
    return Tightening(requirement=requirement_id, value=rule.value, unit=rule.unit, **sited)


def _own(rule: LocalRule, name: str, sited: dict[str, Any]) -> Requirement:
    value: float | bool = bool(rule.value) if rule.op == "is" else rule.value
    told = named_limit(rule.measure, rule.op, value, rule.unit)
    sentence = Text(f"{told.da}.", f"{told.en}.")
    return Requirement.model_validate(
        sited
        | {
            "id": f"{name}.{rule.measure.rpartition('.')[2]}",
            "measure": rule.measure,
            "op": rule.op,
            "value": value,
            "unit": rule.unit,
            "rounding": "ceil" if measure_named(rule.measure).kind == "fixtures" else None,
            "severity": "breach",
            "text": sentence,
            "remedy": sentence,
        }
    )


def concerned(pack: Pack, overlay: Overlay) -> frozenset[str]:
    """The requirements that an overlay changes or adds."""
    tightened = [one for row in overlay.tightens for one in tightened_ids(pack, row.requirement)]
    return frozenset(tightened) | {one.id for one in overlay.adds}


def try_out(pack: Pack, overlay: Overlay) -> dict[str, Any]:
    """Try a value before anyone approves it, as it will stand on its first day.

    Cases on both sides of it must come out as plain arithmetic says, and no other rule may come out otherwise than
    without it: on those dwellings, and in the cases that come with the pack. Raises ``PackError`` where the overlay
    does not fit the pack.
    """
    merged, as_of = overlaid(pack, [overlay]), overlay.valid_from
    names = concerned(pack, overlay)
    shown = [row.requirement for row in overlay.tightens] + [row.id for row in overlay.adds]
    cases = [case for name in shown for case in boundary_cases(merged, name, as_of=as_of)]
    timeless = {"valid_from": date(1900, 1, 1), "valid_to": None, "ended_on": None}  # cases come with days of their own
    always = overlaid(pack, [overlay.model_copy(update=timeless)])
    shipped, count = disturbed(pack, always, names)
    others = (*differing(pack, merged, names, as_of=as_of), *shipped)
    return {
        "base_hash": pack.content_hash,
        "overlay_hash": overlay.content_hash,
        "as_of": as_of.isoformat(),
        "passed": all(case.passed for case in cases) and not others,
        "cases": [_told(case, merged, as_of) for case in cases],
        "others": list(others),
        "shipped": count,
        "compared": len(merged.in_force(as_of)) - len(names),
    }


def _told(case: BoundaryCase, pack: Pack, as_of: date) -> dict[str, Any]:
    rule = pack.requirement(case.requirement_id, as_of)
    return {
        "requirement": case.requirement_id,
        "measure": rule.measure,
        "unit": rule.unit,
        "shows": case.shows,
        "expected": case.expected.value,
        "found": None if case.found is None else case.found.value,
        "measured": case.measured,
        "residents": None if case.facts is None else case.facts.residents,
        "passed": case.passed,
    }
