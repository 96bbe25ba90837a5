"""Local values in the list: who, what, how much, from when, how far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from husly.kit.i18n import format_date, mark
from husly.kit.i18n import gettext as _
from husly.kit.web.paging import Paging
from register.assessments.wording import bound, in_language
from register.rules.models import LocalRule, LocalRuleState
from standards.measures.registry import measure_named

STATES = {
    LocalRuleState.DRAFT: ("warning", mark("Draft")),
    LocalRuleState.TESTED: ("info", mark("Awaits approval")),
    LocalRuleState.APPROVED: ("success", mark("Approved")),
    LocalRuleState.SUPERSEDED: ("", mark("Followed by another")),
    LocalRuleState.WITHDRAWN: ("", mark("Withdrawn")),
}


def value_words(op: str, value: float, unit: str) -> str:
    """What is demanded, in words: at most 1.5 persons per habitable room; yes."""
    return _("yes") if op == "is" else bound(op, value, unit)


def when_words(rule: LocalRule) -> str:
    """From when, and to when if it ends."""
    ends = min((day for day in (rule.valid_to, rule.ended_on) if day is not None), default=None)
    if ends is None:
        return _("from %(start)s", start=format_date(rule.valid_from))
    if ends <= rule.valid_from:
        return _("never in force")
    return _("from %(start)s until %(end)s (not included)", start=format_date(rule.valid_from), end=format_date(ends))


@dataclass(frozen=True)
class LocalRow:
    """One local value in the list."""

    rule: LocalRule
    today: date

    @property
    def href(self) -> str:
        """Its page."""
        return f"/standards/local/{self.rule.id}"

    @property
    def issuer(self) -> str:
        """Who sets it."""
        return self.rule.issuer_name

    @property
    def what(self) -> str:
        """What it limits."""
        return in_language(measure_named(self.rule.measure).label)

    @property
    def limit(self) -> str:
        """What it demands."""
        return value_words(self.rule.op, self.rule.value, self.rule.unit)

    @property
    def when(self) -> str:
        """From when."""
        return when_words(self.rule)

    @property
    def state(self) -> tuple[str, str]:
        """Badge and word."""
        rule = self.rule
        if rule.state is LocalRuleState.APPROVED and rule.valid_to is not None and rule.valid_to <= self.today:
            return "", _("Ended")
        if rule.state is LocalRuleState.APPROVED and rule.valid_from <= self.today:
            return "success", _("In force")
        kind, word = STATES[rule.state]
        return kind, _(word)


@dataclass(frozen=True)
class LocalListPage:
    """The list."""

    found: Sequence[LocalRule]
    paging: Paging
    today: date

    @property
    def rows(self) -> list[LocalRow]:
        """A row each."""
        return [LocalRow(rule, self.today) for rule in self.found]
