"""Steps of the order."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from husly.kit.database import calendar_of
from husly.kit.i18n import gettext as _
from inspection.enforcement import actions
from inspection.enforcement.actions.orders import breaches_of
from inspection.enforcement.case_facts import OrderFacts
from inspection.enforcement.forms import LONGEST, StepForm, lawful_deadline
from inspection.enforcement.labels import LETTERS
from inspection.enforcement.models import FindingKind, FindingOutcome
from inspection.enforcement.steps.kinds import Field, Offer, Run, Running, Step
from inspection.enforcement.transitions import CaseState, Move
from inspection.letters.blocks import LetterKind
from inspection.letters.issuing import record_delivery


def offered(offer: Offer) -> Iterator[Step]:
    """The steps around the order."""
    state = offer.state
    if state is CaseState.HEARD:
        yield _draft(offer)
    if state is CaseState.ORDER_DRAFTED:
        yield _approve(offer)
        yield from _edit(offer)
    if state is CaseState.ORDER_APPROVED and offer.file.order is not None:
        yield Step(
            "issue",
            _("Issue the order"),
            _("Read and issue the order"),
            _("The page of the letter shows every gate that must be open."),
            unmet=offer.unmet(Move.ISSUE_ORDER, offer.facts),
            href=f"/letters/{offer.file.order.letter_id}",
        )
    if state in (CaseState.ORDER_DRAFTED, CaseState.ORDER_APPROVED):
        fields = (Field("note", _("What must be mended")),)
        yield Step("return", _("Send the draft back"), _("Send back"), fields=fields, main=False)
    yield from _undelivered(offer)


def _draft(offer: Offer) -> Step:
    facts = replace(offer.facts, order=OrderFacts(drafted_by=offer.actor.id))
    return Step(
        "order",
        _("Write the order"),
        _("Write the draft"),
        _("One item for each breach, with the result to be achieved, never the method. Another person approves it."),
        (*item_fields(offer, contemplated_day(offer)), *_further_fields(offer)),
        offer.unmet(Move.DRAFT_ORDER, facts),
    )


def _edit(offer: Offer) -> Iterator[Step]:
    """The same form with what the draft holds, for its author."""
    order = offer.file.order
    if order is None or order.at_once or order.drafted_by != offer.actor.id:
        return
    yield Step(
        "edit-order",
        _("Correct the draft"),
        _("Write the draft anew"),
        fields=(*item_fields(offer, contemplated_day(offer)), *_further_fields(offer)),
        main=False,
    )


def item_fields(offer: Offer, day: date, *, with_at_once: bool = True) -> Iterator[Field]:
    """Result, deadline and at once of each breach; what a draft holds stands in them already."""
    known = {item.finding_id: item for item in offer.file.items}
    for finding in offer.file.findings:
        if finding.outcome is not FindingOutcome.BREACHED:
            continue
        item = known.get(finding.id)
        due_on, result = (day, finding.remedy) if item is None else (item.runs_to or item.due_on, item.result)
        told = f"{finding.measured or finding.note} → {finding.required}"
        title = f"{finding.number}. {finding.title}"
        yield Field(f"result.{finding.id}", _("To be achieved: %(title)s", title=title), value=result, hint=told)
        yield Field(f"due_on.{finding.id}", _("Deadline: %(title)s", title=title), "date", due_on.isoformat())
        if with_at_once:
            ticked = "true" if item is not None and item.at_once else ""
            label = _("At once: %(title)s", title=title)
            yield Field(f"at_once.{finding.id}", label, "checkbox", ticked, required=False)


def _further_fields(offer: Offer) -> tuple[Field, ...]:
    order, day = offer.file.order, contemplated_day(offer) + timedelta(days=3)
    weighed = "" if order is None else order.considerations
    judged = any(one.kind is FindingKind.JUDGED for one in breaches_of(offer.file))
    hint = _("Needed: a breach rests on a judgement (FVL § 24).") if judged else ""
    return (
        Field("report_due_on", _("Deadline for reporting compliance"), "date", _working(offer, day).isoformat()),
        Field("considerations", _("Main considerations"), value=weighed, hint=hint, required=judged),
    )


def contemplated_day(offer: Offer) -> date:
    """The deadline told in the hearing, or four weeks from now: a working day."""
    told = [
        date.fromisoformat(letter.choices["contemplated_due_on"])
        for letter in offer.file.letters
        if letter.kind is LetterKind.PARTSHOERING and letter.round == offer.file.case.round
    ]
    return _working(offer, max([*told, offer.as_of + timedelta(days=28)]))


def _working(offer: Offer, day: date) -> date:
    return offer.file.calendar.on_or_after(day)


def _approve(offer: Offer) -> Step:
    drafted = offer.facts.order or OrderFacts(drafted_by="")
    facts = replace(offer.facts, order=replace(drafted, approved_by=offer.actor.id))
    return Step(
        "approve",
        _("Approve the order"),
        _("Approve"),
        _("Read the draft first. Whoever wrote it cannot approve it."),
        unmet=offer.unmet(Move.APPROVE_ORDER, facts),
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
        if letter.kind is LetterKind.BESLUTNING_UVARSLET:
            continue  # recording the visit says that it was handed over
        yield Step(
            "delivered",
            titles.get(letter.kind) or _("Arrived: %(letter)s", letter=_(LETTERS[letter.kind])),
            _("Record delivery"),
            _("Deadlines count from the day of delivery."),
            (
                Field("letter_id", "", "hidden", str(letter.id)),
                Field("delivered_on", _("Arrived on"), "date", offer.as_of.isoformat()),
            ),
        )


def items_given(run: Running) -> dict[str, Any]:
    """Deadlines, results and at once of each breach as a form gives them.

    Raises ``DomainError`` for a deadline on a day without work, and offers the next working day.
    """
    form = run.form
    at_once = {found for found, ticked in form.by_id("at_once").items() if ticked == "true"}
    due_on = {
        found: StepForm({"day": text}).day("day")
        for found, text in form.by_id("due_on").items()
        if found not in at_once
    }
    for day in (*due_on.values(), form.day("report_due_on")):
        lawful_deadline(day, calendar_of(run.session))
    return {
        "due_on": due_on,
        "results": {found: text[:LONGEST] for found, text in form.by_id("result").items()},
        "at_once": at_once,
        "report_due_on": form.day("report_due_on"),
        "considerations": form.text("considerations"),
    }


def _run_draft(run: Running) -> str:
    order = actions.draft_order(run.session, run.case_id, **items_given(run), settings=run.settings, **run.who)
    return f"/letters/{order.letter_id}"


def _run_edit(run: Running) -> None:
    actions.edit_order(run.session, run.case_id, **items_given(run), settings=run.settings, **run.who)


def _run_approve(run: Running) -> None:
    actions.approve_order(run.session, run.case_id, **run.who)


def _run_return(run: Running) -> None:
    actions.return_draft(run.session, run.case_id, note=run.form.text("note"), **run.who)


def _run_delivered(run: Running) -> None:
    letter_id, delivered_on = run.form.identifier("letter_id"), run.form.day("delivered_on")
    record_delivery(run.session, letter_id, delivered_on=delivered_on, **run.who)


RUN: dict[str, Run] = {
    "order": _run_draft,
    "edit-order": _run_edit,
    "approve": _run_approve,
    "return": _run_return,
    "delivered": _run_delivered,
}
