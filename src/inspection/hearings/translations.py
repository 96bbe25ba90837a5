"""What a party wrote in letters that no paper can print: whoever weighs it translates it, and letters quote that."""

from husly.kit.pdf import undrawn
from inspection.hearings.models import HearingPoint

TRANSLATION = "Oversættelse:"
"""Begins the first line of a consideration, before the translation; the consideration itself follows below."""


def as_quoted(text: str, consideration: str) -> tuple[str, str]:
    """A point and its consideration as letters give them: in translation where its own letters cannot be printed."""
    first, _, rest = consideration.strip().partition("\n")
    translation = first.removeprefix(TRANSLATION).strip()
    if not undrawn(text) or not first.startswith(TRANSLATION) or not translation or not rest.strip():
        return text, consideration
    return f"{translation} (oversat af os)", rest.strip()


def needs_translation(point: HearingPoint) -> bool:
    """Whether no letter can print a point as it stands."""
    return bool(undrawn(as_quoted(point.text, point.consideration)[0]))


def waits(point: HearingPoint) -> bool:
    """Whether a point is to be weighed, or weighed anew with its translation."""
    return point.considered_at is None or needs_translation(point)
