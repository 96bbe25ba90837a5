"""What a fit measured, as pages show it: figures with their intervals, beside the set in force and the simple rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from husly.kit.i18n import format_date, format_number, mark
from husly.kit.i18n import gettext as _

RANKINGS = {
    "model": mark("The proposal"),
    "in_force": mark("The set in force"),
    "last_result": mark("Last result alone"),
    "chance": mark("Random order"),
}
METRICS = {
    "area_under_curve": (mark("AUC"), 3),
    "average_precision": (mark("Average precision"), 3),
    "precision": (mark("Hit rate at capacity"), 3),
    "recall": (mark("Share of breaches at capacity"), 3),
    "days_earlier": (mark("Days earlier"), 1),
}


@dataclass(frozen=True)
class Measured:
    """An ``evaluation`` document of a weight set (see ``fitting``) in words."""

    document: Mapping[str, Any]

    @property
    def metrics(self) -> list[str]:
        """The heads of the columns."""
        return [_(label) for label, _digits in METRICS.values()]

    @property
    def rows(self) -> list[tuple[str, list[str]]]:
        """Each ranking with its figures."""
        return self._rows("rankings", signed=False)

    @property
    def differences(self) -> list[tuple[str, list[str]]]:
        """The proposal minus each other ranking, over the same draws."""
        return self._rows("model_minus", signed=True)

    def _rows(self, part: str, *, signed: bool) -> list[tuple[str, list[str]]]:
        found = self.document["test"][part]
        return [
            (
                _(RANKINGS[name]),
                [_figure(found[name][metric], digits, signed) for metric, (_l, digits) in METRICS.items()],
            )
            for name in RANKINGS
            if name in found
        ]

    @property
    def summary(self) -> str:
        """How much it rests on."""
        return _(
            "Learned from %(visits)s ended visits from %(first)s to %(last)s; %(breaches)s of them found a breach. "
            "Tried on the %(tested)s latest of them after learning from the earlier ones alone; %(caught)s of those "
            "found a breach.",
            visits=format_number(self.document["visits"]),
            first=format_date(_day(self.document["first_on"])),
            last=format_date(_day(self.document["last_on"])),
            breaches=format_number(self.document["breaches"]),
            tested=format_number(self.document["test"]["visits"]),
            caught=format_number(self.document["test"]["breaches"]),
        )

    @property
    def is_weighted(self) -> bool:
        """Whether rarely drawn visits weigh more."""
        return bool(self.document.get("weighted"))

    @property
    def capacity(self) -> str:
        """At how much of the visits precision and recall are told."""
        return f"{format_number(self.document['test']['capacity'] * 100)} %"


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _figure(estimate: Mapping[str, Any], digits: int, signed: bool) -> str:
    value, low, high = estimate["value"], estimate["low"], estimate["high"]
    if value is None:
        return "–"
    told = _number(value, digits, signed)
    if low is None or high is None:
        return told
    return f"{told} ({_number(low, digits, signed)} – {_number(high, digits, signed)})"


def _number(value: float, digits: int, signed: bool) -> str:
    told = format_number(round(value, digits) + 0.0, digits)
    return f"+{told}" if signed and value > 0 else told
