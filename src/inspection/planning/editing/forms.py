"""What the pages for working on a plan send."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pydantic import BaseModel

from husly.kit.clock import DAY_MIN, read_clock, read_day
from husly.kit.i18n import gettext as _

LONGEST_PART = 2
"""Digits of the hours and of the minutes."""


class MoveForm(BaseModel):
    """The form as it came, every field a text."""

    on: str = ""
    inspector: str = ""
    instead: str = ""
    at: str = ""
    reason: str = ""
    version: str = ""


class StepForm(BaseModel):
    """Undo, do again, plan the rest: which version of the plan was seen."""

    version: str = ""
    reason: str = ""


class LockForm(BaseModel):
    """Which visits to lock or let go: one, those of a tour, or those of a day."""

    version: str = ""
    visit: str = ""
    on: str = ""
    inspector: str = ""
    locked: str = ""


@dataclass(frozen=True)
class MoveAsked:
    """The form understood; ``begin_min`` None: as the tour allows."""

    on: date
    inspector: str
    instead: str
    begin_min: int | None


def read_move(form: MoveForm) -> tuple[MoveAsked | None, dict[str, str]]:
    """What was asked, or a sentence for each field that must be corrected."""
    errors: dict[str, str] = {}
    on = read_day(form.on)
    if on is None:
        errors["on"] = _("Choose a day.")
    if not _is_id(form.inspector):
        errors["inspector"] = _("Choose an inspector.")
    begin_min = read_clock(form.at)
    if form.at.strip() and (begin_min is None or begin_min >= DAY_MIN):
        errors["at"] = _("Write a time such as 09:30, or leave it empty.")
    if on is None or errors:
        return None, errors
    return MoveAsked(on, form.inspector, form.instead if _is_id(form.instead) else "", begin_min), {}


def read_version(text: str) -> int:
    """The version of the plan that somebody saw; -1, which no plan has, for anything that is no number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
