"""Claims under a collective agreement as pages show them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from husly.kit.access import Actor, Permission, Subject, may
from husly.kit.audit import AuditEvent
from husly.kit.i18n import format_date, format_moment, mark
from husly.kit.i18n import gettext as _
from husly.kit.web.history import HistoryRow
from husly.kit.web.paging import Paging
from register.agreements.forms import ClaimForm
from register.agreements.models import AgreementClaim, AgreementEvidence, ClaimState
from register.agreements.queries import Claimed, Exemption
from standards.rules.issuer import Issuer

STATES = {
    ClaimState.SUBMITTED: ("info", mark("Awaits a decision")),
    ClaimState.MORE_ASKED: ("warning", mark("More is asked for")),
    ClaimState.ACCEPTED: ("success", mark("Accepted")),
    ClaimState.REFUSED: ("error", mark("Refused")),
    ClaimState.WITHDRAWN: ("", mark("Withdrawn")),
    ClaimState.UNION_DECLINED: ("warning", mark("Union does not pursue: supervised again")),
}
ACTS = {
    "agreement.claimed": mark("Claimed"),
    "agreement.evidence_added": mark("File attached"),
    "agreement.sent_again": mark("Sent again by the employer"),
    "agreement.more_asked": mark("More asked for"),
    "agreement.accepted": mark("Accepted"),
    "agreement.refused": mark("Refused"),
    "agreement.union_asked": mark("The union was asked"),
    "agreement.union_pursues": mark("The union pursues the matter"),
    "agreement.union_declined": mark("The union does not pursue the matter; the act applies again"),
    "agreement.withdrawn": mark("Withdrawn by the employer"),
}


def state_badge(claim: AgreementClaim, today: date) -> tuple[str, str]:
    """Badge and word of where a claim stands on a day."""
    if claim.state is ClaimState.ACCEPTED and claim.in_force_to is not None and claim.in_force_to < today:
        return "", _("Expired")
    kind, word = STATES[claim.state]
    return kind, _(word)


def period(claim: AgreementClaim) -> str:
    """First and last day of the agreement as claimed."""
    return f"{format_date(claim.valid_from)} – {format_date(claim.valid_to)}"


@dataclass(frozen=True)
class ClaimRow:
    """A claim in a list."""

    href: str
    agreement: str
    employer: str
    place: str
    period: str
    state: tuple[str, str]


def claim_row(claimed: Claimed, today: date) -> ClaimRow:
    """One claim in one line."""
    claim, dwelling = claimed.claim, claimed.dwelling
    return ClaimRow(
        href=f"/agreements/{claim.id}",
        agreement=claim.agreement,
        employer=claimed.employer.name,
        place=_("All of the employer's housing") if dwelling is None else dwelling.address,
        period=period(claim),
        state=state_badge(claim, today),
    )


@dataclass(frozen=True)
class ClaimListPage:
    """One page of the list."""

    found: Sequence[Claimed]
    paging: Paging
    today: date

    @property
    def rows(self) -> list[ClaimRow]:
        """The rows of this page."""
        return [claim_row(one, self.today) for one in self.found]


@dataclass(frozen=True)
class ClaimFormPage:
    """The form: a new claim, or one that is answered (then ``form.version`` is set and the place is fixed)."""

    form: ClaimForm
    address: str
    action: str
    back: str
    errors: Mapping[str, str] = field(default_factory=dict)
    asked: str = ""


@dataclass(frozen=True)
class ClaimPage:
    """One claim: what it says, its files, what can be done, its history."""

    claimed: Claimed
    evidence: Sequence[AgreementEvidence]
    events: Sequence[AuditEvent]
    actor: Actor
    today: date

    @property
    def claim(self) -> AgreementClaim:
        """The claim itself."""
        return self.claimed.claim

    @property
    def row(self) -> ClaimRow:
        """What the list says of it."""
        return claim_row(self.claimed, self.today)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What is claimed and, once decided, from when to when it holds."""
        claim = self.claim
        everyone = _("every resident")
        rows = [
            (_("Employer"), self.claimed.employer.name),
            (_("Housing"), self.row.place),
            (_("Parties"), "; ".join(claim.parties)),
            (_("Covered workers"), claim.workers),
            (_("How many"), everyone if claim.covered is None else str(claim.covered)),
            (_("Agreement in force"), period(claim)),
        ]
        return rows + ([(_("The act gives way"), _force(claim))] if claim.in_force_from else []) + self._union()

    def _union(self) -> list[tuple[str, str]]:
        claim = self.claim
        if claim.union_asked_on is None:
            return []
        rows = [(_("The union was asked"), format_date(claim.union_asked_on))]
        if claim.union_answered_on is None:
            return rows
        said = _("It pursues the matter") if claim.union_pursues else _("It does not pursue the matter")
        return [*rows, (_("The union answered"), f"{format_date(claim.union_answered_on)}: {said}")]

    @property
    def is_own(self) -> bool:
        """Whether the reader claims for this employer."""
        return may(self.actor, Permission.DECLARE, Subject(employer_id=self.claim.employer_id))

    @property
    def decides(self) -> bool:
        """Whether the reader decides claims here."""
        area = Subject(municipality_code=self.claimed.municipality_code)
        return may(self.actor, Permission.DECIDE_AGREEMENTS, area)

    @property
    def may_decide(self) -> bool:
        """Whether a decision is due from the reader."""
        return self.decides and self.claim.state is ClaimState.SUBMITTED

    @property
    def may_ask_union(self) -> bool:
        """Whether the union can be asked now."""
        asked_in_vain = self.claim.union_asked_on is not None and self.claim.union_answered_on is None
        return self.decides and self.claim.state is ClaimState.ACCEPTED and not asked_in_vain

    @property
    def awaits_union(self) -> bool:
        """Whether the union's answer is still to be recorded."""
        claim = self.claim
        asked = claim.union_asked_on is not None and claim.union_answered_on is None
        return self.decides and claim.state is ClaimState.ACCEPTED and asked

    @property
    def may_answer(self) -> bool:
        """Whether the employer is asked for more."""
        return self.is_own and self.claim.state is ClaimState.MORE_ASKED

    @property
    def may_withdraw(self) -> bool:
        """Whether the employer can take it back."""
        return self.is_own and self.claim.state in (ClaimState.SUBMITTED, ClaimState.MORE_ASKED, ClaimState.ACCEPTED)

    @property
    def history(self) -> list[HistoryRow]:
        """What was done, oldest first."""
        return [_history(one) for one in self.events]


def _force(claim: AgreementClaim) -> str:
    if claim.in_force_from is None or claim.in_force_to is None or claim.in_force_to < claim.in_force_from:
        return _("on no day")
    return f"{format_date(claim.in_force_from)} – {format_date(claim.in_force_to)}"


def _history(event: AuditEvent) -> HistoryRow:
    details = json.loads(event.details)
    word = ACTS.get(event.action)
    return HistoryRow(
        what=event.action if word is None else _(word),
        who=event.by_name,
        when=format_moment(event.at),
        why=str(details.get("why", "")),
    )


@dataclass(frozen=True)
class AgreementPart:
    """What the page of a declaration says of agreements: one in force, and every claim that concerns it."""

    exemption: Exemption | None
    claims: Sequence[AgreementClaim]
    residents: int
    today: date

    @property
    def is_whole(self) -> bool:
        """Whether the act applies to nobody here."""
        return self.exemption is not None and self.exemption.is_whole(self.residents)

    @property
    def issuer(self) -> Issuer | None:
        """The agreement that takes the act's place; None where the act applies to anybody."""
        return self.exemption.issuer if self.exemption is not None and self.is_whole else None

    @property
    def text(self) -> str:
        """What follows from the agreement in force; empty without one."""
        found = self.exemption
        if found is None:
            return ""
        back_on = format_date(found.ends_on + timedelta(days=1))
        if self.is_whole:
            return _(
                "Every resident is covered by %(agreement)s. The act does not apply; it applies again from %(day)s.",
                agreement=found.agreement,
                day=back_on,
            )
        return _(
            "%(covered)s of %(all)s residents are covered by %(agreement)s. The act applies to the other %(rest)s.",
            covered=found.covered or 0,
            all=self.residents,
            agreement=found.agreement,
            rest=self.residents - (found.covered or 0),
        )

    @property
    def rows(self) -> list[tuple[str, str, str, tuple[str, str]]]:
        """Address, agreement, period and state of each claim."""
        return [
            (f"/agreements/{one.id}", one.agreement, period(one), state_badge(one, self.today)) for one in self.claims
        ]
