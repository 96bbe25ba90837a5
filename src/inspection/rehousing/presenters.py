"""The page of a case's rehousing, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from husly.kit.access import Actor
from husly.kit.i18n import format_date, format_number, language
from husly.kit.i18n import gettext as _
from husly.settings import Settings
from inspection.authorities.belonging import may_act
from inspection.enforcement.labels import LETTERS
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.reasons import Reason
from inspection.enforcement.tables import checks_from
from inspection.letters.models import Letter
from inspection.rehousing.labels import (
    BADGES,
    CONFIRMED,
    MOVES,
    OUTCOME_BADGES,
    OUTCOMES,
    PAYERS,
    PROBLEMS,
    RELATIONS,
    STATES,
)
from inspection.rehousing.matching import Fit, FreePlace, fits
from inspection.rehousing.models import Payer, RehousedResident, RehousingOrder, RehousingPlace, ResidentOutcome
from inspection.rehousing.queries import RehousingFile
from inspection.rehousing.rehousing_facts import RehousingFacts
from inspection.rehousing.transitions import BEFORE_ISSUE, BY_APPEAL, RUNNING, TABLE, RehousingMove
from register.dwellings.models import Dwelling

BY_LETTER = frozenset({RehousingMove.ISSUE, RehousingMove.RECORD_DELIVERY})
"""Moves that the letter's own page and the case's step of delivery make."""

WITH_REASON = frozenset({RehousingMove.RECORD_HEARING, RehousingMove.WITHDRAW})


@dataclass(frozen=True)
class StepShown:
    """One move: its name, what is missing, whether words go with it."""

    key: str
    title: str
    unmet: tuple[str, ...]
    asks_reason: bool
    allowed: bool


@dataclass(frozen=True)
class ResidentShown:
    """One key with how it ended."""

    key: str
    group: str
    outcome: str
    badge: str
    told: str
    is_open: bool


@dataclass(frozen=True)
class PlaceShown:
    """A proposal, or a place with room."""

    id: str
    dwelling_id: str
    address: str
    groups: Sequence[str]
    told: str
    problems: tuple[str, ...] = ()
    in_letter: bool = False


class RehousingPage:
    """One case's rehousing: the newest order, those before it, and a form where none runs."""

    def __init__(
        self,
        file: CaseFile,
        orders: list[RehousingOrder],
        found: RehousingFile | None,
        facts: RehousingFacts | None,
        parents: list[Letter],
        free: list[FreePlace],
        actor: Actor,
        settings: Settings,
    ) -> None:
        self.file, self.case, self.found, self.facts = file, file.case, found, facts
        self.earlier = [(one, _(STATES[one.state])) for one in orders[1 if found else 0 :]]
        self.parents = [
            (one.id, f"{_(LETTERS[one.kind])}, {format_date(one.issued_at)}") for one in parents if one.issued_at
        ]
        self.free, self.actor, self.settings = free, actor, settings
        self.title = _("Rehousing, case %(number)s", number=file.case.case_number)

    @property
    def order(self) -> RehousingOrder | None:
        """The newest order."""
        return None if self.found is None else self.found.order

    @property
    def may_draft(self) -> bool:
        """Whether a new order could begin here."""
        ended = self.order is None or (self.order.state not in BEFORE_ISSUE and self.order.state not in RUNNING)
        return ended and bool(self.parents)

    @property
    def is_before_issue(self) -> bool:
        """Whether the letter can still change."""
        return self.order is not None and self.order.state in BEFORE_ISSUE

    @property
    def can_change(self) -> bool:
        """Whether payer and named places can still change."""
        return self.is_before_issue and self.order is not None and self.order.approved_by is None

    @property
    def is_running(self) -> bool:
        """Whether residents may be told of."""
        return self.order is not None and self.order.state in RUNNING

    @property
    def state(self) -> tuple[str, str]:
        """Badge and words."""
        return ("", "") if self.order is None else (BADGES.get(self.order.state, "info"), _(STATES[self.order.state]))

    @property
    def facts_rows(self) -> list[tuple[str, str]]:
        """What the order says."""
        order = self.order
        if order is None:
            return []
        until = _("until the measures are done") if order.until_on is None else format_date(order.until_on)
        payer = _("Not decided") if order.payer is None else f"{_(PAYERS[order.payer])} ({order.payer_law})"
        return [
            (_("Not feasible to put right at once"), order.not_feasible),
            (_("Why it is necessary"), order.necessary),
            (_("From"), format_date(order.from_on)),
            (_("Until"), until),
            (_("Who pays"), payer),
            (_("How residents are told"), order.informed or _("Not recorded")),
            (_("Proof at the latest on"), format_date(order.proof_due_on)),
            (_("How the party was told"), order.heard_about or _("Not recorded")),
            (_("Written by"), order.drafted_by_name),
            (_("Approved by"), order.approved_by_name or _("Nobody yet")),
            *([(_("Reason of the last step"), order.reason)] if order.reason else []),
        ]

    @cached_property
    def steps(self) -> list[StepShown]:
        """Moves that leave the state, those of the letter left to its page."""
        if self.order is None or self.facts is None:
            return []
        checks = checks_from(TABLE, self.order.state, self.facts)
        return [
            StepShown(
                check.move.value,
                _(MOVES[check.move]),
                tuple(_told(reason) for reason in check.unmet if reason.rule not in _FILLED_IN),
                check.move in WITH_REASON,
                may_act(self.case, self.actor, check.permission),
            )
            for check in checks
            if check.move not in BY_LETTER | BY_APPEAL
        ]

    @cached_property
    def residents(self) -> list[ResidentShown]:
        """Every key."""
        return [] if self.found is None else [self._resident(one) for one in self.found.residents]

    def _resident(self, one: RehousedResident) -> ResidentShown:
        where = "" if self.found is None else self._where(one)
        how = "" if one.confirmed_by is None else _(CONFIRMED[one.confirmed_by])
        told = " · ".join(part for part in (format_date(one.outcome_on), where, how, one.note) if part)
        return ResidentShown(
            one.key,
            one.group_label,
            _(OUTCOMES[one.outcome]),
            OUTCOME_BADGES[one.outcome],
            told if one.outcome is not ResidentOutcome.OPEN else one.note,
            one.outcome is ResidentOutcome.OPEN,
        )

    def _where(self, one: RehousedResident) -> str:
        known = {} if self.found is None else {place.dwelling_id: home.address for place, home in self.found.places}
        return known.get(one.dwelling_id, one.place) if one.dwelling_id is not None else one.place

    @property
    def counts(self) -> str:
        """How far it has come."""
        outcomes = [] if self.found is None else [one.outcome for one in self.found.residents]
        return _(
            "%(moved)s moved, %(declined)s declined, %(open)s not moved yet",
            moved=outcomes.count(ResidentOutcome.MOVED),
            declined=outcomes.count(ResidentOutcome.DECLINED),
            open=outcomes.count(ResidentOutcome.OPEN),
        )

    @property
    def group_rows(self) -> list[tuple[str, int]]:
        """Labels with their numbers."""
        return [] if self.found is None else [(one.label, one.persons) for one in self.found.groups()]

    @cached_property
    def proposals(self) -> list[PlaceShown]:
        """Places proposed, with what the check said."""
        return [] if self.found is None else [_proposal(place, home) for place, home in self.found.places]

    @cached_property
    def places(self) -> list[PlaceShown]:
        """Places with lawful room for a whole group."""
        if self.found is None:
            return []
        taken = {place.dwelling_id for place, _home in self.found.places}
        found = fits(self.free, self.found.groups(only_open=True))
        return [_place(one) for one in found if one.place.dwelling_id not in taken]

    @property
    def has_point(self) -> bool:
        """Whether distances can be told."""
        return self.file.dwelling.latitude is not None

    @property
    def payers(self) -> list[tuple[str, str]]:
        """Who may be chosen to pay."""
        return [(one.value, _(PAYERS[one])) for one in Payer]

    @property
    def usual(self) -> dict[str, str]:
        """What the form of a new order begins with."""
        payer = self.settings.rehousing_payer
        return {"payer": "" if payer == "unset" else payer, "payer_law": self.settings.rehousing_payer_law}

    @property
    def letter(self) -> str:
        """The page of the order's letter."""
        return "" if self.order is None or self.order.letter_id is None else f"/letters/{self.order.letter_id}"


_FILLED_IN = {"reason_is_given", "told_of_rehousing", "another_approved"}
"""Demands that the step's own form or press meets."""


def _told(reason: Reason) -> str:
    words = reason.da if language() == "da" else reason.en
    return f"{words} ({reason.law})" if reason.law else words


def _distance(km: float | None) -> str:
    return "" if km is None else _("%(km)s km in a straight line", km=format_number(km, 1))


def _proposal(place: RehousingPlace, home: Dwelling) -> PlaceShown:
    free = "" if place.free is None else _("%(free)s free places", free=max(place.free, 0))
    told = " · ".join(part for part in (_distance(place.distance_km), free) if part)
    problems = tuple(_(PROBLEMS[code]) for code in place.problems if code in PROBLEMS)
    return PlaceShown(str(place.id), str(home.id), home.address, place.groups, told, problems, place.in_letter)


def _place(fit: Fit) -> PlaceShown:
    place = fit.place
    room = _("room for all") if fit.takes_all else _("room for a part")
    told = " · ".join(
        (
            _distance(place.distance_km),
            _("%(free)s free places", free=place.free),
            room,
            f"{_(RELATIONS[place.relation])}: {place.employer}",
        )
    )
    return PlaceShown("", str(place.dwelling_id), place.address, fit.groups, told)
