"""A benchmark as a document (JSON) and as lines for a terminal, in English."""

import itertools
from typing import Any

from inspection.risk.evaluation.evaluating import MODEL
from inspection.risk.evaluation.printing import document_of as evaluation_document
from inspection.risk.evaluation.printing import printed as printed_evaluation
from inspection.risk.learning.additive import AdditiveModel, Term
from inspection.risk.learning.benchmark import SINGLE, Benchmark

MOST_TERMS = 12
TOO_GOOD, MOST_SUSPECTS = 0.97, 8
"""An AUC that no forecast of inspections is known to have reached; published ones lie between 0.6 and 0.85."""

HEADLINES = {
    "auc": "area_under_curve",
    "average_precision": "average_precision",
    "precision_at_capacity": "precision",
    "recall_at_capacity": "recall",
    "days_earlier": "days_earlier",
    "first_half_share": "first_half_share",
}


def document_of(one: Benchmark) -> dict[str, Any]:
    """Everything that came out, as plain values: the figures that matter first, then where they come from."""
    evaluation = evaluation_document(one.evaluation)
    model = evaluation["rankings"]["model"]
    train = one.prepared.train
    return {
        **{name: model[metric] for name, metric in HEADLINES.items()},
        "beats": {name: _beats(found) for name, found in evaluation["model_minus"].items()},
        "task": {
            "label": one.task.label,
            "date": one.task.day,
            "train_before": one.task.train_before.isoformat(),
            "group": one.task.group,
            "train_rows": int(train.sum()),
            "test_rows": int((~train).sum()),
            "train_rate": _rate(one, learned=True),
            "test_rate": _rate(one, learned=False),
        },
        "columns": list(one.prepared.features.columns),
        "refused": [{"column": name, "reason": why} for name, why in one.prepared.refused.items()],
        "notes": [*one.prepared.notes, *_verdict(one)],
        "best_single_column": one.single,
        "model": model_document(one.model),
        "evaluation": evaluation,
    }


def model_document(model: AdditiveModel) -> dict[str, Any]:
    """The model as plain values: each term with what each band adds (log-odds) and its standard error."""
    return {
        "kind": "additive, log-odds",
        "intercept": model.intercept,
        "penalty": model.chosen.strength,
        "adapted": model.chosen.adapted,
        "penalty_chosen": model.chosen.reason,
        "tried": [
            {"penalty": strength, "adapted": adapted, "auc": auc, "average_precision": precision}
            for strength, adapted, auc, precision in model.chosen.tried
        ],
        "terms": [_term(term) for term in heaviest(model)],
    }


def heaviest(model: AdditiveModel) -> list[Term]:
    """The terms, those that add most to the differences between rows first."""
    return sorted(model.terms, key=lambda term: (-term.spread, term.column))


def _term(term: Term) -> dict[str, Any]:
    effects = zip(term.effects, term.std_errors, strict=True)
    names = bands_in_words(term)
    return {
        "column": term.column,
        "kind": term.kind,
        "spread": term.spread,
        "bands": [
            {"value": name, "adds": effect, "std_error": error}
            for name, (effect, error) in zip(names, effects, strict=True)
        ],
        "unknown": {"adds": term.unknown, "std_error": term.unknown_std_error},
    }


def bands_in_words(term: Term) -> list[str]:
    """What each band of a term holds: ``up to 8``, ``above 8 to 12``, a level's name, ``others``."""
    if term.kind == "number":
        limits = [f"{limit:g}" for limit in term.limits]
        between = [f"above {low} to {high}" for low, high in itertools.pairwise(limits)]
        return [f"up to {limits[0]}", *between, f"above {limits[-1]}"]
    if term.kind == "category":
        return [*term.levels, "others"]
    return [f"cell {place + 1}" for place in range(len(term.effects))]


def printed(one: Benchmark) -> list[str]:
    """The whole as lines: what was used, refused and found, and what the model looks at most."""
    train = one.prepared.train
    lines = [
        f"Learned from {int(train.sum())} visits before {one.task.train_before} ({_rate(one, learned=True):.1%} with a"
        f" breach), judged on {int((~train).sum())} from then on ({_rate(one, learned=False):.1%})."
    ]
    lines += [f"Refused: {name}: {why}." for name, why in one.prepared.refused.items()]
    lines += [f"Note: {note}" for note in (*one.prepared.notes, *_verdict(one))]
    lines += ["", *printed_evaluation(one.evaluation), "", "What the model looks at most (log-odds added):"]
    for term in heaviest(one.model)[:MOST_TERMS]:
        low, high = min(term.effects), max(term.effects)
        lines.append(f"  {term.column:<40.40} {low:+.2f} to {high:+.2f}, unknown {term.unknown:+.2f}")
    return lines


def _verdict(one: Benchmark) -> list[str]:
    """Whether anything was gained over the best column alone, or more than can be true, in words."""
    reached = one.evaluation.rankings[MODEL]["area_under_curve"].value
    if reached is not None and reached >= TOO_GOOD:
        suspects = ", ".join(term.column for term in heaviest(one.model)[:MOST_SUSPECTS])
        return [
            f"Too good to be true (AUC {reached:.3f}): together the columns probably hold what the visit itself found. "
            f"Leave out what is known only after it; these weigh most: {suspects}."
        ]
    if one.only_single:
        return [f"All columns together ranked later years no better than {one.single} alone, which was taken alone."]
    rival = SINGLE if SINGLE in one.evaluation.differences else next(iter(one.evaluation.differences), None)
    if rival is None:
        return []
    found = one.evaluation.differences[rival]["area_under_curve"]
    if found.low is None or found.low <= 0:
        return ["The gain over the best simple ranking is not proven: its interval holds 0. Do not call it learning."]
    return []


def _beats(found: dict[str, Any]) -> dict[str, bool]:
    return {name: (found[metric]["low"] or 0) > 0 for name, metric in HEADLINES.items() if metric in found}


def _rate(one: Benchmark, *, learned: bool) -> float:
    part = one.prepared.train if learned else ~one.prepared.train
    return float(one.prepared.outcome.filter(part).to_numpy().mean())
