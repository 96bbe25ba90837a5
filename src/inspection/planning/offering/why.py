"""Why a dwelling is offered to a plan, as the planner reads it (P3); of tips nothing is known here (PRIV-02)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from husly.kit.i18n import format_date
from husly.kit.i18n import gettext as _
from inspection.enforcement.choosing import VisitReason


class WhyCode(StrEnum):
    """What lies behind an entry, beside its reason code.

    `decided`: a person decided on the visit in an open case; which reason he had is not told, so that no tip can be
    seen by what is left out.
    """

    ORDER_DUE = "order_due"
    ORDER_OVERDUE = "order_overdue"
    COMPLIANCE_REPORTED = "compliance_reported"
    DANGER = "danger"
    REFERRAL = "referral"
    CONTEST = "contest"
    NOTIFIED = "notified"
    DECIDED = "decided"
    DAY_PASSED = "day_passed"
    GROUND = "ground"
    DUE_BY_INTERVAL = "due_by_interval"


@dataclass(frozen=True, slots=True)
class Why:
    """A code with the day it speaks of, where it has one."""

    code: WhyCode
    on: date | None = None

    @property
    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {"code": self.code.value, "on": None if self.on is None else self.on.isoformat()}


def read_why(document: Mapping[str, Any] | None) -> Why | None:
    """The opposite of ``Why.document``."""
    if not document:
        return None
    on = document.get("on")
    return Why(WhyCode(document["code"]), None if on is None else date.fromisoformat(on))


SILENT_REASONS = frozenset(VisitReason) - {
    VisitReason.DANGER,
    VisitReason.REFERRAL,
    VisitReason.CONTEST,
    VisitReason.FOLLOW_UP,
}
"""Reasons of open cases that a plan calls *other*: whoever plans must not tell a tip from what a person decided."""


def planned_reason(reason: VisitReason) -> VisitReason:
    """The reason that a plan shows for the visit of an open case."""
    return VisitReason.OTHER if reason in SILENT_REASONS else reason


def why_words(why: Why) -> str:
    """One short sentence."""
    day = "" if why.on is None else format_date(why.on)
    words = {
        WhyCode.ORDER_DUE: _("the order's deadline is %(day)s", day=day),
        WhyCode.ORDER_OVERDUE: _("the order's deadline passed on %(day)s", day=day),
        WhyCode.COMPLIANCE_REPORTED: _("compliance is reported and not verified; the deadline is %(day)s", day=day),
        WhyCode.DANGER: _("possible danger to the residents: the first possible day"),
        WhyCode.REFERRAL: _("to be visited by %(day)s", day=day) if day else _("another authority pointed at it"),
        WhyCode.CONTEST: _("a visit is decided after the owner's contest"),
        WhyCode.NOTIFIED: _("announced for %(day)s", day=day),
        WhyCode.DECIDED: _("decided in an open case, for %(day)s", day=day),
        WhyCode.DAY_PASSED: _("the day of the visit, %(day)s, has passed", day=day),
        WhyCode.GROUND: _("a ground to come unannounced is recorded until %(day)s", day=day),
        WhyCode.DUE_BY_INTERVAL: _("due since %(day)s by the result of the last visit", day=day),
    }
    return words[why.code]
