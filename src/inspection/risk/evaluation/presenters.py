"""The state of the page of an evaluation: figures as text, nothing that could point at single housing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from husly.kit.i18n import format_number
from husly.kit.i18n import gettext as _
from inspection.risk.card.models import PublishedEvaluation
from inspection.risk.evaluation.grouping import FEWEST_VISITS
from inspection.risk.evaluation.models import RiskEvaluation
from inspection.risk.evaluation.plots import Drawing, calibration_drawing, ranking_drawing
from inspection.risk.evaluation.wording import (
    ARMS,
    EFFECTS,
    GROUPINGS,
    METRICS,
    RANKINGS,
    SHIFTS,
    feature_name,
    group_name,
)
from inspection.risk.presenters import GROUP_NAMES

SMALL = 5
"""Readers who see no single housing see no count above nothing and under this."""
NBSP = "\u00a0"
DASH = "–\u2060"
"""Lines break after a dash; not within an interval."""
UNIT = f"{NBSP}%"
SHARES_SHOWN = (0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0)
DIGITS = {"days_earlier": 1, "lift": 2, "area_under_curve": 3, "average_precision": 3}
"""Digits of the figures that are no shares."""


@dataclass(frozen=True)
class Row:
    """A line of a table: its name, how many visits, how many of them, the share with its interval."""

    name: str
    n: str
    hits: str
    rate: str
    more: tuple[str, ...] = ()
    value: float = 0.0


@dataclass(frozen=True)
class Measured:
    """One set of visits with every ranking measured on it."""

    document: dict[str, Any]

    @property
    def capacity(self) -> str:
        """How many of the riskiest count, as a share."""
        return percent(self.document["capacity"])

    @property
    def names(self) -> list[str]:
        """The rankings, the score first."""
        return [_(RANKINGS[name]) for name in self.document["rankings"]]

    @property
    def rows(self) -> list[tuple[str, str, list[str]]]:
        """For each metric its name, what it says, and a figure for each ranking."""
        rankings = self.document["rankings"].values()
        return [
            (_(title), _(says), [figure(one[metric], metric) for one in rankings])
            for metric, (title, says) in METRICS.items()
        ]

    @property
    def verdicts(self) -> list[str]:
        """The score against each other ranking, by AUC, in a sentence."""
        return [verdict(name, found["area_under_curve"]) for name, found in self.document["model_minus"].items()]

    @property
    def ranking(self) -> Drawing:
        """The chart of breaches found against visits made."""
        curves = self.document["curves"]
        return ranking_drawing(curves["share_visited"], curves["share_of_breaches"])

    @property
    def curve_names(self) -> list[tuple[str, str]]:
        """The lines of the chart: key and name."""
        return [(name, _(RANKINGS[name])) for name in self.document["curves"]["share_of_breaches"]]

    @property
    def curve_rows(self) -> list[tuple[str, list[str]]]:
        """The chart as a table."""
        curves = self.document["curves"]
        places = [curves["share_visited"].index(share) for share in SHARES_SHOWN if share in curves["share_visited"]]
        every = curves["share_of_breaches"].values()
        return [(percent(curves["share_visited"][at]), [percent(curve[at]) for curve in every]) for at in places]


@dataclass(frozen=True)
class EvaluationPage:
    """The newest evaluation, or the one asked for. ``kept`` None: nothing was evaluated yet, or the score is off.

    ``areas`` are the municipalities of the reader (None: all), ``sees_housing`` whether small counts may be shown.
    """

    kept: RiskEvaluation | None
    others: Sequence[RiskEvaluation]
    switched_on: bool
    sees_housing: bool
    areas: Sequence[str] | None
    municipalities: dict[str, str]
    published: PublishedEvaluation | None = None
    """What the public reads on the score card today."""
    is_published: bool = False
    """Whether that is this evaluation."""
    may_publish: bool = False

    @property
    def can_publish(self) -> bool:
        """Whether the reader may put this evaluation on the score card, and it is not there."""
        return self.may_publish and not self.is_empty and not self.is_published

    @property
    def document(self) -> dict[str, Any]:
        """The figures as they were kept."""
        return {} if self.kept is None else self.kept.document

    @property
    def is_empty(self) -> bool:
        """Whether no visit of the period could be judged."""
        return not self.document.get("visits", {}).get("judged")

    @cached_property
    def drawn(self) -> Measured | None:
        """The visits drawn at random; None when they are too few."""
        return None if self.document["random"] is None else Measured(self.document["random"])

    @cached_property
    def every(self) -> Measured:
        """All judged visits."""
        return Measured(self.document["all"])

    @property
    def charted(self) -> Measured | None:
        """The visits that the chart shows: those at random where there are enough. None without a breach."""
        best = self.drawn or self.every
        return best if best.document["curves"]["share_of_breaches"] else None

    @property
    def fewest(self) -> int:
        """Under this many visits no figure is given."""
        return FEWEST_VISITS

    @property
    def arms(self) -> list[Row]:
        """Visits by how they came about."""
        named = [(ARMS[one["arm"]], one) for one in self.document["arms"]]
        return [self._row(_(name), one) for name, one in named]

    @property
    def lift(self) -> str:
        """Hit rate of visits by score against those at random."""
        return figure(self.document["lift"], "lift")

    @property
    def bands(self) -> list[Row]:
        """Hit rates of the four groups, the highest first."""
        named = [(GROUP_NAMES[one["group"]], one) for one in self.document["bands"]]
        return [self._row(_(name).capitalize(), one) for name, one in named]

    @property
    def calibration(self) -> dict[str, Any]:
        """How points as probabilities held: sizes of both halves, Brier score, line; or only a reason."""
        found = self.document["calibration"]
        if reason := found.get("reason"):
            return {"reason": _(reason)}
        return {
            "reason": "",
            "learned_on": found["learned_on"],
            "tested_on": found["tested_on"],
            "brier": figure(found["brier"], "area_under_curve"),
            "base": format_number(found["brier_of_base_rate"], 3),
            "intercept": figure(found["intercept"], "lift"),
            "slope": figure(found["slope"], "lift"),
        }

    @property
    def calibration_chart(self) -> Drawing:
        """The chart of what was found against what was said; small bins are left out where they may not be shown."""
        return calibration_drawing([one for one in self._bins if not self._hidden(one["visits"], _hits(one))])

    @property
    def bins(self) -> list[tuple[str, str, str]]:
        """The chart as a table: visits, said, found."""
        return [
            (
                str(one["visits"]),
                percent(one["predicted"]),
                "–" if self._hidden(one["visits"], _hits(one)) else figure(one["observed"]),
            )
            for one in self._bins
        ]

    @property
    def groupings(self) -> list[tuple[str, str, list[Row]]]:
        """Key, name and rows of each grouping, by name; municipalities within the reader's area only."""
        groups: Mapping[str, list[dict[str, Any]]] = self.document["all"]["groups"]
        return [(key, _(GROUPINGS[key]), self._group_rows(key, rows)) for key, rows in groups.items()]

    @property
    def drift(self) -> list[tuple[str, str, str, str]]:
        """Each feature that is known: its name, the index, the shift in a word, and how much is unknown."""
        return [
            (
                feature_name(one["feature"]),
                format_number(one["index"], 2),
                _(shift),
                f"{percent(one['unknown_before'])} → {percent(one['unknown_after'])}",
            )
            for shift, one in ((SHIFTS[one["shift"]], one) for one in self.document["drift"]["features"])
        ]

    @property
    def drift_days(self) -> tuple[date, date]:
        """The two days that are compared."""
        found = self.document["drift"]
        return date.fromisoformat(found["before"]), date.fromisoformat(found["after"])

    @property
    def half_years(self) -> list[Row]:
        """Hit rates over time."""
        return [
            self._row(_("%(year)s, half %(half)s", year=year, half=half), one)
            for one in self.document["drift"]["half_years"]
            for year, half in [one["label"].split("-")]
        ]

    @property
    def effects(self) -> list[Row]:
        """What later visits and declarations say."""
        return [self._row(_(text), self.document["effect"][key]) for key, text in EFFECTS.items()]

    @property
    def difference(self) -> str:
        """Random visits where somebody had been before minus those where nobody had."""
        return figure(self.document["effect"]["difference"])

    @property
    def _bins(self) -> list[dict[str, Any]]:
        return list(self.document["calibration"].get("bins", ()))

    def _group_rows(self, key: str, rows: Sequence[dict[str, Any]]) -> list[Row]:
        mine = [one for one in rows if key != "municipality" or self.areas is None or one["value"] in self.areas]
        found = [self._group_row(group_name(key, one["value"], self.municipalities), one) for one in mine]
        return sorted(found, key=lambda row: row.name)

    def _group_row(self, name: str, one: dict[str, Any]) -> Row:
        row = self._row(name, {"n": one["visits"], "breaches": one["breaches"], "hit_rate": one["hit_rate"]})
        hidden = one["too_few"] or self._hidden(one["visits"], one["breaches"])
        more = ("–", "–") if hidden else (figure(one["recall"]), figure(one["area_under_curve"], "area_under_curve"))
        return Row(row.name, row.n, row.hits, row.rate, more)

    def _row(self, name: str, one: dict[str, Any]) -> Row:
        n, hits = one["n"], one["breaches"]
        if self._hidden(n, hits):
            few = _("under %(number)s", number=SMALL)
            return Row(name, few if n < SMALL else str(n), few if 0 < hits < SMALL else "–", "–")
        return Row(name, str(n), str(hits), figure(one["hit_rate"]), value=one["hit_rate"]["value"] or 0.0)

    def _hidden(self, n: int, hits: int) -> bool:
        """Whether a count, or what is left of it, is so small that it could point at somebody."""
        return not self.sees_housing and any(0 < count < SMALL for count in (n, hits, n - hits))


def figure(one: Mapping[str, Any], metric: str = "") -> str:
    """A figure with its interval as the language writes it, or why there is none."""
    if one["value"] is None:
        reason = one.get("reason", "")
        return _(reason) if reason else "–"
    value = _number(one["value"], metric)
    if one["low"] is None or one["high"] is None:
        return _("%(value)s (no interval)", value=value)
    low, high = _number(one["low"], metric), _number(one["high"], metric)
    if metric in DIGITS:
        return f"{value} ({low}{NBSP}{DASH}{NBSP}{high})"
    return f"{value} ({low.removesuffix(UNIT)}{DASH}{high})"


def percent(share: float | None) -> str:
    """A share as whole per cent; per mille under one per cent would promise too much."""
    return "–" if share is None else f"{format_number(share * 100, 0)}{UNIT}"


def verdict(other: str, difference: Mapping[str, Any]) -> str:
    """The score against another ranking in a sentence."""
    name, said = _(RANKINGS[other]), figure(difference, "area_under_curve")
    if difference["low"] is None or difference["high"] is None:
        return _("%(name)s: nothing can be said. %(difference)s", name=name, difference=said)
    if difference["low"] > 0:
        return _("%(name)s: the score is better, AUC %(difference)s.", name=name, difference=said)
    if difference["high"] < 0:
        return _("%(name)s: the score is worse, AUC %(difference)s.", name=name, difference=said)
    return _("%(name)s: the two cannot be told apart, AUC %(difference)s.", name=name, difference=said)


def _number(value: float, metric: str) -> str:
    return format_number(value, DIGITS[metric], fixed=True) if metric in DIGITS else percent(value)


def _hits(one: Mapping[str, Any]) -> int:
    return round(float(one["observed"]["value"] or 0.0) * int(one["visits"]))
