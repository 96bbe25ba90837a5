"""Single values of a weight set, each read strictly; all raise WeightsError with what was wrong."""

import math
import re
from datetime import date
from enum import StrEnum
from typing import TypeVar

from husly.kit.i18n import mark
from inspection.risk.weights.factors import HIGHEST_SCORE
from inspection.risk.weights.problems import refuse

Word = TypeVar("Word", bound=StrEnum)


def version_in(value: object) -> str:
    """The name of a set: short, and fit for a file and an address."""
    if not isinstance(value, str | int | float) or not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", str(value)):
        raise refuse(
            mark("the version is 1 to 40 letters, digits, points, dashes or underscores, not %(value)s."),
            value=short(value),
        )
    return str(value)


def text_in(value: object, key: str, longest: int = 2000) -> str:
    """A text that says something; ``key`` names it in the message."""
    if not isinstance(value, str) or not value.strip() or len(value) > longest or "\x00" in value:
        raise refuse(mark("%(key)s must be a text of 1 to %(longest)s characters."), key=key, longest=longest)
    return value


def short(value: object) -> str:
    """A wrong value as it stands in a message."""
    return repr(value) if isinstance(value, str | int | float | date | None) else type(value).__name__


def day_in(value: object) -> date:
    """The day from which a set may be taken up."""
    if type(value) is not date:
        raise refuse(mark("valid_from must be a date such as 2026-01-01, not %(value)s."), value=short(value))
    return value


def one_of(kind: type[Word], value: object, key: str) -> Word:
    """One word of an enumeration."""
    if value not in [one.value for one in kind]:
        known = ", ".join(one.value for one in kind)
        raise refuse(mark("%(key)s is one of %(known)s, not %(value)s."), key=key, known=known, value=short(value))
    return kind(value)


def points_in(value: object) -> int:
    """Whole points from nought to the highest score."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= HIGHEST_SCORE:
        raise refuse(
            mark("points are whole numbers from 0 to %(highest)s, not %(value)s."),
            highest=HIGHEST_SCORE,
            value=short(value),
        )
    return value


def limit_in(value: object) -> float:
    """A finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise refuse(mark("limits are numbers, not %(value)s."), value=short(value))
    return float(value)
