"""What is known of an item, in sentences made of the register alone, and for whom each of them is.

A fact is [key, values, only]: ``only`` names the authorities it is for; empty means everybody who may see the item. No
free text goes in, so that no tip, no sender and no name of a resident can.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from husly.kit.i18n import format_date, mark
from husly.kit.i18n import gettext as _
from inspection.enforcement.labels import STATES
from inspection.enforcement.transitions import CaseState
from inspection.joint.authorities import authority_name

WORDS = {
    "address": mark("Address: %(text)s"),
    "employer": mark("Employer: %(text)s"),
    "residents": mark("Declared residents: %(count)s"),
    "case": mark("Case %(number)s: %(state)s"),
    "breaches": mark("Breaches found on the visit of %(day)s: %(count)s"),
    "overdue": mark("The deadline of the order passed on %(day)s"),
    "other_made": mark("%(authority)s was there on %(day)s"),
    "other_planned": mark("%(authority)s comes there on %(day)s"),
    "joint": mark("A joint visit is proposed with %(authorities)s"),
    "pair": mark("Confirmed as one firm with: %(text)s"),
    "cases_in": mark("Open cases in %(place)s: %(count)s"),
}
"""Every fact that can be told."""


@dataclass(frozen=True)
class Fact:
    """One thing known."""

    key: str
    values: Mapping[str, Any]
    only: tuple[str, ...] = ()

    @property
    def stored(self) -> list[Any]:
        """As the item keeps it."""
        return [self.key, dict(self.values), list(self.only)]

    def is_for(self, authority: str) -> bool:
        """Whether an authority may be told it, once it may see the item."""
        return not self.only or authority in self.only

    @property
    def sentence(self) -> str:
        """In the language of the moment."""
        return _(WORDS[self.key], **{name: _shown(name, value) for name, value in self.values.items()})


def _shown(name: str, value: Any) -> object:
    if name == "day":
        return format_date(date.fromisoformat(value))
    if name == "state":
        return _(STATES[CaseState(value)]).lower()
    if name == "authority":
        return authority_name(value)
    if name == "authorities":
        return ", ".join(authority_name(one) for one in value)
    return value


def stored_facts(rows: Sequence[Any]) -> list[Fact]:
    """Facts as an item keeps them."""
    return [Fact(key, values, tuple(only)) for key, values, only in rows if key in WORDS]
