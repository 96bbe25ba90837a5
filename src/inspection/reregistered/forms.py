"""What officers type: a decision on a pair, an account or person behind a firm."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pydantic import BaseModel

from husly.kit.clock import read_day
from husly.kit.i18n import gettext as _
from inspection.reregistered.keyed import KEPT
from inspection.reregistered.traces import TraceKind
from register.portfolio.models import LinkKind


class DecisionForm(BaseModel):
    """A decision: confirmed with the kind of link, or dismissed."""

    kind: str = ""
    reason: str = ""

    @property
    def link_kind(self) -> LinkKind:
        """The kind of link; anything unknown is one that no pair takes."""
        return LinkKind(self.kind) if self.kind in list(LinkKind) else LinkKind.GROUP


class TraceForm(BaseModel):
    """An account or a person as typed."""

    employer: str = ""
    kind: str = ""
    value: str = ""
    from_on: str = ""
    to_on: str = ""
    source: str = ""


@dataclass(frozen=True)
class TraceAsked:
    """The same as read."""

    employer_id: UUID
    kind: TraceKind
    from_on: date
    to_on: date | None


def read_trace(form: TraceForm) -> tuple[TraceAsked | None, dict[str, str]]:
    """What is to be recorded, or what is wrong by field; the value itself is read where it is sealed."""
    errors: dict[str, str] = {}
    kind = next((one for one in KEPT if one.value == form.kind), None)
    from_on, to_on = read_day(form.from_on), read_day(form.to_on)
    try:
        employer_id: UUID | None = UUID(form.employer)
    except ValueError:
        employer_id = None
        errors["employer"] = _("Choose the firm.")
    if kind is None:
        errors["kind"] = _("Choose what it is.")
    if not form.value.strip():
        errors["value"] = _("Write the account or the name.")
    if from_on is None:
        errors["from_on"] = _("Write the day as year-month-day, for example 2026-05-01.")
    if form.to_on.strip() and to_on is None:
        errors["to_on"] = _("Write the day as year-month-day, for example 2026-05-01.")
    if not form.source.strip():
        errors["source"] = _("Write where it is known from, and why it is recorded.")
    if errors or kind is None or from_on is None or employer_id is None:
        return None, errors
    return TraceAsked(employer_id, kind, from_on, to_on), {}
