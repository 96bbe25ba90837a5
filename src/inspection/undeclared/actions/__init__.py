"""Every change: lists read, candidates found and kept, and what people decide about them."""

from inspection.undeclared.actions.lists import import_workers
from inspection.undeclared.actions.reviewing import (
    ask_employer,
    dismiss_candidate,
    note_reading,
    take_under_review,
)
from inspection.undeclared.actions.searching import find_candidates
from inspection.undeclared.actions.taking_up import take_up

__all__ = [
    "ask_employer",
    "dismiss_candidate",
    "find_candidates",
    "import_workers",
    "note_reading",
    "take_under_review",
    "take_up",
]
