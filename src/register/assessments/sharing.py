"""Several employers in one dwelling: everybody counts, and nobody is named."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from husly.kit.i18n import format_date, ngettext
from husly.kit.i18n import gettext as _
from standards.capacity.occupancy import Shared, Stay, told_to, with_others
from standards.facts.known import DwellingFacts
from standards.rules.issuer import Issuer


@dataclass(frozen=True)
class Beside:
    """Everybody who is declared to stay in one dwelling; `own` is the key of the accommodation that is judged.

    `agreement` is the collective agreement in force for it today, `covered` for how many residents; None: for all.
    """

    own: str = ""
    stays: tuple[Stay, ...] = ()
    agreement: Issuer | None = None
    covered: int | None = None

    def exempts(self, residents: int | None) -> Issuer | None:
        """The agreement that takes the act's place for so many residents, a number just typed too; None without."""
        return self.agreement if self.covered is None or self.covered >= (residents or 0) else None

    def own_on(self, day: date) -> int:
        """How many of its own people are declared to be there that day."""
        return sum(stay.persons for stay in self.stays if stay.employer == self.own and stay.covers(day))

    def others_on(self, day: date) -> int:
        """How many of other declarations share the dwelling that day; none while its own people are not there."""
        if not self.own_on(day):
            return 0
        return sum(stay.persons for stay in self.stays if stay.employer != self.own and stay.covers(day))

    def with_draft(self, residents: int | None, as_of: date, by_date: Sequence[Stay] = ()) -> "Beside":
        """The same with what is being typed in place of what was declared; ``by_date`` where periods are told."""
        others = tuple(stay for stay in self.stays if stay.employer != self.own)
        return replace(self, stays=(*others, *(by_date or (Stay(self.own, residents or 0, as_of),))))

    def periods(self, capacity: int | None, as_of: date) -> tuple[Shared, ...]:
        """When the dwelling is shared, from a day on, and how many are then too many."""
        if not any(stay.employer != self.own for stay in self.stays):
            return ()
        told = told_to(self.own, self.stays, capacity)
        return tuple(one for one in told if one.ends_on is None or one.ends_on > as_of)


ALONE = Beside()


def everybody(facts: DwellingFacts, beside: Beside, as_of: date) -> DwellingFacts:
    """The facts with everybody counted in who is declared to be there that day.

    Own residents are declared at their most; on a day with fewer of them others may be there without being too many.
    """
    there = beside.own_on(as_of) + beside.others_on(as_of)
    return with_others(facts, max(there - (facts.residents or 0), 0) if beside.others_on(as_of) else 0)


def shared_text(beside: Beside, as_of: date) -> str:
    """That others live there too, and how many; empty where none do. Never who."""
    others = beside.others_on(as_of)
    if not others:
        return ""
    count = ngettext("%(num)s person", "%(num)s persons", others)
    return _("Others have declared %(count)s in the same dwelling. The rules are held against everybody.", count=count)


def over_texts(beside: Beside, capacity: int | None, as_of: date) -> tuple[str, ...]:
    """How many are too many, and when."""
    return tuple(_over(one) for one in beside.periods(capacity, as_of) if one.over)


def _over(one: Shared) -> str:
    count = ngettext("%(num)s person too many", "%(num)s persons too many", one.over)
    start = format_date(one.starts_on)
    if one.ends_on is None:
        return _("%(count)s from %(start)s on: %(all)s live there", count=count, start=start, all=one.own + one.others)
    return _(
        "%(count)s from %(start)s to %(end)s: %(all)s live there",
        count=count,
        start=start,
        end=format_date(one.ends_on - timedelta(days=1)),
        all=one.own + one.others,
    )
