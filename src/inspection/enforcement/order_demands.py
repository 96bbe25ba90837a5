"""What the law and the house demand of findings, hearing, order and follow-up (FVL §§ 11, 19, 24 and 25)."""

from inspection.enforcement.case_facts import CaseFacts, Compliance
from inspection.enforcement.demands import demand


@demand("", "", da="Der er ikke registreret en overtrædelse.", en="No breach is recorded.")
def breach_is_recorded(facts: CaseFacts) -> bool:
    """Hold when the findings show a breach."""
    return facts.breach_found is True


@demand(
    "",
    "",
    da="Fundene er ikke registreret, eller de viser en overtrædelse.",
    en="The findings are not recorded, or they show a breach.",
)
def no_breach_is_recorded(facts: CaseFacts) -> bool:
    """Hold when the findings were recorded and show no breach."""
    return facts.breach_found is False


@demand(
    "FVL § 19, stk. 1",
    "V*",
    da="Partshøringen er ikke modtaget, eller fristen løber endnu og der er ikke svaret.",
    en="The hearing has not arrived, or its deadline runs and no reply has come.",
)
def hearing_is_over(facts: CaseFacts) -> bool:
    """Hold when a hearing was issued and answered, or was delivered in time and its deadline has passed."""
    hearing = facts.hearing
    if hearing is None or hearing.issued_on > facts.as_of:
        return False
    if facts.visit_on is not None and hearing.issued_on < facts.visit_on:
        return False  # a hearing from before the visit was about something else
    if hearing.replied_on is not None:
        return hearing.issued_on <= hearing.replied_on <= facts.as_of
    if hearing.delivered_on is None:
        return False
    return hearing.issued_on <= hearing.delivered_on < hearing.runs_until < facts.as_of


@demand(
    "FVL § 19, stk. 2",
    "V*",
    da="At undlade partshøring kræver et nummer i bestemmelsen og en begrundelse.",
    en="Leaving out the hearing requires an item of the provision and a reason.",
)
def hearing_waiver_reasoned(facts: CaseFacts) -> bool:
    """Hold when a waiver of the hearing is recorded with its reason."""
    return facts.hearing_waiver is not None and facts.hearing_waiver.is_reasoned


@demand(
    "FVL § 19",
    "V*",
    da="Der er hverken bevis for partshøring eller en begrundet undladelse.",
    en="There is neither proof of a hearing nor a reasoned waiver.",
)
def heard_or_waived(facts: CaseFacts) -> bool:
    """Hold when the hearing is over or was waived with a reason."""
    return hearing_is_over.holds(facts) or hearing_waiver_reasoned.holds(facts)


@demand(
    "FVL § 19",
    "V*",
    da="Svaret i partshøringen er ikke noteret som vurderet.",
    en="The reply in the hearing is not recorded as considered.",
)
def reply_is_considered(facts: CaseFacts) -> bool:
    """Hold without a reply, or once the reply was considered."""
    hearing = facts.hearing
    return hearing is None or hearing.replied_on is None or hearing.reply_considered


@demand(
    "FVL § 11",
    "M",
    da="Parten har bedt om aktindsigt; afgørelsen venter, til den er besvaret.",
    en="The party has asked for access to documents; the decision waits until that is answered.",
)
def no_open_access_request(facts: CaseFacts) -> bool:
    """Hold when no request for access to documents is open."""
    return not facts.open_access_request


@demand("", "", da="Der er ikke skrevet et udkast til påbud.", en="No order is drafted.")
def order_is_drafted(facts: CaseFacts) -> bool:
    """Hold when an order has an author."""
    return facts.order is not None and bool(facts.order.drafted_by)


@demand(
    "",
    "",
    da="En anden end forfatteren skal godkende påbuddet.",
    en="Someone other than the author must approve the order.",
)
def second_person_approved(facts: CaseFacts) -> bool:
    """Hold when a second person approved the order."""
    order = facts.order
    return order is not None and bool(order.approved_by) and order.approved_by != order.drafted_by


@demand(
    "FVL § 24",
    "V*",
    da="Et punkt i påbuddet mangler regel, faktum, resultat, frist eller bevis.",
    en="An item of the order lacks rule, fact, result, deadline or evidence.",
)
def order_items_complete(facts: CaseFacts) -> bool:
    """Hold when every item of the order is complete."""
    return facts.order is not None and facts.order.items_complete


@demand(
    "FVL § 25",
    "V*",
    da="Klagevejledningen er ikke fuldstændig.",
    en="The complaint guidance is not complete.",
)
def complaint_guidance_present(facts: CaseFacts) -> bool:
    """Hold when the order tells how to complain, or a lawyer decided that it need not."""
    return facts.order is not None and facts.order.complaint_guidance_complete


@demand("", "", da="Påbuddet er ikke noteret modtaget.", en="The order is not recorded as delivered.")
def order_is_delivered(facts: CaseFacts) -> bool:
    """Hold when the order arrived, and not before it was issued."""
    order = facts.order
    return (
        order is not None
        and order.issued_on is not None
        and order.delivered_on is not None
        and order.issued_on <= order.delivered_on <= facts.as_of
    )


@demand("", "", da="Der er ikke kommet en melding om efterkommelse.", en="No report of compliance has come.")
def compliance_is_reported(facts: CaseFacts) -> bool:
    """Hold when the addressee reported how the order was complied with."""
    follow_up = facts.follow_up
    return follow_up is not None and follow_up.reported_on is not None and follow_up.reported_on <= facts.as_of


@demand(
    "",
    "",
    da="Fristen i påbuddet løber endnu, eller en klage har opsættende virkning.",
    en="The deadline of the order runs, or a complaint suspends it.",
)
def order_deadline_passed(facts: CaseFacts) -> bool:
    """Hold when the running deadline of the order lies in the past."""
    return facts.order is not None and facts.order.due_on is not None and facts.order.due_on < facts.as_of


def _verified(facts: CaseFacts, compliance: Compliance) -> bool:
    return facts.follow_up is not None and facts.follow_up.verified is compliance


@demand(
    "",
    "",
    da="Myndigheden har ikke selv konstateret på bevis, at alle punkter er opfyldt.",
    en="The authority has not itself verified on evidence that every item is met.",
)
def full_compliance_verified(facts: CaseFacts) -> bool:
    """Hold when full compliance was verified on at least one piece of evidence."""
    return _verified(facts, Compliance.COMPLIED) and facts.follow_up is not None and facts.follow_up.evidence_count > 0


@demand(
    "",
    "",
    da="Det er ikke konstateret, at kun nogle punkter er opfyldt.",
    en="Part compliance is not verified.",
)
def part_compliance_verified(facts: CaseFacts) -> bool:
    """Hold when the authority verified that some items are met and others not."""
    return _verified(facts, Compliance.PARTLY)


@demand(
    "",
    "",
    da="Det er ikke konstateret, at påbuddet ikke er efterkommet.",
    en="Non-compliance is not verified.",
)
def non_compliance_verified(facts: CaseFacts) -> bool:
    """Hold when the authority verified that the order was not complied with."""
    return _verified(facts, Compliance.NOT_COMPLIED)


@demand(
    "",
    "",
    da="Besøget følger ikke op på et påbud.",
    en="The visit does not follow up an order.",
)
def visit_follows_up_order(facts: CaseFacts) -> bool:
    """Hold in a round that a revisit after an order opened."""
    return facts.follows_up_order


@demand("", "", da="Skriv, hvorfor sagen lukkes.", en="State why the case is closed.")
def closure_reason_given(facts: CaseFacts) -> bool:
    """Hold when a reason for closing is recorded."""
    return bool(facts.closure_reason.strip())


@demand("", "", da="Ejeren gør indsigelse; skriv et svar til ejeren.", en="The owner contests; write an answer to him.")
def contests_are_answered(facts: CaseFacts) -> bool:
    """Hold when no owner's contest is open in the case, or an answer to it is written."""
    return not facts.open_contests or bool(facts.contest_answer.strip())
