"""What of a referral its receiver may get: the card decides, and nothing else is handed on to a letter (REF-04)."""

from collections.abc import Mapping
from dataclasses import dataclass

from inspection.letters.danish import danish_date
from inspection.referrals.cards import Card, CardField
from inspection.referrals.models import Referral
from inspection.referrals.words import Origin, ReferralReason

REASONS = {
    ReferralReason.PLAN_MISSING: "Der er ingen indkvarteringsplan",
    ReferralReason.PLAN_DEFICIENT: "Indkvarteringsplanen er mangelfuld",
    ReferralReason.UNFIT_OBSERVED: "Boligen ser ud til at være uegnet til beboelse",
    ReferralReason.NON_APPROVED_PREMISES: "Der bor folk i lokaler, som ikke er godkendt til beboelse",
    ReferralReason.CROWDING: "Der bor for mange i forhold til pladsen",
    ReferralReason.TRAFFICKING_SIGNS: "Der er tegn på menneskehandel",
    ReferralReason.FIRE_RISK: "Der er fare ved brand",
    ReferralReason.CHILD_IN_HOUSING: "Der bor et barn i en bolig, som en arbejdsgiver stiller til rådighed",
}
"""As the letter says them, in Danish; ``other`` is described in its own words."""

ORIGINS = {
    Origin.OWN_VISIT: "Vores eget besøg",
    Origin.OWN_REGISTER: "Vores register over anmeldte boliger",
    Origin.TOLD: "Oplysninger, som vi har modtaget",
}

LABELS = {
    CardField.ADDRESS: "Adresse",
    CardField.ADDRESS_ID: "Adresse-id",
    CardField.REASON: "Grund",
    CardField.OBSERVED: "Det har vi set",
    CardField.OBSERVED_ON: "Hvornår",
    CardField.ORIGIN: "Hvorfra vi ved det",
    CardField.PLAN: "Indkvarteringsplan",
    CardField.RESIDENTS: "Antal beboere",
    CardField.CHILDREN: "Børn",
    CardField.EMPLOYER: "Arbejdsgiver",
    CardField.EMPLOYER_NUMBER: "Arbejdsgiverens nummer",
    CardField.EMPLOYER_CONTACT: "Arbejdsgiverens kontakt",
    CardField.NECESSITY: "Nødvendighed",
    CardField.REQUEST: "Anmodning",
}


@dataclass(frozen=True)
class Permitted:
    """The fields that a receiver gets, in the order of its card; there is no way from it to any other."""

    card: Card
    values: tuple[tuple[CardField, str], ...]

    def text(self, field: CardField) -> str:
        """The field, empty where the card holds it back or nothing is known."""
        return dict(self.values).get(field, "")


def permitted(card: Card, known: Mapping[CardField, str]) -> Permitted:
    """What the card lets through of what is known; empty fields are left out."""
    return Permitted(card, tuple((one, known[one].strip()) for one in card.fields if known.get(one, "").strip()))


def known_of(referral: Referral) -> dict[CardField, str]:
    """Everything that a referral holds, field by field, as a letter would word it."""
    employer = referral.employer
    contact = ", ".join(str(employer[one]) for one in ("contact", "phone", "email") if employer.get(one))
    return {
        CardField.ADDRESS: referral.address,
        CardField.ADDRESS_ID: referral.dar_id,
        CardField.REASON: reason_text(referral),
        CardField.OBSERVED: referral.observed,
        CardField.OBSERVED_ON: "" if referral.observed_on is None else danish_date(referral.observed_on),
        CardField.ORIGIN: ORIGINS[referral.origin],
        CardField.PLAN: referral.plan,
        CardField.RESIDENTS: "" if referral.residents is None else str(referral.residents),
        CardField.CHILDREN: referral.children,
        CardField.EMPLOYER: str(employer.get("name", "")),
        CardField.EMPLOYER_NUMBER: str(employer.get("number", "")),
        CardField.EMPLOYER_CONTACT: contact,
        CardField.NECESSITY: referral.necessity,
        CardField.REQUEST: referral.request,
    }


def reason_text(referral: Referral) -> str:
    """The coded reason in Danish; another one in its own words."""
    return referral.reason_words if referral.reason is ReferralReason.OTHER else REASONS[referral.reason]
