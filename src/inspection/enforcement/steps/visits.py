"""Steps before and at the visit."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from husly.kit.access import Permission
from husly.kit.i18n import format_clock, format_date
from husly.kit.i18n import gettext as _
from inspection.enforcement import actions
from inspection.enforcement.case_facts import CaseFacts, NoticeFacts
from inspection.enforcement.deadlines import check_notice
from inspection.enforcement.labels import NOTICE_GROUNDS
from inspection.enforcement.notice_days import objection_day
from inspection.enforcement.queries import get_case_file
from inspection.enforcement.steps.kinds import Field, Offer, Run, Running, Step
from inspection.enforcement.transitions import CaseState, Move
from inspection.enforcement.waivers import NoticeWaiver, NoticeWaiverGround
from inspection.enforcement.words import in_words
from inspection.letters.standard import standard_facts, standard_proportionality


def offered(offer: Offer) -> Iterator[Step]:
    """The steps around the visit."""
    if offer.state is CaseState.PLANNED:
        yield _notice(offer)
        yield _unannounced(offer)
        yield _replan(offer)
    if offer.state is CaseState.NOTIFIED:
        yield _visit(offer, offer.facts)
        yield from _objection(offer)
        yield _replan(offer)
    if offer.state is CaseState.UNANNOUNCED_DECIDED:
        yield _decision(offer)
        yield _visit(offer, replace(offer.facts, unannounced_decision_handed_over=True))
        yield _replan(offer)
    if offer.state is CaseState.VISITED:
        href = f"/cases/{offer.file.case.id}/findings"
        text = _("Go through the requirements one by one: what was declared stands beside what you find.")
        yield Step("findings", _("Record what was found"), _("Record findings"), text, href=href)


def _notice(offer: Offer) -> Step:
    visit = offer.file.visit
    sent = NoticeFacts(visit.visit_on, dispatched_on=offer.as_of)
    facts = replace(offer.facts, notice=sent, proportionality_reason="-")
    unmet = offer.unmet(Move.GIVE_NOTICE, facts)
    today = check_notice(visit.visit_on, dispatched_on=offer.as_of)
    if not today.allowed:
        unmet = (*unmet, in_words(today.reason))
    try:
        due_on = objection_day(visit.visit_on, today=offer.as_of, calendar=offer.file.calendar).isoformat()
    except ValueError:
        due_on = ""
    return Step(
        "notice",
        _("Announce the visit"),
        _("Write the notice"),
        _("The notice must arrive 14 days before the visit. You read it before it is sent."),
        (
            Field("objection_due_on", _("Deadline for objections"), "date", due_on),
            Field(
                "facts",
                _("Facts the visit rests on"),
                value=_default_facts(offer),
                hint=_("The recipient reads this. Write nothing about tips, complaints or residents."),
            ),
            _proportionality(offer, _("It stands in the letter after “because”.")),
        ),
        unmet,
    )


def _default_facts(offer: Offer) -> str:
    file = offer.file
    return standard_facts(file.dwelling.address, declared=file.is_declared, follows_up_order=file.follows_up_order)


def _proportionality(offer: Offer, hint: str) -> Field:
    value = offer.file.visit.proportionality_reason or standard_proportionality()
    return Field("proportionality_reason", _("Why less intrusive means are not sufficient"), value=value, hint=hint)


def _unannounced(offer: Offer) -> Step:
    waiver = NoticeWaiver(NoticeWaiverGround.PURPOSE_DEFEATED, "-")
    facts = replace(offer.facts, notice_waiver=waiver, proportionality_reason="-")
    return Step(
        "waive-notice",
        _("Go unannounced"),
        _("Decide on an unannounced visit"),
        _("The law allows it on five grounds only. The written decision is handed over at the visit."),
        (
            Field("ground", _("Ground"), "select", options=tuple((g.value, _(t)) for g, t in NOTICE_GROUNDS.items())),
            Field("reason", _("Reason")),
            _proportionality(offer, ""),
        ),
        offer.unmet(Move.DECIDE_UNANNOUNCED, facts),
        main=False,
    )


def _decision(offer: Offer) -> Step:
    issued = offer.facts.unannounced_decision_on == offer.file.visit.visit_on
    return Step(
        "unannounced-letter",
        _("The decision to hand over"),
        _("Write it anew") if issued else _("Write the decision"),
        _("It is issued before the visit and never sent: print it, and hand it over at the door."),
        (
            Field(
                "facts",
                _("Facts the visit rests on"),
                value=_default_facts(offer),
                hint=_("The recipient reads this. Write nothing about tips, complaints or residents."),
            ),
        ),
        main=not issued,
    )


def _visit(offer: Offer, facts: CaseFacts) -> Step:
    announced = offer.state is CaseState.NOTIFIED
    handed = () if announced else (Field("handed_over", _("The written decision was handed over"), "checkbox"),)
    return Step(
        "visit",
        _("Record the visit"),
        _("The visit was carried out"),
        fields=(
            Field("visited_on", _("Day of the visit"), "date", offer.file.visit.visit_on.isoformat()),
            Field("identification", _("Identification was shown unprompted"), "checkbox", required=False),
            *handed,
            Field(
                "present",
                _("Who was present"),
                "text",
                hint=_("Employer and colleagues; never names of residents."),
                required=False,
            ),
        ),
        unmet=offer.unmet(Move.CARRY_OUT_VISIT, facts),
    )


def _objection(offer: Offer) -> Iterator[Step]:
    visit = offer.file.visit
    if visit.objection_waits:
        yield Step(
            "uphold",
            _("Answer the objection"),
            _("Write the letter that upholds it"),
            _("The visit cannot take place before the objection is answered with reasons."),
            (
                Field("summary", _("What the objection says, in short"), value=visit.objection),
                Field("answer", _("Reasons"), value=visit.objection_answer),
            ),
            offer.unmet(None, offer.facts, Permission.ISSUE_DECISIONS),
        )
    yield Step(
        "objection",
        _("An objection has come"),
        _("Record the objection"),
        fields=(
            Field("received_on", _("Received on"), "date", offer.as_of.isoformat()),
            Field("objection", _("What it says")),
        ),
        main=False,
    )


def _replan(offer: Offer) -> Step:
    visit = offer.file.visit
    text = _(
        "Planned now: %(day)s %(start)s–%(end)s. A notice of the old day counts no more.",
        day=format_date(visit.visit_on),
        start=format_clock(visit.from_min),
        end=format_clock(visit.to_min),
    )
    if visit.objection_waits:
        text += " " + _("The objection stays with the visit and must be answered before the new day.")
    return Step(
        "replan",
        _("Choose another day"),
        _("Replan the visit"),
        text,
        () if visit.planned_visit_id else when_fields(offer),
        main=False,
        href=f"/cases/{offer.file.case.id}/move" if visit.planned_visit_id else "",
    )


def when_fields(offer: Offer) -> tuple[Field, ...]:
    """Day and hours of a visit; the day suggested is a working day that a notice sent today allows."""
    visit = offer.file.planned
    day = offer.file.calendar.on_or_after(offer.as_of + timedelta(days=21))
    hours = (9 * 60, 11 * 60) if visit is None else (visit.from_min, visit.to_min)
    return (
        Field("visit_on", _("Day of the visit"), "date", day.isoformat()),
        Field("from", _("From"), "time", format_clock(hours[0])),
        Field("to", _("To"), "time", format_clock(hours[1])),
    )


def _run_notice(run: Running) -> str:
    letter = actions.draft_notice(
        run.session,
        run.case_id,
        objection_due_on=run.deadline("objection_due_on"),
        facts=run.form.text("facts"),
        proportionality_reason=run.form.text("proportionality_reason"),
        **run.who,
    )
    return f"/letters/{letter.id}"


def _run_waive(run: Running) -> None:
    actions.waive_notice(
        run.session,
        run.case_id,
        ground=run.form.choice("ground", NoticeWaiverGround),
        reason=run.form.text("reason"),
        proportionality_reason=run.form.text("proportionality_reason"),
        **run.who,
    )


def _run_visit(run: Running) -> None:
    actions.record_visit(
        run.session,
        run.case_id,
        visited_on=run.form.day("visited_on"),
        decision_handed_over=run.form.flag("handed_over"),
        identification_shown=run.form.flag("identification"),
        present=run.form.text("present"),
        **run.who,
    )


def _run_objection(run: Running) -> None:
    received_on, objection = run.form.day("received_on"), run.form.text("objection")
    actions.record_objection(run.session, run.case_id, received_on=received_on, objection=objection, **run.who)


def _run_uphold(run: Running) -> str:
    answer, summary = run.form.text("answer"), run.form.text("summary")
    letter = actions.uphold_visit(run.session, run.case_id, answer=answer, summary=summary, **run.who)
    return f"/letters/{letter.id}"


def _run_decision(run: Running) -> str:
    letter = actions.draft_unannounced_decision(run.session, run.case_id, facts=run.form.text("facts"), **run.who)
    return f"/letters/{letter.id}"


def _run_replan(run: Running) -> str | None:
    form = run.form
    file = get_case_file(run.session, run.case_id, by=run.by)
    if file.visit.planned_visit_id is not None:  # plan and tours move with it, on a page of their own
        return f"/cases/{run.case_id}/move?on={form.day('visit_on').isoformat()}"
    actions.replan_visit(
        run.session,
        run.case_id,
        visit_on=form.day("visit_on"),
        from_min=form.minutes("from"),
        to_min=form.minutes("to"),
        **run.who,
    )
    return None


RUN: dict[str, Run] = {
    "notice": _run_notice,
    "waive-notice": _run_waive,
    "visit": _run_visit,
    "objection": _run_objection,
    "uphold": _run_uphold,
    "unannounced-letter": _run_decision,
    "replan": _run_replan,
}
