"""Evidence as it is stored with a pair and printed by the command: masked, without keys."""

from datetime import date
from typing import Any

from inspection.reregistered.linking import SUCCESSION, Evidence, Held, Pair

Document = dict[str, Any]


def evidence_document(one: Evidence) -> Document:
    """One piece of evidence as JSON."""
    return {
        "kind": one.kind.value,
        "near": one.near,
        "firms": one.firms,
        "points": one.points,
        "gap_days": one.gap_days,
        "mark": one.mark,
        "first": _held(one.first),
        "second": _held(one.second),
    }


def _held(held: Held) -> Document:
    return {
        "shown": held.shown,
        "from_on": held.from_on.isoformat(),
        "to_on": None if held.to_on is None else held.to_on.isoformat(),
        "known_on": held.known_on.isoformat(),
        "origins": [[origin.value, note] for origin, note in held.origins],
    }


def marks_of(evidence: list[Document], parts: dict[str, int]) -> set[str]:
    """What a decision weighs: the marks of the evidence, and whether one firm ended as the other began."""
    return {str(one["mark"]) for one in evidence} | ({SUCCESSION} & set(parts))


def pair_document(pair: Pair, names: dict[Any, tuple[str, str]], *, with_points: bool = True) -> Document:
    """A pair as the command prints it; ``names`` are (name, number) by employer. Without the score no points."""
    sides = {side: dict(zip(("name", "number"), names[one], strict=True)) for side, one in _sides(pair)}
    evidence = [evidence_document(one) for one in pair.evidence]
    if not with_points:
        for one in evidence:
            del one["points"]
        return sides | {"parts": list(pair.parts), "succession_days": pair.succession_days, "evidence": evidence}
    return sides | {
        "strength": pair.strength,
        "parts": dict(pair.parts),
        "succession_days": pair.succession_days,
        "evidence": evidence,
    }


def _sides(pair: Pair) -> list[tuple[str, Any]]:
    return [("first", pair.first), ("second", pair.second)]


def day(text: str | None) -> date | None:
    """A stored day."""
    return None if text is None else date.fromisoformat(text)
