"""A what-if as text for a terminal, in English."""

from collections.abc import Iterator

from register.whatif.tables import COUNT_NAMES, GROUP_NAMES, NOTICE, Outcome
from register.whatif.tallies import GROUPS, Tally
from standards.variants.scenario import written_value

HEADLINES = (
    ("Dwellings", "newly_failing", "no_longer_failing"),
    ("Rooms", "rooms_newly_failing", "rooms_no_longer_failing"),
    ("Residents", "residents_newly_failing", "residents_no_longer_failing"),
    ("Employers", "employers_newly_failing", "employers_no_longer_failing"),
)
LISTED = 15
_MOVED = ("newly_failing", "no_longer_failing")


def printed(outcome: Outcome) -> str:
    """The scenario, the headline, each group with the largest effects first."""
    lines = [*_scenario(outcome), "", *_headline(outcome)]
    for group in GROUPS:
        lines += ["", *_group(outcome, group)]
    return "\n".join([*lines, "", NOTICE])


def _scenario(outcome: Outcome) -> Iterator[str]:
    asked = outcome.asked
    yield f"{asked.scenario.pack.title.en}, as of {asked.as_of.isoformat()}"
    if outcome.alone:
        yield "  counted by the changed requirements alone"
    for one in asked.changes:
        yield f"  {one.key}: {written_value(one.before) or 'not set'} -> {written_value(one.after)}"


def _headline(outcome: Outcome) -> Iterator[str]:
    whole = outcome.total
    if whole is None:
        yield "Too few employers to be shown."
        return
    yield f"{'':12}{'newly failing':>16}{'no longer failing':>20}"
    for name, failing, passing in HEADLINES:
        yield f"{name:12}{whole[failing]:>16,}{whole[passing]:>20,}"
    yield f"of {whole['dwellings']:,} dwellings of {whole['employers']:,} employers"
    for name in ("still_failing", "newly_passing", "still_passing", "failing_now_open", "not_assessed"):
        yield f"  {COUNT_NAMES[name]}: {whole[name]:,}"
    if outcome.exempt:
        yield f"  Not applicable - collective agreement: {outcome.exempt:,} accommodations, counted nowhere above"
    for key, one in outcome.requirements():
        if one is not None:
            yield f"  {key} alone: {one['newly_failing']:,} newly breached, {one['no_longer_failing']:,} no longer"


def _group(outcome: Outcome, group: str) -> Iterator[str]:
    found = outcome.by(group)
    yield f"{GROUP_NAMES[group]:40}{'dwellings':>12}{'newly failing':>22}{'no longer failing':>22}"
    for one in found[:LISTED]:
        yield f"{outcome.name_of(group, one.key)[:39]:40}{one['dwellings']:>12,}" + "".join(_moved(one))
    if len(found) > LISTED:
        yield f"... and {len(found) - LISTED} more; --csv or --json give all"


def _moved(one: Tally) -> Iterator[str]:
    for name in _MOVED:
        yield f"{one[name]:>12,} {one.share(name):>8.1%}"
