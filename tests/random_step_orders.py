"""What random people try with a hearing, an order and how it is followed up."""

from typing import Any

from sqlmodel import col, select

from inspection.enforcement import actions as cases
from inspection.enforcement.actions.at_once import Urgent
from inspection.enforcement.actions.follow_up import Verified
from inspection.enforcement.models import ClosureCode, FindingOutcome
from inspection.enforcement.waivers import HearingWaiverGround
from inspection.followup import actions as followup
from inspection.followup.extensions import ExtensionMove
from inspection.followup.models import ExtensionRequest, ItemReport
from inspection.hearings import actions as hearings
from inspection.hearings.postponements import RefusalGround
from inspection.hearings.replies import Said
from random_step_visits import slip
from random_steps import INSPECTOR, SECRETS, Step

# Hearing -----------------------------------------------------------------------------------------


def hear(s: Step) -> object:
    return cases.draft_hearing(
        s.session, s.case_id, days=s.rng.choice((0, 7, 10, 14)), contemplated_due_on=s.day(40, 60), **s.who
    )


def reply(s: Step) -> object:
    return cases.record_reply(s.session, s.case_id, replied_on=s.day(-3, 0), reply=s.text("Stuen tæller med."), **s.who)


def reply_by_code(s: Step) -> object:
    said = Said(general=s.text(f"Svar nr. {s.rng.randint(1, 9)}"))
    return hearings.reply_by_code(s.session, s.one([s.file.hearing] if s.file.hearing else []), said, at=s.at)


def consider(s: Step) -> object:
    return cases.consider_reply(s.session, s.case_id, consideration=slip(s, "Stuen bruges som lager."), **s.who)


def ask_time(s: Step) -> object:
    hearing = s.one([s.file.hearing] if s.file.hearing else [])
    return hearings.ask_for_time(s.session, hearing, reason=s.text("Ferie"), until=s.day(5, 20), at=s.at)


def answer_time(s: Step) -> object:
    request = s.one(s.file.postponements)
    if s.maybe(0.6):
        return hearings.grant_time(s.session, s.case_id, request.id, until=s.day(3, 30), **s.who)
    ground = s.one(RefusalGround)
    return hearings.refuse_time(s.session, s.case_id, request.id, ground=ground, reason=s.text("Det haster"), **s.who)


def postpone(s: Step) -> object:
    return cases.postpone_hearing(s.session, s.case_id, until=s.day(3, 30), reason=s.text("Bedt om"), **s.who)


def conclude(s: Step) -> object:
    return cases.conclude_hearing(s.session, s.case_id, **s.who)


def waive_hearing(s: Step) -> object:
    ground = s.one(HearingWaiverGround)
    return cases.waive_hearing(s.session, s.case_id, ground=ground, reason=s.text("der er fare"), **s.who)


# Orders, letters and their way ---------------------------------------------------------------------


def order(s: Step) -> object:
    breached = [one for one in s.file.findings if one.outcome is FindingOutcome.BREACHED]
    if breached and s.maybe(0.05):
        breached = breached[1:]
    at_once = {one.id for one in breached if s.maybe(0.1)}
    write = cases.edit_order if s.maybe(0.15) else cases.draft_order
    return write(
        s.session,
        s.case_id,
        due_on={one.id: s.day(20, 60) for one in breached},
        report_due_on=s.day(61, 70),
        considerations=slip(s, "Beboernes sundhed vejer tungest."),
        at_once=at_once,
        **s.whoset,
    )


def at_once(s: Step) -> object:
    urgent = Urgent(
        danger_reason=s.text("brandtrappen er faldet ned"), waiver_reason=s.text("der er akut fare for liv")
    )
    return cases.draft_at_once(
        s.session,
        s.case_id,
        finding_ids={one.id for one in s.file.findings if one.outcome is FindingOutcome.BREACHED},
        urgent=urgent,
        report_due_on=s.day(1, 5),
        **s.whoset,
    )


def review(s: Step) -> object:
    return cases.review_at_once(s.session, s.case_id, note=s.text(f"Set. {SECRETS['note']}"), **s.who)


def approve(s: Step) -> object:
    return cases.approve_order(s.session, s.case_id, **s.who)


def send_back(s: Step) -> object:
    return cases.return_draft(s.session, s.case_id, note=s.text(f"Skriv om. {SECRETS['note']}"), **s.who)


def correct(s: Step) -> object:
    breached = [one for one in s.file.findings if one.outcome is FindingOutcome.BREACHED]
    if s.maybe(0.2):
        return cases.drop_change(s.session, s.case_id, **s.who)
    if s.maybe(0.35):
        return cases.draft_withdrawal(s.session, s.case_id, reason=s.text("Påbuddet var forkert."), **s.who)
    return cases.draft_correction(
        s.session,
        s.case_id,
        wrong=s.text("En frist var forkert."),
        holds=s.text("Fristen er en anden."),
        due_on={one.id: s.day(20, 60) for one in breached},
        report_due_on=s.day(61, 70),
        considerations="Beboernes sundhed vejer tungest.",
        **s.whoset,
    )


# Follow-up ---------------------------------------------------------------------------------------


def report(s: Step) -> object:
    if s.maybe(0.3):
        return cases.report_compliance(s.session, s.case_id, reported_on=s.day(-3, 0), report=s.text("Gjort."), **s.who)
    done = followup.Done(item_id=s.one(s.file.items).id, done=s.text("Vinduet er sat i."), done_on=s.day(-3, 0))
    code = "" if s.file.order is None else s.file.letter(s.file.order.letter_id).choices.get("report_code", "")
    if s.maybe(0.5):
        return followup.report_by_code(s.session, code or "ABCD-EFGH-JKLM", done, at=s.at)
    return followup.report_item(s.session, s.case_id, done, **s.who)


def decide_report(s: Step) -> object:
    reports = s.session.exec(select(ItemReport).where(col(ItemReport.item_id).in_([one.id for one in s.file.items])))
    accepted, reason = s.maybe(0.7), s.text("Set på foto.")
    return followup.decide_report(s.session, s.case_id, s.one(reports).id, accepted=accepted, reason=reason, **s.who)


def verify(s: Step) -> object:
    chance = s.rng.choice((0, 0.5, 1))
    items = {one.id: Verified(complied=s.maybe(chance), evidence=s.text("Set.")) for one in s.file.items}
    return cases.verify_compliance(s.session, s.case_id, items=items, **s.who)


def silence(s: Step) -> object:
    return cases.record_silence(s.session, s.case_id, **s.who)


def revisit(s: Step) -> object:
    return cases.plan_revisit(s.session, s.case_id, visit_on=s.day(16, 25), from_min=540, to_min=660, **s.who)


def ask_extension(s: Step) -> object:
    item = s.one(s.file.items).id if s.maybe(0.5) else None
    asked: dict[str, Any] = {"item_id": item, "until": s.day(10, 90), "reason": s.text("Håndværkeren er syg")}
    return followup.ask_extension(s.session, s.case_id, **asked, **s.who)


def answer_extension(s: Step) -> object:
    found = s.file.order
    rows = s.session.exec(select(ExtensionRequest).where(ExtensionRequest.order_id == (found.id if found else None)))
    return followup.decide_extension(
        s.session,
        s.case_id,
        s.one(rows).id,
        s.one(ExtensionMove),
        until=s.day(10, 120),
        answer=s.text("Vi har set på det."),
        **s.who,
    )


def retaliation(s: Step) -> object:
    return followup.note_retaliation(s.session, s.case_id, words=s.text(SECRETS["retaliation"]), **s.who)


def closing_letter(s: Step) -> object:
    return followup.draft_closing_letter(s.session, s.case_id, **s.who)


def close(s: Step) -> object:
    code = s.one([None, *ClosureCode])
    said = {"reason": s.text(f"Slut. {SECRETS['note']}"), "answer": s.text("Tak for indsigelsen.")}
    return cases.close_case(s.session, s.case_id, **said, code=code, **s.who)


def decide(s: Step) -> object:
    times = {"visit_on": s.day(16, 25), "from_min": 540, "to_min": 660}
    return cases.decide_visit(s.session, s.case_id, **times, inspector_id=INSPECTOR.id, **s.who)


def to_police(s: Step) -> object:
    return cases.report_to_police(s.session, s.case_id, note=s.text(SECRETS["note"]), **s.who)
