"""What lies ahead of somebody: the next day with visits, and the own day told on the front page.

Only days, hours of departure and counts: no place and no name, so that nothing of it needs to be written down.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from husly.kit.access import Actor, Permission, may
from husly.kit.i18n import format_clock, ngettext
from husly.kit.i18n import gettext as _
from inspection.days.presenters import MENU
from inspection.days.queries import Person, find_person, list_visits
from inspection.planning.tour_presenters import day_name

AHEAD = timedelta(days=28)
"""How far is looked; plans reach a fortnight or two."""


@dataclass(frozen=True)
class DayAhead:
    """A day that has visits: how many, and from which minute the first is."""

    on: date
    visits: int
    from_min: int

    @property
    def href(self) -> str:
        """Where it is read."""
        return f"/day/{self.on.isoformat()}"

    @property
    def words(self) -> str:
        """The day and how many visits."""
        count = ngettext("%(num)s visit", "%(num)s visits", self.visits)
        return f"{day_name(self.on)}, {count}"


@dataclass(frozen=True)
class OwnDay:
    """The reader's own day on the front page."""

    href: str
    title: str
    text: str


def day_ahead(session: Session, person: Person, *, first: date, by: Actor) -> DayAhead | None:
    """The first day from ``first`` on that holds visits which the reader may see."""
    visits = list_visits(session, person, first=first, last=first + AHEAD, by=by)
    if not visits:
        return None
    on = visits[0].visit.visit_on
    here = [one.visit.from_min for one in visits if one.visit.visit_on == on]
    return DayAhead(on, len(here), min(here))


def own_day(session: Session, actor: Actor | None, *, today: date) -> OwnDay | None:
    """What whoever visits finds first; nothing for people who have neither visits nor a place in plans."""
    if actor is None or not may(actor, Permission.RECORD_VISITS):
        return None
    person = find_person(session, actor.id, name=actor.name)
    ahead = day_ahead(session, person, first=today, by=actor)
    if ahead is None:
        nothing = _("No visits in the next four weeks.")
        return None if person.station is None else OwnDay("/day", _(MENU), nothing)
    if ahead.on > today:
        return OwnDay(ahead.href, _(MENU), _("No visits today. Next: %(day)s.", day=ahead.words))
    clock = format_clock(ahead.from_min)
    text = ngettext(
        "%(num)s visit today, at %(clock)s.",
        "%(num)s visits today, the first at %(clock)s.",
        ahead.visits,
        clock=clock,
    )
    return OwnDay(ahead.href, _(MENU), text)
