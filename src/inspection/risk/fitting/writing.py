"""A learned set as YAML: the text of the set in force with other points, and a reason that says what it rests on."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import yaml

from inspection.risk.evaluation.metrics import Estimate
from inspection.risk.fitting.trying import DECIDING, Fitted
from inspection.risk.weights.factors import Factor, Scale
from inspection.risk.weightsets.comparing import compare

AUTHOR = "husly risk fit"
WIDTH = 116


def version_on(day: date, taken: frozenset[str] | set[str]) -> str:
    """A version that no set has yet: fit-2026-11-22, then fit-2026-11-22-2 and so on."""
    first = f"fit-{day.isoformat()}"
    number = 1
    while (name := first if number == 1 else f"{first}-{number}") in taken:
        number += 1
    return name


def yaml_of(fitted: Fitted, base_text: str, *, version: str, on: date) -> str:
    """The proposal as YAML that ``parse_weights`` reads: the base with other points, limits of groups and head."""
    content: dict[str, Any] = yaml.safe_load(base_text)
    content |= {"version": version, "valid_from": on, "author": AUTHOR, "reason": reason_of(fitted)}
    content["groups"] = list(fitted.proposal.group_limits)
    if "changes" in content:
        content["changes"] = changes_of(fitted)
    points = {factor.key: factor for factor in fitted.proposal.factors}
    content["factors"] = [_with_points(entry, points[entry["key"]]) for entry in content["factors"]]
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=WIDTH)


def _with_points(entry: Mapping[str, Any], factor: Factor) -> dict[str, Any]:
    written = dict(entry) | {"unknown": factor.unknown_points}
    if factor.scale is Scale.CHOICES:
        given = {choice.value: choice.points for choice in factor.choices}
        written["choices"] = {
            value: told | {"points": given[value]} if isinstance(told, dict) else given[value]
            for value, told in entry["choices"].items()
        }
        return written
    given_steps = dict(factor.steps)
    scale = factor.scale.value
    written[scale] = {limit: given_steps[float(limit)] for limit in entry[scale]}
    return written


def changes_of(fitted: Fitted) -> list[dict[str, str]]:
    """What changed against the set in force, factor by factor, and why."""
    why = f"Learned from {fitted.visits} ended visits from {fitted.first_on} to {fitted.last_on}."
    return [
        {"what": f"{one.key}: at most {one.max_after} points, before {one.max_before}", "why": why}
        for one in compare(fitted.base, fitted.proposal)
        if one.changes
    ]


def reason_of(fitted: Fitted) -> str:
    """How many visits, which period, how good with intervals, and what the rates are not."""
    found, less = fitted.evaluation.rankings, fitted.evaluation.differences
    area, last, chance = found["model"][DECIDING], less["last_result"][DECIDING], less["chance"][DECIDING]
    weighing = (
        (
            "De tilfældigt udtrukne besøg vejer for de boliger, der ikke blev besøgt.",
            "Visits drawn at random weigh more.",
        )
        if fitted.weighted
        else ("Besøgene er ikke vægtet.", "The visits are not weighted.")
    )
    return (
        f"Lært af {fitted.visits} afsluttede besøg fra {fitted.first_on} til {fitted.last_on}; {fitted.breaches} fandt "
        f"en overtrædelse. Andelen gælder valgte boliger, ikke alle. {weighing[0]} Prøvet på besøgene fra "
        f"{fitted.learned_before}: AUC {_figure(area)}, mod seneste resultat {_figure(last)}, mod tilfældig orden "
        f"{_figure(chance)} (95 %-intervaller). / Learned from {fitted.visits} ended visits, {fitted.breaches} with a "
        f"breach; the rate is that of chosen housing, not of all. {weighing[1]} Tried on the visits from "
        f"{fitted.learned_before} on; figures with 95 % intervals."
    )


def _figure(one: Estimate) -> str:
    if one.value is None:
        return "–"
    if one.low is None or one.high is None:
        return f"{one.value:.3f}"
    return f"{one.value:.3f} ({one.low:.3f} – {one.high:.3f})"
