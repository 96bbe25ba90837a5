"""What random people try with a visit: announcing, going, finding, and the papers around it."""

from datetime import timedelta

from inspection.enforcement import actions as cases
from inspection.enforcement.checklist import FindingEntry, checklist
from inspection.enforcement.declared import declared_assessments
from inspection.enforcement.models import FindingKind, FindingOutcome
from inspection.enforcement.waivers import NoticeWaiverGround
from inspection.letters.blocks import LetterKind
from inspection.letters.issuing import issue_letter
from random_steps import INSPECTOR, SECRETS, Step


def slip(s: Step, words: str) -> str:
    """Words for a letter in which somebody careless names a resident, once in a while."""
    return f"{words} Det siger {SECRETS['resident']}." if s.maybe(s.careless) else s.text(words)


# Before, at and after the visit ------------------------------------------------------------------


def notice(s: Step) -> object:
    return cases.draft_notice(
        s.session,
        s.case_id,
        objection_due_on=s.day(2, 12),
        facts=slip(s, "I har anmeldt, at seks personer bor på adressen."),
        proportionality_reason=s.text("oplysninger pr. brev ikke kan vise rummenes størrelse"),
        **s.who,
    )


def standard_notice(s: Step) -> object:
    return cases.draft_standard_notice(s.session, s.case_id, crew=s.rng.randint(1, 3), **s.who)


def waive_notice(s: Step) -> object:
    return cases.waive_notice(
        s.session,
        s.case_id,
        ground=s.one(NoticeWaiverGround),
        reason=s.text("formålet ville forspildes"),
        proportionality_reason=s.text("der ikke er andre midler"),
        **s.who,
    )


def unannounced(s: Step) -> object:
    return cases.draft_unannounced_decision(
        s.session, s.case_id, facts=slip(s, "Der er anmeldt seks beboere."), **s.who
    )


def objection(s: Step) -> object:
    return cases.record_objection(
        s.session, s.case_id, received_on=s.day(-2, 0), objection=s.text("Det passer dårligt."), **s.who
    )


def uphold(s: Step) -> object:
    return cases.uphold_visit(s.session, s.case_id, answer=slip(s, "Besøget er nødvendigt."), **s.who)


def visit(s: Step) -> object:
    planned = s.file.planned
    on = s.today if planned is None or s.maybe(0.05) else planned.visit_on
    return cases.record_visit(
        s.session,
        s.case_id,
        visited_on=s.day(-3, 3) if s.maybe(0.1) else on,
        decision_handed_over=s.maybe(0.8),
        present="Arbejdsgiverens kontaktperson",
        **s.who,
    )


def replan(s: Step) -> object:
    return cases.replan_visit(s.session, s.case_id, visit_on=s.day(16, 25), from_min=540, to_min=660, **s.who)


def assign(s: Step) -> object:
    return cases.assign_visit(s.session, s.case_id, inspector_id=INSPECTOR.id, **s.who)


def find(s: Step) -> object:
    file = s.file
    packs = s.settings.packs
    found = checklist(declared_assessments(s.session, file.case, on=file.visit.visit_on, pack_ids=packs))
    chance = s.rng.choice((0.0, 0.2, 0.5, 0.5))
    entries = [
        FindingEntry(
            item.requirement_id,
            FindingOutcome.BREACHED if s.maybe(chance) else FindingOutcome.MET,
            FindingKind.OBSERVED,
            None,
            "Set på stedet",
        )
        for item in found
    ]
    act = cases.save_findings if s.maybe(0.1 if chance else 0.7) else cases.record_findings
    made = act(s.session, s.case_id, entries=entries, pack_ids=packs, **s.who)
    for one in made:
        one.valid_from = one.valid_from or s.today - timedelta(days=900)  # a pack without a day is never cited
    return made


def suspicion(s: Step) -> object:
    return cases.note_suspicion(s.session, s.case_id, suspicion=s.maybe(0.3), written_consent=s.maybe(0.3), **s.who)


def access(s: Step) -> object:
    waits = s.case.access_requested_on is not None and s.case.access_answered_on is None
    if s.maybe(0.1 if waits else 0.9):
        return cases.note_access_request(s.session, s.case_id, requested_on=s.day(-3, 0), **s.who)
    return cases.answer_access(s.session, s.case_id, answered_on=s.day(-1, 0), **s.who)


def visit_report(s: Step) -> object:
    """What the visit found is owed in writing (RSL § 8): drafted, then issued."""
    reports = [one for one in s.file.letters if one.kind is LetterKind.TILSYNSRAPPORT and one.round == s.case.round]
    waiting = [one for one in reports if one.issued_at is None]
    if waiting:
        return issue_letter(s.session, waiting[-1].id, **s.whoset)
    return cases.draft_report(s.session, s.case_id, hours="9-11", participants="to tilsynsførende", **s.who)


def papers(s: Step) -> object:
    pick_one = s.rng.randrange(3)
    if pick_one == 0:
        cases.request_report(s.session, s.case_id, requested_on=s.day(-2, 0), **s.who)
        return cases.draft_report(s.session, s.case_id, hours="9-11", participants="to tilsynsførende", **s.who)
    if pick_one == 1:
        return cases.draft_information_request(
            s.session, s.case_id, asked="Antal beboere", why="sagen", by_duty=s.maybe(0.5), due_on=s.day(7, 20), **s.who
        )
    return cases.draft_later_reasons(
        s.session,
        s.case_id,
        decided_on=s.day(-5, -1),
        requested_on=s.day(-1, 0),
        decision="Rummet skal forlades",
        facts=slip(s, "Rummet kan ikke udluftes."),
        **s.whoset,
    )
