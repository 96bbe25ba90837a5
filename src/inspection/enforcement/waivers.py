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
    """Grounds for deciding without a hearing (*partshøring*): FVL § 19(2) nos. 1-4, and § 20.

    § 20 is for a case that is taken up again when the party asks for it; the decision then says so, and on what facts
    it rests.
    """

    CLEARLY_UNPROBLEMATIC = "clearly_unproblematic"
    STATUTORY_DEADLINE = "statutory_deadline"
    OVERRIDING_INTEREST = "overriding_interest"
    NO_RIGHT_OF_ACCESS = "no_right_of_access"
    REOPENABLE = "reopenable"

    @property
    def number(self) -> int:
        """The item number in FVL § 19(2); 0 for § 20, which has none."""
        return 0 if self is HearingWaiverGround.REOPENABLE else list(HearingWaiverGround).index(self) + 1

    @property
    def reference(self) -> str:
        """The provision in ``letters/references.yaml``."""
        return f"fvl_19_2_{self.number}" if self.number else "fvl_20"


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
