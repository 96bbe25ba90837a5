"""The decision on an unannounced visit (*beslutning om uvarslet tilsyn*), RSL § 5(4)-(6): handed over at the door."""

from dataclasses import replace
from datetime import date, time

from husly.kit.access import Permission
from husly.kit.errors import DomainError
from inspection.enforcement.actions.steps import require_state
from inspection.enforcement.from_register import case_facts
from inspection.enforcement.transitions import CaseState
from inspection.letters.blocks import LetterKind
from inspection.letters.builders import course_of_visit, decision_to_visit, hours_told
from inspection.letters.contents import VisitNotice
from inspection.letters.from_case import SCOPE, WHO_COMES, Source, act, head_of, power, process_complaint
from inspection.letters.kinds.kind import Leaving, LetterType
from inspection.letters.letter import Letter as WrittenLetter
from inspection.letters.letter import LetterElement, LetterHeading
from inspection.letters.models import Letter
from inspection.letters.parts import complaint_guidance, rights, written_letter
from inspection.letters.references import load_references
from inspection.letters.writer import BlockWriter


def content_of(source: Source, letter: Letter) -> VisitNotice:
    """All that a notice says, without its time to object; `waiver` is the ground for telling nobody before."""
    file, choices = source.file, letter.choices
    visit_on = date.fromisoformat(choices["visit_on"])
    return VisitNotice(
        head=head_of(source, letter),
        visit_on=visit_on,
        starts_at=_clock(choices["from_min"]),
        ends_at=_clock(choices["to_min"]),
        act=act(file.case.legal_basis),
        facts=choices.get("facts", ""),
        legal_basis=power(source, "varsling"),
        proportionality_reason=file.visit.proportionality_reason,
        objection_due_on=visit_on,
        who_comes=choices.get("who_comes") or WHO_COMES,
        scope=SCOPE,
        complaint=process_complaint(source, letter),
        waiver=case_facts(file, source.dated_on).notice_waiver,
    )


def _clock(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def write_unannounced(content: VisitNotice, *, print_unverified: bool = False) -> WrittenLetter:
    """Write the decision; without a ground and its reason it lacks them, and cannot be issued."""
    head, waiver = content.head, content.waiver
    writer = BlockWriter(head.recipient.form, print_unverified=print_unverified)
    ground = None if waiver is None else load_references()[f"rsl_5_4_{waiver.ground.number}"]
    reason = None if waiver is None else waiver.reason
    body: list[LetterElement] = [
        *decision_to_visit(writer, replace(content, waiver=None)),
        LetterHeading("Hvorfor besøget ikke er varslet"),
        writer.paragraph("uvarslet", grund=reason, hjemmel=ground),
        writer.paragraph("uvarslet_udleveres"),
        *course_of_visit(writer, content),
        *complaint_guidance(writer, content.complaint),
        *rights(writer, head),
    ]
    written = written_letter(LetterKind.BESLUTNING_UVARSLET, head, body, writer)
    return replace(written, complaint=content.complaint, visit_on=content.visit_on, told=hours_told(content))


def _write(source: Source, letter: Letter, print_unverified: bool) -> WrittenLetter:
    return write_unannounced(content_of(source, letter), print_unverified=print_unverified)


def _may_leave(leaving: Leaving) -> None:
    require_state(leaving.file, CaseState.UNANNOUNCED_DECIDED)


def _on_delivery(leaving: Leaving) -> None:
    if leaving.file.visit.visited_on is None:
        raise DomainError(
            "decision.before_visit",
            "The decision is handed over at the visit. Record the visit, and that it was handed over there.",
        )


TYPE = LetterType(
    LetterKind.BESLUTNING_UVARSLET,
    Permission.PREPARE_LETTERS,
    _write,
    _may_leave,
    on_delivery=_on_delivery,
)
