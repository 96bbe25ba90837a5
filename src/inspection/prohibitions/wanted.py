"""What a prohibition is wanted to say, and the columns that it becomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from husly.kit.calendar import Calendar
from husly.kit.errors import DomainError
from husly.kit.i18n import mark
from inspection.enforcement.actions.addressing import LONGEST_NUMBER
from inspection.enforcement.actions.steps import stated
from inspection.enforcement.queries import CaseFile
from inspection.prohibitions.transitions import latest_move_out, move_out_is_in_time

TENANTS = "Beboerne på adressen"
"""How tenants are addressed: never by name."""


@dataclass(frozen=True)
class Mortgagee:
    """A registered mortgagee (*panthaver*) as the land register names it."""

    name: str
    address: str
    cvr_number: str = ""
    foreign_number: str = ""


@dataclass(frozen=True)
class Wanted:
    """What a prohibition says: which part (empty: the whole building), why, until when it must be left, who is told."""

    danger: str
    move_out_on: date
    owner_name: str
    owner_address: str
    owner_cvr_number: str = ""
    owner_foreign_number: str = ""
    part: str = ""
    imminent: bool = False
    considerations: str = ""
    replacement: str = ""
    rehousing_note: str = ""
    rehousing_override: str = ""
    hearing_waiver_reason: str = ""
    mortgagees: Sequence[Mortgagee] = ()


def columns_of(file: CaseFile, wanted: Wanted, *, today: date) -> dict[str, Any]:
    """The columns of the row, or of its correction. Raises ``DomainError`` for what is not lawful or lacking."""
    move_out_on = _lawful_move_out(wanted, file.calendar, today=today)
    return {
        "part": wanted.part.strip()[:300],
        "imminent": wanted.imminent,
        "danger": stated("prohibition.danger", wanted.danger, mark("Write the danger to health or life.")),
        "considerations": wanted.considerations.strip(),
        "move_out_on": move_out_on,
        "replacement": wanted.replacement.strip(),
        "rehousing_note": wanted.rehousing_note.strip(),
        "rehousing_override": wanted.rehousing_override.strip(),
        "hearing_waiver_reason": wanted.hearing_waiver_reason.strip(),
        "recipients": _recipients(file, wanted),
    }


def _lawful_move_out(wanted: Wanted, calendar: Calendar, *, today: date) -> date:
    """The day, moved off days without work. Raises ``DomainError`` beyond the law's longest time."""
    day = calendar.on_or_after(wanted.move_out_on)
    latest = latest_move_out(today, imminent=wanted.imminent)
    if today < wanted.move_out_on <= latest and day > latest:
        raise DomainError(
            "prohibition.closed_day", "The last lawful day is no working day: choose an earlier one.", day=day
        )
    if not today < day <= latest:
        raise DomainError(
            move_out_is_in_time.reason.rule,
            "The move-out must lie after today and no later than {latest}: 6 months where danger is imminent, "
            "otherwise 15 years (byfornyelsesloven § 76).",
            latest=latest.isoformat(),
        )
    return day


def _recipients(file: CaseFile, wanted: Wanted) -> list[dict[str, Any]]:
    numbers = wanted.owner_cvr_number, wanted.owner_foreign_number
    found = [_recipient("owner", wanted.owner_name, wanted.owner_address, *numbers)]
    found.append(
        {"role": "tenants", "name": TENANTS, "address": file.dwelling.address, "form": "i", "unnumbered": True}
    )
    found += [
        _recipient("mortgagee", one.name, one.address, one.cvr_number, one.foreign_number) for one in wanted.mortgagees
    ]
    return found


def _recipient(role: str, name: str, address: str, cvr_number: str, foreign_number: str) -> dict[str, Any]:
    """One who is told: a firm where it has a number, Danish or foreign, else a person."""
    what = mark("Write name and address of the owner and of every mortgagee.")
    return {
        "role": role,
        "name": stated("prohibition.recipient", name, what),
        "address": stated("prohibition.recipient", address, what),
        "form": "i" if cvr_number.strip() or foreign_number.strip() else "du",
        "cvr_number": cvr_number.strip(),
        "foreign_number": foreign_number.strip()[:LONGEST_NUMBER],
    }
