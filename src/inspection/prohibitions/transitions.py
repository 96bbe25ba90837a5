"""The table of lawful moves of a prohibition of use, and what the law demands of each (byfornyelsesloven § 76)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from husly.kit.access import Permission
from inspection.enforcement.demands import demand
from inspection.enforcement.shared_demands import answers_access, answers_time, guides_complaints
from inspection.enforcement.tables import Row

_LAW = "byfornyelsesloven § 76"
IMMINENT_MONTHS, LONGEST_YEARS = 6, 15
"""The longest time to move out: where the danger is imminent, and otherwise."""


class ProhibitionState(StrEnum):
    """Where a prohibition stands."""

    DRAFTED = "drafted"
    HEARD = "heard"
    APPROVED = "approved"
    ISSUED = "issued"
    DELIVERED = "delivered"
    IN_FORCE = "in_force"
    VACATED = "vacated"
    LIFTED = "lifted"
    WITHDRAWN = "withdrawn"
    APPEALED = "appealed"
    DROPPED = "dropped"


class ProhibitionMove(StrEnum):
    """What is done with a prohibition."""

    SETTLE_HEARING = "settle_hearing"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    DROP = "drop"
    ISSUE = "issue"
    RECORD_DELIVERY = "record_delivery"
    TAKE_EFFECT = "take_effect"
    RECORD_APPEAL = "record_appeal"
    RESUME = "resume"
    RESUME_ON_ITS_WAY = "resume_on_its_way"
    RECORD_VACATED = "record_vacated"
    LIFT = "lift"
    WITHDRAW = "withdraw"
    CORRECT = "correct"
    """By issuing another that corrects it."""


@dataclass(frozen=True)
class ProhibitionFacts:
    """What is known of a prohibition on a day.

    ``heard_or_waived`` is proof of a hearing, or the reason of FVL § 19(2) no. 3. With that reason the next two hold
    too: ``contemplated`` says that the hearing told of a prohibition, ``owner_was_party`` that it addressed the owner.
    ``acting`` is whoever makes the move.
    ``recipients`` are the kinds of those who get a letter: owner, tenants, mortgagee.
    """

    as_of: date
    breach_found: bool
    imminent: bool
    move_out_on: date
    drafted_by: str
    acting: str = ""
    heard_or_waived: bool = False
    contemplated: bool = False
    owner_was_party: bool = False
    time_asked: bool = False
    rehousing_told: bool = False
    recipients: frozenset[str] = frozenset()
    replacement_told: bool = False
    complaint_complete: bool = False
    open_access_request: bool = False
    all_delivered: bool = False
    reason_given: bool = False


@demand("", "", da="Der er ikke registreret en overtrædelse.", en="No breach is recorded.")
def breach_is_found(facts: ProhibitionFacts) -> bool:
    """Hold when the findings show a breach."""
    return facts.breach_found


@demand(
    "FVL § 19",
    "V*",
    da="Der er hverken bevis for partshøring eller en begrundet undladelse på grund af fare.",
    en="There is neither proof of a hearing nor a reasoned waiver because of danger.",
)
def party_was_heard(facts: ProhibitionFacts) -> bool:
    """Hold when the party was heard, or the waiver is reasoned."""
    return facts.heard_or_waived


@answers_time
def request_for_time_is_answered(facts: ProhibitionFacts) -> bool:
    """Hold when no request for more time in the hearing waits for a decision."""
    return not facts.time_asked


@demand(
    "FVL § 19",
    "V*",
    da="Høringen nævner ikke, at et forbud overvejes. Tag forbuddet med i en høring, eller begrund med faren, at ingen "
    "høres.",
    en="The hearing does not tell that a prohibition is contemplated. Contemplate it in a hearing, or give the danger "
    "as the reason for hearing nobody.",
)
def prohibition_was_contemplated(facts: ProhibitionFacts) -> bool:
    """Hold when the hearing told of a prohibition, or the waiver is reasoned."""
    return facts.contemplated


@demand(
    "FVL § 19",
    "V*",
    da="Høringen gik ikke til ejeren, som forbuddet retter sig mod. Hør ejeren i en sag mod ejeren, eller begrund med "
    "faren, at ingen høres.",
    en="The hearing did not go to the owner, whom the prohibition addresses. Hear the owner in a case of the owner, or "
    "give the danger as the reason for hearing nobody.",
)
def owner_was_heard(facts: ProhibitionFacts) -> bool:
    """Hold when the hearing addressed the owner, or the waiver is reasoned."""
    return facts.owner_was_party


def latest_move_out(as_of: date, *, imminent: bool) -> date:
    """The last day on which the law lets a move-out end that is set today."""
    months = IMMINENT_MONTHS if imminent else 12 * LONGEST_YEARS
    year, month = divmod(as_of.year * 12 + as_of.month - 1 + months, 12)
    for day in range(as_of.day, 27, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:  # no such day in that month
            continue
    return date(year, month + 1, min(as_of.day, 28))


@demand(
    _LAW,
    "V",
    da="Fraflytning skal ske efter i dag og inden 6 måneder ved overhængende fare, ellers inden 15 år.",
    en="The move-out must lie after today, within 6 months where danger is imminent, otherwise within 15 years.",
)
def move_out_is_in_time(facts: ProhibitionFacts) -> bool:
    """Hold for a move-out within the law's longest time."""
    return facts.as_of < facts.move_out_on <= latest_move_out(facts.as_of, imminent=facts.imminent)


@demand(
    "",
    "",
    da="Skriv, hvordan beboerne genhuses, eller begrund, at forbuddet må komme uden.",
    en="Write how the residents are rehoused, or give the reason to go on without.",
)
def rehousing_is_told(facts: ProhibitionFacts) -> bool:
    """Hold with a note on rehousing, a rehousing order, or a reason to do without (ORD-09)."""
    return facts.rehousing_told


@demand(
    _LAW,
    "V",
    da="Forbuddet skal meddeles skriftligt til ejeren og lejerne, og til panthavere, der er tinglyst.",
    en="The prohibition must be told in writing to the owner and the tenants, and to registered mortgagees.",
)
def recipients_are_named(facts: ProhibitionFacts) -> bool:
    """Hold when owner and tenants are recipients; mortgagees are known from the land register."""
    return {"owner", "tenants"} <= facts.recipients


@demand(
    _LAW,
    "V",
    da="Skriv, hvad beboerne oplyses om erstatningsbolig og støtte.",
    en="Write what the residents are told of a replacement dwelling and of support.",
)
def replacement_is_told(facts: ProhibitionFacts) -> bool:
    """Hold when replacement dwelling and support are told."""
    return facts.replacement_told


@guides_complaints
def complaint_is_told(facts: ProhibitionFacts) -> bool:
    """Hold when the operator decided body, time and effect of complaints."""
    return facts.complaint_complete


@answers_access
def no_access_request(facts: ProhibitionFacts) -> bool:
    """Hold when no request for access is open."""
    return not facts.open_access_request


@demand("", "", da="En anden end forfatteren skal godkende.", en="Someone other than the author must approve.")
def second_person_acts(facts: ProhibitionFacts) -> bool:
    """Hold when another than the author acts."""
    return facts.acting != facts.drafted_by


@demand("", "", da="Ikke alle modtagere har fået brevet.", en="Not every recipient has got the letter.")
def all_have_it(facts: ProhibitionFacts) -> bool:
    """Hold when each letter has arrived."""
    return facts.all_delivered


@demand("", "", da="Skriv grunden.", en="Write the reason.")
def reason_is_given(facts: ProhibitionFacts) -> bool:
    """Hold when the reason is written."""
    return facts.reason_given


_S, _M, _P = ProhibitionState, ProhibitionMove, Permission
ProhibitionRow = Row[ProhibitionState, ProhibitionMove, ProhibitionFacts]
_HEARD = (party_was_heard, request_for_time_is_answered, prohibition_was_contemplated, owner_was_heard)
_LAWFUL = (
    breach_is_found,
    *_HEARD,
    move_out_is_in_time,
    rehousing_is_told,
    replacement_is_told,
    recipients_are_named,
    complaint_is_told,
    no_access_request,
)
_REASON = (reason_is_given,)

# fmt: off
TABLE: tuple[ProhibitionRow, ...] = (
    Row(_M.SETTLE_HEARING, _S.DRAFTED, _S.HEARD, _P.PREPARE_LETTERS, (breach_is_found, *_HEARD)),
    Row(_M.DROP, _S.DRAFTED, _S.DROPPED, _P.PREPARE_LETTERS, _REASON),
    Row(_M.SEND_BACK, _S.HEARD, _S.DRAFTED, _P.PREPARE_LETTERS, _REASON),
    Row(_M.SEND_BACK, _S.APPROVED, _S.DRAFTED, _P.PREPARE_LETTERS, _REASON),
    Row(_M.APPROVE, _S.HEARD, _S.APPROVED, _P.ISSUE_DECISIONS, (*_LAWFUL, second_person_acts), second_person=True),
    Row(_M.ISSUE, _S.APPROVED, _S.ISSUED, _P.ISSUE_DECISIONS, _LAWFUL),
    Row(_M.RECORD_DELIVERY, _S.ISSUED, _S.DELIVERED, _P.PREPARE_LETTERS, (all_have_it,)),
    Row(_M.TAKE_EFFECT, _S.DELIVERED, _S.IN_FORCE, _P.ISSUE_DECISIONS),
    Row(_M.RECORD_APPEAL, _S.ISSUED, _S.APPEALED, _P.PREPARE_LETTERS, _REASON),
    Row(_M.RECORD_APPEAL, _S.DELIVERED, _S.APPEALED, _P.PREPARE_LETTERS, _REASON),
    Row(_M.RECORD_APPEAL, _S.IN_FORCE, _S.APPEALED, _P.PREPARE_LETTERS, _REASON),
    Row(_M.RESUME, _S.APPEALED, _S.IN_FORCE, _P.ISSUE_DECISIONS, (reason_is_given, all_have_it)),
    Row(_M.RESUME_ON_ITS_WAY, _S.APPEALED, _S.ISSUED, _P.ISSUE_DECISIONS, _REASON),
    Row(_M.RECORD_VACATED, _S.IN_FORCE, _S.VACATED, _P.RECORD_VISITS, _REASON),
    Row(_M.LIFT, _S.IN_FORCE, _S.LIFTED, _P.ISSUE_DECISIONS, _REASON),
    Row(_M.LIFT, _S.VACATED, _S.LIFTED, _P.ISSUE_DECISIONS, _REASON),
    Row(_M.CORRECT, _S.ISSUED, _S.WITHDRAWN, _P.ISSUE_DECISIONS, _REASON),
    Row(_M.CORRECT, _S.DELIVERED, _S.WITHDRAWN, _P.ISSUE_DECISIONS, _REASON),
    Row(_M.CORRECT, _S.IN_FORCE, _S.WITHDRAWN, _P.ISSUE_DECISIONS, _REASON),
    Row(_M.WITHDRAW, _S.ISSUED, _S.WITHDRAWN, _P.ISSUE_DECISIONS, _REASON),
    Row(_M.WITHDRAW, _S.DELIVERED, _S.WITHDRAWN, _P.ISSUE_DECISIONS, _REASON),
    Row(_M.WITHDRAW, _S.IN_FORCE, _S.WITHDRAWN, _P.ISSUE_DECISIONS, _REASON),
    Row(_M.WITHDRAW, _S.VACATED, _S.WITHDRAWN, _P.ISSUE_DECISIONS, _REASON),
    Row(_M.WITHDRAW, _S.APPEALED, _S.WITHDRAWN, _P.ISSUE_DECISIONS, _REASON),
)
# fmt: on

BY_APPEAL = frozenset({_M.RECORD_APPEAL, _M.RESUME, _M.RESUME_ON_ITS_WAY})
"""Moves that an appeal and its outcome make, nobody by hand."""
