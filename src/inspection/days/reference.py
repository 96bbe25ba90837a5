"""The short reference of a visit, which alone stands for it in calendars that leave the house. Pure."""

import hashlib
from uuid import UUID

from husly.kit.codes import code_of

LENGTH = 4


def short_reference(visit_id: UUID) -> str:
    """Four characters that say nothing outside the register; the page of the day shows them at the visit.

    A case number stands on letters for years and would tie a calendar in somebody's cloud to a firm; these do not.
    """
    return code_of(int.from_bytes(hashlib.sha256(visit_id.bytes).digest()[:4]) >> 12, LENGTH)
