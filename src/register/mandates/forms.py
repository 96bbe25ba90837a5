"""What comes in: a mandate as it is given, and an invitation as it is answered."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pydantic import BaseModel

from husly.kit.accounts.models import MandateScope
from husly.kit.clock import read_day
from husly.kit.i18n import gettext as _
from husly.kit.texts import is_email


class MandateForm(BaseModel):
    """A mandate as typed."""

    employer: str = ""
    email: str = ""
    scope: str = ""
    valid_from: str = ""
    valid_to: str = ""


class InvitationForm(BaseModel):
    """An answer to an invitation; ``do`` is the button: show, accept or decline."""

    code: str = ""
    do: str = ""
    name: str = ""
    password: str = ""


@dataclass(frozen=True)
class Asked:
    """A mandate as read; without ``valid_to`` it holds until either side ends it."""

    employer_id: UUID
    email: str
    scope: MandateScope
    valid_from: date
    valid_to: date | None


def read_mandate(form: MandateForm, *, today: date) -> tuple[Asked | None, dict[str, str]]:
    """The mandate, or what is wrong by field."""
    errors: dict[str, str] = {}
    employer_id, email = _employer(form.employer), form.email.replace("\x00", "").strip().lower()
    scope = next((one for one in MandateScope if one.value == form.scope), None)
    first, last = _day(form.valid_from, "valid_from", errors), _day(form.valid_to, "valid_to", errors)
    if employer_id is None:
        errors["employer"] = _("Choose the employer.")
    if not is_email(email):
        errors["email"] = _("Write an e-mail address, for example name@firm.dk.")
    if scope is None:
        errors["scope"] = _("Choose what the mandate covers.")
    if first is None and "valid_from" not in errors:
        errors["valid_from"] = _("Write the first day.")
    if last is not None and first is not None and last < max(first, today):
        errors["valid_to"] = _("The last day must not be before the first day, nor before today.")
    if errors or employer_id is None or scope is None or first is None:
        return None, errors
    return Asked(employer_id, email, scope, first, last), {}


def _employer(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str, field: str, errors: dict[str, str]) -> date | None:
    if not text.strip():
        return None
    day = read_day(text)
    if day is None:
        errors[field] = _("Write the day as year-month-day, for example 2026-05-01.")
    return day
