"""What the figures of an evaluation are called on pages."""

from husly.kit.i18n import gettext as _
from husly.kit.i18n import mark
from inspection.risk.features.names import FEATURE_NAMES
from inspection.risk.presenters import kind_name
from register.employers.sectors import SECTIONS

METRICS = {
    "area_under_curve": (
        mark("AUC"),
        mark("How often a dwelling with a breach ranks above one without. 0.5 is chance."),
    ),
    "average_precision": (
        mark("Average precision"),
        mark("How pure the top of the list is, summed over all breaches."),
    ),
    "precision": (mark("Precision"), mark("Of the riskiest within capacity: how many had a breach.")),
    "recall": (mark("Recall"), mark("Of all breaches: how many lay among the riskiest within capacity.")),
    "lift": (mark("Lift"), mark("Precision against the average of all visits.")),
    "days_earlier": (
        mark("Days earlier"),
        mark("How much earlier a breach had been found, had the same visits gone by risk."),
    ),
    "first_half_share": (mark("First half"), mark("The share of breaches found in the first half of the visits.")),
}
RANKINGS = {
    "model": mark("The score"),
    "last_result": mark("Last result"),
    "employer_before": mark("The employer's breaches before"),
    "chance": mark("Chance"),
}
ARMS = {
    "random": mark("Drawn at random"),
    "explored": mark("Drawn among the never inspected"),
    "targeted": mark("Chosen by score"),
    "follow_up": mark("Follow-ups"),
    "other": mark("Other reasons"),
}
GROUPINGS = {
    "municipality": mark("Municipality"),
    "sector": mark("Sector"),
    "kind": mark("Kind of dwelling"),
}
SHIFTS = {
    "too_few": mark("Too few to tell"),
    "little": mark("Little"),
    "some": mark("Some"),
    "much": mark("Much: look at the weights"),
}
EFFECTS = {
    "again": mark("A breach again at the next visit, after one with a breach"),
    "remedied": mark("A remedy reported or a new version declared within a year of a breach"),
    "visited_before": mark("A breach at random visits, where a random visit had been before"),
    "never_visited": mark("A breach at random visits, where nobody had been before"),
}
SCORED = {"score": mark("The score"), "risk_group": mark("The risk group")}


def feature_name(feature: str) -> str:
    """A feature, the score or its group in words; one that has none yet by its key."""
    name = SCORED.get(feature) or FEATURE_NAMES.get(feature)
    return _(name) if name else feature.replace("_", " ")


def group_name(grouping: str, value: str, municipalities: dict[str, str]) -> str:
    """A value of a grouping in words."""
    if not value:
        return _("not stated")
    if grouping == "sector":
        return _(SECTIONS[value][1]) if value in SECTIONS else value
    return kind_name(value) if grouping == "kind" else municipalities.get(value, value)
