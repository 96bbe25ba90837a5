"""Steps of the order at once: writing it on the spot, and its review by a second person afterwards."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from husly.kit.access import Permission
from husly.kit.clock import DANISH_TIME
from husly.kit.errors import DomainError
from husly.kit.i18n import format_date
from husly.kit.i18n import gettext as _
from inspection.enforcement import actions
from inspection.enforcement.actions.at_once import OralOrder, SpotHearing, Urgent, review_due_on, waits_for_review
from inspection.enforcement.actions.orders import breaches_of
from inspection.enforcement.case_facts import OrderFacts
from inspection.enforcement.headings import heading_of
from inspection.enforcement.steps.kinds import Field, Offer, Run, Running, Step
from inspection.enforcement.transitions import CaseState, Move

MAY_START = (CaseState.VISITED, CaseState.FINDINGS_RECORDED, CaseState.HEARD)


def offered(offer: Offer) -> Iterator[Step]:
    """The steps around the order at once."""
    if offer.state in MAY_START and breaches_of(offer.file):
        yield _draft(offer)
    order = offer.file.order
    if order is not None and order.at_once and offer.state is CaseState.ORDER_DRAFTED:
        yield Step(
            "issue-at-once",
            _("Issue the order at once without waiting"),
            _("Read and issue the order"),
            _("One decision-maker may issue it alone because of the danger. A second person reviews it afterwards."),
            unmet=offer.unmet(Move.ISSUE_AT_ONCE, offer.facts, Permission.ISSUE_DECISIONS),
            href=f"/letters/{order.letter_id}",
        )
    if waits_for_review(offer.file):
        yield _review(offer)


def _draft(offer: Offer) -> Step:
    drafted = OrderFacts(offer.actor.id, at_once=True, danger_stated=True, heard_on_spot_or_waived=True)
    facts = replace(offer.facts, order=drafted)
    day = offer.file.calendar.on_or_after(offer.as_of + timedelta(days=1)).isoformat()
    return Step(
        "at-once",
        _("Order at once: acute danger"),
        _("Write the order at once"),
        _(
            "Only for a danger that cannot wait for a hearing and a deadline. Think of where the residents sleep "
            "tonight: the case has a page for rehousing."
        ),
        (
            *_danger_fields(offer),
            *_spot_fields(offer),
            Field("report_due_on", _("Report on compliance by"), "date", day),
        ),
        offer.unmet(Move.DRAFT_AT_ONCE, facts, Permission.PREPARE_LETTERS),
        main=False,
    )


def _danger_fields(offer: Offer) -> Iterator[Field]:
    for finding in breaches_of(offer.file):
        title = f"{finding.number}. {finding.title}"
        danger = _("Is a danger: %(title)s", title=f"{finding.number}. {heading_of(finding)}")
        yield Field(f"danger.{finding.id}", danger, "checkbox", "", required=False)
        yield Field(f"result.{finding.id}", _("To be achieved: %(title)s", title=title), value=finding.remedy)
    yield Field("danger_reason", _("The danger, and why it cannot wait"), hint=_("The recipient reads it."))
    yield Field("considerations", _("Main considerations"), required=False)


def _spot_fields(offer: Offer) -> tuple[Field, ...]:
    day = offer.as_of.isoformat()
    building = _("Facts of the building only; nothing that a resident said. The recipient reads it.")
    return (
        Field(
            "waiver",
            _("Why nobody was heard first (FVL § 19, stk. 2, nr. 3)"),
            hint=_("Leave it empty where the party was heard on the spot."),
            required=False,
        ),
        Field("heard_who", _("Heard on the spot: who, by title"), "text", required=False),
        Field("heard_on", _("Heard on the day"), "date", day, required=False),
        Field("heard_time", _("Heard at"), "time", required=False),
        Field("heard_said", _("What was said on the spot"), hint=building, required=False),
        Field("oral_to", _("Ordered by word of mouth: to whom, by title"), "text", required=False),
        Field("oral_on", _("Ordered on the day"), "date", day, required=False),
        Field("oral_time", _("Ordered at"), "time", required=False),
        Field("oral_words", _("What was ordered by word of mouth"), hint=building, required=False),
    )


def _review(offer: Offer) -> Step:
    file = offer.file
    order = file.order
    issued_at = None if order is None else file.letter(order.letter_id).issued_at
    due_on = offer.as_of
    if issued_at is not None:
        due_on = review_due_on(issued_at.astimezone(DANISH_TIME).date(), offer.file.calendar)
    told = _("The review is overdue since %(day)s.") if due_on < offer.as_of else _("The review is due by %(day)s.")
    alone = _("One person issued the order alone. Another decision-maker says whether it should stand.")
    reasons: tuple[str, ...] = offer.unmet(None, offer.facts, Permission.ISSUE_DECISIONS)
    if order is not None and offer.actor.id in (order.drafted_by, file.letter(order.letter_id).issued_by):
        reasons += (_("Someone other than whoever wrote or issued it must review it."),)
    return Step(
        "review-at-once",
        _("Review the order at once"),
        _("Record the review"),
        f"{alone} {told % {'day': format_date(due_on)}}",
        (Field("note", _("What the review found")),),
        reasons,
    )


def _moment(run: Running, prefix: str) -> datetime:
    day: date = run.form.day(f"{prefix}_on")
    minutes = run.form.minutes(f"{prefix}_time")
    return datetime.combine(day, time(minutes // 60, minutes % 60), DANISH_TIME)


def _spot_hearing(run: Running) -> SpotHearing | None:
    said = run.form.text("heard_said")
    if not said:
        return None
    return SpotHearing(_moment(run, "heard"), run.form.text("heard_who")[:200], said)


def _oral(run: Running) -> OralOrder | None:
    words = run.form.text("oral_words")
    if not words:
        return None
    return OralOrder(_moment(run, "oral"), run.by.name, run.form.text("oral_to")[:200], words)


def _run_draft(run: Running) -> str:
    form = run.form
    chosen = {found for found, ticked in form.by_id("danger").items() if ticked == "true"}
    if not form.text("danger_reason"):
        raise DomainError("danger_is_stated", "Write the danger, and why it cannot wait.")
    urgent = Urgent(
        danger_reason=form.text("danger_reason"),
        waiver_reason=form.text("waiver"),
        heard=_spot_hearing(run),
        oral=_oral(run),
        considerations=form.text("considerations"),
        results=form.by_id("result"),
    )
    order = actions.draft_at_once(
        run.session,
        run.case_id,
        finding_ids=chosen,
        urgent=urgent,
        report_due_on=run.deadline("report_due_on"),
        settings=run.settings,
        **run.who,
    )
    return f"/letters/{order.letter_id}"


def _run_review(run: Running) -> None:
    actions.review_at_once(run.session, run.case_id, note=run.form.text("note"), **run.who)


RUN: dict[str, Run] = {"at-once": _run_draft, "review-at-once": _run_review}
