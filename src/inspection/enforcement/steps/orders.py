"""Steps of the order."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from husly.kit.access import Permission
from husly.kit.i18n import gettext as _
from inspection.enforcement import actions
from inspection.enforcement.case_facts import OrderFacts
from inspection.enforcement.forms import StepForm
from inspection.enforcement.models import FindingOutcome
from inspection.enforcement.steps.kinds import Field, Offer, Run, Running, Step, answer_fields
from inspection.enforcement.transitions import CaseState, Move
from inspection.letters.blocks import LetterKind


def offered(offer: Offer) -> Iterator[Step]:
    """The steps around the order."""
    state = offer.state
    if state is CaseState.HEARD:
        yield _draft(offer)
    if state is CaseState.ORDER_DRAFTED:
        yield _approve(offer)
    if state is CaseState.ORDER_APPROVED and offer.file.order is not None:
        yield Step(
            "issue",
            _("Issue the order"),
            _("Read and issue the order"),
            _("The page of the letter shows every gate that must be open."),
            unmet=offer.unmet(Move.ISSUE_ORDER, offer.facts, Permission.ISSUE_DECISIONS),
            href=f"/letters/{offer.file.order.letter_id}",
        )
    if state in (CaseState.ORDER_DRAFTED, CaseState.ORDER_APPROVED):
        fields = (Field("note", _("What must be mended")),)
        yield Step("return", _("Send the draft back"), _("Send back"), fields=fields, main=False)
    yield from _undelivered(offer)
    if state in (CaseState.ORDER_ISSUED, CaseState.ORDER_DELIVERED):
        yield _withdraw(offer)


def _draft(offer: Offer) -> Step:
    breaches = [finding for finding in offer.file.findings if finding.outcome is FindingOutcome.BREACHED]
    contemplated = _contemplated(offer)
    facts = replace(offer.facts, order=OrderFacts(drafted_by=offer.actor.id))
    return Step(
        "order",
        _("Write the order"),
        _("Write the draft"),
        _("One item for each breach, with the result to be achieved, never the method. Another person approves it."),
        (
            *(
                Field(
                    f"due_on.{finding.id}",
                    _("Deadline: %(title)s", title=finding.title),
                    "date",
                    contemplated.isoformat(),
                    hint=finding.remedy,
                )
                for finding in breaches
            ),
            Field(
                "report_due_on",
                _("Deadline for reporting compliance"),
                "date",
                (contemplated + timedelta(days=3)).isoformat(),
            ),
            Field("considerations", _("Main considerations"), required=False),
        ),
        offer.unmet(Move.DRAFT_ORDER, facts, Permission.PREPARE_LETTERS),
    )


def _contemplated(offer: Offer) -> date:
    told = [
        date.fromisoformat(letter.choices["contemplated_due_on"])
        for letter in offer.file.letters
        if letter.kind is LetterKind.PARTSHOERING and letter.round == offer.file.case.round
    ]
    return max([*told, offer.as_of + timedelta(days=28)])


def _approve(offer: Offer) -> Step:
    drafted = offer.facts.order or OrderFacts(drafted_by="")
    facts = replace(offer.facts, order=replace(drafted, approved_by=offer.actor.id))
    return Step(
        "approve",
        _("Approve the order"),
        _("Approve"),
        _("Read the draft first. Whoever wrote it cannot approve it."),
        unmet=offer.unmet(Move.APPROVE_ORDER, facts, Permission.ISSUE_DECISIONS),
        read="" if offer.file.order is None else f"/letters/{offer.file.order.letter_id}",
    )


def _undelivered(offer: Offer) -> Iterator[Step]:
    titles = {
        LetterKind.VARSLING: _("The notice has arrived"),
        LetterKind.PARTSHOERING: _("The hearing has arrived"),
        LetterKind.PAABUD: _("The order has arrived"),
    }
    for letter in offer.file.letters:
        current = letter.round == offer.file.case.round and letter.issued_at is not None
        if not current or letter.delivered_on is not None or offer.file.case.closed_at is not None:
            continue
        yield Step(
            "delivered",
            titles[letter.kind],
            _("Record delivery"),
            _("Deadlines count from the day of delivery."),
            (
                Field("letter_id", "", "hidden", str(letter.id)),
                Field("delivered_on", _("Arrived on"), "date", offer.as_of.isoformat()),
            ),
        )


def _withdraw(offer: Offer) -> Step:
    facts = replace(offer.facts, closure_reason="-", contest_answer="-")
    return Step(
        "withdraw",
        _("Withdraw the order"),
        _("Withdraw and close"),
        fields=(Field("reason", _("Reason")), *answer_fields(offer)),
        unmet=offer.unmet(Move.WITHDRAW_ORDER, facts, Permission.ISSUE_DECISIONS),
        main=False,
    )


def _run_draft(run: Running) -> str:
    form = run.form
    order = actions.draft_order(
        run.session,
        run.case_id,
        due_on={found: StepForm({"day": text}).day("day") for found, text in form.by_id("due_on").items()},
        report_due_on=form.day("report_due_on"),
        considerations=form.text("considerations"),
        settings=run.settings,
        **run.who,
    )
    return f"/letters/{order.letter_id}"


def _run_approve(run: Running) -> None:
    actions.approve_order(run.session, run.case_id, **run.who)


def _run_return(run: Running) -> None:
    actions.return_draft(run.session, run.case_id, note=run.form.text("note"), **run.who)


def _run_withdraw(run: Running) -> None:
    reason, answer = run.form.text("reason"), run.form.text("answer")
    actions.withdraw_order(run.session, run.case_id, reason=reason, answer=answer, **run.who)


def _run_delivered(run: Running) -> None:
    letter_id, delivered_on = run.form.identifier("letter_id"), run.form.day("delivered_on")
    actions.record_delivery(run.session, letter_id, delivered_on=delivered_on, **run.who)


RUN: dict[str, Run] = {
    "order": _run_draft,
    "approve": _run_approve,
    "return": _run_return,
    "withdraw": _run_withdraw,
    "delivered": _run_delivered,
}
