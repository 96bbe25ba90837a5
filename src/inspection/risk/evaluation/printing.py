"""An evaluation as a document (JSON) and as plain lines for a terminal, in English."""

from collections.abc import Mapping
from typing import Any

from inspection.risk.evaluation.calibration import Calibration
from inspection.risk.evaluation.evaluating import MODEL, SHARES, Evaluation
from inspection.risk.evaluation.grouping import GroupResult
from inspection.risk.evaluation.metrics import Estimate

TITLES = {
    "area_under_curve": "AUC",
    "average_precision": "average precision",
    "precision": "precision at capacity",
    "recall": "recall at capacity",
    "lift": "lift at capacity",
    "days_earlier": "days earlier",
    "first_half_share": "first-half share",
}
WIDE = 24
DIGITS = {"days_earlier": 2, "lift": 2}


def document_of(evaluation: Evaluation) -> dict[str, Any]:
    """The evaluation as plain values: every figure with low, high and, where something is missing, the reason."""
    return {
        "visits": evaluation.n,
        "breaches": evaluation.breaches,
        "units": evaluation.units,
        "weighted": evaluation.weighted,
        "hit_rate": _plain(evaluation.hit_rate),
        "capacity": evaluation.capacity,
        "slots": evaluation.slots,
        "resamples": evaluation.resamples,
        "resamples_asked": evaluation.asked_resamples,
        "seed": evaluation.seed,
        "rankings": {name: _all_plain(found) for name, found in evaluation.rankings.items()},
        "model_minus": {name: _all_plain(found) for name, found in evaluation.differences.items()},
        "first_half_share_as_visited": evaluation.actual_first_half,
        "curves": {
            "share_visited": list(SHARES),
            "share_of_breaches": {name: list(curve) for name, curve in evaluation.curves.items()},
        },
        "calibration": None if evaluation.calibration is None else _calibration(evaluation.calibration),
        "groups": {name: [_group(one) for one in found] for name, found in evaluation.groups.items()},
    }


def printed(evaluation: Evaluation) -> list[str]:
    """The evaluation as lines: the visits, a table of rankings, the differences, calibration, groups."""
    head = [
        f"{evaluation.n} visits of {evaluation.units} dwellings, {evaluation.breaches} with a breach"
        f" ({figure(evaluation.hit_rate)})" + (", weighted" if evaluation.weighted else "") + ".",
        f"Capacity {evaluation.capacity:.0%} = {evaluation.slots} visits. 95 % intervals from {evaluation.resamples}"
        f" draws of whole dwellings, seed {evaluation.seed}." + _fewer(evaluation),
    ]
    if not evaluation.n:
        return ["There are no visits to evaluate."]
    lines = [*head, "", *_table(evaluation.rankings, "ranking")]
    for other, found in evaluation.differences.items():
        lines += ["", f"{MODEL} minus {other}:"]
        lines += [
            f"  {TITLES[metric]:{WIDE}}{figure(one, metric, signed=True)}{_verdict(one)}"
            for metric, one in found.items()
        ]
    if evaluation.calibration is not None:
        lines += ["", *_calibration_lines(evaluation.calibration)]
    for name, groups in evaluation.groups.items():
        lines += ["", f"By {name.replace('_', ' ')} (not a ranking):", *[f"  {_group_line(one)}" for one in groups]]
    return lines


def figure(estimate: Estimate, metric: str = "", *, signed: bool = False) -> str:
    """A figure with its interval, or why there is none."""
    if estimate.value is None:
        return estimate.reason
    form = f"{'+' if signed else ''}.{DIGITS.get(metric, 3)}f"
    if estimate.low is None or estimate.high is None:
        return f"{estimate.value:{form}} (no interval)"
    return f"{estimate.value:{form}} ({estimate.low:{form}} to {estimate.high:{form}})"


def _fewer(evaluation: Evaluation) -> str:
    if evaluation.resamples == evaluation.asked_resamples:
        return ""
    return f" ({evaluation.asked_resamples} were asked for; fewer were made because there are so many visits.)"


def _table(rankings: Mapping[str, Mapping[str, Estimate]], label: str) -> list[str]:
    lines = []
    for name, found in rankings.items():
        lines += [f"{label} {name}:"]
        lines += [f"  {TITLES[metric]:{WIDE}}{figure(one, metric)}" for metric, one in found.items()]
    return lines


def _verdict(difference: Estimate) -> str:
    if difference.low is None or difference.high is None:
        return ""
    if difference.low > 0:
        return "  better"
    return "  worse" if difference.high < 0 else "  cannot be told apart"


def _calibration_lines(found: Calibration) -> list[str]:
    base = "" if found.brier_of_base_rate is None else f" (saying the base rate of all: {found.brier_of_base_rate:.4f})"
    lines = [
        f"Brier score {figure(found.brier)}{base}",
        f"calibration intercept {figure(found.intercept)}, slope {figure(found.slope)} (right: 0 and 1)",
        f"  {'visits':>8}  {'predicted':>9}  observed",
    ]
    return lines + [f"  {one.n:>8}  {one.predicted:>9.3f}  {figure(one.observed)}" for one in found.bins]


def _group_line(one: GroupResult) -> str:
    if one.too_few:
        return f"{one.value}: {one.n} visits; too few"
    return (
        f"{one.value}: {one.n} visits, hit rate {figure(one.hit_rate)}, recall {figure(one.recall)},"
        f" AUC {figure(one.area_under_curve)}"
    )


def _plain(one: Estimate) -> dict[str, Any]:
    found: dict[str, Any] = {"value": one.value, "low": one.low, "high": one.high}
    return found | {"reason": one.reason} if one.reason else found


def _all_plain(found: Mapping[str, Estimate]) -> dict[str, Any]:
    return {metric: _plain(one) for metric, one in found.items()}


def _calibration(found: Calibration) -> dict[str, Any]:
    return {
        "brier": _plain(found.brier),
        "brier_of_base_rate": found.brier_of_base_rate,
        "intercept": _plain(found.intercept),
        "slope": _plain(found.slope),
        "bins": [{"visits": one.n, "predicted": one.predicted, "observed": _plain(one.observed)} for one in found.bins],
    }


def _group(one: GroupResult) -> dict[str, Any]:
    figures = {"hit_rate": one.hit_rate, "recall": one.recall, "area_under_curve": one.area_under_curve}
    shown = {"value": one.value, "visits": one.n, "breaches": one.breaches, "too_few": one.too_few}
    return shown | _all_plain(figures)
