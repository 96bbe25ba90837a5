"""What changed from one weight set to the next."""

from collections.abc import Sequence
from dataclasses import dataclass

from inspection.risk.weights.factors import Factor, Weights


@dataclass(frozen=True)
class Change:
    """One factor that is new, gone or counted otherwise; points are the most that it can give, None where it is not."""

    factor: Factor
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Version:
    """A weight set beside the one before it; ``is_first`` where there is none."""

    weights: Weights
    changes: tuple[Change, ...]
    groups_changed: bool
    is_first: bool


def versions(sets: Sequence[Weights]) -> list[Version]:
    """Weight sets, the newest first, each with what it changed."""
    ordered = sorted(sets, key=lambda one: (one.valid_from, one.version))
    before: list[Weights | None] = [None, *ordered[:-1]]
    return [_version(one, earlier) for one, earlier in zip(ordered, before, strict=True)][::-1]


def _version(weights: Weights, earlier: Weights | None) -> Version:
    if earlier is None:
        return Version(weights, (), groups_changed=False, is_first=True)
    return Version(
        weights,
        tuple(_changes(earlier, weights)),
        groups_changed=earlier.group_limits != weights.group_limits,
        is_first=False,
    )


def _changes(earlier: Weights, later: Weights) -> list[Change]:
    old = {one.key: one for one in earlier.factors}
    new = {one.key: one for one in later.factors}
    found = [Change(one, None, one.max_points) for key, one in new.items() if key not in old]
    found += [
        Change(one, old[key].max_points, one.max_points)
        for key, one in new.items()
        if key in old and _points(old[key]) != _points(one)
    ]
    return found + [Change(one, one.max_points, None) for key, one in old.items() if key not in new]


def _points(factor: Factor) -> object:
    """All that decides how much a factor gives, words left out."""
    return (
        factor.feature,
        factor.scale,
        frozenset((choice.value, choice.points) for choice in factor.choices),
        factor.steps,
        factor.unknown_points,
    )
