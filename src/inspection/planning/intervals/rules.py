"""Rules of intervals: bands of results with the months until the next visit, read strictly from YAML."""

import math
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pydantic
import yaml

FOLDER = Path(__file__).parent


class IntervalsError(ValueError):
    """A file of intervals that cannot be read: says which, and what to correct."""


class Measure(StrEnum):
    """What the result of a visit is counted in: requirements found in breach, or the share found met, 0 to 100."""

    BREACHES = "breaches"
    SCORE = "score"


class Band(pydantic.BaseModel, frozen=True, extra="forbid"):
    """Results from one number to another, both included (None: without end), and what follows.

    `months` 0 means at once; `audit` that the next visit goes through everything.
    """

    from_result: int = pydantic.Field(alias="from", ge=0)
    to_result: int | None = pydantic.Field(default=None, alias="to", ge=0)
    months: int = pydantic.Field(ge=0, le=120)
    audit: bool = False


class Intervals(pydantic.BaseModel, frozen=True, extra="forbid"):
    """One dated set of rules. `status` says whether it is a judgement, or a foreign rule kept to compare and test."""

    id: str
    jurisdiction: str
    valid_from: date
    valid_to: date | None = None
    status: Literal["judgement", "tested_reference"]
    source: str
    measure: Measure
    audit_lowest_percent: float | None = pydantic.Field(default=None, gt=0, le=100)
    bands: tuple[Band, ...] = pydantic.Field(min_length=1)

    @pydantic.model_validator(mode="after")
    def _without_gaps(self) -> "Intervals":
        expected: int | None = 0
        for band in self.bands:
            if band.from_result != expected:
                raise ValueError(f"the bands must follow one another: one has to begin at {expected}")
            if band.to_result is not None and band.to_result < band.from_result:
                raise ValueError(f"the band from {band.from_result} ends before it begins")
            expected = None if band.to_result is None else band.to_result + 1
        end = 101 if self.measure is Measure.SCORE else None
        if expected != end:
            raise ValueError("the last band must reach to 100, or to no end where breaches are counted")
        return self

    def band_of(self, result: int) -> Band:
        """The band of a result. Raises ``ValueError`` for a number that no visit gives."""
        for band in self.bands:
            if band.from_result <= result and (band.to_result is None or result <= band.to_result):
                return band
        raise ValueError(f"{result} is no result: write a whole number from 0, and to 100 for a share.")

    def due_on(self, visited_on: date, result: int) -> date:
        """The day from which a dwelling may come up again after a visit with this result."""
        return add_months(visited_on, self.band_of(result).months)

    def is_in_force(self, as_of: date) -> bool:
        """Whether the rules hold on a day."""
        return self.valid_from <= as_of and (self.valid_to is None or as_of <= self.valid_to)


def audited(rules: Intervals, results: Mapping[str, int]) -> set[str]:
    """Whom the rules audit among all results: by band, and the lowest share, at least one, ties by id."""
    found = {one for one, result in results.items() if rules.band_of(result).audit}
    if rules.audit_lowest_percent is not None and results:
        count = math.ceil(round(len(results) * rules.audit_lowest_percent / 100, 9))
        worst_first = sorted(results, key=lambda one: (results[one], one))
        if rules.measure is Measure.BREACHES:
            worst_first = sorted(results, key=lambda one: (-results[one], one))
        found.update(worst_first[:count])
    return found


def add_months(day: date, months: int) -> date:
    """The same day so many months later (earlier, when negative), or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def read_intervals(text: str, *, origin: str) -> Intervals:
    """Rules out of YAML. Raises ``IntervalsError`` naming the file and each field that is wrong."""
    try:
        content: Any = yaml.safe_load(text)
        return Intervals.model_validate(content)
    except yaml.YAMLError as error:
        raise IntervalsError(f"{origin} is no YAML: {error}") from None
    except pydantic.ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, one['loc'])) or 'the file'}: {one['msg']}" for one in error.errors())
        raise IntervalsError(f"{origin}: {faults}") from None


@cache
def delivered() -> tuple[Intervals, ...]:
    """Every delivered set of rules, by id."""
    return tuple(read_intervals(path.read_text("utf-8"), origin=path.name) for path in sorted(FOLDER.glob("*.yaml")))


def intervals_in_force(as_of: date, *, jurisdiction: str = "dk") -> Intervals:
    """The newest rules of a jurisdiction on a day; before the first of them, the first."""
    of_it = sorted((one for one in delivered() if one.jurisdiction == jurisdiction), key=lambda one: one.valid_from)
    if not of_it:
        raise IntervalsError(f"there are no intervals for {jurisdiction}")
    return next((one for one in reversed(of_it) if one.is_in_force(as_of)), of_it[0])


def last_day_due(as_of: date, months: int) -> date:
    """The latest day of a visit after which so many months have run out on a day."""
    day = add_months(as_of, -months)
    while add_months(day + timedelta(days=1), months) <= as_of:
        day += timedelta(days=1)
    return day
