"""Reports as officers see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from husly.kit.access import Actor, Permission, Subject, may
from husly.kit.i18n import format_date, mark
from husly.kit.i18n import gettext as _
from husly.kit.web.paging import Paging
from inspection.tips.queries import ReportFile, ReportFilter, ReportRow
from register.municipalities.table import Municipality
from register.residents.models import AddressOrigin, Outcome, ReportKind, ReportState, TipSource, UnverifiedAddress

KINDS = {
    ReportKind.MORE_PEOPLE: mark("More people than declared"),
    ReportKind.FEWER_PEOPLE: mark("Fewer people than declared"),
    ReportKind.ROOM_TOO_SMALL: mark("Room too small or crowded"),
    ReportKind.NO_WINDOW: mark("No window that opens"),
    ReportKind.DAMP: mark("Damp or mould"),
    ReportKind.NO_HEATING: mark("No heating"),
    ReportKind.NO_TOILET: mark("No toilet or bath"),
    ReportKind.WATER: mark("No clean or hot water"),
    ReportKind.FIRE_DANGER: mark("Danger of fire"),
    ReportKind.LOCKED_IN: mark("Locked in"),
    ReportKind.RENT_FROM_WAGE: mark("Rent taken from the wage"),
    ReportKind.PAPERS_TAKEN: mark("Papers taken"),
    ReportKind.OTHER: mark("Something else"),
}
STATES = {
    ReportState.RECEIVED: ("warning", mark("Received")),
    ReportState.IN_PROGRESS: ("info", mark("Being looked at")),
    ReportState.CLOSED: ("success", mark("Closed")),
}
OUTCOMES = {
    Outcome.ACTED: mark("Something was done about it"),
    Outcome.NO_FAULT: mark("No fault was found"),
    Outcome.NOT_FOUND: mark("The place could not be found"),
    Outcome.PASSED_ON: mark("Passed on to another authority"),
    Outcome.NOT_OURS: mark("Not for this authority to act on"),
    Outcome.ALREADY_KNOWN: mark("Known already"),
    Outcome.CONFIRMED: mark("Confirms what is declared"),
}
SOURCES = {
    TipSource.RESIDENT: mark("Resident"),
    TipSource.CITIZEN: mark("Citizen"),
    TipSource.UNION: mark("Trade union"),
    TipSource.LANDLORD: mark("Owner or landlord"),
    TipSource.AUTHORITY: mark("Another authority"),
}
ORIGINS = {AddressOrigin.TIP: mark("A report"), AddressOrigin.VISIT: mark("A visit")}

VISIT_DAYS_AHEAD = 28


def kind_words(kinds: Sequence[str]) -> list[str]:
    """Kinds in words."""
    return [_(KINDS[ReportKind(one)]) for one in kinds]


def _municipality(code: str | None, names: Mapping[str, Municipality]) -> str:
    if code is None:
        return _("not known")
    return names[code].name if code in names else code


@dataclass(frozen=True)
class ReportListPage:
    """One page of reports with its filters."""

    rows: Sequence[ReportRow]
    wanted: ReportFilter
    municipalities: Sequence[tuple[str, str]]
    names: Mapping[str, Municipality]
    paging: Paging

    @property
    def states(self) -> list[tuple[str, str]]:
        """States to choose from."""
        return [(state.value, _(words)) for state, (_badge, words) in STATES.items()]

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """Kinds to choose from."""
        return [(kind.value, _(words)) for kind, words in KINDS.items()]

    def what(self, row: ReportRow) -> str:
        """What is reported, in words."""
        if row.is_confirmation:
            return _(OUTCOMES[Outcome.CONFIRMED])
        return ", ".join(kind_words(row.kinds)) or _("Only text or photos")

    def badge(self, row: ReportRow) -> tuple[str, str]:
        """Where it stands."""
        kind, words = STATES[row.state]
        return kind, _(words)

    def place(self, row: ReportRow) -> str:
        """The address, or that none is known."""
        return row.address or _("Address not found yet")

    def municipality(self, row: ReportRow) -> str:
        """The municipality."""
        return _municipality(row.municipality_code, self.names)


@dataclass(frozen=True)
class ReportPage:
    """One report, and what its reader can do."""

    file: ReportFile
    actor: Actor
    names: Mapping[str, Municipality]
    as_of: date
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def href(self) -> str:
        """Its address."""
        return f"/reports/{self.file.report.id}"

    @property
    def title(self) -> str:
        """Where it is."""
        found = self.file.dwelling or self.file.unverified
        return _("Report without a known address") if found is None else found.address

    @property
    def badge(self) -> tuple[str, str]:
        """Where it stands."""
        kind, words = STATES[self.file.report.state]
        return kind, _(words)

    @property
    def is_open(self) -> bool:
        """Whether anything can still be done."""
        return self.file.report.state is not ReportState.CLOSED

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Day, municipality, place as written, outcome."""
        report = self.file.report
        found = [
            (_("Received"), format_date(report.received_on)),
            (_("Municipality"), _municipality(self.file.municipality_code, self.names)),
        ]
        if report.place:
            found.append((_("Place as written"), ", ".join(one for one in (report.place, report.postcode) if one)))
        if self.file.unverified is not None:
            found.append((_("Address"), _("Not declared, not verified")))
        if report.outcome is not None:
            found.append((_("Outcome"), _(OUTCOMES[report.outcome])))
        return found

    @property
    def kinds(self) -> list[str]:
        """What is reported, in words."""
        return kind_words(self.file.report.kinds)

    @property
    def outcomes(self) -> list[tuple[str, str]]:
        """How it can be closed."""
        return [(one.value, _(words)) for one, words in OUTCOMES.items() if one is not Outcome.CONFIRMED]

    @property
    def stays(self) -> list[tuple[str, str]]:
        """Housing on which a case can be opened."""
        return [
            (str(one.accommodation.id), f"{one.employer.name} ({format_date(one.accommodation.starts_on)})")
            for one in self.file.stays
        ]

    @property
    def homes(self) -> list[tuple[str, str]]:
        """(address of the page, words) of that housing; what nobody declared has no declaration to open."""
        return [
            (f"/declarations/{value}" if one.is_declared else f"/risk/{value}", label)
            for one, (value, label) in zip(self.file.stays, self.stays, strict=True)
        ]

    @property
    def may_see_sender(self) -> bool:
        """Whether the reader may ask who wrote."""
        return may(self.actor, Permission.READ_TIP_SENDERS, Subject(municipality_code=self.file.municipality_code))

    @property
    def visit_on(self) -> str:
        """A day for the visit that does not follow at once."""
        return (self.as_of + timedelta(days=VISIT_DAYS_AHEAD)).isoformat()


@dataclass(frozen=True)
class SenderPage:
    """What kind of sender wrote, and how to reach him where he said so."""

    file: ReportFile

    @property
    def href(self) -> str:
        """The report."""
        return f"/reports/{self.file.report.id}"

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Kind of sender, how to reach him, in which language he read the page."""
        report = self.file.report
        return [
            (_("Sender"), _(SOURCES[report.source])),
            (_("How to reach the sender"), report.contact or _("not stated")),
            (_("Language of the page"), report.language),
        ]


@dataclass(frozen=True)
class AddressListPage:
    """Addresses heard of that nobody declared."""

    rows: Sequence[UnverifiedAddress]
    names: Mapping[str, Municipality]
    paging: Paging

    def origin(self, row: UnverifiedAddress) -> str:
        """Where it was heard of."""
        return _(ORIGINS[row.origin])

    def municipality(self, row: UnverifiedAddress) -> str:
        """The municipality."""
        return _municipality(row.municipality_code, self.names)
