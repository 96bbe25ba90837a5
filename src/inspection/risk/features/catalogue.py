"""What the score may look at: facts about a dwelling and about how an employer meets its duties.

Each feature names the row of the domain's table of factors (RISK-xx) that it stands for. All are facts as known on the
reference date: what came in on a later day never shows. Three things have no history in the register and are read as
they stand: the sector and RUT number of an employer, and by what the municipality of a dwelling is known.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskFeatures:
    """Facts known on the reference date. `None` means unknown, which the weights treat as a reason to look,
    not as safety.

    Nothing here describes a person or stands for one: nationality, language, names, sex, age, religion,
    union membership, basis of stay, home country of the firm and the inspector are barred, and a test keeps
    the field names and the columns behind them clean.
    """

    kind: str | None = None
    """Kind of dwelling, in the vocabulary of the facts (`house`, `container`, `workplace_room` ...) (RISK-13)."""
    persons_per_habitable_room: float | None = None
    """Everybody declared there on the day, whoever employs them, by room to live or sleep in (RISK-14)."""
    persons_per_bed: float | None = None
    """The same by bed; None unless every declared bedroom says how many it has. No rule pack is behind it: the lawful
    capacity would come from drafts (RISK-14).
    """
    area_per_person_m2: float | None = None
    """Declared area by everybody there (RISK-14)."""
    persons_per_toilet: float | None = None
    """Infinite where people live and there is no toilet at all (RISK-14)."""
    approved_for_habitation: bool | None = None
    """As declared (RISK-13)."""
    declared_dangers: int | None = None
    """Things not in order, by the employer's own word, that endanger life or health: ``reading.DANGERS`` (RISK-14)."""
    declared_faults: int | None = None
    """Lesser things that the employer says are missing: ``reading.FAULTS`` (RISK-14)."""
    breaches_of_approved_law: int | None = None
    """Breaches under *approved* packs only; None while no approved pack applies. Results of drafts never
    come in here (RISK-30).
    """
    missing_facts_share: float | None = None
    """Share, 0 to 1, of the facts asked for that nobody has answered (RISK-04)."""
    evidence_missing_share: float | None = None
    """Share, 0 to 1, of the photos and documents asked for of which nothing was there (RISK-04)."""
    plan_missing: bool | None = None
    """True when the plan for the accommodation is missing or deficient (RISK-10)."""
    address_uncertain: bool | None = None
    """True when the address is unverified or the municipality rests on a postal code or a map alone (RISK-04)."""
    contested_by_owner: bool | None = None
    """True while what the dwelling's owner contests is unanswered (RISK-27). Withheld."""
    declarations_disagree: bool | None = None
    """True when two declarations describe one dwelling differently: other kind, other number of toilets, or an area
    more than a tenth apart (RISK-27). Withheld, since it tells what another employer declared.
    """
    days_since_confirmed: int | None = None
    """Days since the employer last declared or confirmed; None when it never did (RISK-04)."""
    update_overdue: bool | None = None
    """True when the employer has neither declared nor confirmed within the months that the installation sets (D14);
    None where nobody is asked to confirm (RISK-04).
    """
    late_updates: int | None = None
    """Changes told later than the duty to tell changes allows, counted as the installation counts (RISK-04); None where
    there is no such duty.
    """
    rut_missing: bool | None = None
    """True when a posting employer shows no valid RUT notification; False for an employer that owes none (RISK-32)."""
    last_result: str | None = None
    """What the employer's last visit at this dwelling gave: ``breach`` or ``clean``; None without one (RISK-30)."""
    days_since_last_visit: int | None = None
    """Days since the employer was last visited at this dwelling; None when never (RISK-04)."""
    previous_breaches: int | None = None
    """Breaches found at this employer before, anywhere, annulled ones left out (RISK-30)."""
    days_since_last_breach: int | None = None
    """None when none was ever found at this employer (RISK-30)."""
    previous_orders: int | None = None
    """Final orders to this employer before, annulled ones left out (RISK-30)."""
    orders_unmet: int | None = None
    """Orders to this employer with an item found not met, or overdue and not verified (RISK-30)."""
    orders_met_late: int | None = None
    """Orders to this employer that were met, but after their day (RISK-30)."""
    closed_after_order: int | None = None
    """Other dwellings that this employer gave up after an order there (RISK-19)."""
    linked_breaches: int | None = None
    """Breaches found at employers linked to this one on the day, however they are linked (RISK-30). Withheld."""
    reregistered: bool | None = None
    """True when this employer took over from another, as an officer or the register of companies said (RISK-29).
    Withheld.
    """
    agency_link: bool | None = None
    """True when this employer is an agency, or uses one, by a link in force on the day (RISK-27). Withheld."""
    works_for_client: bool | None = None
    """True when the declaration names a client for whom the residents work (RISK-26); None when nothing is told of the
    work. Whether one is named, never which.
    """
    seasonal_work: bool | None = None
    """True for work in season only (RISK-26); None when not told."""
    shifts: int | None = None
    """Shifts that the residents work in: beds may be used by turns (RISK-14)."""
    stay_days: int | None = None
    """Days from the first to the last day of the accommodation as known; None without a last day (RISK-26)."""
    workers: int | None = None
    """All of the employer's workers, as declared: small firms know the rules less (RISK-33)."""
    employers_at_dwelling: int | None = None
    """Employers who have declared the same dwelling (RISK-27)."""
    risk_sector: bool | None = None
    """Whether the sector is on the list of ``sectors`` (RISK-36)."""
    sector_unvisited_days: float | None = None
    """Days since anybody of the same listed sector was visited in the municipality, infinite when never; 0 for a sector
    that is not listed (RISK-36). Withheld, since it tells when another firm was visited.
    """
    open_tips: int | None = None
    """Reports of residents and others about the accommodation, not found unfounded, at the earliest 14 days after they
    came (RISK-12, RISK-14). Who wrote is not read (PRIV-03). Withheld.
    """
    urgent_tips: int | None = None
    """Those of them that tell of danger to life or signs of forced labour (RISK-37, RISK-40). Withheld."""
    referrals: int | None = None
    """Cases opened because another authority referred the matter (RISK-31). Withheld."""


WITHHELD = frozenset(
    [
        "contested_by_owner",
        "declarations_disagree",
        "linked_breaches",
        "reregistered",
        "agency_link",
        "sector_unvisited_days",
        "open_tips",
        "urgent_tips",
        "referrals",
    ]
)
"""Features that tell of somebody else. They count for the authority; nothing shown to an employer may depend on them,
whatever a weight set says (PRIV-02).
"""

RETIRED = frozenset(["rent_deducted_from_wages"])
"""Features of earlier weight sets that are read no longer: such a set still loads, and they count as unknown.
Deductions from wages are not for scorers (FLD-07).
"""
