"""What the law and the house demand of a rehousing order (ORD-07, ORD-08, U7; FVL §§ 11, 19, 24, 25)."""

from inspection.enforcement.demands import demand
from inspection.enforcement.shared_demands import answers_access, guides_complaints
from inspection.rehousing.rehousing_facts import RehousingFacts, RehousingPower

SOURCE = "Rapport om arbejdskraftindvandring og indkvartering, 2021"


@demand(
    "",
    "P",
    da="Det er ikke afgjort, om myndigheden må påbyde genhusning (opsætningen rehousing_order_power), eller den må det "
    "ikke.",
    en="It is not decided whether the authority may order rehousing (setting rehousing_order_power), or it may not.",
)
def power_is_given(facts: RehousingFacts) -> bool:
    """Hold when the operator's lawyer found the power in the law; in a demonstration also while it is undecided."""
    return facts.power in (RehousingPower.YES, RehousingPower.DEMONSTRATION)


@demand(
    "",
    "",
    da="Påbuddet eller forbuddet om boligen er ikke udstedt, eller det er trukket tilbage.",
    en="The order or prohibition about the housing is not issued, or it is withdrawn.",
)
def parent_order_stands(facts: RehousingFacts) -> bool:
    """Hold while the order or prohibition that it belongs to stands."""
    return facts.parent_stands


@demand(
    SOURCE,
    "V*",
    da="Skriv, hvorfor forholdene ikke kan bringes i orden straks.",
    en="Record why it is not feasible to put things right at once.",
)
def not_feasible_at_once(facts: RehousingFacts) -> bool:
    """Hold when the first finding is recorded."""
    return bool(facts.not_feasible.strip())


@demand(
    SOURCE,
    "V*",
    da="Skriv, hvorfor genhusning er nødvendig.",
    en="Record why rehousing is necessary.",
)
def rehousing_is_necessary(facts: RehousingFacts) -> bool:
    """Hold when the second finding is recorded."""
    return bool(facts.necessary.strip())


@demand(
    "FVL § 19",
    "V*",
    da="Der er hverken bevis for partshøring i sagen eller en begrundet undladelse.",
    en="There is neither proof of a hearing in the case nor a reasoned waiver.",
)
def party_is_heard(facts: RehousingFacts) -> bool:
    """Hold when the hearing of the case is over or was waived with a reason."""
    return facts.heard_or_waived


@demand(
    "FVL § 19",
    "V*",
    da="Skriv, hvordan parten fik at vide, at genhusning overvejes, eller hvorfor høring er undladt.",
    en="Record how the party was told that rehousing is contemplated, or why it was not heard.",
)
def told_of_rehousing(facts: RehousingFacts) -> bool:
    """Hold when it is recorded how the party heard of the rehousing."""
    return bool(facts.heard_about.strip())


@demand(
    "FVL § 19",
    "V*",
    da="Svaret i partshøringen er ikke noteret som vurderet.",
    en="The reply in the hearing is not recorded as considered.",
)
def reply_is_weighed(facts: RehousingFacts) -> bool:
    """Hold without a reply, or once it was considered."""
    return facts.reply_considered


@answers_access
def no_access_request_is_open(facts: RehousingFacts) -> bool:
    """Hold when no request for access is open."""
    return not facts.open_access_request


@demand("", "", da="Påbuddet nævner ingen beboere.", en="The order names no residents.")
def residents_are_named_by_key(facts: RehousingFacts) -> bool:
    """Hold when there is a key for at least one resident, and a day."""
    return facts.residents > 0 and facts.from_on is not None


@demand(
    "",
    "P",
    da="Det er ikke afgjort, hvem der betaler, med hvilken hjemmel.",
    en="It is not decided who pays, and on which legal basis.",
)
def payer_is_decided(facts: RehousingFacts) -> bool:
    """Hold when payer and legal reference are chosen (OPEN-07: the law was not read, there is no default)."""
    return bool(facts.payer and facts.payer_law.strip())


@demand(
    "",
    "",
    da="Skriv, hvordan beboerne får besked på et sprog, de forstår, uden at nævne sproget.",
    en="Record how the residents are told in a language they understand, without naming it.",
)
def residents_are_told(facts: RehousingFacts) -> bool:
    """Hold when the telling of the residents in their language is recorded."""
    return bool(facts.informed.strip())


@guides_complaints
def complaint_guidance_is_complete(facts: RehousingFacts) -> bool:
    """Hold when body, days and effect of a complaint are decided."""
    return facts.complaint_complete


@demand(
    "",
    "",
    da="En anden end forfatteren skal godkende påbuddet om genhusning.",
    en="Someone other than the author must approve the rehousing order.",
)
def another_approved(facts: RehousingFacts) -> bool:
    """Hold when a second person approved it."""
    return bool(facts.approved_by) and facts.approved_by != facts.drafted_by


@demand("", "", da="Dagen for genhusning ligger i fortiden.", en="The day of rehousing lies in the past.")
def day_lies_ahead(facts: RehousingFacts) -> bool:
    """Hold while the first day of rehousing is today or later."""
    return facts.from_on is not None and facts.from_on >= facts.as_of


@demand("", "", da="Påbuddet er ikke noteret modtaget.", en="The order is not recorded as delivered.")
def order_has_arrived(facts: RehousingFacts) -> bool:
    """Hold when the letter arrived, and not before it was issued."""
    issued, delivered = facts.issued_on, facts.delivered_on
    return issued is not None and delivered is not None and issued <= delivered <= facts.as_of


@demand(
    "",
    "",
    da="Ikke alle beboere er flyttet eller har sagt nej.",
    en="Not every resident has moved or declined.",
)
def everybody_moved_or_declined(facts: RehousingFacts) -> bool:
    """Hold when no key is open (U7)."""
    return facts.residents > 0 and facts.open_residents == 0


@demand("", "", da="Skriv en begrundelse.", en="Write a reason.")
def reason_is_given(facts: RehousingFacts) -> bool:
    """Hold when a reason is recorded."""
    return bool(facts.reason.strip())
