"""Roles, permissions and scope: who may do what, and to whose data.

One function answers (``may``) and one place filters queries (``within``). A repository test walks every route and
proves that it names a permission.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from husly.kit.errors import NotAllowedError


class Role(StrEnum):
    """What a person is in the register; each grant of a role has a scope."""

    EMPLOYER = "employer"
    """Arbejdsgiver: declares; scope is one employer."""
    REPRESENTATIVE = "representative"
    """Repræsentant: acts for an employer as far as a mandate reaches; no account holds the role by itself."""
    INSPECTOR = "inspector"
    """Tilsynsførende: visits, records findings."""
    CASEWORKER = "caseworker"
    """Kommunal sagsbehandler: prepares cases; scope is one municipality."""
    DECISION_MAKER = "decision_maker"
    """Den, der træffer afgørelse: approves and issues."""
    ADMINISTRATOR = "administrator"
    """Accounts, boundaries, rule packs; no case data."""
    STATISTICIAN = "statistician"
    """Aggregates only."""
    LEGAL_REVIEWER = "legal_reviewer"
    """Jurist: compares the rules with the official texts and signs for it; no case data."""

    @property
    def is_of_employer(self) -> bool:
        """Whether its scope is one employer: it never covers a municipality or the country."""
        return self in (Role.EMPLOYER, Role.REPRESENTATIVE)


class Permission(StrEnum):
    """What can be done. PUBLIC needs no account; SIGNED_IN needs any."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    DECLARE = "declare"
    READ_DECLARATIONS = "read_declarations"
    IMPORT_DECLARATIONS = "import_declarations"
    READ_STANDARDS = "read_standards"
    CONFIRM_RULES = "confirm_rules"
    COUNTERSIGN_RULES = "countersign_rules"
    READ_RISK = "read_risk"
    ADOPT_WEIGHTS = "adopt_weights"
    """Which weights the score is made with; a right of the whole country's authority only."""
    PLAN_VISITS = "plan_visits"
    READ_PLANS = "read_plans"
    LEAD_STAFF = "lead_staff"
    """Who inspects, from where and when; where they start may be the home, so colleagues who visit do not see it."""
    READ_CASES = "read_cases"
    RECORD_VISITS = "record_visits"
    PREPARE_LETTERS = "prepare_letters"
    ISSUE_DECISIONS = "issue_decisions"
    ADMINISTER = "administer"
    READ_STATISTICS = "read_statistics"
    DRAFT_LOCAL_RULES = "draft_local_rules"
    APPROVE_LOCAL_RULES = "approve_local_rules"
    DECIDE_AGREEMENTS = "decide_agreements"
    READ_TIPS = "read_tips"
    """What residents and others report, without who they are."""
    READ_TIP_SENDERS = "read_tip_senders"
    """What kind of sender it was, and how to reach him where he said so; not for those who visit (PRIV-03)."""
    READ_RESIDENT_NAMES = "read_resident_names"
    GIVE_MANDATES = "give_mandates"
    READ_OWN_LETTERS = "read_own_letters"
    """What the authority has written to the employer: orders, deadlines, letters."""
    DRAFT_REFERRALS = "draft_referrals"
    """Drafting what another authority is told; alone it shows one's own drafts only (REF-16)."""
    READ_REFERRALS = "read_referrals"
    """Every referral of the area but the confined ones."""
    SEND_REFERRALS = "send_referrals"


_CASE_WORK = {
    Permission.READ_DECLARATIONS,
    Permission.READ_RISK,
    Permission.READ_PLANS,
    Permission.PLAN_VISITS,
    Permission.READ_CASES,
    Permission.RECORD_VISITS,
    Permission.PREPARE_LETTERS,
    Permission.READ_STATISTICS,
    Permission.READ_TIPS,
    Permission.DRAFT_REFERRALS,
}

_REFERRALS = {Permission.READ_REFERRALS, Permission.SEND_REFERRALS}

_OF_EMPLOYER = {
    Permission.DECLARE,
    Permission.READ_DECLARATIONS,
    Permission.IMPORT_DECLARATIONS,
    Permission.READ_STANDARDS,
}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.EMPLOYER: frozenset(
        _OF_EMPLOYER | {Permission.GIVE_MANDATES, Permission.READ_RESIDENT_NAMES, Permission.READ_OWN_LETTERS}
    ),
    Role.REPRESENTATIVE: frozenset(_OF_EMPLOYER | {Permission.READ_OWN_LETTERS}),  # and cannot pass it on
    Role.INSPECTOR: frozenset(_CASE_WORK | {Permission.READ_STANDARDS}),
    Role.CASEWORKER: frozenset(
        _CASE_WORK | _REFERRALS | {Permission.READ_STANDARDS, Permission.READ_TIP_SENDERS, Permission.LEAD_STAFF}
    ),
    Role.DECISION_MAKER: frozenset(
        _CASE_WORK
        | _REFERRALS
        | {
            Permission.READ_STANDARDS,
            Permission.ISSUE_DECISIONS,
            Permission.COUNTERSIGN_RULES,
            Permission.APPROVE_LOCAL_RULES,
            Permission.DECIDE_AGREEMENTS,
            Permission.ADOPT_WEIGHTS,
            Permission.LEAD_STAFF,
            Permission.READ_TIP_SENDERS,
            Permission.READ_RESIDENT_NAMES,
        }
    ),
    Role.ADMINISTRATOR: frozenset({Permission.ADMINISTER, Permission.READ_STANDARDS, Permission.DRAFT_LOCAL_RULES}),
    Role.STATISTICIAN: frozenset({Permission.READ_STATISTICS, Permission.READ_STANDARDS}),
    Role.LEGAL_REVIEWER: frozenset({Permission.READ_STANDARDS, Permission.CONFIRM_RULES, Permission.COUNTERSIGN_RULES}),
}


@dataclass(frozen=True)
class Grant:
    """One role over one scope: an employer, a municipality, or (neither named) the whole country.

    ``only`` narrows what the role permits, as a mandate does; None leaves it whole.
    """

    role: Role
    employer_id: UUID | None = None
    municipality_code: str | None = None
    only: frozenset[Permission] | None = None

    @property
    def permissions(self) -> frozenset[Permission]:
        """What it permits over its scope."""
        whole = PERMISSIONS[self.role]
        return whole if self.only is None else whole & self.only


@dataclass(frozen=True)
class Behalf:
    """For whom somebody acts, and by which mandate; without force nothing is permitted any more."""

    mandate_id: UUID
    employer_id: UUID
    employer_name: str
    is_in_force: bool = True


@dataclass(frozen=True)
class Actor:
    """Whoever acts: a signed-in account with its grants, or a command (``SYSTEM``).

    ``behalf`` is set while the account acts by a mandate; then it has that mandate's grant and none of its own.
    """

    id: str
    name: str
    grants: tuple[Grant, ...] = ()
    behalf: Behalf | None = None


SYSTEM = Actor(id="system", name="Husly")


@dataclass(frozen=True)
class Subject:
    """Whose data an act concerns; ``None`` means that no one employer or municipality owns it."""

    employer_id: UUID | None = None
    municipality_code: str | None = None


def _covers(grant: Grant, subject: Subject) -> bool:
    if grant.role.is_of_employer:  # an employer's grant without an employer covers nothing
        return grant.employer_id is not None and grant.employer_id == subject.employer_id
    if grant.municipality_code is not None:
        return grant.municipality_code == subject.municipality_code
    return True


def may(actor: Actor | None, permission: Permission, subject: Subject | None = None) -> bool:
    """Whether the actor has the permission at all (no subject) or over this subject."""
    if permission is Permission.PUBLIC:
        return True
    if actor is None:
        return False
    if permission is Permission.SIGNED_IN:
        return True
    grants = [grant for grant in actor.grants if permission in grant.permissions]
    return any(subject is None or _covers(grant, subject) for grant in grants)


def require(actor: Actor, permission: Permission, subject: Subject | None = None) -> None:
    """Raise ``NotAllowedError`` unless ``may``."""
    if actor is not SYSTEM and not may(actor, permission, subject):
        raise NotAllowedError(permission.value)


def within(actor: Actor, permission: Permission, *, employer_id: Any, municipality_code: Any) -> sa.ColumnElement[bool]:
    """The condition that limits a query to what the actor may see; the two columns say whose each row is."""
    if actor is SYSTEM:
        return sa.true()
    conditions: list[sa.ColumnElement[bool]] = []
    for grant in actor.grants:
        if permission not in grant.permissions:
            continue
        if grant.role.is_of_employer:
            conditions.append(employer_id == grant.employer_id)
        elif grant.municipality_code is not None:
            conditions.append(municipality_code == grant.municipality_code)
        else:
            return sa.true()
    return sa.or_(*conditions) if conditions else sa.false()
