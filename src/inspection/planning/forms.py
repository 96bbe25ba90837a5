"""What the page for a new plan sends."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import BaseModel, field_validator

from husly.kit.clock import read_day
from husly.kit.i18n import gettext as _
from inspection.planning.stations import MOST_INSPECTORS

MOST_SEED = 2**31 - 1
LONGEST_NUMBER = 10


class PlanForm(BaseModel):
    """The form as it came, every field a text."""

    from_on: str = ""
    days: str = "7"
    seed: str = "1"
    inspectors: str = ""
    municipality: str = ""
    people: list[str] = []
    """Ids of the duty stations that were chosen; none: as many as ``inspectors`` says."""

    @field_validator("people", mode="before")
    @classmethod
    def _listed(cls, value: Any) -> Any:
        """One box alone is sent as a text."""
        return [value] if isinstance(value, str) else value


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
    people: tuple[UUID, ...] = ()
    """The duty stations that were chosen, instead of a number of them."""
    area_id: UUID | None = None
    """A named area of the map."""


def read_plan_form(
    form: PlanForm, *, areas: list[str] | None, known: Collection[str], to_send: Collection[UUID]
) -> tuple[PlanAsked | None, dict[str, str]]:
    """What was asked, or a sentence for each field that must be corrected. ``areas`` are those one may plan in, None
    for the whole country; ``known`` are the codes of all municipalities, ``to_send`` the stations one may choose.
    """
    errors: dict[str, str] = {}
    from_on = read_day(form.from_on)
    if from_on is None:
        errors["from_on"] = _("Write a date such as 2026-03-17.")
    days = _number(form.days, "days", 1, 28, errors)
    seed = _number(form.seed, "seed", 0, MOST_SEED, errors)
    people = _people(form.people, to_send, errors)
    inspectors = len(people) or _number(form.inspectors, "inspectors", 1, MOST_INSPECTORS, errors)
    area_id = _area_id(form.municipality)
    code = form.municipality or None
    if area_id is not None:
        code = None if areas is None else areas[0]
    if code not in (known if areas is None else areas) and not (code is None and areas is None):
        errors["municipality"] = _("Choose a municipality that you plan for.")
    if from_on is None or days is None or seed is None or inspectors is None or errors:
        return None, errors
    return PlanAsked(from_on, days, seed, inspectors, code, people, area_id), {}


def _people(chosen: list[str], to_send: Collection[UUID], errors: dict[str, str]) -> tuple[UUID, ...]:
    """The stations chosen, each once; refused where one is not the planner's to send."""
    by_text = {str(one): one for one in to_send}
    if any(one not in by_text for one in chosen):
        errors["people"] = _("You may choose only active inspectors that you plan for. Choose again.")
        return ()
    found = tuple(by_text[one] for one in dict.fromkeys(chosen))
    if len(found) > MOST_INSPECTORS:
        errors["people"] = _("Choose at most %(most)s inspectors.", most=MOST_INSPECTORS)
        return ()
    return found


def _area_id(text: str) -> UUID | None:
    """The named area that was chosen among the places to plan for: ``area:`` and its id."""
    kind, _colon, name = text.partition(":")
    try:
        return UUID(name) if kind == "area" else None
    except ValueError:
        return None


def _number(text: str, name: str, low: int, high: int, errors: dict[str, str]) -> int | None:
    text = text.strip()
    if text.isdecimal() and len(text) <= LONGEST_NUMBER and low <= int(text) <= high:
        return int(text)
    errors[name] = _("Write a whole number from %(low)s to %(high)s.", low=low, high=high)
    return None
