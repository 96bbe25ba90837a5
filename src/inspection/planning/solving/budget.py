"""What a search may spend: a measure of work, which repeats, and a clock, which only guards it or decides alone."""

import time
from dataclasses import dataclass, field

from inspection.planning.solving.problem import StopAfter

WORK_PER_SECOND = 150_000
"""Iterations times nodes that count as a second. Two common cores do two to five times that when nothing else runs."""

FEW_NODES = 120
"""With fewer nodes an iteration takes no less time, so that a second holds less work."""

CLOCK_FACTOR = 3
"""How many times the seconds asked for the clock grants to measured work: it ends a search on an overloaded machine
only, for then a repetition may differ."""

PACK_MARGIN = 1.25
"""How much longer than those before the last packing may take, where the clock alone decides."""


@dataclass
class Budget:
    """What is granted, what is spent of it, and until when."""

    stop: StopAfter
    node_count: int
    spent: float = 0.0
    """Iterations times nodes given out."""
    pack_s: float = 0.0
    """How long the longest packing took."""
    began: float = field(default_factory=time.perf_counter)

    @property
    def total(self) -> float:
        """Work to be done in all; without end where the clock alone decides."""
        limits = []
        if self.stop.iterations is not None:
            limits.append(float(self.stop.iterations) * self.node_count)
        if self.stop.seconds is not None and self.stop.repeatable:
            limits.append(self.stop.seconds * WORK_PER_SECOND * min(1.0, self.node_count / FEW_NODES))
        return min(limits, default=float("inf"))

    @property
    def is_measured(self) -> bool:
        """Whether there is an amount of work after which the search ends by itself."""
        return self.total < float("inf")

    @property
    def until(self) -> float | None:
        """When the clock ends the tasks. Where it alone decides, time is kept back to pack what they found."""
        if self.stop.seconds is None:
            return None
        if self.stop.repeatable:
            return self.began + CLOCK_FACTOR * self.stop.seconds
        return self.began + self.stop.seconds - PACK_MARGIN * self.pack_s

    @property
    def is_late(self) -> bool:
        """Whether the clock has ended the tasks; some may have been cut short, also when all work was given out."""
        return self.total > 0 and self.until is not None and time.perf_counter() >= self.until

    @property
    def pack_limit_s(self) -> float | None:
        """How long a packing may take, where the clock alone decides; a packing of measured work ends alike always."""
        if self.stop.seconds is None or self.stop.repeatable:
            return None
        return max(0.0, self.began + self.stop.seconds - time.perf_counter())

    @property
    def share(self) -> float:
        """The share spent, from 0 to 1."""
        if self.is_measured:
            return min(1.0, self.spent / self.total)
        return min(1.0, (time.perf_counter() - self.began) / max(self.stop.seconds or 1.0, 0.001))
