"""What a fine has come to on a day, from its terms and the order it counts from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from inspection.enforcement.models import DueChange, OrderItem
from inspection.enforcement.running_dues import last_due, suspensions_of
from inspection.fines.amounts import running_total
from inspection.fines.kinds import FineKind


@dataclass(frozen=True)
class Terms:
    """How a fine is reckoned: kroner once or a day, never above ``cap``, the last day that counts.

    ``begins_on`` is the day before which earlier notices have charged every day.
    """

    kind: FineKind
    amount: int
    cap: int | None = None
    stops_on: date | None = None
    begins_on: date | None = None

    def document(self) -> dict[str, Any]:
        """As a draft letter keeps it."""
        days = {name: getattr(self, name) for name in ("stops_on", "begins_on")}
        kept = {name: None if day is None else day.isoformat() for name, day in days.items()}
        return {"fine_kind": self.kind.value, "amount": self.amount, "cap": self.cap, **kept}

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> "Terms":
        """Back from a draft letter."""
        stops, begins = (
            None if document.get(name) is None else date.fromisoformat(document[name])
            for name in ("stops_on", "begins_on")
        )
        return cls(FineKind(document["fine_kind"]), document["amount"], document.get("cap"), stops, begins)


def reckoned(terms: Terms, items: Sequence[OrderItem], changes: Sequence[DueChange], *, as_of: date) -> int:
    """What it has come to, in kroner."""
    if terms.kind is FineKind.FIXED:
        return terms.amount
    began, last = began_on(terms, items, changes), last_day(terms, items)
    if began is None:
        return 0
    until = as_of if last is None else min(as_of, last)
    return running_total(terms.amount, began, until, suspensions_of(changes), terms.cap)


def began_on(terms: Terms, items: Sequence[OrderItem], changes: Sequence[DueChange]) -> date | None:
    """The first day that counts: the day after the last deadline as it stands now; None while none runs.

    A deadline that an extension, a complaint or a late delivery moved takes it along (U2). No day is charged twice.
    """
    due = last_due(items, changes, with_met=True)
    return None if due is None else max(due + timedelta(days=1), terms.begins_on or date.min)


def last_day(terms: Terms, items: Sequence[OrderItem]) -> date | None:
    """The last day that counts: where it was stopped, or the day before the last item was met."""
    stops = [] if terms.stops_on is None else [terms.stops_on]
    met = [item.known_met_on for item in items if item.known_met_on is not None]
    if items and len(met) == len(items):
        stops.append(max(met) - timedelta(days=1))
    return min(stops, default=None)
