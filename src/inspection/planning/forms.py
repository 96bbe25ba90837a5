"""What the page for a new plan sends."""

from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel

from husly.kit.clock import read_day
from husly.kit.i18n import gettext as _

MOST_SEED = 2**31 - 1


class PlanForm(BaseModel):
    """The form as it came, every field a text."""

    from_on: str = ""
    days: str = "7"
    seed: str = "1"
    inspectors: str = ""
    municipality: str = ""


class DropForm(BaseModel):
    """Why a visit is dropped."""

    reason: str = ""


@dataclass(frozen=True)
class PlanAsked:
    """The form understood."""

    from_on: date
    days: int
    seed: int
    inspectors: int
    municipality_code: str | None


def read_plan_form(form: PlanForm, *, areas: list[str] | None) -> tuple[PlanAsked | None, dict[str, str]]:
    """What was asked, or a sentence for each field that must be corrected. ``areas`` are those one may plan in."""
    errors: dict[str, str] = {}
    from_on = read_day(form.from_on)
    if from_on is None:
        errors["from_on"] = _("Write a date such as 2026-03-17.")
    days = _number(form.days, "days", 1, 28, errors)
    seed = _number(form.seed, "seed", 0, MOST_SEED, errors)
    inspectors = _number(form.inspectors, "inspectors", 1, 50, errors)
    code = form.municipality or None
    if areas is not None and code not in areas:
        errors["municipality"] = _("Choose a municipality that you plan for.")
    if from_on is None or days is None or seed is None or inspectors is None or errors:
        return None, errors
    return PlanAsked(from_on, days, seed, inspectors, code), {}


def _number(text: str, name: str, low: int, high: int, errors: dict[str, str]) -> int | None:
    text = text.strip()
    if text.isdecimal() and low <= int(text) <= high:
        return int(text)
    errors[name] = _("Write a whole number from %(low)s to %(high)s.", low=low, high=high)
    return None
