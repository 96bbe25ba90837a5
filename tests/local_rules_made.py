"""Local values for tests: a form that is right, and values taken some way towards approval."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from conftest import AT
from declared_housing import DATA
from husly.kit.access import Actor, Grant, Role
from register.municipalities.table import municipalities
from register.rules.actions import approve_local_rule, draft_local_rule, try_local_rule
from register.rules.forms import LocalRuleAsked, LocalRuleForm, read_local_rule
from register.rules.models import LocalRule
from standards.rules.pack import load_pack

ACT = "dk-indkvarteringslov-2025"
ODENSE, ROSKILDE = "0461", "0265"
STARTS = date(2026, 4, 1)
FORM = {
    "pack": ACT,
    "rule": f"{ACT}.cap",
    "issuer": ODENSE,
    "value": "1,5",
    "reference_title": "Byrådets beslutning af 14. januar 2026",
    "reference_section": "punkt 7",
    "reference_url": "https://odense.example/beslutning-7",
    "reason": "Mange klager over for mange beboere.",
    "valid_from": STARTS.isoformat(),
}
WRITER = Actor("writer", "Vera Forfatter", (Grant(Role.ADMINISTRATOR),))
APPROVER = Actor("approver", "Gert Godkender", (Grant(Role.DECISION_MAKER),))


def a_local_form(**changes: str) -> LocalRuleForm:
    """The form, with changes."""
    return LocalRuleForm(**{**FORM, **changes})


def asked_for(**changes: str) -> LocalRuleAsked:
    """The form as read."""
    asked, errors = read_local_rule(a_local_form(**changes), load_pack(ACT), municipalities(DATA))
    assert asked is not None, errors
    return asked


def a_draft(session: Session, *, by: Actor = WRITER, at: datetime = AT, **changes: str) -> LocalRule:
    """A draft."""
    return draft_local_rule(session, asked=asked_for(**changes), pack_id=ACT, by=by, at=at)


def tried(session: Session, **given: Any) -> LocalRule:
    """A draft whose cases came out right."""
    rule = a_draft(session, **given)
    return try_local_rule(session, rule.id, version=rule.version, by=given.get("by", WRITER), at=given.get("at", AT))


def approved(session: Session, *, at: datetime = AT, **given: Any) -> LocalRule:
    """A value in force from its day."""
    rule = tried(session, at=at, **given)
    later = at + timedelta(hours=1)
    return approve_local_rule(session, rule.id, version=rule.version, compared=True, by=APPROVER, at=later)
