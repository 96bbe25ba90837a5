"""The step out of the review of what somebody contests: deciding to visit. Closing stands with the other closings."""

from collections.abc import Iterator

from husly.kit.i18n import gettext as _
from inspection.enforcement import actions
from inspection.enforcement.steps.kinds import Offer, Run, Running, Step
from inspection.enforcement.steps.visits import when_fields
from inspection.enforcement.transitions import CaseState, Move


def offered(offer: Offer) -> Iterator[Step]:
    """A visit may be decided while the case is under review."""
    if offer.state is CaseState.UNDER_REVIEW:
        yield Step(
            "decide-visit",
            _("Decide to visit"),
            _("Plan the visit"),
            _("Only where it is needed: the answer may also follow from papers alone, and the case is then closed."),
            when_fields(offer),
            offer.unmet(Move.DECIDE_VISIT, offer.facts),
        )


def _run_decide(run: Running) -> None:
    form = run.form
    actions.decide_visit(
        run.session,
        run.case_id,
        visit_on=form.day("visit_on"),
        from_min=form.minutes("from"),
        to_min=form.minutes("to"),
        **run.who,
    )


RUN: dict[str, Run] = {"decide-visit": _run_decide}
