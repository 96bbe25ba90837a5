"""What the form of a deviation sends."""

from datetime import date

from pydantic import BaseModel

from husly.kit.clock import read_day
from husly.kit.errors import DomainError
from inspection.risk.deviations.models import DeviationKind


class DeviationForm(BaseModel):
    """The form as it came, every field a text."""

    kind: str = ""
    to_group: str = ""
    until_on: str = ""
    reason: str = ""

    @property
    def chosen_kind(self) -> DeviationKind:
        """What is decided. Raises ``DomainError``."""
        try:
            return DeviationKind(self.kind)
        except ValueError:
            raise DomainError(
                "deviation.kind", "Choose whether to put it first, put it off or change its group."
            ) from None

    @property
    def group(self) -> int | None:
        """The new group, if one is chosen."""
        return int(self.to_group) if self.to_group in ("1", "2", "3", "4") else None

    @property
    def last_day(self) -> date:
        """Until when. Raises ``DomainError``."""
        day = read_day(self.until_on)
        if day is None:
            raise DomainError("deviation.until", "Choose a last day from today to a year ahead.")
        return day
