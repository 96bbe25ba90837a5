"""What to warn of before a declaration is sent: an address known already, or nearly; more persons or workers than beds.

No other party is named, and no address that somebody else declared is shown. A warning never stops anybody.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit.i18n import gettext as _
from register.accommodations.models import Accommodation
from register.accommodations.queries import has_declared_housing, is_declared
from register.declarations.drafts import readable_facts
from register.declarations.fields import Reading, read_period
from register.declarations.forms import PERIOD_KEYS
from register.declarations.terms_reading import WORK_KEYS, read_work
from register.dwellings.addresses import address_key
from register.dwellings.models import Dwelling
from register.lookups.doubts import folded, is_near
from register.lookups.workers import Workforce, find_workforces
from standards.facts.known import DwellingFacts

MAX_LENGTH = 200


def draft_warnings(
    session: Session, document: Mapping[str, Any], *, own: Collection[UUID], as_of: date, amends: UUID | None = None
) -> list[str]:
    """Everything to warn of in a document being typed, what cannot be read left out.

    ``own``: the employers that the reader declares for. ``amends``: the accommodation that is amended; its address is
    fixed, so nothing is said of it.
    """
    facts = readable_facts(document)[0]
    starts_on, ends_on = read_period(Reading(document, "period", PERIOD_KEYS, []))
    address = [] if amends else address_warnings(session, document.get("address") or {}, own, starts_on, ends_on)
    workers = read_work(Reading(document, "work", WORK_KEYS, []))
    told = None if workers is None else workers.workers
    return address + bed_warnings(facts) + _worker_warnings(session, told, facts, own, as_of, amends)


def address_warnings(
    session: Session,
    address: Mapping[str, Any],
    own: Collection[UUID],
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> list[str]:
    """What the register holds at or near an address as typed; ``own``: the employers that the reader declares for.

    The same address is told where the periods overlap; without a first day whatever is there counts.
    """
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
    ).where(col(Dwelling.postcode) == parts["postcode"], has_declared_housing())
    near = False
    for dwelling_id, known_key, street, unit, number in session.execute(there):
        if known_key == key:
            return _same(session, dwelling_id, own, starts_on, ends_on)
        same_number = folded(number) == folded(parts["house_number"])
        near = near or (same_number and is_near((street, unit), (parts["street"], parts["unit"])))
    text = _("An address spelt almost like this one is already in the register. Check street, number and floor.")
    return [text] if near else []


def _same(
    session: Session, dwelling_id: UUID, own: Collection[UUID], starts_on: date | None, ends_on: date | None
) -> list[str]:
    overlapping = [col(Accommodation.dwelling_id) == dwelling_id, is_declared()]
    if starts_on is not None:
        overlapping.append(sa.or_(col(Accommodation.ends_on).is_(None), col(Accommodation.ends_on) >= starts_on))
    if ends_on is not None:
        overlapping.append(col(Accommodation.starts_on) <= ends_on)
    employers = set(session.execute(sa.select(col(Accommodation.employer_id)).where(*overlapping)).scalars())
    if employers & set(own):
        mine = _(
            "You have already declared housing at this address. Amend that declaration if it is about the same housing."
        )
        return [mine]
    if employers:
        return [_("Housing is already declared at this address. The rules are held against everybody who lives there.")]
    return []


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


def _worker_warnings(
    session: Session,
    workers: int | None,
    facts: DwellingFacts,
    own: Collection[UUID],
    as_of: date,
    amends: UUID | None,
) -> list[str]:
    """More workers than beds in all of the firm's housing, this dwelling with it; for who declares for one firm."""
    typed = [room.beds for room in facts.rooms if room.beds is not None]
    if workers is None or not typed or len(set(own)) != 1:
        return []
    [theirs] = find_workforces(session, set(own), as_of=as_of, without=amends).values()
    beds = None if theirs.beds is None else theirs.beds + sum(typed)
    if not Workforce(workers, beds).is_short_of_beds:
        return []
    text = _(
        "The firm has %(workers)s workers in Denmark, and all its declared housing has %(beds)s beds. "
        "Remember to declare all housing that you provide.",
        workers=workers,
        beds=beds,
    )
    return [text]
