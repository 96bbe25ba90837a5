"""What to warn of before a declaration is sent: an address known already, or nearly; more persons than beds.

No other party is named, and no address that somebody else declared is shown. A warning never stops anybody.
"""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit.i18n import gettext as _
from register.accommodations.models import Accommodation
from register.dwellings.addresses import address_key
from register.dwellings.models import Dwelling
from register.lookups.doubts import folded, is_near
from standards.facts.known import DwellingFacts

MAX_LENGTH = 200


def address_warnings(session: Session, address: Mapping[str, Any], *, own: Collection[UUID]) -> list[str]:
    """What the register holds at or near an address as typed; ``own``: the employers that the reader declares for."""
    parts = {key: str(address.get(key) or "")[:MAX_LENGTH] for key in ("street", "house_number", "unit", "postcode")}
    if not (parts["street"] and parts["house_number"] and parts["postcode"]) or "\x00" in "".join(parts.values()):
        return []
    key = address_key(**parts)
    there = sa.select(
        col(Dwelling.id),
        col(Dwelling.address_key),
        col(Dwelling.street),
        col(Dwelling.unit),
        col(Dwelling.house_number),
    ).where(col(Dwelling.postcode) == parts["postcode"])
    near = False
    for dwelling_id, known_key, street, unit, number in session.execute(there):
        if known_key == key:
            return [_same(session, dwelling_id, own)]
        same_number = folded(number) == folded(parts["house_number"])
        near = near or (same_number and is_near((street, unit), (parts["street"], parts["unit"])))
    text = _("An address spelt almost like this one is already in the register. Check street, number and floor.")
    return [text] if near else []


def _same(session: Session, dwelling_id: UUID, own: Collection[UUID]) -> str:
    employers = set(
        session.execute(
            sa.select(col(Accommodation.employer_id)).where(col(Accommodation.dwelling_id) == dwelling_id)
        ).scalars()
    )
    if employers & set(own):
        return _(
            "You have already declared housing at this address. Amend that declaration if it is about the same housing."
        )
    return _("Housing is already declared at this address. The rules are held against everybody who lives there.")


def bed_warnings(facts: DwellingFacts) -> list[str]:
    """More persons than beds, where both are told."""
    beds = [room.beds for room in facts.rooms if room.beds is not None]
    if not beds or facts.residents is None or facts.residents <= sum(beds):
        return []
    told = _(
        "%(residents)s persons are declared, and the rooms have %(beds)s beds.",
        residents=facts.residents,
        beds=sum(beds),
    )
    return [told]
