"""A link between two employers as an officer writes it."""

from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel

from husly.kit.clock import read_day
from husly.kit.i18n import gettext as _
from husly.kit.i18n import mark
from register.portfolio.models import LinkKind, LinkSource

RELATIONS: dict[str, tuple[LinkKind, bool, str]] = {
    "group": (LinkKind.GROUP, False, mark("is in one group with")),
    "same_owner": (LinkKind.SAME_OWNER, False, mark("has the same owner as")),
    "successor": (LinkKind.SUCCESSOR, True, mark("took over from")),
    "predecessor": (LinkKind.SUCCESSOR, False, mark("was taken over by")),
    "agency": (LinkKind.AGENCY_CLIENT, False, mark("hires workers out to")),
    "client": (LinkKind.AGENCY_CLIENT, True, mark("hires workers from")),
}
"""How the employer of the page stands to the other: kind, whether it is the second of the two, and words."""


class LinkForm(BaseModel):
    """A link as typed."""

    relation: str = ""
    other: str = ""
    source: str = ""
    stated_on: str = ""
    reason: str = ""


@dataclass(frozen=True)
class LinkAsked:
    """A link as read."""

    kind: LinkKind
    is_second: bool
    source: LinkSource
    stated_on: date


def read_link(form: LinkForm) -> tuple[LinkAsked | None, dict[str, str]]:
    """The link, or what is wrong by field."""
    errors: dict[str, str] = {}
    relation = RELATIONS.get(form.relation)
    source = next((one for one in LinkSource if one.value == form.source), None)
    day = read_day(form.stated_on)
    if relation is None:
        errors["relation"] = _("Choose how the two belong together.")
    if source is None:
        errors["source"] = _("Choose where it is known from.")
    if day is None:
        errors["stated_on"] = _("Write the day as year-month-day, for example 2026-05-01.")
    if not form.reason.strip():
        errors["reason"] = _("Write how it is known that the two belong together.")
    if errors or relation is None or source is None or day is None:
        return None, errors
    return LinkAsked(relation[0], relation[1], source, day), {}
