"""One local value in words: old and new, its cases, its history, what can be done."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from husly.kit.access import Actor, Permission, Subject, may
from husly.kit.audit import AuditEvent
from husly.kit.i18n import format_moment, mark
from husly.kit.i18n import gettext as _
from husly.kit.web.history import HistoryRow
from register.assessments.verdicts import OUTCOMES
from register.assessments.wording import amount, clause_of, in_language, limit_of
from register.rules.forms import Target
from register.rules.local_form_presenters import national_rule
from register.rules.local_list_presenters import LocalRow
from register.rules.models import LocalRule, LocalRuleState
from register.rules.overlays import issuer_of, overlay_of
from standards.engine.outcome import Outcome
from standards.measures.registry import measure_named
from standards.rules.pack import Pack, load_pack
from standards.rules.requirement import Requirement
from standards.rules.rule_text import named_limit, text_of
from standards.variants.fitting import misfits, without_effect

SHOWS = {
    "clearly met": mark("Clearly met"),
    "just met": mark("Just met"),
    "just breached": mark("Just breached"),
    "fact missing": mark("A fact is missing"),
}
ACTS = {
    "local_rule.drafted": mark("Written"),
    "local_rule.changed": mark("Changed"),
    "local_rule.tried": mark("Cases run"),
    "local_rule.approved": mark("Approved"),
    "local_rule.sent_back": mark("Sent back"),
    "local_rule.discarded": mark("Discarded"),
    "local_rule.withdrawn": mark("Withdrawn"),
    "local_rule.superseded": mark("Followed by another value"),
}


@dataclass(frozen=True)
class CaseRow:
    """One case that was run."""

    shows: str
    about: str
    expected: str
    found: str
    measured: str
    passed: bool


@dataclass(frozen=True)
class LocalRulePage:
    """One local value. ``actor`` is the reader, whose rights decide what is offered."""

    rule: LocalRule
    actor: Actor
    history: Sequence[AuditEvent]
    today: date

    @cached_property
    def pack(self) -> Pack:
        """The pack that it is laid over."""
        return load_pack(self.rule.base_pack_id)

    @property
    def row(self) -> LocalRow:
        """What the list says of it."""
        return LocalRow(self.rule, self.today)

    @property
    def title(self) -> str:
        """What it demands, in one line."""
        value: float | bool = bool(self.rule.value) if self.rule.op == "is" else self.rule.value
        return in_language(named_limit(self.rule.measure, self.rule.op, value, self.rule.unit))

    @property
    def whose(self) -> str:
        """Whose rule it is."""
        return in_language(issuer_of(self.rule).sentence)

    @property
    def pack_title(self) -> str:
        """The name of the pack."""
        return in_language(self.pack.title)

    @property
    def is_own(self) -> bool:
        """Whether it is a rule of the issuer's own."""
        return self.rule.requirement_id is None

    @cached_property
    def national(self) -> Requirement | None:
        """The pack's rule that it sharpens, if it is still there."""
        target = Target(self.rule.requirement_id, self.rule.measure, self.rule.op, self.rule.unit)
        known = {one.id for one in self.pack.requirements}
        return national_rule(self.pack, target) if self.rule.requirement_id in known else None

    @property
    def old(self) -> str:
        """What the pack demands."""
        return _("no rule") if self.national is None else limit_of(self.national)

    @property
    def old_text(self) -> str:
        """The pack's rule as it reads."""
        return "" if self.national is None else in_language(self.national.text)

    @property
    def old_clause(self) -> str:
        """Where the pack's rule stands."""
        return "" if self.national is None else clause_of(self.national.reference)

    @property
    def new_text(self) -> str:
        """The local rule as pages and letters will tell it."""
        overlay = overlay_of(self.rule)
        if overlay.adds:
            return in_language(overlay.adds[0].text)
        return "" if self.national is None else in_language(text_of(self.national, self.rule.value))

    @property
    def warnings(self) -> list[str]:
        """What has come between the value and its pack since it was written."""
        overlay = overlay_of(self.rule)
        found = [in_language(one.text) for one in without_effect(self.pack, overlay)]
        if misfits(self.pack, overlay):
            found.append(_("The pack has changed and no longer has this rule: the value is without effect."))
        elif self.rule.base_hash != self.pack.content_hash:
            found.append(_("The pack has changed since the cases were run."))
        return found

    @property
    def ran(self) -> str:
        """When the cases were run."""
        return format_moment(self.rule.tested_at) if self.rule.tested_at else ""

    @property
    def cases(self) -> list[CaseRow]:
        """The cases of the last run."""
        return [_case(one) for one in (self.rule.report or {}).get("cases", [])]

    @property
    def passed(self) -> bool:
        """Whether the last run came out right."""
        return bool((self.rule.report or {}).get("passed"))

    @property
    def compared(self) -> int:
        """How many other rules were compared."""
        return int((self.rule.report or {}).get("compared", 0))

    @property
    def shipped(self) -> int:
        """How many cases of the pack were run with and without the value."""
        return int((self.rule.report or {}).get("shipped", 0))

    @property
    def others(self) -> list[str]:
        """Other rules that came out otherwise."""
        return [str(one) for one in (self.rule.report or {}).get("others", [])]

    def _may(self, permission: Permission) -> bool:
        return may(self.actor, permission, Subject(municipality_code=self.rule.municipality_code))

    @property
    def may_write(self) -> bool:
        """Whether the reader can change, try or discard it."""
        undecided = self.rule.state in (LocalRuleState.DRAFT, LocalRuleState.TESTED)
        return undecided and self._may(Permission.DRAFT_LOCAL_RULES)

    @property
    def may_try(self) -> bool:
        """Whether there is a run to make."""
        return self.may_write and self.rule.state is LocalRuleState.DRAFT

    @property
    def may_decide(self) -> bool:
        """Whether the reader can approve it or send it back."""
        return self.rule.state is LocalRuleState.TESTED and self._may(Permission.APPROVE_LOCAL_RULES)

    @property
    def is_writer(self) -> bool:
        """Whether the reader wrote it and therefore cannot approve it."""
        return self.actor.id in self.rule.writers

    @property
    def may_withdraw(self) -> bool:
        """Whether the reader can withdraw it."""
        return self.rule.state is LocalRuleState.APPROVED and self._may(Permission.APPROVE_LOCAL_RULES)

    @property
    def events(self) -> list[HistoryRow]:
        """What was done to it, oldest first."""
        return [_event(one) for one in self.history]


def _case(case: Mapping[str, object]) -> CaseRow:
    measured = case["measured"]
    unit = str(case["unit"])
    return CaseRow(
        shows=_(SHOWS[str(case["shows"])]),
        about=in_language(measure_named(str(case["measure"])).label),
        expected=_(OUTCOMES[Outcome(str(case["expected"]))][1]),
        found=_("no dwelling shows it") if case["found"] is None else _(OUTCOMES[Outcome(str(case["found"]))][1]),
        measured=_measured(measured, unit),
        passed=bool(case["passed"]),
    )


def _measured(measured: object, unit: str) -> str:
    if isinstance(measured, bool):
        return _("yes") if measured else _("no")
    return amount(measured, unit).rstrip(".") if isinstance(measured, int | float) else ""


def _event(event: AuditEvent) -> HistoryRow:
    details = json.loads(event.details)
    word = ACTS.get(event.action)
    return HistoryRow(
        what=event.action if word is None else _(word),
        who=event.by_name,
        when=format_moment(event.at),
        why=str(details.get("why", "")),
    )
