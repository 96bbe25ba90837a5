"""What random people try, and what they try next: every action of a case and of what stands beside it."""

from collections.abc import Callable

from inspection.enforcement.transitions import CaseState
from inspection.hearings.postponements import PostponementState
from inspection.letters.blocks import LetterKind
from random_step_letters import approve_paper, arrive, carry, issue, post
from random_step_orders import (
    answer_extension,
    answer_time,
    approve,
    ask_extension,
    ask_time,
    at_once,
    close,
    closing_letter,
    conclude,
    consider,
    correct,
    decide,
    decide_report,
    hear,
    order,
    postpone,
    reply,
    reply_by_code,
    report,
    retaliation,
    review,
    revisit,
    send_back,
    silence,
    to_police,
    verify,
    waive_hearing,
)
from random_step_rooms import appeal, bundle, fine, police_report, prohibit, referral, rehouse
from random_step_visits import (
    access,
    assign,
    find,
    notice,
    objection,
    papers,
    replan,
    standard_notice,
    suspicion,
    unannounced,
    uphold,
    visit,
    visit_report,
    waive_notice,
)
from random_steps import Step

Act = Callable[[Step], object]

ACTIONS: dict[str, Act] = {
    one.__name__: one
    for one in (
        decide, notice, standard_notice, waive_notice, unannounced, objection, uphold, visit, replan, assign, find,
        suspicion, access, papers, hear, reply, reply_by_code, consider, ask_time, answer_time, postpone, conclude,
        waive_hearing, carry, order, at_once, review, approve, send_back, correct, approve_paper, issue, arrive, post,
        report, decide_report, verify, silence, revisit, ask_extension, answer_extension, retaliation, closing_letter,
        close, to_police, fine, police_report, appeal, rehouse, prohibit, referral, bundle, visit_report,
    )
}  # fmt: skip

_S = CaseState
_UNDER_ORDER = (arrive, report, report, decide_report, decide_report, verify, silence, revisit, ask_extension,
                answer_extension, appeal, appeal, correct, issue, issue, approve_paper, rehouse, rehouse, fine,
                police_report, post, review, retaliation, bundle, access, closing_letter)  # fmt: skip
LIKELY: dict[CaseState, tuple[Act, ...]] = {
    _S.UNDER_REVIEW: (decide, decide, close, access),
    _S.PLANNED: (notice, notice, standard_notice, standard_notice, issue, issue, issue, issue, waive_notice, replan,
                 replan, referral),
    _S.NOTIFIED: (arrive, arrive, visit, visit, visit, objection, uphold, issue, replan, post),
    _S.UNANNOUNCED_DECIDED: (unannounced, unannounced, issue, issue, visit, visit, replan),
    _S.VISITED: (find, find, find, at_once, close),
    _S.FINDINGS_RECORDED: (hear, issue, issue, arrive, arrive, reply, reply_by_code, consider, conclude, conclude,
                           ask_time, answer_time, answer_time, postpone, waive_hearing, at_once, papers, prohibit,
                           prohibit, prohibit, prohibit, post, visit_report, close),
    _S.HEARD: (order, order, order, consider, reply_by_code, prohibit, prohibit, issue, at_once),
    _S.ORDER_DRAFTED: (approve, approve, approve, issue, order, consider, access),
    _S.ORDER_APPROVED: (issue, issue, issue, consider, access, send_back),
    _S.ORDER_ISSUED: (arrive, arrive, post, post, correct, approve_paper, issue, review, appeal, rehouse),
    _S.ORDER_DELIVERED: _UNDER_ORDER,
    _S.COMPLIANCE_REPORTED: _UNDER_ORDER,
    _S.COMPLIED: (closing_letter, visit_report, visit_report, issue, close, close, access, bundle),
    _S.PARTLY_COMPLIED: _UNDER_ORDER,
    _S.NOT_COMPLIED: _UNDER_ORDER,
    _S.REPORTED_TO_POLICE: (police_report, fine, visit_report, visit_report, close, close, access, appeal, bundle),
    _S.CLOSED: (access, bundle, referral, appeal, issue),
}  # fmt: skip
"""What people do with a case that stands there; one time in four anything at all is tried."""


BEGUN = (fine, police_report, appeal, appeal, rehouse, rehouse, prohibit, prohibit, referral)
"""What goes on beside the road of a case once somebody began it."""


GOES_ON: dict[str, tuple[Act, ...]] = {
    "hear": (issue,), "ask_time": (answer_time, answer_time), "order": (approve, approve), "approve": (issue, issue),
}  # fmt: skip
"""What follows something that was just done."""


def pick(s: Step) -> tuple[str, Act]:
    """The name of an action and the action: what was begun, the next on the road, what is likely, or anything."""
    if s.only:
        name = s.rng.choice(sorted(s.only))
        return name, ACTIONS[name]
    if s.again and s.maybe(0.7):
        act = s.rng.choice((ACTIONS[s.again], *GOES_ON.get(s.again, ())))
        return act.__name__, act
    begun = [act for act in BEGUN if act.__name__ in s.begun]
    if begun and s.maybe(0.3):
        act = s.rng.choice(begun)
    elif s.maybe(0.45):
        act = _on_the_road(s) or s.rng.choice(LIKELY.get(s.case.state, (bundle,)))
    else:
        likely = LIKELY.get(s.case.state, ())
        act = s.rng.choice(likely) if likely and s.maybe(0.7) else s.rng.choice(list(ACTIONS.values()))
    return act.__name__, act


def _on_the_road(s: Step) -> Act | None:
    """What brings the case on from where it stands, if anything can be done about it today."""
    state = s.case.state
    if state is _S.PLANNED:
        return _before_the_visit(s)
    if state is _S.UNANNOUNCED_DECIDED:
        return visit if s.file.visit.visit_on <= s.today else None
    if state is _S.NOTIFIED:
        return _after_the_notice(s)
    if state in (_S.HEARD, _S.ORDER_DRAFTED, _S.ORDER_APPROVED):
        return _before_the_order(s)
    if state is _S.FINDINGS_RECORDED:
        return _in_the_hearing(s)
    simple = {
        _S.UNDER_REVIEW: s.rng.choice((decide, decide, close)),
        _S.VISITED: s.rng.choice((find, find, close, at_once)),
        _S.ORDER_ISSUED: s.rng.choice((arrive, post, correct, approve_paper, issue)),
        _S.ORDER_DELIVERED: s.rng.choice((correct, approve_paper, issue, rehouse, appeal, report, ask_extension)),
        _S.COMPLIANCE_REPORTED: verify,
        _S.COMPLIED: s.rng.choice((close, visit_report)),
    }
    return simple.get(state)


def _before_the_visit(s: Step) -> Act | None:
    days = (s.file.visit.visit_on - s.today).days
    waived = s.file.visit.notice_waiver_ground is not None
    kind = LetterKind.BESLUTNING_UVARSLET if waived else LetterKind.VARSLING
    if days < (0 if waived else 15):
        return replan
    if any(one.issued_at is None and one.kind is kind and one.round == s.case.round for one in s.file.letters):
        return issue
    return unannounced if waived else s.rng.choice((standard_notice, notice))


def _after_the_notice(s: Step) -> Act | None:
    file = s.file
    if any(one.issued_at is not None and one.delivered_on is None for one in file.letters):
        return s.rng.choice((arrive, post))
    if file.visit.objection_received_on is not None and file.visit.objection_upheld_on is None:
        waits = any(one.kind is LetterKind.FASTHOLDELSE and one.issued_at is None for one in file.letters)
        return issue if waits else uphold
    on = file.visit.visit_on
    notices = [one for one in file.letters if one.kind is LetterKind.VARSLING and one.issued_at is not None]
    came_late = notices and notices[-1].delivered_on and (on - notices[-1].delivered_on).days < 14
    if came_late and file.visit.notice_waiver_ground is None:
        return replan
    return visit if on <= s.today else s.rng.choice((objection, None, None))


def _before_the_order(s: Step) -> Act | None:
    """The order from the hearing to its arrival; what holds it up is seen to first."""
    file, state = s.file, s.case.state
    if s.case.access_requested_on is not None and s.case.access_answered_on is None:
        return access
    if file.hearing is not None and file.hearing.replied_on is not None and file.hearing.considered_at is None:
        return consider
    if state is _S.HEARD:
        return order
    if any(not one.at_once and one.due_on <= s.today for one in file.items):
        return send_back
    return issue if state is _S.ORDER_APPROVED else s.rng.choice((approve, approve, issue))


def _in_the_hearing(s: Step) -> Act | None:
    hearing = s.file.hearing
    if hearing is None:
        return s.rng.choice((hear, hear, hear, waive_hearing, at_once if s.maybe(0.5) else hear, prohibit))
    letter = s.file.letter(hearing.letter_id)
    if letter.issued_at is None:
        return issue
    if any(one.state is PostponementState.ASKED for one in s.file.postponements):
        return answer_time
    if hearing.replied_on is not None and hearing.considered_at is None:
        return consider
    if letter.delivered_on is None:
        return arrive
    return s.rng.choice((reply, reply_by_code, ask_time, conclude))
