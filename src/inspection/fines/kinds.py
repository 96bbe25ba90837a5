"""How a fine is reckoned."""

from enum import StrEnum


class FineKind(StrEnum):
    """Once, or for each day."""

    FIXED = "fixed"
    PER_DAY = "per_day"
    """Begins on the day after the running deadline of the order, and runs until it is stopped."""
