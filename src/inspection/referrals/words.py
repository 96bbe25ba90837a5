"""The coded words of referrals: reasons, origins, statuses, ends."""

from enum import StrEnum


class ReferralReason(StrEnum):
    """Why another authority is told (REF-01)."""

    PLAN_MISSING = "plan_missing"
    PLAN_DEFICIENT = "plan_deficient"
    UNFIT_OBSERVED = "unfit_observed"
    NON_APPROVED_PREMISES = "non_approved_premises"
    CROWDING = "crowding"
    TRAFFICKING_SIGNS = "trafficking_signs"
    FIRE_RISK = "fire_risk"
    CHILD_IN_HOUSING = "child_in_housing"
    """Any child in employer housing is flagged to the municipality, whatever the stay status (REF-15)."""
    OTHER = "other"


class Origin(StrEnum):
    """How we know; never who told us (PRIV-03)."""

    OWN_VISIT = "own_visit"
    OWN_REGISTER = "own_register"
    TOLD = "told"


class Closure(StrEnum):
    """Why a referral is closed (REF-02)."""

    HANDLED = "handled"
    NO_ACTION = "no_action"
    NOT_THEIRS = "not_theirs"
    OVERTAKEN = "overtaken"
    OTHER = "other"


class Notify(StrEnum):
    """Who is told of signs of trafficking; both unless a reason is given (REF-08, REF-09)."""

    POLICE = "police"
    CMM = "cmm"
    BOTH = "both"


class VictimStatus(StrEnum):
    """Where the assessment stands; the words are never mixed (REF-11)."""

    SUSPICION = "suspicion"
    PRESUMED = "presumed"
    CONFIRMED = "confirmed"
    NOT_VICTIM = "not_victim"
    PENDING = "pending"


class StatusBy(StrEnum):
    """Who decides the status (REF-12); a housing authority never does."""

    CMM = "cmm"
    """The person stays lawfully."""
    IMMIGRATION_SERVICE = "immigration_service"
    """No lawful stay, an asylum or an expulsion case."""
    COURT = "court"
    """The person is accused."""


class Age(StrEnum):
    """Whether a child may be concerned; in doubt counts as a child (REF-14)."""

    ADULT = "adult"
    CHILD = "child"
    IN_DOUBT = "in_doubt"


class ContactLevel(StrEnum):
    """Which contact of a receiver: local, the national lead, the deputy (REF-10)."""

    LOCAL = "local"
    NATIONAL = "national"
    DEPUTY = "deputy"
