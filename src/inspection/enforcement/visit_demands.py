"""What the law demands before and at a visit (RSL §§ 2, 5 and 9)."""

from inspection.enforcement.case_facts import CaseFacts
from inspection.enforcement.deadlines import NoticeOutcome, check_notice
from inspection.enforcement.demands import demand


@demand(
    "RSL § 9",
    "M",
    da="Der er mistanke om en strafbar overtrædelse. Besøget må ikke skaffe bevis; sagen går til politiet.",
    en="An offence is suspected. A visit must not gather evidence of it; the case goes to the police.",
)
def no_suspicion_or_consent(facts: CaseFacts) -> bool:
    """Hold unless an offence is suspected and the suspect has not consented in writing."""
    return not facts.suspicion or facts.written_consent


@demand(
    "RSL § 2",
    "V*",
    da="Skriv, hvorfor mindre indgribende midler ikke er tilstrækkelige.",
    en="State why less intrusive means are not sufficient.",
)
def proportionality_stated(facts: CaseFacts) -> bool:
    """Hold when the proportionality of the visit is reasoned."""
    return bool(facts.proportionality_reason.strip())


@demand(
    "RSL § 5, stk. 2",
    "V",
    da="Varslet er ikke sendt, eller det mangler tid, sted, bistand, formål eller grundlag.",
    en="The notice is not sent, or lacks time, place, assistance, purpose or basis.",
)
def notice_sent_complete(facts: CaseFacts) -> bool:
    """Hold when a notice that lacks nothing has left the house or arrived."""
    notice = facts.notice
    return (
        notice is not None
        and not notice.missing_items
        and notice.visit_on == facts.visit_on
        and any(day is not None and day <= facts.as_of for day in (notice.dispatched_on, notice.delivered_on))
    )


@demand(
    "RSL § 5, stk. 2",
    "V",
    da="Der er ikke gået 14 dage fra modtagelsen af et varsel om denne dag, og fravigelse er ikke noteret.",
    en="14 days have not run from delivery of a notice of this very day, and no departure is recorded.",
)
def notice_has_run_or_is_waived(facts: CaseFacts) -> bool:
    """Hold when the notice of this day of visit is long enough, or a reasoned waiver is recorded."""
    if facts.visit_on is None or facts.notice is None or facts.notice.visit_on != facts.visit_on:
        return False
    return check_notice(
        facts.visit_on,
        delivered_on=facts.notice.delivered_on,
        dispatched_on=facts.notice.dispatched_on,
        waiver=facts.notice_waiver,
    ).allowed


@demand(
    "RSL § 5, stk. 4",
    "V",
    da="Uvarslet besøg kræver en grund (nr. 1-5) og en begrundelse.",
    en="An unannounced visit requires a ground (nos. 1-5) and a reason.",
)
def notice_waiver_reasoned(facts: CaseFacts) -> bool:
    """Hold when a ground for going unannounced is recorded with its reason."""
    if facts.visit_on is None or facts.notice_waiver is None:
        return False
    return check_notice(facts.visit_on, waiver=facts.notice_waiver).outcome is NoticeOutcome.WAIVED


@demand(
    "RSL § 5, stk. 6",
    "M",
    da="Beslutningen om uvarslet tilsyn er ikke skrevet for denne dag og udstedt senest på dagen. Skriv den, og udsted "
    "den inden besøget.",
    en="The decision on the unannounced visit is not written for this day and issued on it at the latest. Write and "
    "issue it before the visit.",
)
def decision_is_issued(facts: CaseFacts) -> bool:
    """Hold when the written decision names the very day of the visit, and was issued on it at the latest."""
    visit_on, issued_on = facts.visit_on, facts.unannounced_decision_issued_on
    if visit_on is None or facts.unannounced_decision_on != visit_on:
        return False
    return issued_on is not None and issued_on <= visit_on


@demand(
    "RSL § 5, stk. 6",
    "M",
    da="Den skriftlige beslutning om uvarslet besøg er ikke noteret udleveret.",
    en="The written decision on the unannounced visit is not recorded as handed over.",
)
def decision_handed_over(facts: CaseFacts) -> bool:
    """Hold when the written decision was handed over at the visit."""
    return facts.unannounced_decision_handed_over


@demand(
    "RSL § 5, stk. 3",
    "V",
    da="Fristen for indsigelse er ikke sat før besøget, eller den løber endnu.",
    en="The deadline for objections is not set before the visit, or still runs.",
)
def objection_deadline_passed(facts: CaseFacts) -> bool:
    """Hold when the time to object lay before the visit and is over; an objection received ends the wait."""
    notice = facts.notice
    if notice is None or facts.visit_on is None or notice.objection_due_on is None:
        return False
    is_over = notice.objection_due_on < facts.as_of or facts.objection is not None
    return notice.objection_due_on < facts.visit_on and is_over


@demand(
    "RSL § 5, stk. 3",
    "V",
    da="Indsigelsen er ikke besvaret med en begrundet fastholdelse senest på besøgets dag. Udsted den inden besøget, "
    "eller vælg en senere dag.",
    en="The objection is not answered by a reasoned letter that upholds the decision, on the day of the visit at the "
    "latest. Issue it before the visit, or choose a later day.",
)
def objection_answered(facts: CaseFacts) -> bool:
    """Hold without an objection, or once the decision was upheld in writing, on the day of the visit at the latest."""
    objection = facts.objection
    if objection is None:
        return True
    if objection.upheld_on is None or facts.visit_on is None:
        return False
    return objection.received_on <= objection.upheld_on <= min(facts.visit_on, facts.as_of)


@demand(
    "RSL § 5, stk. 2",
    "V",
    da="Besøgets dag er ikke valgt eller ikke kommet.",
    en="The day of the visit is not chosen or has not come.",
)
def visit_day_has_come(facts: CaseFacts) -> bool:
    """Hold from the day of the visit on."""
    return facts.visit_on is not None and facts.visit_on <= facts.as_of
