"""Reading what the forms of a case send; every refusal names the field and what to write."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from husly.kit.calendar import Calendar
from husly.kit.errors import DomainError
from husly.kit.i18n import format_date, mark
from inspection.enforcement.checklist import CheckItem, FindingEntry
from inspection.enforcement.models import FindingKind, FindingOutcome

Choice = TypeVar("Choice", bound=StrEnum)
LONGEST = 5000
YEARS = range(2000, 2100)


class StepForm:
    """The fields of one posted form, read by name."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values

    def text(self, name: str) -> str:
        """A text, empty when left out. Raises ``DomainError`` when it is too long to be meant."""
        text = self.values.get(name, "").strip()
        if len(text) > LONGEST:
            raise DomainError("form.long", "A text is longer than {most} characters: shorten it.", most=LONGEST)
        return text

    def day(self, name: str) -> date:
        """A date. One outside ``YEARS`` is a slip, and deadlines counted from it would run out of the calendar."""
        try:
            day = date.fromisoformat(self.values.get(name, "").strip())
        except ValueError:
            raise DomainError("form.day", "Choose a date in every date field.") from None
        if day.year not in YEARS:
            raise DomainError("form.year", "The year {year} cannot be right: correct the date.", year=day.year)
        return day

    def minutes(self, name: str) -> int:
        """A time of day as minutes after midnight."""
        hours, _, minutes = self.values.get(name, "").strip().partition(":")
        is_clock = hours.isdecimal() and minutes[:2].isdecimal() and len(hours) < 3
        if not (is_clock and int(hours) < 24 and int(minutes[:2]) < 60):
            raise DomainError("form.time", "Write each time of day as hours and minutes, such as 09:30.")
        return int(hours) * 60 + int(minutes[:2])

    def count(self, name: str) -> int:
        """A whole number."""
        text = self.values.get(name, "").strip()
        if not text.isdecimal() or len(text) > 4:
            raise DomainError("form.count", "Write the number of days in digits.")
        return int(text)

    def flag(self, name: str) -> bool:
        """Whether a box is ticked."""
        return self.values.get(name) == "true"

    def choice(self, name: str, choices: type[Choice]) -> Choice:
        """One of a list."""
        try:
            return choices(self.values.get(name, ""))
        except ValueError:
            raise DomainError("form.choice", "Choose one of the list in every list field.") from None

    def identifier(self, name: str) -> UUID:
        """The id of a row, from a hidden field."""
        return _identifier(self.values.get(name, ""))

    def by_id(self, prefix: str) -> dict[UUID, str]:
        """The fields named ``prefix.ID``, by id."""
        start = f"{prefix}."
        found = [name for name in self.values if name.startswith(start)]
        return {_identifier(name.removeprefix(start)): self.values[name] for name in found}


def _identifier(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise DomainError("form.identifier", "The form is not whole: open the page again.") from None


def clean(text: object) -> str:
    """Posted text without the one character that PostgreSQL cannot store."""
    return str(text).replace("\x00", "")


def read_entries(
    values: Mapping[str, list[str]], items: tuple[CheckItem, ...]
) -> tuple[list[FindingEntry], dict[str, str]]:
    """What the inspector entered for each requirement, and the sentence for each number that cannot be read.

    Fields are named ``REQUIREMENT:outcome`` and so on; a requirement without an answer is left out.
    """
    entries, errors = [], {}
    for item in items:

        def given(part: str, requirement_id: str = item.requirement_id) -> str:
            return (values.get(f"{requirement_id}:{part}") or [""])[0].strip()

        if given("outcome") not in list(FindingOutcome):
            continue
        try:
            number = _number(given("number"))
        except ValueError:
            errors[item.requirement_id] = mark("Write a number, such as 2.5, or leave the field empty.")
            number = None
        kind = given("kind")
        entries.append(
            FindingEntry(
                requirement_id=item.requirement_id,
                outcome=FindingOutcome(given("outcome")),
                kind=FindingKind(kind) if kind in list(FindingKind) else FindingKind.OBSERVED,
                measured_number=number,
                measured_text=given("text")[:300],
                rooms=tuple(name[:80] for name in values.get(f"{item.requirement_id}:rooms", []) if name.strip()),
                note=given("note")[:LONGEST],
            )
        )
    return entries, errors


def _number(text: str) -> float | None:
    if not text:
        return None
    number = float(text.replace(" ", "").replace(",", "."))
    if not 0 <= number < 100_000:
        raise ValueError(text)
    return number


def lawful_deadline(day: date, calendar: Calendar) -> date:
    """The day itself. Raises ``DomainError`` for one without work, which says the next working day (letters.md 7)."""
    free = calendar.on_or_after(day)
    if day != free:
        raise DomainError(
            "order.closed_day",
            "No deadline ends on a weekend, a public holiday or a day on which the authority is closed. "
            "{day} is one; the next working day is {free}.",
            day=format_date(day),
            free=format_date(free),
        )
    return day
