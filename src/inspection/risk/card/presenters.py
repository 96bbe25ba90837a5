"""The public score card as its page and its JSON show it: one state for both, made of the weights in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from husly.kit.i18n import gettext as _
from husly.kit.i18n import language
from inspection.risk.card import texts
from inspection.risk.card.evaluation_presenters import EvaluationShown
from inspection.risk.card.texts import Section
from inspection.risk.card.versions import Change, Version, versions
from inspection.risk.card.wording import PointLine, name_of, point_lines
from inspection.risk.presenters import GROUP_NAMES, SOURCE_NAMES, STATUS_NAMES
from inspection.risk.weights.factors import HIGHEST_SCORE, Factor, Weights

FORMAT = "husly-score-card-1"
"""Names the shape of the JSON; it changes when a key does."""


@dataclass(frozen=True)
class Contact:
    """Whom to ask: the authority as its letters name it."""

    name: str
    address: tuple[str, ...]
    phone: str
    email: str
    privacy_url: str


@dataclass(frozen=True)
class Practice:
    """How this installation uses the score."""

    random_share: float
    exploration_share: float
    tells_employers: bool


@dataclass(frozen=True)
class FactorRow:
    """One factor of the table."""

    factor: Factor
    name: str
    lines: Sequence[PointLine]
    source: str
    source_number: int
    status: str


@dataclass(frozen=True)
class GroupRow:
    """One of the four groups: its name, its first and last number of points."""

    name: str
    lowest: int
    highest: int


@dataclass(frozen=True)
class ScoreCard:
    """The card while a score is used."""

    weights: Weights
    known: Sequence[Weights]
    practice: Practice
    contact: Contact
    evaluation: EvaluationShown | None
    scored_on: date | None
    as_of: date

    @property
    def is_used(self) -> bool:
        """Whether a score is used here at all."""
        return True

    @cached_property
    def sections(self) -> dict[str, Section]:
        """The prose by key, in the order of the page."""
        practice = self.practice
        found = (
            texts.purpose(),
            texts.use(),
            texts.not_use(),
            texts.law(),
            texts.barred(),
            texts.barred_how(),
            texts.period(),
            texts.oversight(practice.random_share, practice.exploration_share),
            texts.limits(),
            texts.withheld(),
            texts.appeal(practice.tells_employers),
        )
        return {one.key: one for one in found}

    @cached_property
    def factors(self) -> list[FactorRow]:
        """Every factor, the one that can give most first."""
        numbers = {reference: number for number, reference in enumerate(self.sources, start=1)}
        return [
            FactorRow(
                factor=one,
                name=name_of(one),
                lines=point_lines(one),
                source=_(SOURCE_NAMES[one.source]),
                source_number=numbers[one.reference],
                status=_(STATUS_NAMES[one.status]),
            )
            for one in self._ordered
        ]

    @property
    def _ordered(self) -> list[Factor]:
        return sorted(self.weights.factors, key=lambda one: -one.max_points)

    @property
    def sources(self) -> list[str]:
        """What the factors rest on, each once, in the order of the table."""
        return list(dict.fromkeys(one.reference for one in self._ordered))

    @property
    def highest(self) -> int:
        """The most points there can be."""
        return HIGHEST_SCORE

    @property
    def groups(self) -> list[GroupRow]:
        """The four groups, the highest first."""
        starts = (0, *self.weights.group_limits)
        ends = (*(limit - 1 for limit in self.weights.group_limits), HIGHEST_SCORE)
        rows = [GroupRow(_(GROUP_NAMES[at + 1]), starts[at], ends[at]) for at in range(len(starts))]
        return rows[::-1]

    @cached_property
    def versions(self) -> list[Version]:
        """Every set that counts or has counted, the newest first."""
        return versions(self.known)

    @property
    def references_language(self) -> str:
        """References, and what authors wrote, are not translated."""
        return "" if language() == "da" else "da"

    @staticmethod
    def change_words(change: Change) -> str:
        """A change of one factor as a sentence."""
        name = name_of(change.factor)
        if change.before is None:
            return _("%(name)s: new, up to %(points)s points", name=name, points=change.after)
        if change.after is None:
            return _("%(name)s: no longer counts", name=name)
        if change.before == change.after:
            return _("%(name)s: other points on the way, still up to %(points)s", name=name, points=change.after)
        return _("%(name)s: up to %(after)s points instead of %(before)s", name=name, **_points(change))

    def document(self) -> dict[str, Any]:
        """The card for programs; texts in the language of the moment, keys the same in all."""
        return {
            "format": FORMAT,
            "language": language(),
            "as_of": self.as_of.isoformat(),
            "in_use": True,
            "responsible": _contact(self.contact),
            "sections": [_section(one) for one in self.sections.values()],
            "weights": {
                "version": self.weights.version,
                "valid_from": self.weights.valid_from.isoformat(),
                "author": self.weights.author,
                "reason": self.weights.reason,
                "highest": HIGHEST_SCORE,
                "groups": [{"name": one.name, "from": one.lowest, "to": one.highest} for one in self.groups[::-1]],
                "factors": [_factor(row) for row in self.factors],
            },
            "newest_scoring_as_of": None if self.scored_on is None else self.scored_on.isoformat(),
            "random_share": self.practice.random_share,
            "exploration_share": self.practice.exploration_share,
            "shown_to_employers": self.practice.tells_employers,
            "evaluation": None if self.evaluation is None else self.evaluation.document(),
            "versions": [_version(one) for one in self.versions],
        }


@dataclass(frozen=True)
class CardSwitchedOff:
    """The card of an installation that uses no score: nothing of any score is on it."""

    contact: Contact
    as_of: date

    @property
    def is_used(self) -> bool:
        """Whether a score is used here at all."""
        return False

    @property
    def sections(self) -> dict[str, Section]:
        """The prose by key."""
        return {one.key: one for one in texts.off()}

    def document(self) -> dict[str, Any]:
        """The card for programs."""
        return {
            "format": FORMAT,
            "language": language(),
            "as_of": self.as_of.isoformat(),
            "in_use": False,
            "responsible": _contact(self.contact),
            "sections": [_section(one) for one in self.sections.values()],
        }


def _points(change: Change) -> dict[str, int | None]:
    return {"before": change.before, "after": change.after}


def _contact(contact: Contact) -> dict[str, Any]:
    return {
        "name": contact.name,
        "address": list(contact.address),
        "phone": contact.phone,
        "email": contact.email,
        "privacy_url": contact.privacy_url,
    }


def _section(one: Section) -> dict[str, Any]:
    return {
        "key": one.key,
        "title": one.title,
        "text": list(one.text),
        "list": list(one.points),
        "is_draft_law": one.is_draft_law,
    }


def _factor(row: FactorRow) -> dict[str, Any]:
    factor = row.factor
    return {
        "key": factor.key,
        "feature": factor.feature,
        "name": row.name,
        "highest": factor.max_points,
        "unknown": factor.unknown_points,
        "points": [{"text": line.text, "points": line.points} for line in row.lines],
        "source": factor.source.value,
        "reference": factor.reference,
        "risk_id": factor.risk_id,
        "status": factor.status.value,
        "withheld_from_employers": factor.withheld,
    }


def _version(one: Version) -> dict[str, Any]:
    return {
        "version": one.weights.version,
        "valid_from": one.weights.valid_from.isoformat(),
        "author": one.weights.author,
        "reason": one.weights.reason,
        "groups": list(one.weights.group_limits),
        "groups_changed": one.groups_changed,
        "changes": [
            {"key": change.factor.key, "highest_before": change.before, "highest_after": change.after}
            for change in one.changes
        ],
    }
