"""Mandates as pages show them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from husly.kit.access import Actor
from husly.kit.accounts.models import Account, Mandate, MandateScope
from husly.kit.audit import AuditEvent
from husly.kit.i18n import format_date, format_moment, mark
from husly.kit.i18n import gettext as _
from husly.kit.web.paging import Paging
from register.employers.models import Employer
from register.mandates.forms import MandateForm
from register.mandates.standing import Standing, standing_of

SCOPES = {
    MandateScope.READ: mark("Read what is declared"),
    MandateScope.DECLARE: mark("Declare and amend"),
    MandateScope.EVERYTHING: mark("Declare, also by file and by program"),
}
STANDINGS = {
    Standing.OFFERED: ("info", mark("Offered")),
    Standing.LAPSED: ("", mark("Not accepted in time")),
    Standing.TO_COME: ("info", mark("Begins later")),
    Standing.IN_FORCE: ("success", mark("In force")),
    Standing.EXPIRED: ("", mark("Expired")),
    Standing.DECLINED: ("", mark("Declined")),
    Standing.REVOKED: ("", mark("Revoked")),
    Standing.GIVEN_UP: ("", mark("Given up")),
}
ACTS = {
    "declaration.submitted": mark("Declared a dwelling"),
    "declaration.read": mark("Read a declaration"),
    "employer.created": mark("Changed the particulars of the employer"),
    "employer.changed": mark("Changed the particulars of the employer"),
    "agreement.claimed": mark("Claimed a collective agreement"),
    "owner.named": mark("Named an owner"),
    "plan.made": mark("Took out an accommodation plan"),
    "plan.read": mark("Read an accommodation plan"),
    "dwelling.placed": mark("Moved the point of a dwelling"),
    "api.declared": mark("Declared by a program"),
    "mandate.given_up": mark("Gave the mandate up"),
    "token.made": mark("Made a token for a program"),
    "token.revoked": mark("Revoked a token"),
}


@dataclass(frozen=True)
class MandateRow:
    """One mandate in a list, on its own page and in an invitation."""

    mandate: Mandate
    standing: Standing

    @property
    def id(self) -> str:
        """As it stands in addresses."""
        return str(self.mandate.id)

    @property
    def scope(self) -> str:
        """What it covers."""
        return _(SCOPES[self.mandate.scope])

    @property
    def period(self) -> str:
        """From which day to which."""
        first, last = format_date(self.mandate.valid_from), self.mandate.valid_to
        if last is None:
            return _("From %(first)s until it is ended", first=first)
        return f"{first} – {format_date(last)}"

    @property
    def badge(self) -> tuple[str, str]:
        """Where it stands."""
        kind, text = STANDINGS[self.standing]
        return kind, _(text)

    @property
    def is_open(self) -> bool:
        """Whether it can be ended."""
        return self.standing.is_open

    @property
    def is_in_force(self) -> bool:
        """Whether one can act by it."""
        return self.standing is Standing.IN_FORCE

    @property
    def is_offered(self) -> bool:
        """Whether it waits for an answer."""
        return self.standing is Standing.OFFERED

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Everything about it, in words."""
        one = self.mandate
        rows = [
            (_("Employer"), one.employer_name),
            (_("Given to"), one.email),
            (_("Covers"), self.scope),
            (_("Period"), self.period),
            (_("Given"), f"{format_moment(one.given_at)}, {one.given_by_name}"),
        ]
        if one.accepted_at is not None:
            rows.append((_("Accepted on"), format_moment(one.accepted_at)))
        if one.ended_at is not None:
            rows.append((self.badge[1], f"{format_moment(one.ended_at)}, {one.ended_by_name}"))
        return rows


def rows_at(mandates: Sequence[Mandate], at: datetime) -> list[MandateRow]:
    """Mandates as they stand at a moment."""
    return [MandateRow(one, standing_of(one, at=at)) for one in mandates]


@dataclass(frozen=True)
class MandatesPage:
    """What the account has received, and what its employers have given; ``made`` and ``code`` right after giving."""

    received: Sequence[MandateRow]
    given: Sequence[MandateRow]
    may_give: bool
    actor: Actor
    can_be_itself: bool
    made: str = ""
    code: str = ""

    @property
    def used(self) -> UUID | None:
        """The mandate by which the reader acts now."""
        return None if self.actor.behalf is None else self.actor.behalf.mandate_id


@dataclass(frozen=True)
class GivePage:
    """The form in which a mandate is given."""

    employers: Sequence[Employer]
    form: MandateForm
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def employer_choices(self) -> list[tuple[str, str]]:
        """For which employer."""
        return [(str(one.id), f"{one.name} ({one.number})") for one in self.employers]

    @property
    def scope_choices(self) -> list[tuple[str, str]]:
        """What it can cover."""
        return [(one.value, _(text)) for one, text in SCOPES.items()]


@dataclass(frozen=True)
class ActRow:
    """One thing done by a mandate."""

    at: str
    who: str
    what: str
    href: str


@dataclass(frozen=True)
class MandatePage:
    """One mandate and what was done by it."""

    row: MandateRow
    events: Sequence[AuditEvent]
    paging: Paging
    holds: bool

    @property
    def acts(self) -> list[ActRow]:
        """What was done, the last first."""
        return [
            ActRow(format_moment(one.at), one.by_name, _(ACTS.get(one.action, mark("Something else"))), _place_of(one))
            for one in self.events
        ]


def _place_of(event: AuditEvent) -> str:
    """The page of the declaration that an act was about."""
    if event.object_type == "accommodation":
        return f"/declarations/{event.object_id}"
    accommodation = json.loads(event.details).get("accommodation")
    return f"/declarations/{accommodation}" if accommodation else ""


@dataclass(frozen=True)
class InvitationPage:
    """An invitation; without ``row`` it asks for the code.

    ``account`` is who is signed in, ``has_account`` whether the address has an account to sign in with.
    """

    code: str = ""
    name: str = ""
    row: MandateRow | None = None
    is_wrong: bool = False
    account: Account | None = None
    has_account: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_mine(self) -> bool:
        """Whether the reader can accept as signed in."""
        return self.account is not None and self.row is not None and self.account.email == self.row.mandate.email
