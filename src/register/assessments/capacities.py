"""How many may lawfully live there, and which rule sets the limit."""

from dataclasses import dataclass
from datetime import date

from husly.kit.i18n import gettext as _
from husly.kit.i18n import ngettext
from register.assessments.wording import facts_named, in_language
from standards.capacity import Capacity, lawful_capacity
from standards.facts import DwellingFacts
from standards.pack import Pack


@dataclass(frozen=True)
class CapacityLine:
    """What the page says of capacity: one line, the rules behind it, and a few words for a summary."""

    heading: str
    details: tuple[str, ...] = ()
    short: str = ""


def capacity_line(facts: DwellingFacts, pack: Pack, *, as_of: date) -> CapacityLine:
    """The lawful capacity in words."""
    capacity = lawful_capacity(facts, pack, as_of=as_of)
    if not capacity.constraints:
        return CapacityLine(_("No rule here limits the number of residents"))
    unknown = _unknown(capacity)
    if capacity.persons is None:
        return CapacityLine(_("Room for: cannot be told yet"), unknown)
    persons = ngettext("%(num)s person", "%(num)s persons", capacity.persons)
    heading = _("Room for: %(persons)s", persons=persons)
    binding = [in_language(one.text) for one in capacity.constraints if one.requirement_id in capacity.binding]
    reasons = tuple(_("This rule sets the limit: %(rule)s", rule=rule) for rule in binding)
    return CapacityLine(heading, reasons + unknown, f"{heading}.")


def _unknown(capacity: Capacity) -> tuple[str, ...]:
    """Which facts would settle the number, where it is not settled."""
    missing = dict.fromkeys(path for one in capacity.constraints if one.persons is None for path in one.missing)
    names = "; ".join(facts_named(missing))
    if not names:
        return ()
    if capacity.persons is None:
        return (_("Missing: %(names)s", names=names),)
    return (_("The number may be lower; missing: %(names)s", names=names),)
