"""The steps a case offers: each with its form, and with the legal demands it does not meet, before anyone presses.

Adding a step means adding it in one of the modules here: its offer (when, with which fields) and what it runs.
"""

from husly.kit.errors import NotFoundError
from inspection.enforcement.steps import contests, follow_up, hearings, orders, visits
from inspection.enforcement.steps.kinds import Field, Offer, Running, Step, offer_for

__all__ = ["Field", "Offer", "Running", "Step", "offer_for", "open_steps", "run_step"]

_MODULES = (contests, visits, hearings, orders, follow_up)
_RUN = {key: run for module in _MODULES for key, run in module.RUN.items()}


def open_steps(offer: Offer) -> tuple[Step, ...]:
    """Every step that the state of the case has a place for, lawful now or not."""
    return tuple(step for module in _MODULES for step in module.offered(offer))


def run_step(key: str, running: Running) -> str:
    """Carry a step out; returns the path to go on to. Raises ``DomainError`` when it is not lawful."""
    if key not in _RUN:
        raise NotFoundError("step")
    return _RUN[key](running) or f"/cases/{running.case_id}"
