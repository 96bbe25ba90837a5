"""What the page of a visit's needs sends, read field by field: each refusal stands at its field."""

from collections.abc import Mapping, Sequence
from datetime import date

from pydantic import BaseModel

from husly.kit.clock import read_clock, read_day
from husly.kit.errors import DomainError
from husly.kit.i18n import gettext as _
from inspection.enforcement.waivers import NoticeWaiverGround
from inspection.needs.actions import NeedsTold
from inspection.needs.choices import LANGUAGES, SKILL
from inspection.needs.models import LONGEST_NOTE, MOST_PEOPLE
from inspection.planning.solving.problem import Window

WEEK = range(7)
Values = Mapping[str, Sequence[str]]


def one(values: Values, name: str) -> str:
    """The first value of a field, without spaces around it; empty when it was not sent."""
    return (values.get(name) or [""])[0].strip()


def read_needs(values: Values) -> tuple[NeedsTold | None, dict[str, str]]:
    """What is told, or a sentence for each field that must be corrected."""
    errors: dict[str, str] = {}
    people = _number(values, "people", 1, MOST_PEOPLE, errors) or 1
    service = _number(values, "service_min", 15, 600, errors) if one(values, "service_min") else None
    texts = {name: _text(values, name, errors) for name in ("people_reason", "safety", "access")}
    review = _day(values, "review_on", errors)
    if (texts["safety"] or texts["people_reason"]) and review is None and "review_on" not in errors:
        errors["review_on"] = _(
            "Choose a day, at most a year ahead, on which the words about safety are asked for again."
        )
    told = NeedsTold(
        people=people,
        review_on=review,
        skills=_skills(values, errors),
        languages=tuple(code for code in values.get("languages", ()) if code in LANGUAGES),
        interpreter=one(values, "interpreter") == "true",
        home_hours=_hours(values, "home", errors),
        contact_hours=_hours(values, "contact", errors),
        contact_needed=one(values, "contact_needed") == "true",
        daylight_only=one(values, "daylight_only") == "true",
        service_min=service,
        **texts,
    )
    return (None, errors) if errors else (told, {})


def _number(values: Values, name: str, low: int, high: int, errors: dict[str, str]) -> int | None:
    text = one(values, name)
    if text.isdecimal() and len(text) < 6 and low <= int(text) <= high:
        return int(text)
    errors[name] = _("Write a whole number from %(low)s to %(high)s.", low=low, high=high)
    return None


def _text(values: Values, name: str, errors: dict[str, str]) -> str:
    text = " ".join(one(values, name).replace("\x00", "").split())
    if len(text) > LONGEST_NOTE:
        errors[name] = _("Write at most %(most)s characters.", most=LONGEST_NOTE)
    return text


def _day(values: Values, name: str, errors: dict[str, str]) -> date | None:
    text = one(values, name)
    day = read_day(text) if text else None
    if text and day is None:
        errors[name] = _("Write a date such as 2026-03-17.")
    return day


def _skills(values: Values, errors: dict[str, str]) -> tuple[str, ...]:
    found = tuple(text for text in values.get("skills", ()) if text)
    if len(found) > 10 or any(SKILL.fullmatch(text) is None for text in found):
        errors["skills"] = _("Choose at most ten of the skills shown.")
    return found


def _hours(values: Values, whose: str, errors: dict[str, str]) -> tuple[Window, ...]:
    """The hours of each weekday: both fields empty on a day without any."""
    found = []
    for weekday in WEEK:
        name = f"{whose}.{weekday}"
        begin, end = one(values, f"{name}.from"), one(values, f"{name}.to")
        if not (begin or end):
            continue
        from_min, to_min = read_clock(begin), read_clock(end)
        if from_min is None or to_min is None or from_min >= to_min:
            errors[f"{name}.from"] = _("Write from and to as hours and minutes, such as 09:30, or leave both empty.")
        else:
            found.append(Window(weekday, from_min, to_min))
    return tuple(found)


class GroundForm(BaseModel):
    """The form of a ground as it came, every field a text."""

    ground: str = ""
    reason: str = ""
    until_on: str = ""

    @property
    def chosen(self) -> NoticeWaiverGround:
        """Which ground of RSL § 5(4). Raises ``DomainError``."""
        try:
            return NoticeWaiverGround(self.ground)
        except ValueError:
            raise DomainError("ground.kind", "Choose one of the five grounds of RSL § 5(4).") from None

    @property
    def last_day(self) -> date:
        """Until when. Raises ``DomainError``."""
        day = read_day(self.until_on)
        if day is None:
            raise DomainError("ground.until", "Choose a last day from tomorrow to three months ahead.")
        return day
