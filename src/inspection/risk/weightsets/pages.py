"""The state of the pages of weight sets: what their templates show, and what the reader may do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from husly.kit.access import Actor, Permission, Subject, may
from husly.kit.i18n import format_date, language
from inspection.risk.weights import delivered_versions, load_weights
from inspection.risk.weights.factors import Weights
from inspection.risk.weightsets.comparing import FactorChange, compare
from inspection.risk.weightsets.effects import Moves
from inspection.risk.weightsets.measured import Measured
from inspection.risk.weightsets.models import WeightSet, WeightSetOrigin, WeightSetState
from inspection.risk.weightsets.presenters import (
    FactorRow,
    SetRow,
    factor_row,
    group_words,
    move_rows,
    stored_row,
)

COUNTRY = Subject()


@dataclass(frozen=True)
class WeightsListPage:
    """Every set with its history, and the form for a set of one's own. ``errors`` are what is wrong with it."""

    stored: Sequence[WeightSet]
    adopted: WeightSet | None
    in_force: Weights | None
    actor: Actor
    today: date
    switched_on: bool
    errors: Mapping[str, str] = field(default_factory=dict)
    problems: Sequence[str] = ()
    reason: str = ""

    @cached_property
    def rows(self) -> list[SetRow]:
        """Proposals and decisions, the newest first."""
        return [stored_row(row, self.adopted, self.today) for row in self.stored]

    @cached_property
    def delivered(self) -> list[Weights]:
        """The sets that come with Husly, the newest first."""
        return sorted(map(load_weights, delivered_versions()), key=lambda one: one.valid_from, reverse=True)

    @property
    def counts_since(self) -> str:
        """From which day the set in force counts."""
        if self.adopted is not None and self.adopted.valid_from is not None:
            return format_date(self.adopted.valid_from)
        return "" if self.in_force is None else format_date(self.in_force.valid_from)

    @property
    def newer_delivered(self) -> str:
        """A delivered set that has begun since the adopted one, for a person to consider; empty when there is none."""
        if self.adopted is None or self.adopted.valid_from is None:
            return ""
        newest = self.delivered[0]
        waits = self.adopted.valid_from < newest.valid_from <= self.today
        return newest.version if waits else ""

    @property
    def may_propose(self) -> bool:
        """Whether the reader may send a set."""
        return self.switched_on and may(self.actor, Permission.READ_RISK, COUNTRY)


@dataclass(frozen=True)
class WeightSetPage:
    """One set, beside another when ``beside`` is given. ``history`` are the rows of this version, newest first."""

    weights: Weights
    beside: Weights | None
    history: Sequence[WeightSet]
    adopted: WeightSet | None
    in_force_version: str
    counted: bool
    versions: Sequence[str]
    moves: Moves | None
    actor: Actor
    today: date
    switched_on: bool

    @cached_property
    def changes(self) -> tuple[FactorChange, ...]:
        """Factor by factor against the other set, or against itself."""
        return compare(self.beside or self.weights, self.weights)

    @cached_property
    def rows(self) -> list[FactorRow]:
        """The factors; those that differ first when two sets are compared."""
        if self.beside is None:
            return [factor_row(one, compared=False) for one in self.changes]
        ordered = sorted(self.changes, key=lambda one: not one.changes)
        return [factor_row(one, compared=True) for one in ordered]

    @property
    def differing(self) -> int:
        """How many factors differ from the other set."""
        return sum(one.changes for one in self.changes)

    @property
    def groups(self) -> list[tuple[str, str]]:
        """The groups of this set."""
        return group_words(self.weights.group_limits)

    @property
    def groups_beside(self) -> list[tuple[str, str]]:
        """The groups of the other set, where they differ."""
        other = self.beside
        return (
            [] if other is None or other.group_limits == self.weights.group_limits else group_words(other.group_limits)
        )

    @property
    def set_rows(self) -> list[SetRow]:
        """The history of this version."""
        return [stored_row(row, self.adopted, self.today) for row in self.history]

    @property
    def proposal(self) -> WeightSet | None:
        """The proposal that awaits a decision."""
        return next((row for row in self.history if row.state is WeightSetState.PROPOSED), None)

    @property
    def is_fitted(self) -> bool:
        """Whether it was learned from visits."""
        return any(row.origin is WeightSetOrigin.FITTED for row in self.history)

    @property
    def is_delivered(self) -> bool:
        """Whether it comes with Husly."""
        return self.weights.version in delivered_versions()

    @property
    def measured(self) -> Measured | None:
        """What the fit measured."""
        document = next((row.evaluation for row in self.history if row.evaluation), None)
        return None if document is None else Measured(document)

    @property
    def move_rows(self) -> list[tuple[str, list[str]]]:
        """From group to group."""
        return [] if self.moves is None else move_rows(self.moves)

    @property
    def is_in_force(self) -> bool:
        """Whether it counts today."""
        return self.weights.version == self.in_force_version

    @property
    def is_proposer(self) -> bool:
        """Whether the reader proposed it."""
        return self.proposal is not None and self.proposal.proposed_by == self.actor.id

    @property
    def may_adopt(self) -> bool:
        """Whether the reader has the right to decide."""
        return self.switched_on and may(self.actor, Permission.ADOPT_WEIGHTS, COUNTRY)

    @property
    def may_go_back(self) -> bool:
        """Whether the set can be taken up again by the reader."""
        return self.may_adopt and self.proposal is None and not self.is_in_force and self.counted

    @property
    def references_language(self) -> str:
        """References are Danish, as the law is."""
        return "" if language() == "da" else "da"
