"""How a certificate stands on a day. It is worked out whenever somebody looks, so that a change shows at once."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class CertificateState(StrEnum):
    """What the code says, the gravest first."""

    REVOKED = "revoked"
    ENDED = "ended"
    NOT_IN_USE = "not_in_use"
    NOT_BEGUN = "not_begun"
    VALID = "valid"


class VisitResult(StrEnum):
    """What came of the last visit, as far as the public may know: of a case that is not closed, nothing."""

    OPEN = "open"
    NO_BREACH = "no_breach"
    PUT_RIGHT = "put_right"
    BREACH = "breach"


@dataclass(frozen=True)
class LastVisit:
    """The last visit to the dwelling because of this employer's housing."""

    visited_on: date
    result: VisitResult


def state_on(
    day: date,
    *,
    starts_on: date,
    ends_on: date | None,
    revoked_on: date | None,
    is_paused: bool = False,
) -> CertificateState:
    """The state of a certificate on a day; last days are included."""
    if revoked_on is not None and revoked_on <= day:
        return CertificateState.REVOKED
    if ends_on is not None and ends_on < day:
        return CertificateState.ENDED
    if is_paused:
        return CertificateState.NOT_IN_USE
    return CertificateState.NOT_BEGUN if starts_on > day else CertificateState.VALID
