"""How a fine is reckoned."""

from enum import StrEnum

from husly.settings import Settings


class FineKind(StrEnum):
    """Once, or for each day."""

    FIXED = "fixed"
    PER_DAY = "per_day"
    """Begins on the day after the running deadline of the order, and runs until it is stopped."""

    def rests_on_order(self, settings: Settings) -> bool:
        """Whether it is for an order that was not obeyed: always by the day; once, unless the operator needs none."""
        return self is FineKind.PER_DAY or settings.fine_only_after_order is not False
