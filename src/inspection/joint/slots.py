"""When several authorities can come together: the hours that all of them have."""

from collections.abc import Mapping, Sequence
from datetime import date

from inspection.planning.solving.problem import Slot


def merged(slots: Sequence[Slot]) -> tuple[Slot, ...]:
    """The same hours with what overlaps or touches made one, by day and time."""
    found: list[Slot] = []
    for one in sorted(slots):
        last = found[-1] if found else None
        if last is not None and last.on == one.on and one.from_min <= last.to_min:
            found[-1] = Slot(one.on, last.from_min, max(last.to_min, one.to_min))
        else:
            found.append(one)
    return tuple(found)


def common_slots(of_each: Mapping[str, Sequence[Slot]], *, service_min: int = 1) -> tuple[Slot, ...]:
    """The hours that every authority has, each at least as long as the visit.

    An authority without any hours has none in common: nobody knows when it can come.
    """
    each = [merged(slots) for slots in of_each.values()]
    if not each:
        return ()
    common = each[0]
    for others in each[1:]:
        common = merged([slot for one in common for other in others if (slot := _shared(one, other)) is not None])
    return tuple(one for one in common if one.to_min - one.from_min >= service_min)


def _shared(one: Slot, other: Slot) -> Slot | None:
    from_min, to_min = max(one.from_min, other.from_min), min(one.to_min, other.to_min)
    return Slot(one.on, from_min, to_min) if one.on == other.on and from_min < to_min else None


def holds(slots: Sequence[Slot], on: date, from_min: int, to_min: int) -> bool:
    """Whether a visit lies whole inside one of the slots."""
    return any(one.on == on and one.from_min <= from_min < to_min <= one.to_min for one in slots)
