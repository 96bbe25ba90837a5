"""What the score may look at: facts about a dwelling and about how an employer meets its duties."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskFeatures:
    """Facts known on the reference date. `None` means unknown, which the weights treat as a reason to look,
    not as safety.

    Nothing here describes a person or stands for one: nationality, language, names, sex, age, religion,
    union membership, basis of stay, home country of the firm and the inspector are barred, and a test keeps
    the field names clean.
    """

    kind: str | None = None
    """Kind of dwelling, in the vocabulary of the facts (`house`, `container`, `workplace_room` ...)."""
    persons_per_habitable_room: float | None = None
    area_per_person_m2: float | None = None
    persons_per_toilet: float | None = None
    """Infinity where people live and there is no toilet at all."""
    missing_facts_share: float | None = None
    """Share, 0 to 1, of the facts asked for that nobody has answered."""
    plan_missing: bool | None = None
    """True when the plan for the accommodation is missing or deficient."""
    employers_at_dwelling: int | None = None
    address_uncertain: bool | None = None
    """True when the address is unverified or the municipality rests on a postal code or a map alone."""
    days_since_confirmed: int | None = None
    """Days since the employer last declared or confirmed; None when it never did."""
    update_overdue: bool | None = None
    """True when the employer has neither declared nor confirmed within the months that the installation sets (D14);
    None where nobody is asked to confirm.
    """
    previous_breaches: int | None = None
    """Breaches found at this employer before, anywhere, annulled ones left out."""
    previous_orders: int | None = None
    """Final orders to this employer before, annulled ones left out."""
    rut_missing: bool | None = None
    """True when a posting employer shows no valid RUT notification; False for an employer that owes none."""
    rent_deducted_from_wages: bool | None = None
    risk_sector: bool | None = None
    days_since_last_visit: int | None = None
    """None when the dwelling was never inspected."""
    approved_for_habitation: bool | None = None
    breaches_of_approved_law: int | None = None
    """Breaches under *approved* packs only; None while no approved pack applies. Results of drafts never
    come in here.
    """
    open_tips: int | None = None
