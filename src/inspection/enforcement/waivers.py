"""The grounds on which a notice of visit or a hearing may be left out, and the reason the law asks for."""

from dataclasses import dataclass
from enum import StrEnum


class NoticeWaiverGround(StrEnum):
    """Grounds for departing from the notice of a visit (*fravigelse af varsling*), RSL § 5(4) nos. 1-5."""

    PURPOSE_DEFEATED = "purpose_defeated"
    OVERRIDING_INTERESTS = "overriding_interests"
    FOREIGN_POLICY = "foreign_policy"
    IMMEDIATE_EXECUTION = "immediate_execution"
    NOTICE_IMPOSSIBLE = "notice_impossible"

    @property
    def number(self) -> int:
        """The item number in RSL § 5(4)."""
        return list(NoticeWaiverGround).index(self) + 1


class HearingWaiverGround(StrEnum):
    """Grounds for deciding without a hearing (*partshøring*), FVL § 19(2) nos. 1-4."""

    CLEARLY_UNPROBLEMATIC = "clearly_unproblematic"
    STATUTORY_DEADLINE = "statutory_deadline"
    OVERRIDING_INTEREST = "overriding_interest"
    NO_RIGHT_OF_ACCESS = "no_right_of_access"

    @property
    def number(self) -> int:
        """The item number in FVL § 19(2)."""
        return list(HearingWaiverGround).index(self) + 1


@dataclass(frozen=True)
class NoticeWaiver:
    """A recorded departure from the notice of visit; without a reason it has no effect."""

    ground: NoticeWaiverGround
    reason: str

    @property
    def is_reasoned(self) -> bool:
        """True when the reason says something."""
        return bool(self.reason.strip())


@dataclass(frozen=True)
class HearingWaiver:
    """A recorded departure from the hearing; without a reason it has no effect."""

    ground: HearingWaiverGround
    reason: str

    @property
    def is_reasoned(self) -> bool:
        """True when the reason says something."""
        return bool(self.reason.strip())
