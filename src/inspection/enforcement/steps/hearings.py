"""Steps of the hearing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from husly.kit.errors import DomainError
from husly.kit.i18n import gettext as _
from husly.kit.i18n import mark
from inspection.enforcement import actions
from inspection.enforcement.labels import HEARING_GROUNDS
from inspection.enforcement.steps.kinds import Field, Offer, Run, Running, Step
from inspection.enforcement.transitions import CaseState, Move
from inspection.enforcement.waivers import HearingWaiver, HearingWaiverGround
from inspection.hearings.actions import grant_time, refuse_time
from inspection.hearings.labels import REACTIONS, REFUSALS
from inspection.hearings.models import Postponement
from inspection.hearings.postponements import PostponementState, RefusalGround
from inspection.hearings.reactions import Reaction
from inspection.hearings.replies import TAKES_REPLIES
from inspection.hearings.translations import needs_translation, waits

CONTEMPLATED_DAYS = 60
"""Suggested days from today to the contemplated deadline; the author changes it."""

UNPRINTABLE = mark(
    "[No letter can print this writing: begin with a line “Oversættelse:” and the translation, and weigh it below.]"
)


def offered(offer: Offer) -> Iterator[Step]:
    """The steps around the hearing."""
    hearing, state = offer.file.hearing, offer.state
    if hearing is not None and hearing.replied_on is not None and state in TAKES_REPLIES:
        yield from _consider(offer)
    if hearing is not None and state in TAKES_REPLIES:
        yield _reply(offer, main=state is CaseState.FINDINGS_RECORDED)
    if state is not CaseState.FINDINGS_RECORDED:
        return
    if hearing is None:
        yield _draft(offer)
    else:
        yield from _running(offer)
    yield _waive(offer)


def _consider(offer: Offer) -> Iterator[Step]:
    waiting = [point for point in offer.file.reply_points if waits(point)]
    if not waiting:
        return
    approved = offer.state is CaseState.ORDER_APPROVED
    yield Step(
        "consider",
        _("Consider the reply"),
        _("Record the consideration"),
        _("Every point is weighed by itself; it stands in the order beside the reply. What you leave empty waits on."),
        tuple(
            Field(
                f"point.{point.id}",
                point.about or _("In general"),
                value=point.consideration,
                hint=f"{point.text} {_(UNPRINTABLE)}" if needs_translation(point) else point.text,
                required=False,
            )
            for point in waiting
        ),
        (_("The order is approved. Send it back first: whoever approved it has not read this."),) if approved else (),
    )


def _draft(offer: Offer) -> Step:
    contemplated = offer.file.calendar.on_or_after(offer.as_of + timedelta(days=CONTEMPLATED_DAYS))
    return Step(
        "hearing",
        _("Hear the party"),
        _("Write the hearing"),
        _("The party is told what was found and what is contemplated, and may answer. You read it before it is sent."),
        (
            Field("days", _("Days to answer"), "number", str(offer.settings.hearing_days)),
            Field("contemplated_due_on", _("Contemplated deadline of the order"), "date", contemplated.isoformat()),
            *(
                Field(
                    f"reaction_{one.value}",
                    _("Contemplated: %(reaction)s", reaction=_(label)),
                    "checkbox",
                    "true" if one is Reaction.ORDER else "",
                    required=False,
                )
                for one, label in REACTIONS.items()
            ),
            Field(
                "urgency",
                _("Why it is urgent"),
                "text",
                hint=_("Only for fewer than 10 days."),
                required=False,
            ),
        ),
    )


def _reply(offer: Offer, *, main: bool) -> Step:
    return Step(
        "reply",
        _("A reply has come"),
        _("Record the reply"),
        _("By letter, mail or telephone. What is written with the code of the letter comes in by itself."),
        fields=(
            Field("replied_on", _("Received on"), "date", offer.as_of.isoformat()),
            Field("reply", _("What it says"), hint=_("Leave out names of residents.")),
        ),
        main=main and offer.file.hearing is not None and offer.file.hearing.replied_on is None,
    )


def _running(offer: Offer) -> Iterator[Step]:
    asked = [one for one in offer.file.postponements if one.state is PostponementState.ASKED]
    for one in asked:
        yield _decide(one, offer)
    yield Step(
        "conclude",
        _("End the hearing"),
        _("The hearing is over"),
        unmet=offer.unmet(Move.CONCLUDE_HEARING, offer.facts),
    )
    if not asked:
        yield Step(
            "postpone",
            _("Give longer time"),
            _("Postpone the deadline"),
            fields=(
                Field("until", _("New deadline"), "date"),
                Field("reason", _("Why the party asks for it"), required=False),
            ),
            main=False,
        )


def _decide(request: Postponement, offer: Offer) -> Step:
    wished = request.asked_until or offer.as_of + timedelta(days=offer.settings.hearing_days)
    until = offer.file.calendar.on_or_after(wished)
    return Step(
        "decide-time",
        _("The party asks for more time"),
        _("Record the decision"),
        request.reason,
        (
            Field("request_id", "", "hidden", str(request.id)),
            Field(
                "decision", _("Decision"), "select", options=(("grant", _("Give more time")), ("refuse", _("Refuse")))
            ),
            Field("until", _("New deadline"), "date", until.isoformat(), required=False),
            Field(
                "ground",
                _("Ground of a refusal"),
                "select",
                options=tuple((one.value, _(label)) for one, label in REFUSALS.items()),
                required=False,
            ),
            Field("reason", _("Reason of a refusal"), hint=_("The party reads it."), required=False),
        ),
    )


def _waive(offer: Offer) -> Step:
    facts = replace(offer.facts, hearing_waiver=HearingWaiver(HearingWaiverGround.OVERRIDING_INTEREST, "-"))
    return Step(
        "waive-hearing",
        _("Decide without a hearing"),
        _("Leave the hearing out"),
        _("Only on one of these grounds (FVL § 19, stk. 2, and § 20). A wrong waiver can make the order void."),
        (
            Field("ground", _("Ground"), "select", options=tuple((g.value, _(t)) for g, t in HEARING_GROUNDS.items())),
            Field("reason", _("Reason")),
        ),
        offer.unmet(Move.WAIVE_HEARING, facts),
        main=False,
    )


def _run_draft(run: Running) -> str:
    letter = actions.draft_hearing(
        run.session,
        run.case_id,
        days=run.form.count("days"),
        contemplated_due_on=run.deadline("contemplated_due_on"),
        urgency_reason=run.form.text("urgency"),
        posting_days=run.settings.notice_posting_days,
        reactions=[one.value for one in Reaction if run.form.flag(f"reaction_{one.value}")],
        **run.who,
    )
    return f"/letters/{letter.id}"


def _run_reply(run: Running) -> None:
    replied_on, reply = run.form.day("replied_on"), run.form.text("reply")
    actions.record_reply(run.session, run.case_id, replied_on=replied_on, reply=reply, **run.who)


def _run_consider(run: Running) -> None:
    actions.consider_reply(run.session, run.case_id, points=run.form.by_id("point"), **run.who)


def _run_postpone(run: Running) -> None:
    until, reason = run.form.day("until"), run.form.text("reason")
    actions.postpone_hearing(run.session, run.case_id, until=until, reason=reason, **run.who)


def _run_decide(run: Running) -> None:
    form, request_id = run.form, run.form.identifier("request_id")
    if form.values.get("decision") == "grant":
        grant_time(run.session, run.case_id, request_id, until=form.day("until"), **run.who)
        return
    if form.values.get("decision") != "refuse":
        raise DomainError("form.choice", "Choose one of the list in every list field.")
    ground, reason = form.choice("ground", RefusalGround), form.text("reason")
    refuse_time(run.session, run.case_id, request_id, ground=ground, reason=reason, **run.who)


def _run_conclude(run: Running) -> None:
    actions.conclude_hearing(run.session, run.case_id, **run.who)


def _run_waive(run: Running) -> None:
    ground, reason = run.form.choice("ground", HearingWaiverGround), run.form.text("reason")
    actions.waive_hearing(run.session, run.case_id, ground=ground, reason=reason, **run.who)


RUN: dict[str, Run] = {
    "hearing": _run_draft,
    "reply": _run_reply,
    "consider": _run_consider,
    "postpone": _run_postpone,
    "decide-time": _run_decide,
    "conclude": _run_conclude,
    "waive-hearing": _run_waive,
}
