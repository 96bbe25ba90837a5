"""Steps for papers around a visit: report, request for information, reasons for an oral decision."""

from collections.abc import Iterator
from datetime import timedelta

from husly.kit.access import Permission
from husly.kit.i18n import format_clock, format_date
from husly.kit.i18n import gettext as _
from inspection.enforcement import actions
from inspection.enforcement.actions.steps import is_closed
from inspection.enforcement.deadlines import report_request_due_on
from inspection.enforcement.from_register import issued_letter
from inspection.enforcement.models import FindingOutcome
from inspection.enforcement.present import without_residents
from inspection.enforcement.steps.kinds import Field, Offer, Run, Running, Step
from inspection.letters.blocks import LetterKind

INFORMATION_DAYS = 14
"""Suggested days to answer a request for information; the author changes it."""


def offered(offer: Offer) -> Iterator[Step]:
    """What may be written whatever the case waits for."""
    yield from _report(offer)
    if not is_closed(offer.state):
        yield from _information(offer)
        yield _reasons(offer)


def _report(offer: Offer) -> Iterator[Step]:
    visit = offer.file.planned
    if visit is None or visit.visited_on is None or not offer.file.findings:
        return
    breached = any(one.outcome is FindingOutcome.BREACHED for one in offer.file.findings)
    last = report_request_due_on(visit.visited_on, calendar=offer.file.calendar)
    if not breached and visit.report_requested_on is None:
        yield Step(
            "ask-report",
            _("The party asks for a report of the visit"),
            _("Record the request"),
            _("Without a breach a report is written when the party asks by %(day)s (RSL § 8).", day=format_date(last)),
            (Field("requested_on", _("Received on"), "date", offer.as_of.isoformat()),),
            main=False,
        )
        return
    if issued_letter(offer.file, LetterKind.TILSYNSRAPPORT) is not None:
        return
    hours = f"{format_clock(visit.from_min)}–{format_clock(visit.to_min)}"
    yield Step(
        "report",
        _("Write the report of the visit"),
        _("Write the report"),
        _("The party gets a copy (RSL § 8). Findings and measurements come in by themselves."),
        (
            Field("hours", _("From when to when"), "text", hours),
            Field(
                "participants",
                _("Who took part, by title"),
                "text",
                without_residents(visit.present),
                hint=_("The authority's and the party's people only. The party reads it: tell nothing of residents."),
            ),
            Field("photos", _("Photos taken"), hint=_("One a line: what it shows and in which room."), required=False),
            Field("remarks", _("What the party remarked"), required=False, hint=_("Leave out names of residents.")),
        ),
        main=False,
    )


def _information(offer: Offer) -> Iterator[Step]:
    due = offer.file.calendar.days_after(offer.as_of, INFORMATION_DAYS)
    hint = _("An offence is suspected: the letter says that the party may remain silent (RSL § 10).")
    yield Step(
        "information",
        _("Ask for information"),
        _("Write the request"),
        hint if offer.facts.suspicion else "",
        (
            Field("asked", _("What is asked for"), hint=_("One point a line.")),
            Field("why", _("Why it is asked for"), hint=_("The party reads this. Nothing about tips or residents.")),
            Field("by_duty", _("The party has a legal duty to answer"), "checkbox", required=False),
            Field("due_on", _("Answer by"), "date", due.isoformat()),
        ),
        main=False,
    )
    asked = issued_letter(offer.file, LetterKind.OPLYSNINGSANMODNING)
    if asked is not None:
        yield Step(
            "information-reply",
            _("Information has come"),
            _("Record what came"),
            fields=(
                Field("letter_id", "", "hidden", str(asked.id)),
                Field("received_on", _("Received on"), "date", offer.as_of.isoformat()),
                Field("text", _("What it says"), hint=_("Leave out names of residents.")),
            ),
            main=False,
        )


def _reasons(offer: Offer) -> Step:
    return Step(
        "later-reasons",
        _("Reasons for a decision given by word of mouth"),
        _("Write the reasons"),
        _("The party may ask within 14 days, and is answered within 14 days (FVL § 23)."),
        (
            Field("decided_on", _("Day of the decision"), "date", (offer.as_of - timedelta(days=1)).isoformat()),
            Field("requested_on", _("Asked for on"), "date", offer.as_of.isoformat()),
            Field("decision", _("What was decided")),
            Field("facts", _("Facts that it rests on")),
            Field("considerations", _("Main considerations"), required=False),
            Field(
                "at_once", _("It was an order at once: a complaint does not hold it back"), "checkbox", required=False
            ),
        ),
        offer.unmet(None, offer.facts, Permission.ISSUE_DECISIONS),
        main=False,
    )


def _run_ask_report(run: Running) -> None:
    actions.request_report(run.session, run.case_id, requested_on=run.form.day("requested_on"), **run.who)


def _run_report(run: Running) -> str:
    form = run.form
    letter = actions.draft_report(
        run.session,
        run.case_id,
        hours=form.text("hours"),
        participants=form.text("participants"),
        photos=form.text("photos"),
        remarks=form.text("remarks"),
        **run.who,
    )
    return f"/letters/{letter.id}"


def _run_information(run: Running) -> str:
    form = run.form
    letter = actions.draft_information_request(
        run.session,
        run.case_id,
        asked=form.text("asked"),
        why=form.text("why"),
        by_duty=form.flag("by_duty"),
        due_on=run.deadline("due_on"),
        **run.who,
    )
    return f"/letters/{letter.id}"


def _run_information_reply(run: Running) -> None:
    form = run.form
    letter_id, received_on = form.identifier("letter_id"), form.day("received_on")
    actions.record_information(
        run.session, run.case_id, letter_id, received_on=received_on, text=form.text("text"), **run.who
    )


def _run_reasons(run: Running) -> str:
    form = run.form
    letter = actions.draft_later_reasons(
        run.session,
        run.case_id,
        decided_on=form.day("decided_on"),
        requested_on=form.day("requested_on"),
        decision=form.text("decision"),
        facts=form.text("facts"),
        considerations=form.text("considerations"),
        at_once=form.flag("at_once"),
        settings=run.settings,
        **run.who,
    )
    return f"/letters/{letter.id}"


RUN: dict[str, Run] = {
    "ask-report": _run_ask_report,
    "report": _run_report,
    "information": _run_information,
    "information-reply": _run_information_reply,
    "later-reasons": _run_reasons,
}
