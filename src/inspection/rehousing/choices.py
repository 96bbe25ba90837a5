"""What of a rehousing order goes into its letter: keys and groups, days, grounds, payer, and the places named in it.

Nothing else of the order ever reaches the addressee: no code, no outcome, no place that the authority keeps to itself.
"""

from typing import Any

from inspection.rehousing.queries import RehousingFile


def letter_choices(found: RehousingFile) -> dict[str, Any]:
    """The part ``rehousing`` of a letter's choices."""
    order = found.order
    groups: dict[str, list[str]] = {}
    for one in found.residents:
        groups.setdefault(one.group_label, []).append(one.key)
    return {
        "rehousing": {
            "groups": [[label, keys] for label, keys in groups.items()],
            "from_on": order.from_on.isoformat(),
            "until_on": None if order.until_on is None else order.until_on.isoformat(),
            "not_feasible": order.not_feasible,
            "necessary": order.necessary,
            "payer": None if order.payer is None else order.payer.value,
            "payer_law": order.payer_law,
            "informed": order.informed,
            "proof_due_on": order.proof_due_on.isoformat(),
            "places": [dwelling.address for place, dwelling in found.places if place.in_letter],
        }
    }
