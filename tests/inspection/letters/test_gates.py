from dataclasses import replace
from datetime import date

import pytest

from inspection.enforcement.waivers import (
    HearingWaiver,
    HearingWaiverGround,
    NoticeWaiver,
    NoticeWaiverGround,
)
from inspection.letters.blocks import LetterKind
from inspection.letters.builders import write_hearing, write_injunction, write_visit_notice
from inspection.letters.contents import NoComplaintReason, ReplyPoint
from inspection.letters.gates import GATES, Marking, issue_gates, marking
from inspection.letters.letter import letter_text
from inspection.letters.powers import load_powers
from letter_cases import (
    BREACHES,
    COLD,
    CROWDED,
    GUIDANCE,
    HEAD,
    HEARING,
    HEARING_ISSUE_FACTS,
    NOTICE,
    NOTICE_FACTS,
    ORDER,
    ORDER_FACTS,
    VISIT,
    citation,
    review_of,
)
from standards.rules.approval import Standing

NOTICE_LETTER, HEARING_LETTER, ORDER_LETTER = (
    write_visit_notice(NOTICE),
    write_hearing(HEARING),
    write_injunction(ORDER),
)
DEMO_ORDER_FACTS = replace(ORDER_FACTS, demo_mode=True, review=review_of(LetterKind.PAABUD, demonstration=True))
DRAFT_BREACHES = tuple(replace(one, citation=replace(one.citation, standing=Standing.DRAFT)) for one in BREACHES)
TRIAL_BREACHES = tuple(
    replace(one, citation=replace(one.citation, standing=Standing.DEMONSTRATION)) for one in BREACHES
)
TRIAL_ORDER = write_injunction(replace(ORDER, breaches=TRIAL_BREACHES))
DRAFT_ORDER = write_injunction(replace(ORDER, breaches=DRAFT_BREACHES))


def closed(letter, facts):
    return {result.gate: result.problems for result in issue_gates(letter, facts) if not result.passed}


def with_case(facts, **changes):
    return replace(facts, case=replace(facts.case, **changes))


def order_citing(**changes):
    breach = replace(CROWDED, citation=citation("cap_dwelling", **changes))
    return write_injunction(replace(ORDER, breaches=(breach,)))


@pytest.mark.parametrize(
    ("letter", "facts"),
    [(NOTICE_LETTER, NOTICE_FACTS), (HEARING_LETTER, HEARING_ISSUE_FACTS), (ORDER_LETTER, ORDER_FACTS)],
)
def test_a_complete_approved_letter_passes_every_gate_and_bears_no_mark(letter, facts):
    assert closed(letter, facts) == {}
    assert marking(letter, facts) is Marking.NONE


def test_the_table_guards_each_letter_by_the_gates_of_its_kind():
    gates = {kind: [gate.name for gate in GATES if kind in gate.kinds] for kind in LetterKind}
    assert all(names.pop() == "days" for names in gates.values())
    order = ["fields", "signs", "G1", "G2", "G3", "G4", "G8", "G9", "G10", "G11", "G12"]
    visit = ["fields", "signs", "G1", "G7", "G8", "G10", "G12"]
    everywhere = ["fields", "signs", "G1", "G10"]
    other_decision = [gate for gate in order if gate != "G9"]
    assert gates == {
        LetterKind.VARSLING: ["fields", "signs", "G1", "G5", "G7", "G8", "G10", "G12"],
        LetterKind.FASTHOLDELSE: ["fields", "signs", "G1", "G8", "G10", "G12"],
        LetterKind.BESLUTNING_UVARSLET: visit,
        LetterKind.TILSYNSRAPPORT: ["fields", "signs", "G1", "G2", "G3", "G10"],
        LetterKind.OPLYSNINGSANMODNING: ["fields", "signs", "G1", "G7", "G10"],
        LetterKind.PARTSHOERING: ["fields", "signs", "G1", "G2", "G3", "G7", "G10"],
        LetterKind.PAABUD: order,
        LetterKind.STRAKSPAABUD: order,
        LetterKind.BEGRUNDELSE_EFTERFOELGENDE: ["fields", "signs", "G1", "G8", "G10", "G12"],
        LetterKind.GENHUSNING: other_decision,
        LetterKind.FORBUD: other_decision,
        LetterKind.BOEDEFORELAEG: ["fields", "signs", "G1", "G2", "G3", "G10", "G12"],
        LetterKind.POLITIANMELDELSE: everywhere,
        LetterKind.UNDERRETNING: everywhere,
        LetterKind.VIDERESENDELSE: everywhere,
        LetterKind.AFSLUTNING: everywhere,
    }


def test_signs_that_no_font_holds_stop_a_letter_and_are_named_with_where_they_stand():
    head = replace(ORDER.head, recipient=replace(HEAD.recipient, name="Robota 🙂 ApS"))
    reply = (ReplyPoint("ჩვენ შევაკეთეთ", "Vi har lagt vægt på det."),)
    letter = write_injunction(replace(ORDER, head=head, hearing=replace(ORDER.hearing, reply=reply)))
    found = closed(letter, ORDER_FACTS)
    assert list(found) == ["signs"]
    of_recipient, of_section = found["signs"]
    assert "Modtagerens navn og adresse" in of_recipient.da
    assert "🙂" in of_recipient.da
    assert "“Partshøring”" in of_section.da
    assert "ჩ ვ ე ნ შ ა კ თ" in of_section.da
    assert "Oversættelse" in of_section.da
    assert "Latin letters" in of_section.en


@pytest.mark.parametrize("text", ["محمد", "नमस्ते", "Łódź Ђорђе Ὀδυσσεύς", "a\tb\u200bc\u00ad"])
def test_writing_that_papers_can_set_stops_no_letter(text):
    assert closed(write_injunction(replace(ORDER, main_considerations=text)), ORDER_FACTS) == {}


def test_signs_of_the_sender_are_named_as_the_head():
    letter = write_injunction(replace(ORDER, head=replace(HEAD, header=replace(HEAD.header, caseworker="王"))))
    assert "Brevets hoved" in closed(letter, ORDER_FACTS)["signs"][0].da


def test_an_unfilled_field_stops_issue_and_is_named():
    letter = write_visit_notice(replace(NOTICE, who_comes=""))
    assert "titler" in closed(letter, NOTICE_FACTS)["fields"][0].da


@pytest.mark.parametrize(
    "review",
    [
        None,
        replace(review_of(LetterKind.PAABUD), version=99),
        replace(review_of(LetterKind.PAABUD), approved_by=" "),
        replace(review_of(LetterKind.PAABUD), approved_on=date(2026, 4, 11)),
        review_of(LetterKind.VARSLING),
        review_of(LetterKind.PAABUD, demonstration=True),
    ],
)
def test_without_a_lawyers_approval_of_this_version_a_letter_stays_a_draft(review):
    facts = replace(ORDER_FACTS, review=review)
    assert list(closed(ORDER_LETTER, facts)) == ["G1"]
    assert marking(ORDER_LETTER, facts) is Marking.UNREVIEWED


def test_an_order_citing_a_draft_pack_is_refused_and_names_pack_and_requirement():
    problem = closed(DRAFT_ORDER, ORDER_FACTS)["G2"][0]
    assert "dk-indkvarteringslov-2025.cap_dwelling" in problem.da
    assert "regelsæt dk-indkvarteringslov-2025 2025.1" in problem.da


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"standing": Standing.DRAFT}, "requirement_draft"),
        ({"standing": Standing.CONFIRMED}, "requirement_not_countersigned"),
        ({"standing": Standing.WITHDRAWN}, "approval_withdrawn"),
        ({"standing": Standing.DEMONSTRATION}, "demonstration_only"),
        ({"jurisdiction": "NO"}, "pack_foreign"),
        ({"legal_status": "proposal"}, "pack_not_law"),
        ({"legal_status": "guidance"}, "pack_not_law"),
        ({"governing_on": date(2025, 6, 30)}, "not_in_force"),
        ({"valid_to": VISIT}, "not_in_force"),
        ({"valid_from": None}, "not_in_force"),
    ],
)
def test_only_approved_verified_law_in_force_on_the_day_may_be_cited(change, rule):
    assert [problem.rule for problem in closed(order_citing(**change), ORDER_FACTS)["G2"]] == [rule]


def test_an_expired_act_may_be_cited_for_an_observation_made_in_its_time():
    expired = order_citing(legal_status="expired", valid_to=date(2026, 11, 1))
    assert closed(expired, ORDER_FACTS) == {}


def test_a_hearing_cites_no_draft_either():
    letter = write_hearing(replace(HEARING, breaches=DRAFT_BREACHES))
    assert list(closed(letter, HEARING_ISSUE_FACTS)) == ["G2"]


def test_no_breach_may_rest_on_something_not_assessed():
    assert list(closed(order_citing(outcome="not_assessed"), ORDER_FACTS)) == ["G3"]


def test_an_order_without_proof_of_hearing_is_refused():
    assert closed(ORDER_LETTER, with_case(ORDER_FACTS, hearing=None))["G4"][0].rule == "heard_or_waived"


def test_an_order_whose_reply_nobody_considered_is_refused():
    hearing = replace(ORDER_FACTS.case.hearing, reply_considered=False)
    facts = with_case(ORDER_FACTS, hearing=hearing)
    assert closed(ORDER_LETTER, facts)["G4"][0].rule == "reply_is_considered"


@pytest.mark.parametrize(("reason", "gates"), [("Gasvarmeren lækker.", []), (" ", ["G4"])])
def test_a_waiver_of_the_hearing_opens_the_gate_only_with_its_reason(reason, gates):
    waiver = HearingWaiver(HearingWaiverGround.OVERRIDING_INTEREST, reason)
    facts = with_case(ORDER_FACTS, hearing=None, hearing_waiver=waiver)
    assert list(closed(ORDER_LETTER, facts)) == gates


@pytest.mark.parametrize(
    ("as_of", "expected_delivery_on", "gates"),
    [
        (date(2026, 3, 2), date(2026, 3, 2), []),
        (date(2026, 3, 2), date(2026, 3, 3), ["G5"]),
        (date(2026, 3, 1), None, []),
        (date(2026, 3, 2), None, ["G5"]),
    ],
)
def test_a_notice_leaves_only_when_its_days_can_still_run(as_of, expected_delivery_on, gates):
    facts = replace(with_case(NOTICE_FACTS, as_of=as_of), expected_delivery_on=expected_delivery_on)
    assert list(closed(NOTICE_LETTER, facts)) == gates


def test_a_recorded_waiver_lets_a_short_notice_leave():
    waiver = NoticeWaiver(NoticeWaiverGround.PURPOSE_DEFEATED, "Beboerne flyttes.")
    late = replace(
        with_case(NOTICE_FACTS, as_of=date(2026, 3, 6), notice_waiver=waiver),
        expected_delivery_on=date(2026, 3, 6),
    )
    assert closed(NOTICE_LETTER, late) == {}


@pytest.mark.parametrize("objection_due_on", [date(2026, 3, 2), VISIT])
def test_the_time_to_object_lies_between_today_and_the_visit(objection_due_on):
    letter = write_visit_notice(replace(NOTICE, objection_due_on=objection_due_on))
    assert closed(letter, NOTICE_FACTS)["G5"][0].rule == "objection_deadline"


def test_suspicion_stops_a_notice_of_visit_and_points_to_the_police():
    problem = closed(NOTICE_LETTER, with_case(NOTICE_FACTS, suspicion=True))["G7"][0]
    assert "politiet" in problem.da
    consenting = with_case(NOTICE_FACTS, suspicion=True, written_consent=True)
    assert closed(NOTICE_LETTER, consenting) == {}


def test_suspicion_demands_the_note_on_silence_in_a_hearing():
    facts = with_case(HEARING_ISSUE_FACTS, suspicion=True)
    assert list(closed(HEARING_LETTER, facts)) == ["G7"]
    noted = write_hearing(replace(HEARING, suspicion=True), print_unverified=True)
    assert closed(noted, facts) == {}


@pytest.mark.parametrize(
    "complaint",
    [None, NoComplaintReason.FAVOURABLE, NoComplaintReason.NOT_A_DECISION, replace(GUIDANCE, body=" ")],
)
def test_an_adverse_decision_needs_complete_complaint_guidance(complaint):
    assert "G8" in closed(write_injunction(replace(ORDER, complaint=complaint)), ORDER_FACTS)


@pytest.mark.parametrize(
    "change",
    [
        {"result": " "},
        {"due_on": None},
        {"due_on": date(2026, 4, 10)},
        {"evidence_ids": ()},
        {"evidence_ids": ("",)},
    ],
)
def test_every_breach_needs_result_future_deadline_and_evidence(change):
    letter = write_injunction(replace(ORDER, breaches=(CROWDED, replace(COLD, **change))))
    problems = closed(letter, ORDER_FACTS)["G9"]
    assert [COLD.title in problem.da for problem in problems] == [True]


def test_an_order_without_breach_is_refused():
    assert "G9" in closed(write_injunction(replace(ORDER, breaches=())), ORDER_FACTS)


def test_a_residents_name_in_free_text_stops_the_letter_and_is_not_repeated():
    letter = write_injunction(replace(ORDER, decisive_facts="Ifølge Zbigniew Qxwv er der koldt."))
    problems = closed(letter, replace(ORDER_FACTS, protected_terms=frozenset({"zbigniew qxwv"})))["G10"]
    assert "qxwv" not in (problems[0].da + problems[0].en).casefold()


def test_a_short_name_inside_another_word_stops_nothing():
    facts = replace(ORDER_FACTS, protected_terms=frozenset({"Bol", " "}))
    assert closed(ORDER_LETTER, facts) == {}


@pytest.mark.parametrize("number", ["010190-1234", "0101901234", "010190 1234", "010190 – 1234"])
def test_a_personal_number_stops_the_letter(number):
    letter = write_injunction(replace(ORDER, decisive_facts=f"Person {number} bor der."))
    assert list(closed(letter, ORDER_FACTS)) == ["G10"]


def test_the_production_unit_number_of_the_recipient_is_no_personal_number():
    recipient = replace(HEAD.recipient, p_number="1003388394")
    letter = write_injunction(
        replace(ORDER, head=replace(HEAD, recipient=recipient), decisive_facts="P-nr. 1003388394.")
    )
    assert closed(letter, ORDER_FACTS) == {}


DIGEST = "8cd2510271575d8430c05368315a87b9c4784c7389a47496080c1e615a2a00b6"
"""The SHA-256 of something: 1510271575 is in it."""


@pytest.mark.parametrize("words", [f"SHA-256 {DIGEST}", "Budowa Sp. z o.o. (udenlandsk nr. 1010123455)"])
def test_digests_and_the_numbers_of_firms_are_no_personal_numbers(words):
    letter = write_injunction(replace(ORDER, decisive_facts=f"{words}."))
    assert closed(letter, replace(ORDER_FACTS, known_numbers=frozenset({"1010123455"}))) == {}
    both = write_injunction(replace(ORDER, decisive_facts=f"{words}, 0101901234."))
    assert list(closed(both, replace(ORDER_FACTS, known_numbers=frozenset({"1010123455"})))) == ["G10"]


def test_protected_terms_never_enter_a_letter_from_the_facts_of_issue():
    facts = replace(ORDER_FACTS, protected_terms=frozenset({"UNIQUE-TOKEN-7431"}))
    assert closed(ORDER_LETTER, facts) == {}
    assert "UNIQUE-TOKEN-7431" not in letter_text(ORDER_LETTER)


def test_an_open_access_request_holds_an_adverse_decision_back():
    assert list(closed(ORDER_LETTER, with_case(ORDER_FACTS, open_access_request=True))) == ["G11"]


def test_an_authority_orders_only_under_packs_that_give_it_the_power():
    sender = replace(HEAD.sender, authority="municipality")
    letter = write_injunction(replace(ORDER, head=replace(ORDER.head, sender=sender)))
    assert "dk-indkvarteringslov-2025" in closed(letter, ORDER_FACTS)["G12"][0].da


def test_an_unverified_power_is_used_in_demonstration_only():
    powers = frozenset(replace(power, confidence="P") for power in load_powers())
    assert list(closed(ORDER_LETTER, replace(ORDER_FACTS, powers=powers))) == ["G12"]
    assert closed(ORDER_LETTER, replace(DEMO_ORDER_FACTS, powers=powers)) == {}


def test_a_demonstration_approval_lets_a_draft_be_issued_in_demo_mode_marked_as_a_trial():
    assert closed(TRIAL_ORDER, DEMO_ORDER_FACTS) == {}
    assert marking(TRIAL_ORDER, DEMO_ORDER_FACTS) is Marking.TRIAL


@pytest.mark.parametrize("standing", [Standing.DRAFT, Standing.CONFIRMED, Standing.WITHDRAWN])
def test_demo_mode_lifts_no_rule_that_has_no_demonstration_approval_or_was_withdrawn(standing):
    assert list(closed(order_citing(standing=standing), DEMO_ORDER_FACTS)) == ["G2"]


def test_demo_mode_without_approval_issues_nothing():
    facts = replace(DEMO_ORDER_FACTS, review=None)
    assert set(closed(DRAFT_ORDER, facts)) == {"G1", "G2"}
    assert marking(DRAFT_ORDER, facts) is Marking.UNREVIEWED


def test_a_letter_of_demo_mode_bears_its_mark_even_with_a_real_approval():
    assert marking(ORDER_LETTER, replace(ORDER_FACTS, demo_mode=True)) is Marking.TRIAL


@pytest.mark.parametrize(
    ("letter", "change", "gate"),
    [
        (TRIAL_ORDER, {"hearing": None}, "G4"),
        (TRIAL_ORDER, {"open_access_request": True}, "G11"),
        (order_citing(legal_status="proposal"), {}, "G2"),
        (order_citing(outcome="not_assessed"), {}, "G3"),
    ],
)
def test_demo_mode_lifts_no_other_gate(letter, change, gate):
    assert list(closed(letter, with_case(DEMO_ORDER_FACTS, **change))) == [gate]


def test_a_reviewed_letter_that_may_not_leave_is_marked_as_not_issued():
    assert marking(ORDER_LETTER, with_case(ORDER_FACTS, hearing=None)) is Marking.NOT_ISSUED
