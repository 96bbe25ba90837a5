"""What the pages of inspectors send; every wrong answer is named by its field."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from husly.kit.clock import read_clock, read_day
from husly.kit.errors import DomainError
from husly.kit.i18n import gettext as _
from husly.kit.web.errors import translated
from inspection.planning.solving.problem import Window
from inspection.planning.travel import Place
from inspection.staff.actions import Person
from inspection.staff.models import AbsenceKind, ConflictGround
from inspection.staff.places import Gazetteer
from inspection.staff.skills import is_language

Posted = Mapping[str, list[str]]
Errors = dict[str, str]
Read = TypeVar("Read")

LONGEST_NAME, LONGEST_AUTHORITY = 200, 80


def first(posted: Posted, name: str) -> str:
    """The value of a field, empty where it was not sent."""
    return (posted.get(name) or [""])[0].strip()


def _place(posted: Posted, name: str, look: Gazetteer, errors: Errors) -> Place | None:
    try:
        return look.place(first(posted, name))
    except DomainError as error:
        errors[name] = translated(error)
        return None


def read_person(posted: Posted, *, skills: Collection[str], errors: Errors) -> Person:
    """Name, authority, skills and languages; the account is found by its address elsewhere."""
    name, authority = first(posted, "name"), first(posted, "authority")
    if not 1 <= len(name) <= LONGEST_NAME:
        errors["name"] = _("Write the inspector's name, in at most %(most)s characters.", most=LONGEST_NAME)
    if len(authority) > LONGEST_AUTHORITY:
        errors["authority"] = _("Write at most %(most)s characters.", most=LONGEST_AUTHORITY)
    chosen = posted.get("skills", [])
    if set(chosen) - set(skills):
        errors["skills"] = _("Choose skills from the list.")
    return Person(name=name, authority=authority, skills=chosen, languages=_languages(posted, errors))


def _languages(posted: Posted, errors: Errors) -> list[str]:
    others = re.split(r"[\s,;]+", first(posted, "other_languages").lower())
    codes = [*posted.get("languages", []), *filter(None, others)]
    unknown = [code for code in codes if not is_language(code)]
    if unknown:
        errors["other_languages"] = _(
            "%(codes)s: no such language. Write ISO codes such as tl for Tagalog.", codes=", ".join(unknown)
        )
    return codes


@dataclass(frozen=True)
class Places:
    """Where the day begins and ends; ``end`` None: where it began."""

    start: Place
    start_is_home: bool
    end: Place | None


def read_places(posted: Posted, look: Gazetteer, *, errors: Errors) -> Places | None:
    """Both places, or None with what is wrong with each."""
    start = _place(posted, "start", look, errors)
    end = _place(posted, "end", look, errors) if first(posted, "end") else None
    if start is None or "end" in errors:
        return None
    return Places(start, first(posted, "start_is_home") == "true", end)


def read_hours(posted: Posted, *, errors: Errors) -> list[Window]:
    """The hours of each weekday; a weekday with both fields empty is free."""
    found = []
    for weekday in range(7):
        begins, ends = first(posted, f"from-{weekday}"), first(posted, f"to-{weekday}")
        if not begins and not ends:
            continue
        from_min, to_min = read_clock(begins), read_clock(ends)
        if from_min is None:
            errors[f"from-{weekday}"] = _("Write a time such as 08:00, or leave both fields empty for a day off.")
        if to_min is None:
            errors[f"to-{weekday}"] = _("Write a time such as 15:30, or leave both fields empty for a day off.")
        if from_min is None or to_min is None:
            continue
        if from_min >= to_min:
            errors[f"to-{weekday}"] = _("The day must end after it begins.")
            continue
        found.append(Window(weekday, from_min, to_min))
    return found


def read_region(posted: Posted, look: Gazetteer, *, errors: Errors) -> list[str]:
    """Codes of the municipalities chosen."""
    found = []
    for text in posted.get("region", []):
        try:
            found.append(look.municipality(text))
        except DomainError as error:
            errors["region"] = translated(error)
    return found


@dataclass(frozen=True)
class Absence:
    """Days away."""

    from_on: date
    to_on: date
    kind: AbsenceKind


def read_absence(posted: Posted, *, errors: Errors) -> Absence | None:
    """Days away and why, or None with what is wrong. An empty last day means one day."""
    from_on = _day(posted, "from_on", errors)
    to_on = _day(posted, "to_on", errors) if first(posted, "to_on") else from_on
    kind = _choice(AbsenceKind, first(posted, "kind"))
    if kind is None:
        errors["kind"] = _("Choose why.")
    if from_on and to_on and to_on < from_on:
        errors["to_on"] = _("The absence ends before it begins.")
    return None if errors or from_on is None or to_on is None or kind is None else Absence(from_on, to_on, kind)


@dataclass(frozen=True)
class Conflict:
    """A conflict of interest as somebody declares it; ``about`` names an employer or a dwelling."""

    about: str
    ground: ConflictGround
    reason: str
    from_on: date
    to_on: date | None


def read_conflict(posted: Posted, *, errors: Errors) -> Conflict | None:
    """What is declared, or None with what is wrong."""
    about, reason = first(posted, "about"), first(posted, "reason")
    if not about:
        errors["about"] = _("Write a CVR number, or the address of a dwelling.")
    if len(reason) < 3:
        errors["reason"] = _("Write in a few words why.")
    ground = _choice(ConflictGround, first(posted, "ground"))
    if ground is None:
        errors["ground"] = _("Choose a ground.")
    from_on = _day(posted, "conflict_from", errors)
    to_on = _day(posted, "conflict_to", errors) if first(posted, "conflict_to") else None
    if from_on and to_on and to_on < from_on:
        errors["conflict_to"] = _("The last day lies before the first.")
    return None if errors or ground is None or from_on is None else Conflict(about, ground, reason, from_on, to_on)


def _day(posted: Posted, name: str, errors: Errors) -> date | None:
    day = read_day(first(posted, name))
    if day is None:
        errors[name] = _("Write a date such as 2026-03-17.")
    return day


def _choice(of: Callable[[str], Read], text: str) -> Read | None:
    try:
        return of(text)
    except ValueError:
        return None
