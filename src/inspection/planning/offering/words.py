"""What a plan says of those it was offered, and of those that could not be offered, in words."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from husly.kit.i18n import format_date, ngettext
from inspection.planning.offering.why import read_why, why_words


def told_why(summary: Mapping[str, Any], accommodation_id: str) -> str:
    """What lies behind one entry of a plan, beside its reason code; empty where nothing does."""
    why = read_why(summary.get("why", {}).get(accommodation_id))
    return "" if why is None else why_words(why)


def withheld_words(summary: Mapping[str, Any], planned: Collection[str]) -> list[str]:
    """What could not be offered, how many and why; and where, among the planned, not everybody can be there at once."""
    found = summary.get("withheld", {})
    apart = len(set(summary.get("never_together", ())) & set(planned))
    told = (
        (
            found.get("no_place", 0),
            ngettext(
                "%(num)s dwelling cannot be planned: nobody knows where it lies",
                "%(num)s dwellings cannot be planned: nobody knows where they lie",
                found.get("no_place", 0),
            ),
        ),
        (
            found.get("stopped", 0),
            ngettext(
                "%(num)s open case is left alone: an offence is suspected, and nobody has consented in writing",
                "%(num)s open cases are left alone: an offence is suspected, and nobody has consented in writing",
                found.get("stopped", 0),
            ),
        ),
        (
            found.get("not_in_use", 0),
            ngettext(
                "%(num)s open case asks for a visit, but nobody lives there, or the act does not apply, in the period",
                "%(num)s open cases ask for a visit, but nobody lives there, or the act does not apply, in the period",
                found.get("not_in_use", 0),
            ),
        ),
        (
            found.get("outside", 0),
            ngettext(
                "%(num)s open case asks for a visit outside the area of the plan: plan it elsewhere",
                "%(num)s open cases ask for a visit outside the area of the plan: plan them elsewhere",
                found.get("outside", 0),
            ),
        ),
        (
            apart,
            ngettext(
                "At %(num)s visit the employer's hours never meet the residents': planned by the residents'",
                "At %(num)s visits the employer's hours never meet the residents': planned by the residents'",
                apart,
            ),
        ),
    )
    return [words for count, words in told if count] + _running(found.get("running", ()))


def _running(days: Sequence[str]) -> list[str]:
    """Revisits whose order still runs, by the day from which they can be planned."""
    return [
        ngettext(
            "%(num)s revisit cannot be planned yet, since the order's deadline still runs: plan it from %(day)s",
            "%(num)s revisits cannot be planned yet, since the orders' deadlines still run: plan them from %(day)s",
            count,
            day=format_date(date.fromisoformat(day)),
        )
        for day, count in sorted(Counter(days).items())
    ]
