"""Drawing dwellings by lot, so that anybody can repeat the draw and check it (RISK-05).

Each dwelling gets a ticket: the SHA-256 of seed, first day of the plan, arm, stratum and its id. The lowest tickets are
drawn. Nothing else decides, so the same pool and seed give the same dwellings in any program.
"""

import hashlib
import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from inspection.enforcement.choosing import VisitReason

BOUND = 2**256
"""Tickets lie below this number."""


class Stratum(StrEnum):
    """Among whom is drawn."""

    ALL = "all"
    """Everything that may lawfully be visited, low scores and never-inspected included."""
    UNDECLARED = "undeclared"
    """Housing that is known and never was declared."""
    NEVER_INSPECTED = "never_inspected"
    """Declared dwellings where no visit was ever carried out."""


@dataclass(frozen=True, kw_only=True)
class Lot:
    """What decides a draw besides the pool."""

    seed: int
    from_on: date
    arm: VisitReason
    stratum: Stratum

    def ticket(self, dwelling_id: UUID | None = None) -> int:
        """The number of a dwelling; without one, that of the draw as a whole, which rounds its size."""
        name = f"{self.seed}|{self.from_on.isoformat()}|{self.arm}|{self.stratum}|{dwelling_id or ''}"
        return int.from_bytes(hashlib.sha256(name.encode()).digest())

    def rounded(self, expected: float) -> int:
        """A whole number of visits that is ``expected`` on average: 2.3 gives 2 or, in three of ten seeds, 3."""
        whole = int(expected)
        return whole + (self.ticket() < (expected - whole) * BOUND)

    def lowest(self, pool: Iterable[UUID], count: int) -> tuple[UUID, ...]:
        """The dwellings with the lowest tickets, in their order."""
        return tuple(heapq.nsmallest(count, pool, key=self.ticket))


@dataclass(frozen=True, kw_only=True)
class Draw:
    """One draw with all that is needed to repeat it. ``expected`` is how many were to be drawn on average."""

    lot: Lot
    expected: float
    pool: tuple[UUID, ...]
    drawn: tuple[UUID, ...]

    @property
    def probability(self) -> float | None:
        """How likely each dwelling of the pool was to be drawn; None where nobody could be.

        It is that of the design, before the size was rounded, so that its inverse weighs visits of many plans rightly.
        """
        return min(1.0, self.expected / len(self.pool)) if self.pool and self.expected > 0 else None

    @property
    def pool_sha256(self) -> str:
        """The pool in one number, for the audit trail."""
        return hashlib.sha256(packed(self.pool)).hexdigest()


def draw(pool: Iterable[UUID], expected: float, lot: Lot) -> Draw:
    """Draw ``expected`` dwellings, on average, or all there are."""
    ordered = tuple(sorted(set(pool)))
    expected = min(expected, len(ordered))
    return Draw(lot=lot, expected=expected, pool=ordered, drawn=lot.lowest(ordered, lot.rounded(expected)))


def packed(pool: Iterable[UUID]) -> bytes:
    """A pool as bytes, sixteen for each dwelling."""
    return b"".join(one.bytes for one in pool)


def unpacked(content: bytes) -> tuple[UUID, ...]:
    """The pool of ``packed`` bytes."""
    return tuple(UUID(bytes=content[at : at + 16]) for at in range(0, len(content), 16))
