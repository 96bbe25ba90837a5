"""What one authority may be shown of a joint visit: parts by part, and findings only on a legal basis (REF-07)."""

from collections.abc import Collection
from enum import StrEnum

from husly.kit.errors import DomainError
from inspection.joint.moves import Answer


class Share(StrEnum):
    """One part of what is known, shared or not. Tips, who reported and who lives there are never among them."""

    PLACE_AND_TIME = "place_and_time"
    EMPLOYER = "employer"
    DECLARED = "declared"
    SAFETY = "safety"
    FINDINGS = "findings"


NEEDS_BASIS = frozenset({Share.EMPLOYER, Share.DECLARED, Share.FINDINGS})
"""What is shared with another authority only where a basis for sharing is written down."""


def read_shares(texts: Collection[str], basis: str) -> tuple[Share, ...]:
    """The parts to share, in their order. Raises ``DomainError`` for what is shared without a basis."""
    chosen = tuple(one for one in Share if one.value in texts)
    if NEEDS_BASIS & set(chosen) and not basis:
        raise DomainError(
            "joint.sharing",
            "Employer, declared facts and findings are shared only on a legal basis. Write it, or share less.",
        )
    return chosen


def seen_by(shares: Collection[str], basis: str, answer: Answer, *, is_own: bool) -> frozenset[Share]:
    """What an authority may see now: our own everything; another what is shared, until it declines."""
    if is_own:
        return frozenset(Share)
    if answer in (Answer.DECLINED, Answer.NOT_ASKED):
        return frozenset()
    shared = {one for one in Share if one.value in shares}
    return frozenset(shared if basis else shared - NEEDS_BASIS)
