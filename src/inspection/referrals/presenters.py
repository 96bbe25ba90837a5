"""Referrals as pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from husly.kit.i18n import format_date, format_moment
from husly.kit.i18n import gettext as _
from husly.kit.web.history import HistoryRow
from inspection.enforcement.tables import Check
from inspection.enforcement.words import in_words
from inspection.letters.references import load_references
from inspection.referrals import labels
from inspection.referrals.cards import Card, cards
from inspection.referrals.minimising import LABELS, known_of, permitted
from inspection.referrals.models import Referral, ReferralStep, TraffickingConcern
from inspection.referrals.transitions import ReferralMove, ReferralState
from register.municipalities.table import Municipality

WORDED = (ReferralMove.REFUSE, ReferralMove.TAKE_BACK, ReferralMove.RETURN, ReferralMove.FOLLOW_UP, ReferralMove.CLOSE)
ADDRESSES = {move: move.value.replace("_", "-") for move in ReferralMove}


def choices(words: Mapping[Any, str]) -> list[tuple[str, str]]:
    """Coded words to choose from."""
    return [(one.value if isinstance(one, StrEnum) else one, _(text)) for one, text in words.items()]


def receiver_choices() -> list[tuple[str, str]]:
    """Every receiver by its name."""
    return [(card.key, card.name) for card in cards().values()]


def standing_choices() -> list[tuple[str, str]]:
    """How the list can be narrowed."""
    return [("overdue", _(labels.OVERDUE)), *choices(labels.STATES), ("all", _("All, closed ones too"))]


def basis_text(basis: str) -> str:
    """A legal basis with how sure the project is of it."""
    return f"{_(labels.BASES[basis])} ({load_references()[basis].confidence})" if basis in labels.BASES else "–"


@dataclass(frozen=True)
class ReferralRow:
    """One line of a list."""

    referral: Referral
    today: date

    @property
    def href(self) -> str:
        """Its page."""
        return f"/referrals/{self.referral.id}"

    @property
    def receiver(self) -> str:
        """Who is told."""
        return cards()[self.referral.receiver].name

    @property
    def reason(self) -> str:
        """The coded reason."""
        return _(labels.REASONS[self.referral.reason])

    @property
    def badge(self) -> tuple[str, str]:
        """Colour and words of how it stands."""
        if self.referral.has_not_left:
            return "warning", _(labels.NOT_LEFT)
        if self.referral.is_overdue(self.today):
            return "error", _(labels.OVERDUE)
        return labels.BADGES.get(self.referral.state, ""), _(labels.STATES[self.referral.state])

    @property
    def due(self) -> str:
        """The day by which it is to be acknowledged."""
        return "–" if self.referral.due_on is None else format_date(self.referral.due_on)


@dataclass(frozen=True)
class StepForm:
    """One move that may be open: what is missing, and what it asks for."""

    check: Check[ReferralState, ReferralMove]
    referral: Referral

    @property
    def move(self) -> str:
        """The move by name."""
        return self.check.move.value

    @property
    def title(self) -> str:
        """What pressing does."""
        return _(labels.MOVES[self.check.move])

    @property
    def action(self) -> str:
        """Where the form goes."""
        return f"/referrals/{self.referral.id}/{ADDRESSES[self.check.move]}"

    @property
    def unmet(self) -> list[str]:
        """What is missing, in words."""
        return [in_words(reason) for reason in self.check.unmet]

    @property
    def words(self) -> str:
        """The label of the words that it asks for, empty where it asks for none."""
        return _(labels.WORDS[self.check.move]) if self.check.move in WORDED else ""


@dataclass(frozen=True)
class ReferralPage:
    """One referral with what its receiver gets, what is open, and what was done."""

    row: ReferralRow
    checks: list[Check[ReferralState, ReferralMove]]
    history: list[ReferralStep]
    twins: list[Referral]
    concern: TraffickingConcern | None
    may_send: bool
    may_change: bool
    errors: dict[str, str] = field(default_factory=dict)
    letter_problems: list[str] = field(default_factory=list)
    given_up: str = ""
    """Why the letter could not leave, once the outbox has given it up."""

    @property
    def referral(self) -> Referral:
        """The row."""
        return self.row.referral

    @property
    def card(self) -> Card:
        """The card of its receiver."""
        return cards()[self.referral.receiver]

    @property
    def given(self) -> list[tuple[str, str]]:
        """What the letter tells, field by field."""
        return [(_(labels.FIELDS[one]), text) for one, text in permitted(self.card, known_of(self.referral)).values]

    @property
    def held_back(self) -> list[str]:
        """What is known and does not go to this receiver."""
        known = known_of(self.referral)
        return [_(labels.FIELDS[one]) for one in LABELS if known[one] and not self.card.permits(one)]

    @property
    def steps(self) -> list[StepForm]:
        """What the reader may do next."""
        return [StepForm(one, self.referral) for one in self.checks] if self.may_send else []

    @property
    def closures(self) -> list[tuple[str, str]]:
        """Reasons to close it."""
        return choices(labels.CLOSURES)

    @property
    def statuses(self) -> list[tuple[str, str]]:
        """Where an assessment can stand."""
        return choices(labels.STATUSES)

    @property
    def status_by(self) -> list[tuple[str, str]]:
        """Who may have decided it."""
        return choices(labels.STATUS_BY)

    @property
    def decision(self) -> list[tuple[str, str]]:
        """The decision to pass on, as REF-07 wants it recorded."""
        one = self.referral
        by = f"{one.decided_by_name}, {format_moment(one.decided_at)}" if one.decided_at else _("Nobody yet")
        return [
            (_("Decided by"), by),
            (_("Receiver"), self.row.receiver),
            (_("Purpose"), one.purpose or "–"),
            (_("Legal basis"), basis_text(one.basis)),
            (_("Why they need it"), one.necessity or "–"),
        ]

    @property
    def answer(self) -> list[tuple[str, str]]:
        """What the receiver said."""
        one = self.referral
        if one.acknowledged_on is None:
            return []
        how = _("by the code of the letter") if one.acknowledged_by_code else _("taken down by us")
        rows = [
            (_("Acknowledged"), f"{format_date(one.acknowledged_on)}, {how}"),
            (_("Who has it"), one.receiver_person),
            (_("Their number"), one.receiver_number),
            (_("What they will do"), one.receiver_plan),
            (_("By when"), "" if one.receiver_by_on is None else format_date(one.receiver_by_on)),
            (_("What came of it"), one.outcome),
        ]
        return [row for row in rows if row[1]]

    @property
    def status(self) -> list[tuple[str, str]]:
        """Where the assessment of a concern stands; never what a person said."""
        one = self.concern
        if one is None:
            return []
        told, interview = one.municipality_contacted_on, one.interview_on
        rows = [
            (_("Status"), _(labels.STATUSES[one.status])),
            (_("Decided by"), "" if one.status_by is None else _(labels.STATUS_BY[one.status_by])),
            (_("On"), "" if one.status_on is None else format_date(one.status_on)),
            (_("Child"), _("May be concerned; counts as a child") if one.child_concerned else ""),
            (_("Municipality contacted"), "" if told is None else format_date(told)),
            (_("Interview"), "" if interview is None else format_date(interview)),
            (_("Why only one is told"), one.one_only_reason),
        ]
        return [row for row in rows if row[1]]

    @property
    def timeline(self) -> list[HistoryRow]:
        """What was done, in order."""
        return [
            HistoryRow(
                _(labels.DRAFTED) if one.move is None else _(labels.MOVES[one.move]),
                one.by_name,
                format_moment(one.at),
                one.note,
            )
            for one in self.history
        ]


@dataclass(frozen=True)
class DraftPage:
    """The form of a draft."""

    title: str
    address: str
    action: str
    back: str
    typed: dict[str, str]
    is_new: bool
    needs_address_check: bool
    errors: dict[str, str] = field(default_factory=dict)
    hidden: dict[str, str] = field(default_factory=dict)

    @property
    def is_concern(self) -> bool:
        """Whether it is about signs of trafficking."""
        return self.typed.get("reason") == "trafficking_signs"

    @property
    def receivers(self) -> list[tuple[str, str]]:
        """Whom to tell."""
        return receiver_choices()

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """Coded reasons."""
        return choices(labels.REASONS)

    @property
    def origins(self) -> list[tuple[str, str]]:
        """How we may know."""
        return choices(labels.ORIGINS)

    @property
    def bases(self) -> list[tuple[str, str]]:
        """Legal bases with how sure they are."""
        return [(one, basis_text(one)) for one in labels.BASES]

    @property
    def notify(self) -> list[tuple[str, str]]:
        """Whom a concern goes to."""
        return choices(labels.NOTIFY)

    @property
    def ages(self) -> list[tuple[str, str]]:
        """Whether a child may be concerned."""
        return choices(labels.AGES)


def municipality_name(code: str, names: Mapping[str, Municipality]) -> str:
    """A municipality by name, its code where it is unknown."""
    found = names.get(code)
    return code if found is None else found.name
