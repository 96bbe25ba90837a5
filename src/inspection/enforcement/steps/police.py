"""Steps of reports to the police; they stand on the page of those reports."""

from collections.abc import Iterator

from husly.kit.i18n import gettext as _
from inspection.enforcement.steps.fines import kroner_of
from inspection.enforcement.steps.kinds import Field, Offer, Run, Running, Step
from inspection.police import actions
from inspection.police.transitions import ReportMove


def offered(_offer: Offer) -> Iterator[Step]:
    """Nothing on the page of the case itself."""
    yield from ()


def propose_step(offer: Offer) -> Step:
    """The form that writes a report."""
    settings, day = offer.settings, offer.as_of.isoformat()
    return Step(
        "police-propose",
        _("Write a police report"),
        _("Write the draft"),
        _("The letter is written from what you state here and what the case holds. Another person approves it."),
        (
            Field("district", _("Police district"), "text", settings.police_district),
            Field("district_address", _("Its postal address"), "text", settings.police_address),
            Field("act_from", _("The offence began on"), "date", day),
            Field("act_to", _("and lasted until"), "date", day),
            Field("act", _("What the offence consists of"), hint=_("Facts about the housing. Name no residents.")),
            Field("provisions", _("Provisions that are breached"), "text"),
            Field(
                "witnesses",
                _("Witnesses by role"),
                "text",
                hint=_("For example “two inspectors”. The police get names when they ask."),
                required=False,
            ),
            Field("proposed_fine", _("Proposed fine in whole kroner"), "number", required=False),
            Field("fine_source", _("What the proposal rests on"), "text", required=False),
            Field("contact", _("Contact person"), "text", offer.actor.name),
        ),
    )


def _run_propose(run: Running) -> str:
    form = run.form
    told = actions.Reported(
        district=form.text("district"),
        district_address=form.text("district_address"),
        act_from=form.day("act_from"),
        act_to=form.day("act_to"),
        act=form.text("act"),
        provisions=form.text("provisions"),
        witnesses=form.text("witnesses"),
        proposed_fine=kroner_of(form, "proposed_fine"),
        fine_source=form.text("fine_source"),
        contact=form.text("contact"),
    )
    actions.propose_report(run.session, run.case_id, told=told, **run.who)
    return f"/cases/{run.case_id}/police"


def _run_move(run: Running) -> str:
    form = run.form
    report_id, move = form.identifier("report"), form.choice("move", ReportMove)
    if move is ReportMove.APPROVE:
        actions.approve_report(run.session, run.case_id, report_id, **run.who)
    else:
        number, outcome = form.text("number"), form.text(f"outcome.{move.value}")
        actions.advance_report(run.session, run.case_id, report_id, move, number=number, outcome=outcome, **run.who)
    return f"/cases/{run.case_id}/police"


RUN: dict[str, Run] = {"police-propose": _run_propose, "police-move": _run_move}
