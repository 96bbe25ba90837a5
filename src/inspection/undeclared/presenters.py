"""Candidates as officers read them, and what can be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from husly.kit.audit import AuditEvent
from husly.kit.i18n import format_date, format_moment, mark
from husly.kit.i18n import gettext as _
from husly.kit.web.history import HistoryRow
from husly.kit.web.paging import Paging
from inspection.undeclared.actions.reviewing import rests_on_people
from inspection.undeclared.hint_presenters import HintShown, total_of
from inspection.undeclared.hints import HintKind
from inspection.undeclared.models import (
    CandidateState,
    UndeclaredCandidate,
    UndeclaredRun,
    WorkerList,
)
from inspection.undeclared.queries import OPEN, Coverage, Filters
from inspection.undeclared.words import ACTS, KINDS, REASONS, STATES
from register.municipalities.areas import municipality_choices
from register.municipalities.table import Municipality

MENU = mark("Undeclared")
"""The word in the main menu."""

ALL = "all"
MOST_REASONS = 3
MOST_PROBLEMS = 200
DISMISS_DAYS = 365


@dataclass(frozen=True)
class CandidateRow:
    """One row of the list."""

    row: UndeclaredCandidate
    hints: Sequence[HintShown]
    names: Mapping[str, Municipality]

    @property
    def id(self) -> UUID:
        """Its id."""
        return self.row.id

    @property
    def title(self) -> str:
        """The firm, else the address."""
        return self.row.firm_name or self.row.address

    @property
    def number(self) -> str:
        """The firm's number."""
        return self.row.firm_number

    @property
    def municipality(self) -> str:
        """Where it belongs."""
        code = self.row.municipality_code
        return _("not known") if code is None else self.names[code].name if code in self.names else code

    @property
    def badge(self) -> tuple[str, str]:
        """How it stands."""
        kind, words = STATES[self.row.state]
        return kind, _(words)

    @property
    def reasons(self) -> list[str]:
        """The first hints."""
        return [hint.sentence for hint in self._signs[:MOST_REASONS]]

    @property
    def _signs(self) -> list[HintShown]:
        """The hints without the sector, which is no sign of anything."""
        return [hint for hint in self.hints if hint.key != HintKind.RISK_SECTOR]

    @property
    def more(self) -> int:
        """How many hints are not among them."""
        return max(0, len(self._signs) - MOST_REASONS)

    @property
    def points(self) -> int | None:
        """The sum, None without the score."""
        return total_of(self.hints)


@dataclass(frozen=True)
class CandidateListPage:
    """One page of candidates with filters, the newest search, and how far the lists are covered."""

    rows: Sequence[CandidateRow]
    count: int
    number: int
    filters: Filters
    areas: Sequence[str] | None
    names: Mapping[str, Municipality]
    run: UndeclaredRun | None
    coverage: Coverage | None
    with_points: bool

    @property
    def paging(self) -> Paging:
        """The other pages."""
        return Paging(self.number, self.count, "/undeclared", self._query)

    @property
    def _query(self) -> dict[str, object]:
        known = {
            "municipality": self.filters.municipality_code,
            "kind": self.filters.kind,
            "standing": self.filters.state,
        }
        return {key: value for key, value in known.items() if value}

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter is set."""
        return bool(self._query)

    @property
    def map_address(self) -> str:
        """The map of the same municipality."""
        code = self.filters.municipality_code
        return f"/map?municipality={code}" if code else "/map"

    @property
    def municipalities(self) -> list[tuple[str, str]]:
        """The municipalities to choose from."""
        return municipality_choices(self.areas, self.names)

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """The kinds of hint to choose from."""
        return [(kind.value, _(words)) for kind, words in KINDS.items()]

    @property
    def states(self) -> list[tuple[str, str]]:
        """The states to choose from."""
        return [(state.value, _(words)) for state, (_badge, words) in STATES.items()] + [(ALL, _("All"))]


@dataclass(frozen=True)
class CandidatePage:
    """One candidate with everything that hints at it, and what its reader can do."""

    row: UndeclaredCandidate
    hints: Sequence[HintShown]
    names: Mapping[str, Municipality]
    acts: Sequence[AuditEvent]
    ask_text: str
    email_known: bool
    may_act: bool
    as_of: date
    given: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> CandidateRow:
        """Its head."""
        return CandidateRow(self.row, self.hints, self.names)

    @property
    def href(self) -> str:
        """Its address."""
        return f"/undeclared/{self.row.id}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be decided."""
        return self.row.state in (*OPEN, CandidateState.LAPSED)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Employer, address, municipality, when seen."""
        row = self.row
        employer = f"{row.firm_name} ({row.firm_number})" if row.firm_name else _("not known")
        return [
            (_("Employer"), employer),
            (_("Address"), row.address or _("not known")),
            (_("Municipality"), self.shown.municipality),
            (_("First found"), format_date(row.first_seen_on)),
            (_("Last found"), format_date(row.last_seen_on)),
        ]

    @property
    def dismissal(self) -> str:
        """Why it was dismissed and until when."""
        if self.row.dismissed_reason is None:
            return ""
        words, until = self.row.dismissed_words, format_date(self.row.dismissed_until)
        reason = _(REASONS[self.row.dismissed_reason])
        return _("%(reason)s: %(words)s. Holds until %(until)s.", reason=reason, words=words, until=until)

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """Reasons to choose from."""
        return [(reason.value, _(words)) for reason, words in REASONS.items()]

    @property
    def until(self) -> str:
        """A day a year ahead."""
        return (self.as_of + timedelta(days=DISMISS_DAYS)).isoformat()

    @property
    def firms(self) -> list[tuple[str, str]]:
        """Firms that a hint names, for a candidate that is an address."""
        if self.row.firm_number:
            return []
        named = {(number, name) for hint in self.row.hints for number, name in hint["firms"] if number}
        return [(f"{number}|{name}", f"{name} ({number})") for number, name in sorted(named)]

    @property
    def places(self) -> list[tuple[str, str]]:
        """Addresses that a hint tells of, for a candidate that is an employer."""
        if self.row.street:
            return []
        found = [hint["place"] for hint in self.row.hints if hint["place"]]
        return [(_place_value(one), _place_line(one)) for one in {one["key"]: one for one in found}.values()]

    @property
    def rests_on_people(self) -> bool:
        """Whether the employer must not be asked, since that would tell that somebody reported."""
        return rests_on_people(self.row)

    @property
    def asked(self) -> str:
        """When the employer was asked."""
        return format_date(self.row.asked_at) if self.row.asked_at else ""

    @property
    def history(self) -> list[HistoryRow]:
        """What was done, the newest first."""
        return [HistoryRow(_(ACTS[one.action]), one.by_name, format_moment(one.at), "") for one in self.acts]


def _place_value(place: Mapping[str, Any]) -> str:
    return "|".join(str(place[name]) for name in ("street", "house_number", "unit", "postcode"))


def _place_line(place: Mapping[str, Any]) -> str:
    unit = f", {place['unit']}" if place["unit"] else ""
    return f"{place['street']} {place['house_number']}{unit}, {place['postcode']}"


@dataclass(frozen=True)
class ListsPage:
    """The lists read so far and the form for another; ``problems`` are the bad rows of one that was refused."""

    lists: Sequence[WorkerList]
    as_of: date
    register_name: str = ""
    error: str = ""
    problems: Sequence[str] = ()

    @property
    def first_problems(self) -> Sequence[str]:
        """As many as a page should hold."""
        return self.problems[:MOST_PROBLEMS]

    @property
    def other_problems(self) -> int:
        """How many more."""
        return max(0, len(self.problems) - MOST_PROBLEMS)
