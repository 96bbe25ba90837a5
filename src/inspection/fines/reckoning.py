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
    """How a fine is reckoned: kroner once or a day, never above ``cap``, the last day that counts."""

    kind: FineKind
    amount: int
    cap: int | None = None
    stops_on: date | None = None

    def document(self) -> dict[str, Any]:
        """As a draft letter keeps it."""
        stops = None if self.stops_on is None else self.stops_on.isoformat()
        return {"fine_kind": self.kind.value, "amount": self.amount, "cap": self.cap, "stops_on": stops}

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> "Terms":
        """Back from a draft letter."""
        stops = document.get("stops_on")
        kind = FineKind(document["fine_kind"])
        return cls(kind, document["amount"], document.get("cap"), date.fromisoformat(stops) if stops else None)


def reckoned(terms: Terms, items: Sequence[OrderItem], changes: Sequence[DueChange], *, as_of: date) -> int:
    """What it has come to, in kroner."""
    if terms.kind is FineKind.FIXED:
        return terms.amount
    began, last = began_on(items, changes), last_day(terms, items)
    if began is None:
        return 0
    until = as_of if last is None else min(as_of, last)
    return running_total(terms.amount, began, until, suspensions_of(changes), terms.cap)


def began_on(items: Sequence[OrderItem], changes: Sequence[DueChange]) -> date | None:
    """The first day that counts: the day after the last deadline as it stands now; None while none runs.

    A deadline that an extension or a complaint moved takes it along (U2).
    """
    due = last_due(items, changes, with_met=True)
    return None if due is None else due + timedelta(days=1)


def last_day(terms: Terms, items: Sequence[OrderItem]) -> date | None:
    """The last day that counts: where it was stopped, or the day before the last item was found met."""
    stops = [] if terms.stops_on is None else [terms.stops_on]
    met = [item.verified_on for item in items if item.complied and item.verified_on is not None]
    if items and len(met) == len(items):
        stops.append(max(met) - timedelta(days=1))
    return min(stops, default=None)
