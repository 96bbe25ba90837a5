"""What was done to something, as pages show it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class HistoryRow:
    """One thing that was done."""

    what: str
    who: str
    when: str
    why: str
