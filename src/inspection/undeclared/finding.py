"""Every candidate in the register on a day: employers with workers and no bed for them, addresses with many links."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from geopy.distance import geodesic
from sqlmodel import Session

from inspection.risk.features.sectors import is_risk_sector
from inspection.undeclared.addresses import (
    Named,
    address_hints,
    declared_keys,
    looks_like_a_dwelling,
    read_address,
    shared_hint,
)
from inspection.undeclared.firms import FirmFacts, Home, read_firms
from inspection.undeclared.hints import Firm, Found, Hint, HintKind, Place, candidate_of
from inspection.undeclared.lists import Listed, place_of, read_listed
from inspection.undeclared.points import Points
from register.municipalities.table import Postcode

SHARED_POST = 3
"""So many employers have one postal address before it says anything; bookkeepers and lawyers lend theirs."""


@dataclass
class _Gathered:
    """Whom addresses are named by, while employers are gone through."""

    workplaces: dict[str, tuple[Place, bool, list[Named]]] = field(default_factory=dict)
    posts: dict[str, tuple[Place, list[Named], int]] = field(default_factory=dict)

    def work(self, place: Place, is_dwelling_like: bool, named: Named) -> None:
        """A firm names a workplace."""
        _, before, namers = self.workplaces.get(place.key, (place, False, []))
        self.workplaces[place.key] = (place, before or is_dwelling_like, [*namers, named])

    def post(self, place: Place, named: Named, is_short: bool) -> None:
        """A firm has its letters sent there; only those short of beds are named."""
        _, namers, count = self.posts.get(place.key, (place, [], 0))
        self.posts[place.key] = (place, [*namers, named] if is_short else namers, count + 1)


def find_all(
    session: Session, *, as_of: date, points: Points, postcodes: Mapping[str, Postcode], commuting_km: int
) -> list[Found]:
    """Every candidate as the register stands on the day, in the order of their keys; nothing is stored."""
    firms = read_firms(session, as_of=as_of)
    listed: dict[str, list[Listed]] = {}
    for one in read_listed(session, firms, as_of=as_of):
        listed.setdefault(one.firm.key, []).append(one)
    facts = {one.firm.key: one for one in firms.values()}
    gathered = _Gathered()
    found: list[Found | None] = []
    for key in sorted({*facts, *listed}):
        known = facts.get(key) or FirmFacts(listed[key][0].firm, listed[key][0].sector_code)
        search = _Search(known, tuple(listed.get(key, ())), as_of, postcodes, commuting_km)
        found.append(candidate_of(key, search.hints(), points, firm=search.placed_firm()))
        search.name_addresses(gathered)
    found += _address_candidates(session, gathered, points, as_of)
    return [one for one in found if one is not None]


@dataclass(frozen=True)
class _Search:
    """One employer's hints."""

    facts: FirmFacts
    listed: tuple[Listed, ...]
    as_of: date
    postcodes: Mapping[str, Postcode]
    commuting_km: int

    def hints(self) -> list[Hint]:
        """Every hint at the employer; the sector only ever beside another."""
        short = [*self._listed_workers(), *self._declared_workers()]
        found = [*short, *self._employees(), *self._far(), *self._contests()]
        if short:
            found += self._ended()
        sector = self.facts.sector_code or next((one.sector_code for one in self.listed if one.sector_code), None)
        if short and is_risk_sector(sector):
            found.append(Hint(HintKind.RISK_SECTOR, "risk_sector", max(one.on for one in short), 1))
        return found

    def placed_firm(self) -> Firm:
        """The firm with the municipality that its candidate belongs to: where its housing is, else where it works."""
        code = self.facts.municipality_code if self.facts.homes else None
        if code is None and self.listed:
            code = self.listed[0].main_row.municipality_code
        post = None if code else read_address(self.facts.postal_address, self.postcodes)
        return replace(self.facts.firm, municipality_code=code if post is None else post.municipality_code)

    def _words(self, workers: int) -> dict[str, str | int]:
        beds = self.facts.beds
        return {"workers": workers, "beds": beds, "short": max(0, workers - beds)}

    def _listed_workers(self) -> Iterator[Hint]:
        for one in self.listed:
            short = one.workers - self.facts.beds
            if short > 0:
                ref, words = f"rut|{one.register_name}", self._words(one.workers)
                place = place_of(one.main_row)
                yield Hint(HintKind.RUT_WORKERS, ref, one.as_of, short, words, one.register_name, place)

    def _declared_workers(self) -> Iterator[Hint]:
        if self.facts.declared is not None:
            workers, on = self.facts.declared
            if workers > self.facts.beds:
                yield Hint(HintKind.DECLARED_WORKERS, "declared", on, workers - self.facts.beds, self._words(workers))

    def _employees(self) -> Iterator[Hint]:
        """Only of a firm that houses workers: most firms with employees house nobody."""
        if self.facts.employees is not None and self.facts.homes:
            workers, on = self.facts.employees
            if workers > self.facts.beds:
                yield Hint(HintKind.CVR_WORKERS, "cvr", on, workers - self.facts.beds, self._words(workers))

    def _ended(self) -> Iterator[Hint]:
        """Housing that is over, where the employer declares nothing in its place."""
        still = {home.dwelling_id for home in self.facts.homes if home.ended_on is None}
        for home in self.facts.homes:
            if home.ended_on is not None and home.dwelling_id not in still:
                words: dict[str, str | int] = {"place": home.place.line}
                ref = f"ended|{home.dwelling_id}"
                yield Hint(HintKind.ENDED_HOUSING, ref, home.ended_on, 1, words, place=home.place)

    def _contests(self) -> Iterator[Hint]:
        for contest_id, place, on in self.facts.contests:
            yield Hint(HintKind.OWNER_CONTEST, f"contest|{contest_id}", on, 1, {"place": place.line})

    def _far(self) -> Iterator[Hint]:
        """The farthest place of work in a municipality without own housing, beyond what people travel each day."""
        codes = {home.place.municipality_code for home in self.facts.in_use}
        found = []
        for text, postcode, on in self._works():
            town = self.postcodes.get(postcode)
            if town is None or town.municipality_code in codes:
                continue
            km = _nearest_km(town, self.facts.in_use)
            if km is not None and km > self.commuting_km:
                found.append((km, text, on, town))
        if found:
            km, text, on, town = max(found, key=lambda one: (one[0], one[1]))
            words: dict[str, str | int] = {"place": text, "km": round(km)}
            yield Hint(HintKind.FAR_WORKPLACE, f"far|{town.municipality_code}", on, round(km), words)

    def _works(self) -> Iterator[tuple[str, str, date]]:
        """(in words, postal code, day) of every place of work that is known."""
        for text, on in self.facts.workplaces.items():
            place = read_address(text, self.postcodes)
            if place is not None:
                yield text, place.postcode, on
        for one in self.listed:
            for row in one.rows:
                yield f"{row.postcode} {self.postcodes[row.postcode].town}", row.postcode, one.as_of

    def name_addresses(self, gathered: _Gathered) -> None:
        """Note the addresses that the employer names: workplaces, where its letters go, where its housing has ended."""
        firm = self.facts.firm
        for text, on in self.facts.workplaces.items():
            place = read_address(text, self.postcodes)
            if place is not None:
                gathered.work(place, looks_like_a_dwelling(place, text), Named(firm.key, firm.number, firm.name, on))
        for one in self.listed:
            for row in one.rows:
                place = place_of(row)
                if place is not None:
                    named = Named(firm.key, firm.number, firm.name, one.as_of)
                    gathered.work(place, looks_like_a_dwelling(place), named)
        post = read_address(self.facts.postal_address, self.postcodes)
        if post is not None:
            short = [hint.on for hint in (*self._listed_workers(), *self._declared_workers())]
            gathered.post(post, Named(firm.key, firm.number, firm.name, max(short, default=self.as_of)), bool(short))


def _nearest_km(town: Postcode, homes: list[Home]) -> float | None:
    """How far a town is from the nearest home with a point; None where either has none."""
    points = [home.point for home in homes if home.point is not None]
    if town.latitude is None or town.longitude is None or not points:
        return None
    return min(float(geodesic((town.latitude, town.longitude), point).km) for point in points)


def _address_candidates(session: Session, gathered: _Gathered, points: Points, as_of: date) -> list[Found | None]:
    """Addresses with hints at which nobody declares housing on the day."""
    places = address_hints(session, as_of=as_of)
    for key, (place, like, namers) in gathered.workplaces.items():
        if key in places or (like and len({one.key for one in namers}) > 1):
            hint = shared_hint(HintKind.SHARED_WORKPLACE, place, namers)
            places.setdefault(key, (place, []))[1].append(hint)
    for key, (place, short, count) in gathered.posts.items():
        if short and (key in places or count >= SHARED_POST):
            places.setdefault(key, (place, []))[1].append(shared_hint(HintKind.SHARED_POST, place, short))
    declared = declared_keys(session, places, as_of=as_of)
    return [
        candidate_of(f"address:{key}", hints, points, place=place)
        for key, (place, hints) in sorted(places.items())
        if key not in declared
    ]
