"""Addresses where people may live and nobody declares housing: heard of, on other registers' lists, shared by firms."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.clock import danish_date
from inspection.tips.settling import settled_addresses
from inspection.undeclared.hints import Hint, HintKind, Place
from register.accommodations.models import Accommodation
from register.declarations.models import Declaration
from register.dwellings.addresses import address_key
from register.dwellings.models import Dwelling
from register.matches.models import MatchState, OtherList, OtherRow
from register.municipalities.table import Postcode
from register.residents.models import AddressOrigin, UnverifiedAddress
from register.residents.queries import PlaceTip, tips_about_places

BATCH = 500
DWELLING_WORDS = ("camping", "hotel", "kro", "vandrerhjem", "sommerhus", "hytte", "ferieby", "stuehus", "barak")
"""In the name of a workplace these say that people may sleep there."""

_ADDRESS = re.compile(r"^(?:.*, )?([^,]*\S) (\d{1,3} ?[A-Za-zÆØÅæøå]?)(?:, ([^,]+))?, ?(\d{4})\b")


@dataclass(frozen=True, slots=True)
class Named:
    """A firm that names an address: its key, number and name, and the day it did."""

    key: str
    number: str
    name: str
    on: date


def read_address(text: str, postcodes: Mapping[str, Postcode]) -> Place | None:
    """An address out of one line, such as “Industrivej 40, st., 5220 Odense SØ”; None for anything else."""
    found = _ADDRESS.search(" ".join(text.split()))
    town = None if found is None else postcodes.get(found[4])
    if found is None or town is None or len(found[1]) > 120 or len(found[3] or "") > 40:
        return None
    street, number, unit = found[1], found[2], found[3] or ""
    key = address_key(street=street, house_number=number, unit=unit, postcode=town.code)
    return Place(key, street, number, unit, town.code, town.municipality_code)


def looks_like_a_dwelling(place: Place, text: str = "") -> bool:
    """Whether a floor or door, or a word of the address, says that people may sleep there."""
    said = f"{text} {place.street}".lower()
    return bool(place.unit) or any(word in said for word in DWELLING_WORDS)


def address_hints(session: Session, *, as_of: date) -> dict[str, tuple[Place, list[Hint]]]:
    """Hints by address key that stand on their own: visits, reports, other registers' lists."""
    found: dict[str, tuple[Place, list[Hint]]] = {}
    for place, hint in (*_heard_of(session, as_of), *_on_lists(session, as_of)):
        found.setdefault(place.key, (place, []))[1].append(hint)
    return found


def _heard_of(session: Session, as_of: date) -> Iterable[tuple[Place, Hint]]:
    """Addresses noted on visits, and places that reports are about; nothing of who reported, months instead of days."""
    settled = settled_addresses(session)
    heard = {one.id: one for one in session.exec(select(UnverifiedAddress)) if one.id not in settled}
    for one in heard.values():
        on = danish_date(one.recorded_at)
        if one.origin is AddressOrigin.VISIT and on <= as_of:
            yield _place(one), Hint(HintKind.SEEN_ON_VISIT, f"seen|{one.id}", on, 1)
    about: dict[UUID, list[PlaceTip]] = {}
    for tip in tips_about_places(session, as_of):
        found = tip.dwelling_id or tip.unverified_id
        if found is not None:
            about.setdefault(found, []).append(tip)
    homes = _dwellings(session, [key for key in about if key not in heard])
    for place_id, tips in about.items():
        known = heard.get(place_id) or homes.get(place_id)
        if known is not None:
            place = _place(known)
            yield place, _tips(place, tips)


def _tips(place: Place, tips: Sequence[PlaceTip]) -> Hint:
    count = len(tips)
    return Hint(HintKind.TIPS, f"tips|{place.key}", max(one.month for one in tips), count, {"count": count})


def _dwellings(session: Session, ids: Sequence[UUID]) -> dict[UUID, Dwelling]:
    found: dict[UUID, Dwelling] = {}
    for start in range(0, len(ids), BATCH):
        rows = session.exec(select(Dwelling).where(col(Dwelling.id).in_(ids[start : start + BATCH])))
        found |= {one.id: one for one in rows}
    return found


def _place(one: UnverifiedAddress | Dwelling) -> Place:
    return Place(one.address_key, one.street, one.house_number, one.unit, one.postcode, one.municipality_code)


def _on_lists(session: Session, as_of: date) -> Iterable[tuple[Place, Hint]]:
    """Rows of other registers with persons that fit no dwelling of ours; the newest list of each register counts."""
    lists = session.exec(select(OtherList).order_by(col(OtherList.imported_at)))
    newest = {one.register_name: one for one in lists if danish_date(one.imported_at) <= as_of}
    for one in newest.values():
        statement = select(OtherRow).where(
            OtherRow.list_id == one.id, OtherRow.state == MatchState.UNMATCHED, col(OtherRow.persons) > 0
        )
        for row in session.exec(statement.order_by(col(OtherRow.line))):
            place = _listed_place(row)
            on = row.stated_on or danish_date(one.imported_at)
            persons = row.persons or 0
            words: dict[str, str | int] = {"register": one.register_name, "persons": persons}
            ref = f"other|{one.register_name}|{place.key}"
            yield place, Hint(HintKind.OTHER_REGISTER, ref, min(on, as_of), persons, words, origin=one.register_name)


def _listed_place(row: OtherRow) -> Place:
    key = address_key(street=row.street, house_number=row.house_number, unit=row.unit, postcode=row.postcode)
    return Place(key, row.street, row.house_number, row.unit, row.postcode, row.municipality_code)


def declared_keys(session: Session, keys: Collection[str], *, as_of: date) -> dict[str, date]:
    """Which of these addresses somebody declares and uses on the day, and when that was first sent."""
    found: dict[str, date] = {}
    ordered = sorted(keys)
    ends_on = col(Accommodation.ends_on)
    for start in range(0, len(ordered), BATCH):
        statement = (
            sa.select(col(Dwelling.address_key), sa.func.min(col(Declaration.submitted_at)))
            .join(Accommodation, col(Accommodation.dwelling_id) == col(Dwelling.id))
            .join(Declaration, col(Declaration.accommodation_id) == col(Accommodation.id))
            .where(
                col(Dwelling.address_key).in_(ordered[start : start + BATCH]),
                col(Declaration.is_current),
                sa.or_(ends_on.is_(None), ends_on >= as_of),
            )
            .group_by(col(Dwelling.address_key))
        )
        found |= {key: danish_date(at) for key, at in session.execute(statement)}
    return found


def shared_hint(kind: HintKind, place: Place, namers: Iterable[Named]) -> Hint:
    """A hint that several firms name one address."""
    firms = {one.key: one for one in namers}
    on = max(one.on for one in firms.values())
    named = tuple((one.number, one.name) for _, one in sorted(firms.items()))
    return Hint(kind, f"{kind.value}|{place.key}", on, len(firms), {"count": len(firms)}, firms=named)
