"""Factors of a weight set in words: what each looks at, what gives how many points, and what an employer can do."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, fields
from itertools import groupby

from husly.kit.i18n import gettext as _
from husly.kit.i18n import language, mark
from inspection.risk.features import RiskFeatures
from inspection.risk.features.names import FEATURE_NAMES
from inspection.risk.weights.factors import Choice, Factor, Scale

COUNTED_BELOW = 10
"""Whole numbers below this are told as "at least 2", larger ones and measures as "more than 365"."""


@dataclass(frozen=True)
class PointLine:
    """One thing that gives points, as a sentence."""

    text: str
    points: int


def name_of(factor: Factor) -> str:
    """What a factor looks at, in the language of the moment; one without a name by its weightiest sentence."""
    name = FEATURE_NAMES.get(factor.feature)
    return _(name) if name else point_lines(factor)[0].text.rstrip(".")


def point_lines(factor: Factor) -> list[PointLine]:
    """What gives points under a factor, the most first, in the language of the moment; never empty."""
    lines = [*_infinite(factor), *_known(factor)]
    unknown = PointLine(factor.da_unknown if language() == "da" else factor.en_unknown, factor.unknown_points)
    return sorted(lines, key=lambda line: -line.points) + ([unknown] if factor.unknown_points or not lines else [])


def _known(factor: Factor) -> Iterable[PointLine]:
    if factor.scale is Scale.CHOICES:
        return _choices(factor)
    return [PointLine(_sentence(factor, _limit_words(factor, limit)), points) for limit, points in factor.steps]


def _choices(factor: Factor) -> Iterable[PointLine]:
    """Choices of the same points share a line; without a blank in the sentence only what it says gives a line."""
    if "{value}" not in factor.en:
        return [PointLine(_sentence(factor, ""), one.points) for one in factor.choices if one.points]
    ordered = sorted(factor.choices, key=lambda one: -one.points)
    return [
        PointLine(_sentence(factor, _either(list(same))), points)
        for points, same in groupby(ordered, key=lambda one: one.points)
    ]


def _either(choices: list[Choice]) -> str:
    words = [choice.da if language() == "da" else choice.en for choice in choices]
    return _("%(these)s or %(last)s", these=", ".join(words[:-1]), last=words[-1]) if len(words) > 1 else words[0]


def _infinite(factor: Factor) -> Iterable[PointLine]:
    text = factor.da_infinite if language() == "da" else factor.en_infinite
    if not text:
        return []
    return [PointLine(text, factor.steps[0][1] if factor.scale is Scale.ABOVE else 0)]


def _limit_words(factor: Factor, limit: float) -> str:
    shown = round(limit * 100 if factor.percent else limit, 1)
    number = f"{shown:g}".replace(".", "," if language() == "da" else ".")
    if factor.scale is Scale.BELOW:
        return _("less than %(number)s", number=number)
    if factor.feature in WHOLE_NUMBERS and limit < COUNTED_BELOW:
        return _("at least %(number)s", number=math.floor(limit) + 1)
    return _("more than %(number)s", number=number)


def _sentence(factor: Factor, value: str) -> str:
    text = (factor.da if language() == "da" else factor.en).replace("{value}", value)
    return text[:1].upper() + text[1:]


WHOLE_NUMBERS = frozenset(one.name for one in fields(RiskFeatures) if one.type == int | None)
"""Features that are counted."""


@dataclass(frozen=True)
class Advice:
    """What an employer can do about a fact: words, and the page of the declaration where he does it ("" for none)."""

    text: str
    link: str = ""
    place: str = ""


AMEND = (mark("Amend the declaration"), "/declarations/{id}/amend")
CONFIRM = (mark("Confirm the declaration"), "/declarations/{id}#upkeep-heading")
PLACE = (mark("See the place"), "/places/{id}")
PAPERS = (mark("Make the plan"), "/declarations/{id}/papers")
EVIDENCE = (mark("Send photos and documents"), "/evidence/{id}")
RULES = (mark("See the rules"), "/declarations/{id}#judgement-heading")

_HOUSED = mark("Check area, rooms and residents. More room or fewer residents give fewer points.")
_PAST = mark("What was found before cannot be changed. If it is wrong, write to the authority.")
_ADVICE: dict[str, tuple[str, tuple[str, str] | None]] = {
    "kind": (mark("If the kind of dwelling is wrong or has changed, amend it."), AMEND),
    "persons_per_habitable_room": (_HOUSED, AMEND),
    "area_per_person_m2": (_HOUSED, AMEND),
    "persons_per_toilet": (mark("Check the number of toilets and of residents."), AMEND),
    "missing_facts_share": (mark("Answer the questions that are still open."), AMEND),
    "plan_missing": (mark("Make the plan here, or tell in the declaration that you have one."), PAPERS),
    "employers_at_dwelling": (mark("Nothing, if the address is right. If it is wrong, correct it."), AMEND),
    "address_uncertain": (mark("See what the registers say of the address, and correct it if it is wrong."), PLACE),
    "days_since_confirmed": (mark("Confirm that everything is still so."), CONFIRM),
    "update_overdue": (mark("Confirm that everything is still so."), CONFIRM),
    "previous_breaches": (_PAST, None),
    "previous_orders": (_PAST, None),
    "rut_missing": (mark("Add the RUT number if you owe a notification."), AMEND),
    "rent_deducted_from_wages": (
        mark("Nothing: the score may not read what is told about rent, so everybody has these points."),
        None,
    ),
    "risk_sector": (mark("If your sector is wrong or missing, amend it."), AMEND),
    "days_since_last_visit": (mark("Nothing: only a visit by the authority changes it."), None),
    "approved_for_habitation": (mark("Tell whether the building is approved for habitation."), AMEND),
    "persons_per_bed": (mark("Check the number of beds and of residents."), AMEND),
    "declared_dangers": (mark("Put the danger right, then amend the declaration."), AMEND),
    "declared_faults": (mark("Put the fault right, then amend the declaration."), AMEND),
    "evidence_missing_share": (mark("Send the photos and documents that are asked for."), EVIDENCE),
    "late_updates": (mark("Earlier delays cannot be changed. Declare changes in time from now on."), None),
    "last_result": (_PAST, None),
    "days_since_last_breach": (_PAST, None),
    "orders_unmet": (
        mark("Meet the order and tell the authority. If it is met already, write to the authority."),
        None,
    ),
    "orders_met_late": (_PAST, None),
    "closed_after_order": (_PAST, None),
    "sector_unvisited_days": (mark("Nothing: only a visit by the authority changes it."), None),
    "breaches_of_approved_law": (mark("See which requirements are breached, and the easiest ways to comply."), RULES),
}


def advice_for(factor: Factor, accommodation_id: object) -> Advice:
    """What the employer can do about a factor of one accommodation, in the language of the moment."""
    text, page = _ADVICE.get(factor.feature, (mark("If it is wrong or has changed, amend the declaration."), AMEND))
    if page is None:
        return Advice(_(text))
    return Advice(_(text), _(page[0]), page[1].format(id=accommodation_id))
