"""What is known about a case on a day, as the demands of the law need it.

Plain frozen records: the caller reads them from the register and passes them in. A part that is None has not
happened. Dates are Danish calendar dates. One set of facts covers one round: `new_round` clears what belongs
to a finished visit, because a revisit needs its own notice, findings and hearing.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from inspection.enforcement.waivers import HearingWaiver, NoticeWaiver


@dataclass(frozen=True)
class NoticeFacts:
    """A written notice of visit (*varsling*).

    `visit_on` is the day the notice names. `missing_items` names what RSL § 5(2) wants and the notice lacks.
    """

    visit_on: date
    dispatched_on: date | None = None
    delivered_on: date | None = None
    objection_due_on: date | None = None
    missing_items: tuple[str, ...] = ()


@dataclass(frozen=True)
class ObjectionFacts:
    """An objection to the visit (*indsigelse*) and the letter that upholds the decision, if any."""

    received_on: date
    upheld_on: date | None = None


@dataclass(frozen=True)
class HearingFacts:
    """A hearing (*partshøring*): when it went out and arrived, its deadline, the reply and its consideration.

    `runs_until` is the last day on which the party may speak: the one that the letter names, a later one that was
    granted (FVL § 21), or the end of the days that a late letter gives from its coming. `time_asked` is a request that
    nobody has decided, `may_say_more` that more time was granted on the day of the last reply or after it.
    """

    issued_on: date
    runs_until: date
    delivered_on: date | None = None
    replied_on: date | None = None
    reply_considered: bool = False
    time_asked: bool = False
    may_say_more: bool = False


@dataclass(frozen=True)
class OrderFacts:
    """An order (*påbud*) on its way: who wrote it, who approved it, when it left and arrived.

    `due_on` is the last deadline among its items, None while a complaint suspends it; `suspended` says that one does,
    also where it came after the deadline, `time_asked` that the party asked for more time and nobody has decided. An
    order `at_once` tells its danger, and whether FVL § 19(2) no. 3 or a hearing on the spot stands in for the hearing.
    """

    drafted_by: str
    approved_by: str | None = None
    items_complete: bool = False
    complaint_guidance_complete: bool = False
    issued_on: date | None = None
    delivered_on: date | None = None
    due_on: date | None = None
    suspended: bool = False
    time_asked: bool = False
    at_once: bool = False
    danger_stated: bool = False
    heard_on_spot_or_waived: bool = False


class Compliance(StrEnum):
    """What the authority itself found when it verified the compliance with an order."""

    COMPLIED = "complied"
    PARTLY = "partly"
    NOT_COMPLIED = "not_complied"


@dataclass(frozen=True)
class FollowUpFacts:
    """What followed an order: the addressee's report, and what the authority verified on which evidence."""

    reported_on: date | None = None
    verified: Compliance | None = None
    evidence_count: int = 0


@dataclass(frozen=True)
class Unfinished:
    """How many matters beside the order wait for somebody.

    Rehousing orders that are neither done nor withdrawn; appeals and fines that wait for a decision.
    """

    rehousing_orders: int = 0
    appeals: int = 0
    fines: int = 0


NOTHING = Unfinished()


@dataclass(frozen=True)
class CaseFacts:
    """Everything the table of lawful moves may ask about a case, on the day `as_of`.

    `closure_code` is a code of closing, empty before it is chosen; `open_items` counts items of the order in force that
    nobody has accepted as met, `failed_letters` letters that could not be delivered.
    `report_issued` is whether the report of this round's visit has left. `open_contests` is how many
    contests of an owner wait for an answer. `breach_found` is None before the findings are recorded. `remitted` is set
    while the decision on an appeal that sends the order back is recorded; `order_was_remitted` says that one of this
    round was. `suspicion` is the reasonable suspicion of an offence that stops visits meant to gather evidence of it
    (RSL § 9), unless `written_consent` is stored. `unannounced_decision_on` is the day of visit that an issued decision
    on an unannounced visit names, `unannounced_decision_issued_on` the day on which that decision was issued.
    """

    as_of: date
    visit_on: date | None = None
    proportionality_reason: str = ""
    suspicion: bool = False
    written_consent: bool = False
    notice: NoticeFacts | None = None
    notice_waiver: NoticeWaiver | None = None
    unannounced_decision_on: date | None = None
    unannounced_decision_issued_on: date | None = None
    unannounced_decision_handed_over: bool = False
    objection: ObjectionFacts | None = None
    breach_found: bool | None = None
    open_access_request: bool = False
    hearing: HearingFacts | None = None
    hearing_waiver: HearingWaiver | None = None
    order: OrderFacts | None = None
    follow_up: FollowUpFacts | None = None
    follows_up_order: bool = False
    remitted: bool = False
    order_was_remitted: bool = False
    closure_reason: str = ""
    closure_code: str = ""
    open_items: int = 0
    failed_letters: int = 0
    unfinished: Unfinished = NOTHING
    report_issued: bool = False
    open_contests: int = 0
    contest_answer: str = ""


def new_round(facts: CaseFacts) -> CaseFacts:
    """Return the facts with which a revisit starts: no visit, notice or hearing carries over."""
    return CaseFacts(
        as_of=facts.as_of,
        suspicion=facts.suspicion,
        written_consent=facts.written_consent,
        open_access_request=facts.open_access_request,
        open_contests=facts.open_contests,
        follows_up_order=facts.order is not None or facts.follows_up_order,
    )
