"""A published evaluation in words a citizen reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from husly.kit.clock import danish_date
from husly.kit.i18n import format_date, format_number, mark
from husly.kit.i18n import gettext as _
from inspection.risk.card.models import PublishedEvaluation
from inspection.risk.presenters import kind_name

METRICS = {
    "precision": (
        mark("Hits among the visits that come first"),
        mark("Share of the visits placed first that found a breach."),
    ),
    "recall": (
        mark("Breaches that come first"),
        mark("Share of all breaches that were found by the visits placed first."),
    ),
    "lift": (
        mark("Times better than all visits"),
        mark("Hits among the visits placed first, divided by hits among all."),
    ),
    "area_under_curve": (
        mark("Right order of two (AUC)"),
        mark("Of two visits, one with a breach: how often that one comes first. By chance 0.5."),
    ),
    "average_precision": (
        mark("Average precision"),
        mark("Hits as one goes down the list, averaged over the breaches."),
    ),
    "days_earlier": (
        mark("Days earlier"),
        mark("How many days sooner breaches would have been found on the same visiting days."),
    ),
    "first_half_share": (
        mark("Found in the first half"),
        mark("Share of breaches found before half of the visits was made."),
    ),
}
"""The figures in the order of the page: name, and what it means."""

SHARES = frozenset({"precision", "recall", "first_half_share"})
"""Told in per cent."""

RANKINGS = {
    "model": mark("The score"),
    "last_result": mark("Last result"),
    "employer_before": mark("The employer's earlier breaches"),
    "chance": mark("Chance"),
}
GROUPINGS = {
    "municipality": mark("By municipality"),
    "sector": mark("By sector"),
    "kind": mark("By kind of dwelling"),
}


@dataclass(frozen=True)
class MetricRow:
    """One figure for each ranking."""

    name: str
    meaning: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class GroupTable:
    """Figures by one way to divide the visits; ``too_few`` parts had too few visits to tell any."""

    title: str
    rows: tuple[tuple[str, str, str, str], ...]
    too_few: int


@dataclass(frozen=True)
class PartShown:
    """The figures of one set of visits. ``names`` are municipalities by code."""

    document: Mapping[str, Any]
    names: Mapping[str, str]
    title: str
    note: str

    @property
    def base(self) -> str:
        """How many visits, and how many found a breach."""
        if self.document["visits"] is None or self.document["breaches"] is None:
            return _("There were too few visits to tell figures without pointing at somebody.")
        return _(
            "%(visits)s visits, %(breaches)s with a breach (%(rate)s).",
            visits=format_number(self.document["visits"], 0),
            breaches=format_number(self.document["breaches"], 0),
            rate=_told(self.document["hit_rate"], is_share=True),
        )

    @property
    def capacity(self) -> str:
        """How much of the visits counts as placed first."""
        share = float(self.document["capacity"] or 0)
        return _("“Placed first” is the first %(share)s %% of the visits.", share=_percent(share))

    @property
    def rankings(self) -> list[str]:
        """The orders that are compared, the score first."""
        return [_ranking(name) for name in self._rankings]

    @property
    def _rankings(self) -> list[str]:
        order = list(RANKINGS)
        known = self.document["rankings"]
        return sorted(known, key=lambda name: (order.index(name) if name in order else len(order), name))

    @property
    def rows(self) -> list[MetricRow]:
        """Each figure beside the same figure of the other orders."""
        known = self.document["rankings"]
        return [
            MetricRow(
                _(name),
                _(meaning),
                tuple(_told(known[one].get(metric), is_share=metric in SHARES) for one in self._rankings),
            )
            for metric, (name, meaning) in METRICS.items()
            if any(metric in known[one] for one in self._rankings)
        ]

    @property
    def verdicts(self) -> list[str]:
        """Whether the score is told apart from the other orders, by its right order of two."""
        found = []
        for name, figures in self.document["model_minus"].items():
            difference = figures.get("area_under_curve")
            if difference and difference["low"] is not None and difference["high"] is not None:
                found.append(_verdict(_ranking(name), difference))
        return found

    @property
    def groups(self) -> list[GroupTable]:
        """The visits divided, in no order of merit."""
        return [self._table(name, rows) for name, rows in self.document["groups"].items() if rows]

    def _table(self, grouping: str, rows: Sequence[Mapping[str, Any]]) -> GroupTable:
        told = [row for row in rows if not row["too_few"]]
        title = _(GROUPINGS[grouping]) if grouping in GROUPINGS else grouping
        return GroupTable(title, tuple(self._row(grouping, row) for row in told), len(rows) - len(told))

    def _row(self, grouping: str, row: Mapping[str, Any]) -> tuple[str, str, str, str]:
        value = str(row["value"])
        names = {"municipality": self.names.get(value, value), "kind": kind_name(value)}
        name = names.get(grouping, value) or _("not stated")
        figures = (_told(row["hit_rate"], is_share=True), _told(row["recall"], is_share=True))
        return (name, format_number(row["visits"], 0), *figures)


@dataclass(frozen=True)
class EvaluationShown:
    """The newest published evaluation. ``names`` are municipalities by code."""

    published: PublishedEvaluation
    names: Mapping[str, str]

    @property
    def period(self) -> str:
        """From when to when."""
        return f"{format_date(self.published.period_from)} – {format_date(self.published.period_to)}"

    @property
    def weights_version(self) -> str:
        """The set that was evaluated."""
        return self.published.weights_version

    @property
    def parts(self) -> list[PartShown]:
        """The visits drawn at random where there were enough, then all."""
        known = self.published.document
        found = []
        if known["random"] is not None:
            note = _("These figures can be relied on: chance chose the visits.")
            found.append(PartShown(known["random"], self.names, _("Visits drawn at random"), note))
        note = _(
            "The score itself helped to choose these visits. That colours the figures, so they prove nothing alone."
        )
        return [*found, PartShown(known["all"], self.names, _("All visits"), note)]

    @property
    def has_random(self) -> bool:
        """Whether there were enough visits drawn at random."""
        return self.published.document["random"] is not None

    @property
    def lift(self) -> str:
        """How much more often visits chosen by the score find a breach than visits drawn at random; "" if not known."""
        lift = self.published.document["lift"]
        if lift is None or lift["value"] is None:
            return ""
        return _(
            "Visits chosen by the score found a breach %(times)s times as often as visits drawn at random.",
            times=_told(lift, is_share=False),
        )

    def document(self) -> dict[str, Any]:
        """The evaluation for programs."""
        return {
            "weights_version": self.weights_version,
            "period": {
                "from": self.published.period_from.isoformat(),
                "to": self.published.period_to.isoformat(),
            },
            "published_on": danish_date(self.published.published_at).isoformat(),
            **self.published.document,
        }


def _ranking(name: str) -> str:
    return _(RANKINGS[name]) if name in RANKINGS else name


def _verdict(other: str, difference: Mapping[str, float]) -> str:
    if difference["low"] > 0:
        return _("The score is better than: %(other)s. The interval of the difference lies above 0.", other=other)
    if difference["high"] < 0:
        return _("The score is worse than: %(other)s.", other=other)
    return _("The score cannot be told apart from: %(other)s.", other=other)


def _told(figure: Mapping[str, float | None] | None, *, is_share: bool) -> str:
    """A figure with its interval of 95 per cent."""
    if figure is None or figure["value"] is None:
        return "–"
    value, low, high = (_number(figure[one], is_share) for one in ("value", "low", "high"))
    if figure["low"] is None or figure["high"] is None:
        return value
    return _("%(value)s (%(low)s to %(high)s)", value=value, low=low, high=high)


def _number(value: float | None, is_share: bool) -> str:
    if value is None:
        return "–"
    return f"{_percent(value)} %" if is_share else format_number(value, 2, fixed=True)


def _percent(share: float) -> str:
    return format_number(share * 100, 0)
