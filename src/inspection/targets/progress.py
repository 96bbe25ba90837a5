"""How far a target has come: pure sums over counts and working days."""

import math
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from husly.kit.calendar import ALWAYS_OPEN


class Standing(StrEnum):
    """How a target stands. ``nothing``: a share of housing of which none is declared."""

    NOTHING = "nothing"
    NOT_BEGUN = "not_begun"
    REACHED = "reached"
    AHEAD = "ahead"
    ON_PACE = "on_pace"
    BEHIND = "behind"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts of visits (of dwellings, for a share), and working days of the period: all, and those that are over."""

    goal: int
    done: int
    planned: int
    days: int
    days_gone: int
    is_over: bool = False
    has_begun: bool = True

    @property
    def expected_by_now(self) -> float:
        """What would be done by now at an even pace."""
        return self.goal * self.days_gone / self.days if self.days else float(self.goal)

    @property
    def at_this_pace(self) -> int | None:
        """What will be done at the end at the pace so far; None before the first working day is over."""
        if self.is_over:
            return self.done
        return round(self.done * self.days / self.days_gone) if self.days_gone else None

    @property
    def lead(self) -> int:
        """Whole visits ahead of an even pace; behind it, below nought. Less than one is none."""
        return math.trunc(self.done - self.expected_by_now)

    @property
    def missing(self) -> int:
        """What is neither done nor planned."""
        return max(0, self.goal - self.done - self.planned)

    @property
    def standing(self) -> Standing:
        """In one word."""
        if self.goal == 0:
            return Standing.NOTHING
        if self.done >= self.goal:
            return Standing.REACHED
        if self.is_over:
            return Standing.MISSED
        if not self.has_begun:
            return Standing.NOT_BEGUN
        return Standing.AHEAD if self.lead > 0 else Standing.BEHIND if self.lead < 0 else Standing.ON_PACE


def progress_of(*, goal: int, done: int, planned: int, from_on: date, to_on: date, as_of: date) -> Progress:
    """The progress on a day; that day itself is not over yet."""
    return Progress(
        goal=goal,
        done=done,
        planned=planned,
        days=working_days(from_on, to_on),
        days_gone=working_days(from_on, min(to_on, as_of - timedelta(days=1))),
        is_over=as_of > to_on,
        has_begun=as_of >= from_on,
    )


def goal_of(*, visits: int | None, share: float | None, declared: int) -> int:
    """The target as a number: its visits, or its share of the declared dwellings, rounded up."""
    if visits is not None:
        return visits
    return math.ceil((share or 0.0) * declared - 1e-9)


def working_days(from_on: date, to_on: date) -> int:
    """Working days from one day to another, both included; none when they are in the wrong order."""
    return sum(ALWAYS_OPEN.is_open(from_on + timedelta(days=number)) for number in range((to_on - from_on).days + 1))
