"""How many people may lawfully live here, and which requirement binds: the limits of a pack turned round.

Nothing is solved by formula. The dwelling is filled up step by step and held against the pack, so whatever the engine
can judge is turned round: ratios with least counts, tables, exceptions, rules on rooms.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from standards.capacity.filling import capacity_frames
from standards.capacity.limits import Limits, bases_of, limits_of
from standards.capacity.search import MISSING, RULE
from standards.capacity.words import capacity_sentence
from standards.engine.governing import governing_day
from standards.facts.known import DwellingFacts
from standards.measures.frames import frames_of
from standards.measures.registry import measure_named
from standards.rules.pack import Pack
from standards.rules.requirement import Basis
from standards.text import Text


@dataclass(frozen=True, slots=True)
class Constraint:
    """What one requirement allows by itself. `persons` None: not known, for the facts in `missing`.

    Where `persons` is known and `missing` names facts, these may still raise the number.
    """

    requirement_id: str
    label: Text
    text: Text
    persons: int | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoomCapacity:
    """How many may sleep in one room, and the requirements that allow no more; None: not known.

    `place` is the position of the room in the list of the dwelling, from 0.
    """

    place: int
    name: str
    persons: int | None
    binding: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Capacity:
    """The greatest lawful number of residents under one pack, in one reading of its rules.

    `persons` is the least that the known constraints and the rooms together allow (None: nothing is known);
    `binding` names the requirements that allow no more. `complete` is False while a constraint is unknown:
    the true number may then be smaller. `rooms` tells of each room where people sleep, where a rule limits
    rooms. `strict` is the same in the strict reading, where a rule is open to two.
    """

    pack_id: str
    as_of: date
    basis: Basis
    persons: int | None
    binding: tuple[str, ...]
    complete: bool
    constraints: tuple[Constraint, ...]
    rooms: tuple[RoomCapacity, ...] = ()
    strict: "Capacity | None" = None

    @property
    def missing(self) -> tuple[str, ...]:
        """List the facts that would settle the number, each once."""
        return tuple(dict.fromkeys(path for one in self.constraints for path in one.missing))

    @property
    def may_rise(self) -> bool:
        """Whether the number is only what is known to be lawful, and facts that are missing may raise it."""
        return bool(self.binding) and all(one.missing for one in self._bound)

    @property
    def safe(self) -> int | None:
        """The number that is lawful however the rules are read: that of the strict reading where it is known."""
        strict = self.strict
        if strict is None or strict.persons is None or strict.may_rise or self.persons is None:
            return self.persons
        return min(self.persons, strict.persons)

    @property
    def _bound(self) -> list[Constraint]:
        return [one for one in self.constraints if one.requirement_id in self.binding]

    @property
    def sentence(self) -> Text:
        """Say it in one sentence."""
        labels = [one.label for one in self._bound]
        return capacity_sentence(self.persons, labels, complete=self.complete, strict=self.safe, may_rise=self.may_rise)


def lawful_capacity(facts: DwellingFacts, pack: Pack, *, as_of: date, room_cap_basis: Basis | None = None) -> Capacity:
    """Compute the capacity of one dwelling under a pack as it stands on a day.

    Rooms are filled in one sensible order. Where some rooms have a toilet or bath of their own and there is none for
    the others, a cleverer order may hold more; what is told is never too many.

    Without `room_cap_basis` a rule that is open to two readings is taken the lenient way, and `strict` holds
    the other.
    """
    as_of = governing_day(pack, facts, as_of)
    bases = bases_of(pack, as_of) if room_cap_basis is None else (room_cap_basis,)
    frames = frames_of([facts])
    lenient, *other = (_capacity(*frames, pack, as_of, basis) for basis in bases)
    if not other:
        return lenient
    return Capacity(**{name: getattr(lenient, name) for name in Capacity.__slots__} | {"strict": other[0]})


def _capacity(dwellings: pl.DataFrame, rooms: pl.DataFrame, pack: Pack, as_of: date, basis: Basis) -> Capacity:
    by_rule, by_room = capacity_frames(dwellings, rooms, pack, as_of=as_of, room_cap_basis=basis)
    rows = by_rule.to_dicts()
    limits = limits_of(pack, as_of, basis)
    constraints = tuple(_constraint(row, limits, pack, as_of) for row in rows)
    known = [row["together"] for row in rows if row["persons"] is not None]
    persons = min(known) if known else None
    in_rooms = tuple(_room(row) for row in by_room.to_dicts())
    binding = tuple(one.requirement_id for one in constraints if persons is not None and one.persons == persons)
    if persons is not None and not binding:
        binding = tuple(dict.fromkeys(rule for room in in_rooms for rule in room.binding))
    return Capacity(
        pack_id=pack.id,
        as_of=as_of,
        basis=basis,
        persons=persons,
        binding=binding,
        complete=len(known) == len(constraints) and bool(constraints),
        constraints=constraints,
        rooms=in_rooms,
    )


def _constraint(row: dict[str, object], limits: Limits, pack: Pack, as_of: date) -> Constraint:
    rule = limits.whole.requirement(str(row[RULE]))
    persons, missing = row["persons"], row[MISSING]
    text = pack.requirement(rule.id, as_of).text  # of the rule itself, not of one reading
    return Constraint(
        requirement_id=rule.id,
        label=measure_named(rule.measure).label,
        text=text,
        persons=persons if isinstance(persons, int) else None,
        missing=tuple(missing) if isinstance(missing, list) else (),
    )


def _room(row: dict[str, object]) -> RoomCapacity:
    persons, binding, missing = row["persons"], row["binding"], row[MISSING]
    place = row["place"]
    return RoomCapacity(
        place=place if isinstance(place, int) else 0,
        name=str(row["name"]),
        persons=persons if isinstance(persons, int) else None,
        binding=tuple(binding) if isinstance(binding, list) else (),
        missing=tuple(missing) if isinstance(missing, list) else (),
    )
