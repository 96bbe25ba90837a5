"""What was ordered and not put right, as a penalty charges it: items of the order, never what was accepted as met."""

from dataclasses import dataclass
from datetime import date

from inspection.enforcement.models import Finding, FindingOutcome, OrderItem
from inspection.enforcement.queries import CaseFile
from inspection.letters.danish import danish_date


@dataclass(frozen=True)
class Offence:
    """One breach that is charged; ``item`` is what the order demanded of it, None where no order is charged."""

    finding: Finding
    item: OrderItem | None = None

    @property
    def result(self) -> str:
        """What should have been achieved: the words of the order, else those of the rule."""
        return self.finding.remedy if self.item is None else self.item.result

    @property
    def due_on(self) -> date | None:
        """The day on which the item was due at last; None without an item."""
        return None if self.item is None else self.item.runs_to or self.item.due_on

    @property
    def first_set(self) -> str:
        """The deadline as the order set it, where something moved it since."""
        item = self.item
        if item is None or item.runs_to in (None, item.due_on):
            return ""
        return "straks" if item.at_once else danish_date(item.due_on)

    @property
    def at_once(self) -> bool:
        """Whether it was due at once, and nothing gave more time."""
        return self.item is not None and self.item.at_once and not self.first_set


def offences_of(file: CaseFile, *, against_order: bool) -> tuple[Offence, ...]:
    """What a penalty charges: the items of the order that are not met, or else every breach found on the visit."""
    if against_order:
        return tuple(Offence(file.finding(item.finding_id), item) for item in file.items if item.complied is not True)
    return tuple(Offence(one) for one in file.findings if one.outcome is FindingOutcome.BREACHED)
