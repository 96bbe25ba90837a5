"""The evaluation of the register's own visits as plain lines for a terminal, in English."""

from typing import Any

from inspection.risk.evaluation.printing import TITLES

ARMS = {
    "random": "drawn at random",
    "explored": "drawn, never inspected",
    "targeted": "chosen by score",
    "follow_up": "follow-ups",
    "other": "other reasons",
}
RANKINGS = {
    "model": "the score",
    "last_result": "last result",
    "employer_before": "employer's breaches",
    "chance": "chance",
}
BIASED = "These visits were chosen by a score, so the figures are biased by that choice: a floor for no claim."
NAMES = {"municipality": "municipality", "sector": "sector", "kind": "kind of dwelling"}


def printed_register(document: dict[str, Any]) -> list[str]:
    """Visits by arm, rankings, calibration, groups, drift and effect; what cannot be told says why."""
    visits = document["visits"]
    lines = [
        f"Visits {document['from']} to {document['to']}, weights {document['weights_version']}:"
        f" {visits['ended']} ended, {visits['judged']} judged.",
        *[_share(f"  {ARMS[one['arm']]:28}", one) for one in document["arms"]],
        f"  {'lift (by score / at random)':28}{told(document['lift'], 2)}",
    ]
    if visits["undeclared"]:
        lines.append(
            f"  {visits['undeclared']} visits to housing that nobody had declared the day before are left out."
        )
    if not visits["ended"]:
        return [*lines, "There are no visits in this period: nothing to evaluate."]
    lines += ["", "Visits drawn at random (the figures to rely on)", *_evaluation(document["random"], 50)]
    if document["all"] is not None:
        lines += ["", "All judged visits, at random and by score", BIASED, *_evaluation(document["all"], 1)]
        lines += _groups(document["all"]["groups"])
    lines += ["", "Hit rate by risk group, all judged visits (must rise with the group)"]
    lines += [_share(f"  group {one['group']:<22}", one) for one in document["bands"]]
    return [*lines, *_calibration(document["calibration"]), *_drift(document["drift"]), *_effect(document["effect"])]


def told(one: dict[str, Any], digits: int = 3) -> str:
    """A figure with its interval, or why there is none."""
    if one["value"] is None:
        return str(one.get("reason", ""))
    if one["low"] is None:
        return f"{one['value']:.{digits}f} (no interval)"
    return f"{one['value']:.{digits}f} ({one['low']:.{digits}f} to {one['high']:.{digits}f})"


def _share(head: str, one: dict[str, Any]) -> str:
    return f"{head}{one['n']:>6} visits, {one['breaches']:>5} with a breach, {told(one['hit_rate'])}"


def _evaluation(found: dict[str, Any] | None, fewest: int) -> list[str]:
    if found is None:
        return [f"  Too few: under {fewest} visits."]
    names = list(found["rankings"])
    lines = [f"  {'':24}" + "".join(f"{RANKINGS[name]:>26}" for name in names)]
    for metric, title in TITLES.items():
        digits = 2 if metric in ("lift", "days_earlier") else 3
        every = [found["rankings"][name][metric] for name in names]
        cells = ["-" if one["value"] is None else told(one, digits) for one in every]
        lines.append(f"  {title:24}" + "".join(f"{cell:>26}" for cell in cells))
    lines += [_difference(other, of) for other, of in found["model_minus"].items()]
    lines.append(
        f"  {found['visits']} visits, capacity {found['capacity']:.0%} = {found['slots']};"
        f" intervals 95 %, {found['resamples']} draws of dwellings, seed {found['seed']}."
    )
    return lines


def _difference(other: str, of: dict[str, Any]) -> str:
    area = of["area_under_curve"]
    verdict = ""
    if area["low"] is not None:
        verdict = ": better" if area["low"] > 0 else ": worse" if area["high"] < 0 else ": cannot be told apart"
    return f"  AUC of the score minus {RANKINGS[other]}: {told(area)}{verdict}"


def _groups(groups: dict[str, list[dict[str, Any]]]) -> list[str]:
    lines = []
    for name, rows in groups.items():
        lines += ["", f"By {NAMES[name]}, in the order of its code (never a ranking)"]
        lines += [
            f"  {one['value'] or 'unknown':22}{one['visits']:>6} visits  "
            + ("too few" if one["too_few"] else f"hit rate {told(one['hit_rate'])}  recall {told(one['recall'])}")
            for one in rows
        ]
    return lines


def _calibration(found: dict[str, Any]) -> list[str]:
    if "reason" in found:
        return ["", f"Calibration: {found['reason']}"]
    return [
        "",
        f"Calibration: points turned into probabilities on {found['learned_on']} earlier visits, tried on"
        f" {found['tested_on']} later ones",
        f"  Brier score {told(found['brier'], 4)}, base rate alone {found['brier_of_base_rate']:.4f}",
        f"  intercept {told(found['intercept'])}, slope {told(found['slope'])} (right: 0 and 1)",
        *[f"  {one['visits']:>6}  {one['predicted']:.3f}  {told(one['observed'])}" for one in found["bins"]],
    ]


def _drift(found: dict[str, Any]) -> list[str]:
    lines = ["", f"Drift of the register from {found['before']} to {found['after']} (stability index; 0.25 is much)"]
    lines += [
        f"  {one['feature']:32}" + ("too few" if one["index"] is None else f"{one['index']:.3f} {one['shift']}")
        for one in found["features"]
    ]
    return [*lines, "Hit rate by half-year", *[_share(f"  {one['label']:28}", one) for one in found["half_years"]]]


def _effect(found: dict[str, Any]) -> list[str]:
    return [
        "",
        "Effect of a visit, measured later",
        _share(f"  {'breach again at the next':28}", found["again"]),
        _share(f"  {'remedy told within a year':28}", found["remedied"]).replace("with a breach", "with a remedy"),
        _share(f"  {'at random, visited before':28}", found["visited_before"]),
        _share(f"  {'at random, never visited':28}", found["never_visited"]),
        f"  {'difference':28}{told(found['difference'])}",
    ]
