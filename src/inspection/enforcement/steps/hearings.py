"""Steps of the hearing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from husly.kit.access import Permission
from husly.kit.i18n import gettext as _
from inspection.enforcement import actions
from inspection.enforcement.labels import HEARING_GROUNDS
from inspection.enforcement.models import Hearing
from inspection.enforcement.steps.kinds import Field, Offer, Run, Running, Step
from inspection.enforcement.transitions import CaseState, Move
from inspection.enforcement.waivers import HearingWaiver, HearingWaiverGround

CONTEMPLATED_DAYS = 60
"""Suggested days from today to the contemplated deadline; the author changes it."""


def offered(offer: Offer) -> Iterator[Step]:
    """The steps around the hearing."""
    hearing = offer.file.hearing
    unread = hearing is not None and hearing.replied_on is not None and hearing.considered_at is None
    if offer.state in (CaseState.FINDINGS_RECORDED, CaseState.HEARD) and unread:
        yield Step(
            "consider",
            _("Consider the reply"),
            _("Record the consideration"),
            _("It stands in the order beside the reply."),
            (Field("consideration", _("How the reply was considered")),),
        )
    if offer.state is not CaseState.FINDINGS_RECORDED:
        return
    if hearing is None:
        yield _draft(offer)
    else:
        yield from _running(offer, hearing)
    yield _waive(offer)


def _draft(offer: Offer) -> Step:
    contemplated = offer.as_of + timedelta(days=CONTEMPLATED_DAYS)
    return Step(
        "hearing",
        _("Hear the party"),
        _("Write the hearing"),
        _("The party is told what was found and what is contemplated, and may answer. You read it before it is sent."),
        (
            Field("days", _("Days to answer"), "number", str(offer.settings.hearing_days)),
            Field("contemplated_due_on", _("Contemplated deadline of the order"), "date", contemplated.isoformat()),
            Field(
                "urgency",
                _("Why it is urgent"),
                "text",
                hint=_("Only for fewer than 10 days."),
                required=False,
            ),
        ),
    )


def _running(offer: Offer, hearing: Hearing) -> Iterator[Step]:
    yield Step(
        "conclude",
        _("End the hearing"),
        _("The hearing is over"),
        unmet=offer.unmet(Move.CONCLUDE_HEARING, offer.facts, Permission.PREPARE_LETTERS),
    )
    yield Step(
        "reply",
        _("A reply has come"),
        _("Record the reply"),
        fields=(
            Field("replied_on", _("Received on"), "date", offer.as_of.isoformat()),
            Field("reply", _("What it says"), value=hearing.reply, hint=_("Leave out names of residents.")),
        ),
    )
    yield Step(
        "postpone",
        _("Give longer time"),
        _("Postpone the deadline"),
        fields=(Field("until", _("New deadline"), "date"),),
        main=False,
    )


def _waive(offer: Offer) -> Step:
    facts = replace(offer.facts, hearing_waiver=HearingWaiver(HearingWaiverGround.OVERRIDING_INTEREST, "-"))
    return Step(
        "waive-hearing",
        _("Decide without a hearing"),
        _("Leave the hearing out"),
        _("Only on one of these grounds (FVL § 19, stk. 2). A wrong waiver can make the order void."),
        (
            Field("ground", _("Ground"), "select", options=tuple((g.value, _(t)) for g, t in HEARING_GROUNDS.items())),
            Field("reason", _("Reason")),
        ),
        offer.unmet(Move.WAIVE_HEARING, facts, Permission.ISSUE_DECISIONS),
        main=False,
    )


def _run_draft(run: Running) -> str:
    letter = actions.draft_hearing(
        run.session,
        run.case_id,
        days=run.form.count("days"),
        contemplated_due_on=run.form.day("contemplated_due_on"),
        urgency_reason=run.form.text("urgency"),
        posting_days=run.settings.notice_posting_days,
        **run.who,
    )
    return f"/letters/{letter.id}"


def _run_reply(run: Running) -> None:
    replied_on, reply = run.form.day("replied_on"), run.form.text("reply")
    actions.record_reply(run.session, run.case_id, replied_on=replied_on, reply=reply, **run.who)


def _run_consider(run: Running) -> None:
    actions.consider_reply(run.session, run.case_id, consideration=run.form.text("consideration"), **run.who)


def _run_postpone(run: Running) -> None:
    actions.postpone_hearing(run.session, run.case_id, until=run.form.day("until"), **run.who)


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
    "conclude": _run_conclude,
    "waive-hearing": _run_waive,
}
