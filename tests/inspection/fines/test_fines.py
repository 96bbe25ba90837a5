"""Fines on the road: proposed, approved by another, issued, paid, or handed to the police."""

from datetime import timedelta

import pytest

from case_ways import APPROVER, AUTHOR, INSPECTOR, start
from husly.kit.access import Actor, Grant, Role
from husly.kit.errors import DomainError, NotAllowedError
from inspection.appeals.actions import Received, decide_effect, receive_appeal
from inspection.appeals.models import Appellant, Channel, Effect
from inspection.authorities.actions import save_authority
from inspection.authorities.belonging import STATE
from inspection.authorities.letterheads import Letterhead
from inspection.deadlines.from_cases import read_days
from inspection.deadlines.reckoning import deadlines_of_case
from inspection.enforcement import actions as cases
from inspection.enforcement.actions.dues import change_order, settle_dues
from inspection.enforcement.actions.follow_up import Verified
from inspection.enforcement.headings import heading_of
from inspection.enforcement.legal_calendar import What
from inspection.enforcement.models import ClosureCode, DueChange, DueChangeKind
from inspection.enforcement.queries import list_items
from inspection.enforcement.tables import checks_from
from inspection.enforcement.transitions import CaseState
from inspection.enforcement.waivers import NoticeWaiverGround
from inspection.fines import actions
from inspection.fines.kinds import FineKind
from inspection.fines.queries import fine_facts, list_fines, total_of
from inspection.fines.transitions import TABLE, FineMove, FineState
from inspection.followup import actions as followup
from inspection.letters.blocks import LetterKind
from inspection.letters.danish import danish_date
from inspection.letters.issuing import issue_letter, record_delivery
from inspection.letters.letter import LetterItem, LetterRows, letter_text
from inspection.letters.rendering import write_draft

SOURCE = "Anklagemyndighedens bødekatalog, demonstration"


def silent(session, **changed):
    way = start(session)
    way.settings = way.settings.model_copy(update={"fine_only_after_order": True} | changed)
    way.to_delivered()
    cases.record_silence(session, way.case.id, by=INSPECTOR, at=way.at(85))
    return way


def propose(way, day=86, **changed):
    given = {
        "kind": FineKind.PER_DAY,
        "amount": 1_000,
        "legal_source": SOURCE,
        "reason": "Påbuddet er ikke efterkommet",
    }
    told = given | changed
    return actions.propose_fine(way.session, way.case.id, **told, settings=way.settings, by=AUTHOR, at=way.at(day))


def approve(way, fine, day=90, by=APPROVER):
    return actions.approve_fine(way.session, way.case.id, fine.id, settings=way.settings, by=by, at=way.at(day))


def test_a_fine_a_day_counts_from_the_day_after_the_deadline(session):
    way = silent(session)
    fine = propose(way)
    assert total_of(session, fine, as_of=way.on(80)) == 0
    assert total_of(session, fine, as_of=way.on(90)) == 10_000


def test_an_extension_moves_the_first_day(session):
    way = silent(session)
    fine = propose(way)
    order = way.file.order
    session.add(DueChange(order_id=order.id, kind=DueChangeKind.EXTENDED, since=way.on(60), extended_to=way.on(85),
                          reason="Håndværkeren er syg", at=way.at(60), by_id="x"))  # fmt: skip
    settle_dues(session, order.id)
    assert total_of(session, fine, as_of=way.on(85)) == 0
    assert total_of(session, fine, as_of=way.on(90)) == 5_000


def test_suspended_days_cap_and_last_day_hold(session):
    way = silent(session)
    fine = propose(way, cap=6_500)
    order = way.file.order
    session.add(DueChange(order_id=order.id, kind=DueChangeKind.SUSPENDED, since=way.on(84), until=way.on(87),
                          reason="Klage", at=way.at(84), by_id="x"))  # fmt: skip
    settle_dues(session, order.id)
    assert total_of(session, fine, as_of=way.on(90)) == 6_500
    actions.stop_fine(session, way.case.id, fine.id, stops_on=way.on(82), by=INSPECTOR, at=way.at(90))
    assert total_of(session, fine, as_of=way.on(200)) == 2_000


def test_no_fine_is_approved_before_the_operator_has_decided_the_rule(session):
    way = silent(session, fine_only_after_order=None)
    with pytest.raises(DomainError) as refused:
        approve(way, propose(way))
    assert refused.value.code == "order_rule_is_decided"


def test_its_author_cannot_approve_it(session):
    way = silent(session)
    with pytest.raises(DomainError) as refused:
        approve(way, propose(way), by=AUTHOR)
    assert refused.value.code == "another_person_decides"


def test_an_inspector_cannot_approve_it(session):
    way = silent(session)
    with pytest.raises(NotAllowedError):
        approve(way, propose(way), by=INSPECTOR)


def test_an_order_that_nobody_found_disobeyed_gives_no_fine(session):
    way = start(session)
    way.settings = way.settings.model_copy(update={"fine_only_after_order": True})
    way.to_delivered()
    with pytest.raises(DomainError) as refused:
        approve(way, propose(way, day=84, kind=FineKind.FIXED, amount=5_000), day=84)
    assert refused.value.code == "order_is_disobeyed_where_needed"


@pytest.mark.parametrize("kind", list(FineKind))
def test_no_fine_is_proposed_while_the_deadline_runs(session, kind):
    way = start(session)
    way.settings = way.settings.model_copy(update={"fine_only_after_order": True})
    way.to_delivered()
    with pytest.raises(DomainError) as refused:
        propose(way, day=40, kind=kind)
    assert refused.value.code == "order_is_enforceable"


def suspend(way, day):
    """An appeal comes and stops the order, whose deadline has passed."""
    received = Received(way.file.order.letter_id, Appellant.ADDRESSEE, "Firma", Channel.MAIL, way.on(day), "")
    appeal = receive_appeal(way.session, way.case.id, received, by=INSPECTOR, at=way.at(day))
    if appeal.effect is Effect.NONE:
        who = {"by": APPROVER, "at": way.at(day)}
        decide_effect(way.session, way.case.id, appeal.id, suspends=True, reason="Beboerne er flyttet.", **who)
    return appeal


def give_time(way, day):
    """The outcome of an appeal sets a later day after the deadline has passed."""
    given = {"since": way.on(day), "changed_to": way.on(110), "cause_id": way.case.id, "reason": "Klagen er afgjort"}
    change_order(way.session, way.file.order.id, **given, by=APPROVER, at=way.at(day))


@pytest.mark.parametrize("kind", list(FineKind))
@pytest.mark.parametrize("stops", [suspend, give_time])
def test_a_fine_waits_while_the_order_is_suspended_or_has_more_time(session, kind, stops):
    way = silent(session, demo_mode=True)
    other = next(one for one in FineKind if one is not kind)
    early, late = propose(way, kind=kind), propose(way, kind=other)
    letter = approve(way, early, day=87)
    stops(way, 88)
    for refused_step in (
        lambda: propose(way, day=90, kind=kind, reason="En bøde mere"),
        lambda: approve(way, late, day=90),
        lambda: issue_letter(session, letter.id, settings=way.settings, by=APPROVER, at=way.at(90)),
    ):
        with pytest.raises(DomainError) as refused:
            refused_step()
        assert refused.value.code == "order_is_enforceable"
    assert early.state is FineState.APPROVED


def test_a_fine_may_be_issued_once_the_longer_deadline_has_passed(session):
    way = silent(session, demo_mode=True)
    letter = approve(way, propose(way, kind=FineKind.FIXED), day=87)
    give_time(way, 88)
    issue_letter(session, letter.id, settings=way.settings, by=APPROVER, at=way.at(113))
    assert list_fines(session, way.case.id)[0].state is FineState.ISSUED


def test_a_fixed_fine_that_needs_no_order_does_not_wait_for_one(session):
    way = silent(session, fine_only_after_order=False)
    suspend(way, 88)
    fine = propose(way, day=89, kind=FineKind.FIXED)
    approve(way, fine, day=90)
    assert fine.state is FineState.APPROVED


def test_an_amount_needs_a_source_in_law_and_is_never_nought(session):
    way = silent(session)
    with pytest.raises(DomainError):
        propose(way, legal_source=" ")
    with pytest.raises(DomainError):
        propose(way, amount=0)


def test_without_a_power_no_notice_is_drafted_and_the_fine_waits_for_the_police(session):
    way = silent(session)
    way.settings = way.settings.model_copy(update={"demo_mode": False})
    fine = propose(way)
    assert approve(way, fine) is None
    with pytest.raises(DomainError) as refused:
        actions.advance_fine(session, way.case.id, fine.id, FineMove.REPORT_TO_POLICE, note="x", settings=way.settings,
                             by=APPROVER, at=way.at(91))  # fmt: skip
    assert refused.value.code == "police_report_is_issued"


def test_the_notice_of_the_demonstration_freezes_the_total_and_is_paid(session):
    way = silent(session, demo_mode=True)
    fine = propose(way)
    letter = approve(way, fine)
    draft = write_draft(session, way.file, letter, settings=way.settings, as_of=way.on(90))
    assert draft.banner.startswith("PRØVE")
    text = "\n".join(getattr(one, "text", "") for one in draft.written.body)
    assert "10.000 kr." in text
    assert "1.000 kr. for hver dag" in text
    issue_letter(session, letter.id, settings=way.settings, by=APPROVER, at=way.at(90))
    assert (fine.state, fine.issued_total) == (FineState.ISSUED, 10_000)
    record_delivery(session, letter.id, delivered_on=way.on(91), by=INSPECTOR, at=way.at(91))
    for move in (FineMove.ACCEPT, FineMove.PAY):
        who = {"settings": way.settings, "by": INSPECTOR, "at": way.at(95)}
        actions.advance_fine(session, way.case.id, fine.id, move, note="Betalt", **who)
    assert fine.state is FineState.PAID
    assert total_of(session, fine, as_of=way.on(300)) == 10_000


def test_the_notice_says_how_to_pay_and_that_accepting_is_pleading_guilty(session):
    way = silent(session, demo_mode=True)
    employer = way.file.employer
    employer.cvr_number, employer.foreign_number = None, "PL5260250995"
    letter = approve(way, propose(way))
    written = write_draft(session, way.file, letter, settings=way.settings, as_of=way.on(90)).written
    slip = dict(next(one.rows for one in written.body if isinstance(one, LetterRows) and one.rows[0][0] == "Beløb"))
    assert slip["Beløb"] == "10.000 kr."
    last_day = way.file.calendar.days_after(way.on(90), letter.choices["payment_days"])
    assert slip["Betales senest"] == danish_date(last_day)
    assert slip["Betales til"] == way.settings.authority_payment
    assert way.case.case_number in slip["Skriv ved betalingen"]
    text = letter_text(written)
    assert "erklærer I jer skyldige i overtrædelsen og rede til at betale bøden" in text
    assert "you declare that you are guilty of the offence and ready to pay the fine" in text
    assert f"To be paid to (in Danish): {way.settings.authority_payment}" in text
    assert "se sagens dokumenter" not in text
    assert "see the documents" not in text


def test_a_notice_that_cannot_be_paid_stays(session):
    way = silent(session, demo_mode=True, authority_payment="")
    letter = approve(way, propose(way))
    problems = write_draft(session, way.file, letter, settings=way.settings, as_of=way.on(90)).problems
    assert [one.rule for one in problems] == ["payment_missing"]
    with pytest.raises(DomainError, match=r"Myndigheder|Authorities"):
        issue_letter(session, letter.id, settings=way.settings, by=APPROVER, at=way.at(90))


def test_the_account_of_the_authority_of_the_case_is_printed(session):
    way = silent(session, demo_mode=True)
    letter = approve(way, propose(way))
    head = Letterhead("Arbejdstilsynet", payment="IBAN DK50 0040 0440 1162 43")
    save_authority(session, STATE, head, by=Actor("admin", "Adam", (Grant(Role.ADMINISTRATOR),)), at=way.at(90))
    written = write_draft(session, way.file, letter, settings=way.settings, as_of=way.on(90)).written
    assert "Betales til: IBAN DK50 0040 0440 1162 43" in letter_text(written)


def test_a_notice_that_was_not_approved_stays(session):
    way = silent(session, demo_mode=True)
    letter = approve(way, propose(way))
    fine = list_fines(session, way.case.id)[0]
    actions.advance_fine(session, way.case.id, fine.id, FineMove.WITHDRAW, note="Fejl", settings=way.settings,
                         by=APPROVER, at=way.at(90) + timedelta(hours=1))  # fmt: skip
    with pytest.raises(DomainError):
        issue_letter(session, letter.id, settings=way.settings, by=APPROVER, at=way.at(91))
    assert letter.kind is LetterKind.BOEDEFORELAEG
    assert letter.issued_at is None


ASKED = "Der bor højst fem personer i boligen."


def half_met(session, **changed):
    """An order of two items, the first accepted as met; the second was given more time, which has passed too."""
    way = start(session)
    way.settings = way.settings.model_copy(update={"fine_only_after_order": True, "demo_mode": True} | changed)
    way.to_heard()
    order = way.draft_order()
    for item in way.file.items:
        item.result = ASKED
    way.approve()
    way.arrive(way.issue(way.file.letter(order.letter_id), 31, APPROVER), 33)
    cases.report_compliance(session, way.case.id, reported_on=way.on(79), report="Ja", by=INSPECTOR, at=way.at(79))
    given = {"since": way.on(79), "changed_to": way.on(91), "cause_id": way.case.id, "reason": "Klagen er afgjort"}
    change_order(session, order.id, **given, by=APPROVER, at=way.at(79))
    met, _ = way.file.items
    found = {item.id: Verified(item.id == met.id, "Set på stedet") for item in way.file.items}
    cases.verify_compliance(session, way.case.id, items=found, by=INSPECTOR, at=way.at(95))
    return way


def notice_of(way, kind=FineKind.FIXED, day=98):
    letter = approve(way, propose(way, kind=kind, day=96), day=97)
    return write_draft(way.session, way.file, letter, settings=way.settings, as_of=way.on(day)).written


def test_the_notice_charges_only_what_was_ordered_and_not_put_right(session):
    way = half_met(session)
    met, unmet = (way.file.finding(item.finding_id) for item in way.file.items)
    written = notice_of(way)
    items = [one for one in written.body if isinstance(one, LetterItem)]
    assert [one.title for one in items] == [heading_of(unmet)]
    assert dict(items[0].rows)["Det skulle opnås"] == ASKED
    assert f"{met.evidence_id}:" not in letter_text(written)


@pytest.mark.parametrize("kind", list(FineKind))
def test_the_notice_tells_the_deadline_that_ran_and_the_first_one(session, kind):
    way = half_met(session)
    written = notice_of(way, kind)
    (item,) = (one for one in written.body if isinstance(one, LetterItem))
    last, first = danish_date(way.file.items[1].runs_to), danish_date(way.on(80))
    assert dict(item.rows)["Fristen var"] == f"{last} (først sat til {first})"
    began = danish_date(way.file.items[1].runs_to + timedelta(days=1))
    assert f"Tid: fra den {began} til den " in letter_text(written)


def test_a_notice_that_rests_on_no_order_charges_what_was_found_on_the_visit(session):
    way = half_met(session, fine_only_after_order=False)
    written = notice_of(way)
    items = [one for one in written.body if isinstance(one, LetterItem)]
    assert len(items) == 2
    assert not {"Fristen var", "Det skulle opnås"} & {label for one in items for label, _ in one.rows}
    assert f"Tid: den {danish_date(way.file.visit.visited_on)}" in letter_text(written)


def test_a_case_with_a_fine_that_nobody_decided_is_not_closed(session):
    way = silent(session)
    fine = propose(way)
    way.report(91)
    closing = {"reason": "Fraflyttet.", "code": ClosureCode.MOVED_OUT, "by": INSPECTOR, "at": way.at(91)}
    for prepare in (lambda: None, lambda: approve(way, fine)):
        prepare()
        with pytest.raises(DomainError) as refused:
            cases.close_case(session, way.case.id, **closing)
        assert refused.value.code == "no_fine_is_open"
    who = {"settings": way.settings, "by": APPROVER, "at": way.at(91)}
    actions.advance_fine(session, way.case.id, fine.id, FineMove.WITHDRAW, note="Fraflyttet.", **who)
    assert cases.close_case(session, way.case.id, **closing) is CaseState.CLOSED


def test_a_fine_that_was_issued_may_be_paid_after_the_case_is_closed(session):
    way = silent(session, demo_mode=True)
    fine = propose(way)
    issue_letter(session, approve(way, fine).id, settings=way.settings, by=APPROVER, at=way.at(90))
    way.report(91)
    closing = {"reason": "Fraflyttet.", "code": ClosureCode.MOVED_OUT, "by": INSPECTOR, "at": way.at(91)}
    assert cases.close_case(session, way.case.id, **closing) is CaseState.CLOSED


def issued(way, fine, approved=90, left=90):
    letter = approve(way, fine, day=approved)
    return way.issue(letter, left, APPROVER)


def test_a_proposal_that_is_sent_twice_is_one(session):
    way = silent(session)
    assert propose(way).id == propose(way).id
    assert len(list_fines(session, way.case.id)) == 1


def test_a_further_fine_a_day_begins_after_the_days_that_are_charged(session):
    way = silent(session, demo_mode=True)
    issued(way, propose(way))
    further = propose(way, day=91)
    assert total_of(session, further, as_of=way.on(90)) == 0
    letter = approve(way, further, day=95)
    written = write_draft(session, way.file, letter, settings=way.settings, as_of=way.on(95)).written
    assert f"fra den {danish_date(way.on(91))} til den {danish_date(way.on(95))}" in letter_text(written)
    way.issue(letter, 95, APPROVER)
    assert further.issued_total == 5_000


def test_days_that_a_withdrawn_notice_charged_may_be_charged_again(session):
    way = silent(session, demo_mode=True)
    first = propose(way)
    issued(way, first)
    who = {"settings": way.settings, "by": APPROVER, "at": way.at(91)}
    actions.advance_fine(session, way.case.id, first.id, FineMove.WITHDRAW, note="Fejl", **who)
    assert total_of(session, propose(way, day=91), as_of=way.on(90)) == 10_000


def test_days_after_the_last_one_of_an_earlier_fine_are_not_charged_yet(session):
    way = silent(session, demo_mode=True)
    issued(way, propose(way, stops_on=way.on(82)))
    assert total_of(session, propose(way, day=91), as_of=way.on(90)) == 8_000


def test_a_second_fine_a_day_waits_for_the_first(session):
    way = silent(session)
    propose(way)
    with pytest.raises(DomainError) as refused:
        propose(way, reason="En bøde mere")
    assert refused.value.code == "fine.waits"


def test_an_order_has_one_fixed_fine(session):
    way = silent(session)
    first = propose(way, kind=FineKind.FIXED)
    with pytest.raises(DomainError) as refused:
        propose(way, kind=FineKind.FIXED, reason="En bøde mere")
    assert refused.value.code == "fine.twice"
    who = {"settings": way.settings, "by": APPROVER, "at": way.at(87)}
    actions.advance_fine(session, way.case.id, first.id, FineMove.WITHDRAW, note="Fejl", **who)
    assert propose(way, kind=FineKind.FIXED, reason="En bøde mere").id != first.id


def stop(way, fine, day, by):
    actions.stop_fine(way.session, way.case.id, fine.id, stops_on=way.on(day), by=by, at=way.at(96))


def test_what_a_second_person_approved_never_grows(session):
    way = silent(session, demo_mode=True)
    fine = propose(way, stops_on=way.on(85))
    with pytest.raises(DomainError):
        stop(way, fine, 86, by=APPROVER)
    stop(way, fine, 86, by=AUTHOR)
    approve(way, fine)
    with pytest.raises(DomainError) as refused:
        stop(way, fine, 200, by=AUTHOR)
    assert refused.value.code == "fine.stop_later"
    stop(way, fine, 84, by=AUTHOR)
    assert total_of(session, fine, as_of=way.on(100)) == 4_000


def revisit(way, day):
    """A revisit without notice on a day, on which nothing is breached."""
    case_id = way.case.id
    cases.plan_revisit(way.session, case_id, visit_on=way.on(day), from_min=540, to_min=660, by=INSPECTOR,
                       at=way.at(day - 3))  # fmt: skip
    cases.waive_notice(way.session, case_id, ground=NoticeWaiverGround.PURPOSE_DEFEATED, reason="Ellers skjules det",
                       proportionality_reason="Et brev viser det ikke", by=INSPECTOR, at=way.at(day - 2))  # fmt: skip
    decision = cases.draft_unannounced_decision(way.session, case_id, facts="Opfølgning", by=INSPECTOR,
                                                at=way.at(day - 2))  # fmt: skip
    way.issue(decision, day - 1)
    who = {"by": INSPECTOR, "at": way.at(day)}
    cases.record_visit(way.session, case_id, visited_on=way.on(day), decision_handed_over=True, **who)
    entries = way.entries("nothing at all")
    cases.record_findings(way.session, case_id, entries=entries, pack_ids=way.settings.packs, **who)


def test_a_fine_a_day_ends_before_the_visit_that_found_everything_in_order(session):
    way = silent(session)
    fine, order = propose(way), way.file.order
    way.report(86)
    revisit(way, 92)
    assert cases.close_case(session, way.case.id, reason="I orden", by=INSPECTOR, at=way.at(94)) is CaseState.COMPLIED
    assert all(item.complied and item.met_on == way.on(92) for item in list_items(session, order.id))
    assert total_of(session, fine, as_of=way.on(150)) == 11_000


def test_a_fine_a_day_does_not_run_while_the_authority_reads_a_report(session):
    way = silent(session)
    fine = propose(way)
    for item in way.file.items:
        done = followup.Done(item_id=item.id, done="Sat i stand", done_on=way.on(88))
        report = followup.report_item(session, way.case.id, done, by=INSPECTOR, at=way.at(89))
        followup.decide_report(session, way.case.id, report.id, accepted=True, reason="Billederne viser det",
                               by=INSPECTOR, at=way.at(100))  # fmt: skip
    assert total_of(session, fine, as_of=way.on(150)) == 7_000


def test_a_fine_does_not_go_to_the_police_while_its_order_is_suspended(session):
    way = silent(session, demo_mode=True)
    fine = propose(way, kind=FineKind.FIXED)
    letter = issued(way, fine)
    record_delivery(session, letter.id, delivered_on=way.on(91), by=INSPECTOR, at=way.at(91))
    who = {"settings": way.settings, "by": APPROVER, "at": way.at(95)}
    actions.advance_fine(session, way.case.id, fine.id, FineMove.REFUSE, note="Ikke betalt", **who)
    suspend(way, 95)
    facts = fine_facts(session, way.file, fine, way.settings, decides=APPROVER.id, as_of=way.on(95))
    (check,) = (one for one in checks_from(TABLE, fine.state, facts) if one.move is FineMove.REPORT_TO_POLICE)
    assert "order_is_enforceable" in {one.rule for one in check.unmet}


def payment_day(way):
    (days,) = read_days(way.session, [way.case])
    (found,) = (one for one in deadlines_of_case(days) if one.what is What.FINE_PAYMENT)
    return found.day


def test_an_appeal_that_suspends_an_order_holds_the_payment_of_its_fine(session):
    way = silent(session, demo_mode=True)
    letter = issued(way, propose(way, kind=FineKind.FIXED))
    record_delivery(session, letter.id, delivered_on=way.on(91), by=INSPECTOR, at=way.at(91))
    written = payment_day(way)
    appeal = suspend(way, 95)
    assert payment_day(way) is None
    who = {"by": APPROVER, "at": way.at(99)}
    decide_effect(session, way.case.id, appeal.id, suspends=False, reason="Beboerne er i fare.", **who)
    assert payment_day(way) >= written + timedelta(days=4)
