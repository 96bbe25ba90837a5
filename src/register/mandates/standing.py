"""Where a mandate stands at a moment."""

from datetime import date, datetime
from enum import StrEnum

from husly.kit.accounts.models import Mandate, MandateEnd
from husly.kit.clock import danish_date


class Standing(StrEnum):
    """What a mandate is worth just now."""

    OFFERED = "offered"
    LAPSED = "lapsed"
    """Nobody accepted it while its code held."""
    TO_COME = "to_come"
    IN_FORCE = "in_force"
    EXPIRED = "expired"
    DECLINED = "declined"
    REVOKED = "revoked"
    GIVEN_UP = "given_up"

    @property
    def is_open(self) -> bool:
        """Whether either side can still end it."""
        return self in (Standing.OFFERED, Standing.TO_COME, Standing.IN_FORCE)


_ENDED = {
    MandateEnd.DECLINED: Standing.DECLINED,
    MandateEnd.REVOKED: Standing.REVOKED,
    MandateEnd.GIVEN_UP: Standing.GIVEN_UP,
}


def standing_of(mandate: Mandate, *, at: datetime) -> Standing:
    """The standing of a mandate; both its days are Danish days and included."""
    day = danish_date(at)
    if mandate.ended_how is not None:
        return _ENDED[mandate.ended_how]
    if day > (mandate.valid_to or date.max):
        return Standing.EXPIRED
    if mandate.accepted_at is None:
        return Standing.OFFERED if at < mandate.code_expires_at else Standing.LAPSED
    return Standing.TO_COME if day < mandate.valid_from else Standing.IN_FORCE
