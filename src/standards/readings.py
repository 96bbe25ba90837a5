"""A rule open to two readings: agreeing readings decide, differing ones leave it open."""

from collections.abc import Iterable

import polars as pl

from standards.columns import Slot
from standards.outcome import BREACHED, MET, NOT_ASSESSED, code


def follow_reading(slot: Slot, followed: Slot, known: Iterable[str]) -> list[pl.Expr]:
    """Raw columns of the rule where the operator's lawyer has settled the reading: those of that reading."""
    prefix = followed.raw("")
    return [pl.col(name).alias(slot.raw(name.removeprefix(prefix))) for name in known if name.startswith(prefix)]


def weigh_readings(slot: Slot, lenient: Slot, strict: Slot, known: Iterable[str]) -> list[pl.Expr]:
    """Raw columns of the rule while the reading is open.

    Measured and required follow the lenient reading. A breach in the lenient reading stands although the
    strict one lacks facts, for it is a breach in both; where one is met and the other breached, the
    outcome is left open.
    """
    mild, hard = pl.col(lenient.raw("state")), pl.col(strict.raw("state"))
    differ = ((mild == MET) & (hard == BREACHED)) | ((mild == BREACHED) & (hard == MET))
    agreed = (mild == hard) | ((mild == BREACHED) & (hard == NOT_ASSESSED))
    columns = {
        "state": pl.when(agreed).then(mild).otherwise(code(NOT_ASSESSED)),
        "readings_differ": differ,
        "rooms": pl.when(hard == BREACHED).then(pl.col(strict.raw("rooms"))),
    }
    columns |= {part: pl.col(lenient.raw(part)) for part in ("measured", "required", "excess")}
    columns |= _missing_in_either((lenient, strict), set(known))
    return [expression.alias(slot.raw(part)) for part, expression in columns.items()]


def _missing_in_either(slots: Iterable[Slot], known: set[str]) -> dict[str, pl.Expr]:
    absent: dict[str, pl.Expr] = {}
    for slot in slots:
        prefix = slot.raw("")
        for name in sorted(known):
            part = name.removeprefix(prefix)
            if name.startswith(slot.raw("missing ")):
                unknown = pl.col(name).fill_null(False)
                absent[part] = absent[part] | unknown if part in absent else unknown
    return absent
