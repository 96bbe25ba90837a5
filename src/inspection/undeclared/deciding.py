"""How a candidate stands after a search, from how it stood and what was found; the machine itself decides nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from inspection.undeclared.hints import is_news
from inspection.undeclared.models import CandidateState


@dataclass(frozen=True, slots=True)
class Stood:
    """A candidate before the search, and the hints (``ref`` to step) that it was dismissed with."""

    state: CandidateState
    dismissed_until: date | None = None
    dismissed_hints: Mapping[str, int] | None = None


def state_after(stood: Stood, *, hints: Mapping[str, int] | None, is_declared: bool, as_of: date) -> CandidateState:
    """The state after a search that found these hints; None: it found the candidate no more.

    What a person decided stands. A dismissed candidate comes back with a hint that is new or has grown, or when the day
    until which it was dismissed is over. One that was declared meanwhile closes itself.
    """
    if hints is None:
        return _not_found(stood.state, is_declared)
    if stood.state is CandidateState.CONFIRMED:
        return CandidateState.NEW if is_declared else stood.state  # declared, and there is more that is not
    if stood.state is CandidateState.DISMISSED:
        is_over = stood.dismissed_until is not None and as_of > stood.dismissed_until
        return CandidateState.NEW if is_over or is_news(stood.dismissed_hints or {}, hints) else stood.state
    if stood.state in (CandidateState.DECLARED, CandidateState.LAPSED):
        return CandidateState.NEW
    return stood.state


def _not_found(state: CandidateState, is_declared: bool) -> CandidateState:
    if is_declared and state is not CandidateState.DISMISSED:
        return CandidateState.DECLARED
    return CandidateState.LAPSED if state is CandidateState.NEW else state
