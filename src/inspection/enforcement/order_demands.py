"""What the law and the house demand of findings, hearing, order and follow-up (FVL §§ 11, 19, 24 and 25)."""

from inspection.enforcement.case_facts import CaseFacts, Compliance
from inspection.enforcement.demands import demand
from inspection.enforcement.shared_demands import answers_access, answers_time, guides_complaints


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
    da="Partshøringen er ikke modtaget, eller fristen løber endnu og der er ikke svaret. Kom brevet sent, løber dagene "
    "fra modtagelsen.",
    en="The hearing has not arrived, or its deadline runs and no reply has come. If the letter came late, the days run "
    "from its arrival.",
)
def hearing_is_over(facts: CaseFacts) -> bool:
    """Hold when a hearing was issued and answered, or was delivered and its days have run, also those from delivery.

    Where more time was given after an answer, the days run out all the same: the party has said that more comes.
    """
    hearing = facts.hearing
    if hearing is None or hearing.issued_on > facts.as_of:
        return False
    if facts.visit_on is not None and hearing.issued_on < facts.visit_on:
        return False  # a hearing from before the visit was about something else
    if hearing.replied_on is not None and not hearing.may_say_more:
        return hearing.issued_on <= hearing.replied_on <= facts.as_of
    if hearing.delivered_on is None:
        return False
    return hearing.issued_on <= hearing.delivered_on < hearing.runs_until < facts.as_of


@answers_time
def no_request_for_time_waits(facts: CaseFacts) -> bool:
    """Hold when no request for more time waits for a decision."""
    return facts.hearing is None or not facts.hearing.time_asked


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
    "FVL § 19, stk. 2, nr. 3",
    "M",
    da="Strakspåbuddet har hverken en begrundet undladelse af partshøring på grund af fare eller en høring på stedet.",
    en="The order at once has neither a reason of danger for leaving the hearing out nor a hearing on the spot.",
)
def heard_on_spot_or_waived_for_danger(facts: CaseFacts) -> bool:
    """Hold when the party was heard, on the spot or before, or no. 3 is recorded with its reason."""
    recorded = facts.order is not None and facts.order.heard_on_spot_or_waived
    return recorded or hearing_is_over.holds(facts)


@demand("", "", da="Påbuddet er ikke et strakspåbud.", en="The order is no order at once.")
def order_is_at_once(facts: CaseFacts) -> bool:
    """Hold for an order at once."""
    return facts.order is not None and facts.order.at_once


@demand("", "", da="Påbuddet er et strakspåbud.", en="The order is an order at once.")
def order_has_deadlines(facts: CaseFacts) -> bool:
    """Hold for an ordinary order."""
    return facts.order is None or not facts.order.at_once


@demand("", "", da="Skriv, hvilken fare der gør påbuddet nødvendigt straks.", en="State the danger that cannot wait.")
def danger_is_stated(facts: CaseFacts) -> bool:
    """Hold when an order at once says why it cannot wait."""
    return order_is_at_once.holds(facts) and facts.order is not None and facts.order.danger_stated


@demand(
    "FVL § 19",
    "V*",
    da="Der er hverken bevis for partshøring eller en begrundet undladelse.",
    en="There is neither proof of a hearing nor a reasoned waiver.",
)
def heard_or_waived(facts: CaseFacts) -> bool:
    """Hold when the hearing is over or was waived with a reason, in an order at once for its danger."""
    order = facts.order
    if order is not None and order.at_once:
        return heard_on_spot_or_waived_for_danger.holds(facts)
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


@answers_access
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


@guides_complaints
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


@demand(
    "",
    "",
    da="Fristen i påbuddet løber endnu, eller en klage har opsættende virkning, og der er ikke noteret mistanke. "
    "Vent, til fristen er udløbet, eller klagen er afgjort.",
    en="The deadline of the order runs, or a complaint suspends it, and no suspicion is recorded. "
    "Wait until the deadline has passed, or the complaint is decided.",
)
def order_is_enforceable(facts: CaseFacts) -> bool:
    """Hold when the running deadline is past and nothing suspends the order (A2, U2), or an offence is suspected."""
    order = facts.order
    return facts.suspicion or (order is not None and order_deadline_passed.holds(facts) and not order.suspended)


@demand(
    "",
    "",
    da="Parten har bedt om mere tid til påbuddet; giv en ny frist, eller afslå med en begrundelse.",
    en="The party has asked for more time for the order: grant a new deadline, or refuse with the reason.",
)
def request_for_order_time_answered(facts: CaseFacts) -> bool:
    """Hold when no request for more time for the order waits: nobody is silent who waits for an answer (U2)."""
    return facts.order is None or not facts.order.time_asked


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


@demand(
    "",
    "",
    da="Klageinstansen har ikke hjemvist påbuddet.",
    en="The appeal body has not remitted the order.",
)
def order_is_remitted(facts: CaseFacts) -> bool:
    """Hold while a decision on an appeal is recorded that sends the order back to be decided anew (*hjemvisning*)."""
    return facts.remitted


@demand(
    "",
    "",
    da="Et nyt besøg efter høringen kræver, at klageinstansen har hjemvist påbuddet.",
    en="A new visit after the hearing requires that the appeal body has remitted the order.",
)
def order_was_remitted(facts: CaseFacts) -> bool:
    """Hold in a round whose order was remitted: it may be investigated anew, with its own findings and hearing."""
    return facts.order_was_remitted


@demand("", "", da="Skriv, hvorfor sagen lukkes.", en="State why the case is closed.")
def closure_reason_given(facts: CaseFacts) -> bool:
    """Hold when a reason for closing is recorded."""
    return bool(facts.closure_reason.strip())


@demand("", "", da="Ejeren gør indsigelse; skriv et svar til ejeren.", en="The owner contests; write an answer to him.")
def contests_are_answered(facts: CaseFacts) -> bool:
    """Hold when no owner's contest is open in the case, or an answer to it is written."""
    return not facts.open_contests or bool(facts.contest_answer.strip())


@demand("", "", da="Vælg en kode for, hvorfor sagen lukkes.", en="Choose a code for why the case is closed.")
def closure_code_chosen(facts: CaseFacts) -> bool:
    """Hold when the reason is coded."""
    return bool(facts.closure_code)


@demand(
    "",
    "",
    da="“Efterkommet” kræver, at hvert punkt i påbuddet er godkendt. Vælg en anden kode, eller følg op.",
    en="“Complied with” requires that every item of the order is accepted. Choose another code, or follow up.",
)
def complied_means_every_item(facts: CaseFacts) -> bool:
    """Hold unless the code says complied while an item is open (U3)."""
    return facts.closure_code != "complied" or facts.open_items == 0


@demand(
    "",
    "",
    da="Et brev i sagen kunne ikke leveres. Send det igen, eller notér, hvornår det nåede frem.",
    en="A letter of the case could not be delivered. Send it again, or record when it arrived.",
)
def no_letter_has_failed(facts: CaseFacts) -> bool:
    """Hold when no letter of the case hangs undelivered (M2)."""
    return facts.failed_letters == 0


@demand(
    "",
    "",
    da="Et påbud om genhusning er ikke afsluttet. Notér om hver beboer, at vedkommende er flyttet eller har sagt nej, "
    "eller træk påbuddet tilbage.",
    en="A rehousing order is not finished. Record of each resident that they have moved or declined, "
    "or withdraw the order.",
)
def no_rehousing_runs(facts: CaseFacts) -> bool:
    """Hold when every rehousing order of the case is done or withdrawn (U7)."""
    return facts.unfinished.rehousing_orders == 0


@demand(
    "",
    "",
    da="En klage i sagen er ikke afgjort. Før den til ende, eller notér, at den er trukket tilbage.",
    en="An appeal in the case is not decided. Carry it to its end, or record that it was withdrawn.",
)
def no_appeal_is_open(facts: CaseFacts) -> bool:
    """Hold when no appeal of the case waits for anything."""
    return facts.unfinished.appeals == 0


@demand(
    "",
    "",
    da="En bøde er foreslået, godkendt eller ikke vedtaget. Udsted den, opgiv den, eller send den til politiet.",
    en="A fine is proposed, approved or not accepted. Issue it, withdraw it, or hand it to the police.",
)
def no_fine_is_open(facts: CaseFacts) -> bool:
    """Hold when no fine waits for a decision; one that was issued may be paid after the case is closed."""
    return facts.unfinished.fines == 0


@demand(
    "RSL § 8",
    "M",
    da="Besøget viste en overtrædelse, og rapporten fra tilsynet er ikke udstedt. Skriv og udsted den.",
    en="The visit showed a breach, and the report of the visit is not issued. Write it and issue it.",
)
def visit_report_is_issued(facts: CaseFacts) -> bool:
    """Hold without a breach, or once the report of the visit has left: the law always asks for it then (VISIT-16)."""
    return facts.breach_found is not True or facts.report_issued
