"""Draws as they are kept with their plan, and made again from what is kept."""

from typing import Any
from uuid import UUID

from inspection.planning.models import VisitDraw
from inspection.planning.offering.drawing import Draw, Lot, draw, packed, unpacked


def stored_draw(plan_id: UUID, made: Draw) -> VisitDraw:
    """A draw as it is kept, pool and all."""
    return VisitDraw(
        plan_id=plan_id,
        arm=made.lot.arm,
        stratum=made.lot.stratum,
        seed=made.lot.seed,
        from_on=made.lot.from_on,
        expected=made.expected,
        probability=made.probability,
        pool_size=len(made.pool),
        pool_sha256=made.pool_sha256,
        pool=packed(made.pool),
        drawn=[str(one) for one in made.drawn],
    )


def told_draw(made: Draw) -> dict[str, Any]:
    """A draw for the audit trail, which nobody can change afterwards."""
    drawn = {"arm": made.lot.arm.value, "stratum": made.lot.stratum.value, "drawn": len(made.drawn)}
    return drawn | {"pool": len(made.pool), "pool_sha256": made.pool_sha256}


def repeated(stored: VisitDraw) -> Draw:
    """The draw made again from the pool and the seed that were stored."""
    lot = Lot(seed=stored.seed, from_on=stored.from_on, arm=stored.arm, stratum=stored.stratum)
    return draw(unpacked(stored.pool), stored.expected, lot)


def is_sound(stored: VisitDraw) -> bool:
    """Whether a repetition gives the same dwellings, and the pool is the one of the audit trail."""
    again = repeated(stored)
    same = [str(one) for one in again.drawn] == stored.drawn
    return same and again.pool_sha256 == stored.pool_sha256 and packed(again.pool) == stored.pool
