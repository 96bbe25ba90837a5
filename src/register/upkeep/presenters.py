"""The history of one declaration, what was known when, and the forms that tell of time."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from husly.kit.access import SYSTEM
from husly.kit.audit import AuditEvent
from husly.kit.i18n import format_date, format_moment, format_number, mark, ngettext
from husly.kit.i18n import gettext as _
from register.agreements.presenters import ACTS as AGREEMENT_ACTS
from register.assessments.wording import in_language
from register.declarations.list_presenters import SOURCES
from register.declarations.queries import Declared
from register.upkeep.differences import Difference, differences
from register.upkeep.duties import Duties
from register.upkeep.forms import SentDays
from register.upkeep.part import late_words, pause_words
from register.upkeep.queries import Known, People
from standards.facts.choices import LABELS

MOST_DIFFERENCES = 60
"""A version that changes more is told by number."""

ACTS = {
    "declaration.confirmed": mark("Confirmed: nothing has changed"),
    "pause.told": mark("Not in use"),
    "pause.changed": mark("Back in use earlier"),
    "pause.withdrawn": mark("Not in use: taken back"),
    "accommodation.ended": mark("The last day was told"),
    "plan.made": mark("Accommodation plan made"),
    "plan.printed": mark("Accommodation plan printed"),
    "receipt.printed": mark("Receipt printed"),
    "door_sheet.printed": mark("Residents' sheet printed"),
    "owner.named": mark("Owner named"),
    "owner.told": mark("Owner told"),
    **AGREEMENT_ACTS,
}
"""What a history tells. Anything else that was done (reading, tips, supervision) is not for the employer to see."""


@dataclass(frozen=True)
class HistoryRow:
    """One thing that happened."""

    at: datetime
    what: str
    who: str
    text: str = ""
    href: str = ""
    badge: tuple[str, str] | None = None
    differences: Sequence[Difference] = ()
    more: str = ""

    @property
    def when(self) -> str:
        """Date and time in Denmark."""
        return format_moment(self.at)


@dataclass(frozen=True)
class HistoryPage:
    """Everything told of one accommodation, newest first, and the question what was known when."""

    versions: Sequence[Declared]
    events: Sequence[AuditEvent]
    people: People
    duties: Duties
    is_own: bool
    sees_rent: bool
    known_on: str
    about: str
    known: Known | None = None
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def declared(self) -> Declared:
        """The newest version."""
        return self.versions[0]

    @property
    def href(self) -> str:
        """The page of the accommodation."""
        return f"/declarations/{self.declared.accommodation.id}"

    @property
    def rows(self) -> list[HistoryRow]:
        """What happened, newest first."""
        before: list[Declared | None] = [*self.versions[1:], None]
        made = [self._version(one, last) for one, last in zip(self.versions, before, strict=True)]
        told = [self._event(one) for one in self.events if one.action in ACTS]
        return sorted([*made, *told], key=lambda row: row.at, reverse=True)

    def _version(self, one: Declared, before: Declared | None) -> HistoryRow:
        declaration = one.declaration
        changed = [] if before is None else differences(before, one, sees_rent=self.sees_rent)
        rest = len(changed) - MOST_DIFFERENCES
        late = late_words(declaration, self.duties)
        return HistoryRow(
            at=declaration.submitted_at,
            what=_("Version %(number)s", number=declaration.version),
            who=self._who(declaration.submitted_by, ""),
            text=_(
                "In force from %(day)s. %(source)s, receipt %(receipt)s.",
                day=format_date(declaration.valid_from),
                source=_(SOURCES[declaration.source]),
                receipt=declaration.receipt_number,
            ),
            href=f"{self.href}?version={declaration.version}",
            badge=("warning", late) if late else None,
            differences=changed[:MOST_DIFFERENCES],
            more=ngettext("and %(num)s more field", "and %(num)s more fields", rest) if rest > 0 else "",
        )

    def _event(self, event: AuditEvent) -> HistoryRow:
        return HistoryRow(
            at=event.at, what=_(ACTS[event.action]), who=self._who(event.by_id, event.by_name), text=_told(event)
        )

    def _who(self, actor_id: str, name: str) -> str:
        """Who acted, and for whom; an employer reads of the authority, not of its officers."""
        if actor_id == SYSTEM.id:
            return SYSTEM.name
        if actor_id in self.people.officers:
            return _("the authority") if self.is_own else self.people.names.get(actor_id, name)
        person = self.people.names.get(actor_id, name)
        if not person:
            return self.declared.employer.name
        return _("%(person)s for %(employer)s", person=person, employer=self.declared.employer.name)

    @property
    def answer(self) -> str:
        """What was known, in a sentence; empty before anybody asked."""
        if self.known is None:
            return ""
        days = {"known": format_date(date.fromisoformat(self.known_on)), "about": format_date(self._about)}
        found = self.known.declared
        if found is None:
            return _("On %(known)s nothing was known about %(about)s.", **days)
        return _(
            "On %(known)s this was known about %(about)s: version %(number)s.",
            **days,
            number=found.declaration.version,
        )

    @property
    def _about(self) -> date:
        return date.fromisoformat(self.about)

    @property
    def answer_href(self) -> str:
        """The version that answers."""
        found = None if self.known is None else self.known.declared
        return "" if found is None else f"{self.href}?version={found.declaration.version}"

    @property
    def answer_rows(self) -> list[tuple[str, str]]:
        """The state and the main facts as they were known."""
        if self.known is None or self.known.declared is None:
            return []
        facts, ends_on = self.known.declared.facts, self.known.ends_on
        ended = ends_on is not None and ends_on < self._about
        kind = in_language(LABELS["kind"][facts.kind]) if facts.kind else "–"
        area = "–" if facts.area_m2 is None else f"{format_number(facts.area_m2)} m²"
        state = _("Ended") if ended else _("Not in use") if self.known.is_unused else _("In use")
        return [
            (_("State"), state),
            (_("Residents"), str(residents_on(self.known.declared, self._about))),
            (_("Kind of dwelling"), kind),
            (_("Area"), area),
            (_("Rooms"), str(len(facts.rooms))),
            (_("Last day, if known"), format_date(ends_on) if ends_on else _("not stated")),
        ]


def residents_on(declared: Declared, day: date) -> int:
    """How many a version says live there on a day: by its dates where it tells any, else its one number."""
    if not declared.occupancy:
        return declared.declaration.residents
    rows = [one for one in declared.occupancy if one.from_on <= day and (one.to_on is None or day < one.to_on)]
    return sum(one.residents for one in rows)


def _told(event: AuditEvent) -> str:
    """What an event says beyond its name: days, versions, the language of a paper."""
    details = json.loads(event.details)
    days = {key: date.fromisoformat(details[key]) for key in ("from_on", "back_on", "ends_on") if details.get(key)}
    if "from_on" in days and "back_on" in days:
        return pause_words(days["from_on"], days["back_on"])
    if "ends_on" in days:
        return format_date(days["ends_on"])
    version = details.get("version")
    return _("Version %(number)s", number=version) if version and not event.action.startswith("agreement") else ""


@dataclass(frozen=True)
class DaysPage:
    """A form that asks for days: not in use, or the last day."""

    declared: Declared
    typed: SentDays
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def back(self) -> str:
        """The page of the accommodation."""
        return f"/declarations/{self.declared.accommodation.id}"
