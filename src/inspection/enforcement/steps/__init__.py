"""The steps a case offers: each with its form, and with the legal demands it does not meet, before anyone presses.

Adding a step means adding it in one of the modules here: its offer (when, with which fields) and what it runs.
"""

from dataclasses import replace

from husly.kit.errors import NotFoundError
from inspection.authorities.belonging import require_own
from inspection.enforcement.queries import get_case_row
from inspection.enforcement.steps import (
    at_once,
    contests,
    corrections,
    fines,
    follow_up,
    hearings,
    items,
    numbers,
    orders,
    papers,
    police,
    representation,
    sisters,
    visits,
)
from inspection.enforcement.steps.kinds import Field, Offer, Running, Step, offer_for
from inspection.enforcement.visit_demands import no_suspicion_or_consent
from inspection.enforcement.words import in_words

__all__ = ["Field", "Offer", "Running", "Step", "offer_for", "open_steps", "run_step"]

_MODULES = (
    contests,
    visits,
    hearings,
    orders,
    at_once,
    corrections,
    items,
    papers,
    follow_up,
    fines,
    police,
    sisters,
    representation,
    numbers,
)
OPEN_TO_OTHERS = (sisters,)
"""What another authority may do from a case: open its own about the same visit."""
_RUN = {key: run for module in _MODULES for key, run in module.RUN.items()}


def open_steps(offer: Offer) -> tuple[Step, ...]:
    """Every step that the state of the case has a place for, lawful now or not; of another authority's case its own."""
    modules = _MODULES if offer.is_own else OPEN_TO_OTHERS
    return tuple(_with_way_out(offer, step) for module in modules for step in module.offered(offer))


def _with_way_out(offer: Offer, step: Step) -> Step:
    """Where the criminal track closes a step, it leads to the police reports."""
    if in_words(no_suspicion_or_consent.reason) not in step.unmet:
        return step
    return replace(step, instead=f"/cases/{offer.file.case.id}/police")


def run_step(key: str, running: Running) -> str:
    """Carry a step out; returns the path to go on to. Raises ``DomainError`` when it is not lawful."""
    if key not in _RUN:
        raise NotFoundError("step")
    if not any(key in module.RUN for module in OPEN_TO_OTHERS):
        require_own(get_case_row(running.session, running.case_id, by=running.by).case, running.by)
    return _RUN[key](running) or f"/cases/{running.case_id}"
