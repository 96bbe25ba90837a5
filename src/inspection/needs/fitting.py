"""What is known before a visit, put into the candidate of a plan: pure."""

from dataclasses import dataclass, replace

from inspection.needs.hours import both
from inspection.planning.solving.problem import WORKING_WEEK, Candidate, Seat, Window


@dataclass(frozen=True, kw_only=True)
class KnownNeeds:
    """The part of what is known that a plan reads. No words: those are for whoever goes there."""

    people: int = 1
    skills: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    interpreter: bool = True
    home: tuple[Window, ...] = ()
    contact: tuple[Window, ...] = ()
    contact_needed: bool = False
    daylight_only: bool = False
    service_min: int | None = None


def windows_of(needs: KnownNeeds) -> tuple[tuple[Window, ...], bool]:
    """The hours of a visit, and whether residents and contact are never there together: then the residents' count."""
    home = needs.home or WORKING_WEEK
    if not (needs.contact_needed and needs.contact):
        return home, False
    if not needs.home:
        return needs.contact, False
    together = both(home, needs.contact)
    return (together, False) if together else (home, True)


def fitted(candidate: Candidate, needs: KnownNeeds, *, is_fixed: bool = False) -> tuple[Candidate, bool]:
    """The candidate with its needs, and whether residents and contact are never there together.

    ``is_fixed``: a notice names day and hours, so that neither hours nor length follow the needs. Skills are asked of
    whoever leads.
    """
    windows, never_together = windows_of(needs)
    seats = (Seat(skills=needs.skills), *(Seat() for _ in range(needs.people - 1)))
    told = replace(
        candidate,
        seats=seats,
        languages=needs.languages,
        interpreter=needs.interpreter,
        daylight_only=needs.daylight_only,
    )
    if is_fixed:
        return told, False
    return replace(told, windows=windows, service_min=needs.service_min or candidate.service_min), never_together
