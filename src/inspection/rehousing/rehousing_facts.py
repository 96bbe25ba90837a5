"""What is known of a rehousing order on a day, as the demands of its table need it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class RehousingPower(StrEnum):
    """Whether the law gives the authority the power to order rehousing (CFG-08); nobody verified a default."""

    YES = "yes"
    NO = "no"
    UNSET = "unset"
    DEMONSTRATION = "demonstration"
    """Not decided, in a demonstration: letters bear PRØVE on every page."""


@dataclass(frozen=True)
class RehousingFacts:
    """Everything the table of a rehousing order asks about.

    ``parent_stands``: the housing order or prohibition was issued and is not withdrawn. ``heard_or_waived`` and
    ``reply_considered`` are those of the case; ``heard_about`` says how the party was told that rehousing is
    contemplated. ``open_residents`` counts the keys that are neither moved nor declined.
    """

    as_of: date
    power: RehousingPower
    parent_stands: bool = False
    not_feasible: str = ""
    necessary: str = ""
    residents: int = 0
    from_on: date | None = None
    payer: str = ""
    payer_law: str = ""
    informed: str = ""
    drafted_by: str = ""
    approved_by: str | None = None
    heard_or_waived: bool = False
    reply_considered: bool = True
    heard_about: str = ""
    open_access_request: bool = False
    complaint_complete: bool = False
    issued_on: date | None = None
    delivered_on: date | None = None
    open_residents: int = 0
    reason: str = ""
