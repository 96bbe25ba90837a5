"""Two weight sets side by side, factor by factor; pure."""

from dataclasses import dataclass

from inspection.risk.weights.factors import Factor, Scale, Weights

Value = str | bool | float | None
"""A choice, a limit, or None for not knowing."""


@dataclass(frozen=True, slots=True)
class Points:
    """What one value of a factor gives before and after; None where a set does not have the value."""

    value: Value
    before: int | None
    after: int | None

    @property
    def changes(self) -> bool:
        """Whether the sets differ here."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class FactorChange:
    """One factor in two sets; None where a set does not have it."""

    key: str
    before: Factor | None
    after: Factor | None

    @property
    def factor(self) -> Factor:
        """The factor as it reads now, else as it read."""
        factor = self.after or self.before
        assert factor is not None  # noqa: S101 - a change has at least one side
        return factor

    @property
    def max_before(self) -> int:
        """The most points it could give; 0 where it was not there."""
        return 0 if self.before is None else self.before.max_points

    @property
    def max_after(self) -> int:
        """The most points it can give; 0 where it is gone."""
        return 0 if self.after is None else self.after.max_points

    @property
    def points(self) -> tuple[Points, ...]:
        """Every value of either set, the weightiest of the newer first, not knowing last."""
        before, after = points_table(self.before), points_table(self.after)
        ordered = [value for value in (*after, *(one for one in before if one not in after)) if value is not None]
        return tuple(Points(value, before.get(value), after.get(value)) for value in (*ordered, None))

    @property
    def rereads(self) -> bool:
        """Whether it says or rests on something else: words, feature, source, strength, direction."""
        return self.before is not None and self.after is not None and _words(self.before) != _words(self.after)

    @property
    def changes(self) -> bool:
        """Whether the sets differ in this factor."""
        return self.rereads or any(one.changes for one in self.points)


def points_table(factor: Factor | None) -> dict[Value, int]:
    """Points by value: choices or limits, the weightiest first, and None for not knowing."""
    if factor is None:
        return {}
    if factor.scale is Scale.CHOICES:
        table: dict[Value, int] = {
            choice.value: choice.points for choice in sorted(factor.choices, key=lambda one: -one.points)
        }
    else:
        table = dict(factor.steps)
    return table | {None: factor.unknown_points}


def _words(factor: Factor) -> tuple[object, ...]:
    named = tuple(sorted((str(one.value), one.da, one.en) for one in factor.choices))
    sentences = (factor.da, factor.en, factor.da_unknown, factor.en_unknown, factor.da_infinite, factor.en_infinite)
    basis = (factor.feature, factor.risk_id, factor.status, factor.source, factor.reference, factor.scale)
    return (*sentences, *basis, named, factor.percent, factor.withheld)


def compare(before: Weights, after: Weights) -> tuple[FactorChange, ...]:
    """Every factor of either set, in the order of the newer one, those that are gone last."""
    old, new = ({factor.key: factor for factor in one.factors} for one in (before, after))
    return tuple(FactorChange(key, old.get(key), new.get(key)) for key in new | old)
