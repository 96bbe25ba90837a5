"""Limits, amounts, units and reasons in words."""

from collections.abc import Iterable

from husly.kit.i18n import format_date, format_number, language, mark
from husly.kit.i18n import gettext as _
from standards.facts.catalogue import label_of
from standards.facts.choices import ITEM_LABELS
from standards.rules.condition import Condition
from standards.rules.pack import Pack
from standards.rules.requirement import Reference, Requirement
from standards.text import UNITS, Text

LEGAL_STATUS = {
    "binding": mark("Law in force"),
    "expired": mark("Expired law"),
    "proposal": mark("Proposal, never adopted"),
    "guidance": mark("Guidance"),
    "private_norm": mark("Private norm"),
    "treaty": mark("Treaty or directive"),
}
STATUS_BADGE = {"binding": "info", "expired": "", "proposal": "warning"}
CONFIDENCE = {
    "V": mark("Read in the text itself or a faithful copy of it."),
    "V*": mark("Read in a secondary description only, for example an authority's web page."),
    "P": mark("Partly known: an older version, a bill later amended, or a reading open to dispute."),
    "M": mark("General knowledge; not read anywhere."),
}
SEVERITY = {
    "breach": mark("Requirement"),
    "advisory": mark("Recommendation"),
    "info": mark("Information"),
}
FOUND_ON_VISITS = ("inspection_notified", "register_content")
"""Facts that no declaration tells."""


def in_language(text: Text) -> str:
    """A text of the standards in the language of the moment; its English is the key of further languages."""
    return text.da if language() == "da" else _(text.en) if text.en else ""


def unit_name(unit: str) -> str:
    """A unit of the standards in the language of the moment."""
    return in_language(UNITS[unit]) if unit in UNITS else unit


def amount(value: float, unit: str) -> str:
    """A number with its unit in words, rounded for the eye only."""
    return f"{format_number(value, 3)} {unit_name(unit)}".strip()


def bound(op: str, value: float, unit: str) -> str:
    """A limit in words: at most 2 persons per habitable room."""
    limit = amount(value, unit)
    return _("at most %(limit)s", limit=limit) if op == "<=" else _("at least %(limit)s", limit=limit)


def names(items: Iterable[str]) -> str:
    """Items of a list, or facts by their paths, as one text."""
    return ", ".join(in_language(ITEM_LABELS[item]) if item in ITEM_LABELS else item for item in items)


def clause_of(reference: Reference) -> str:
    """Act and section on one line; the sign stays with its number."""
    return f"{reference.title}, {reference.section}".replace("§ ", "§\u00a0")


def facts_named(paths: Iterable[str]) -> list[str]:
    """Facts by their paths, as people call them."""
    return [in_language(label_of(path)) for path in paths]


def limit_of(requirement: Requirement) -> str:
    """What a requirement demands, in words."""
    if requirement.value_open:
        return _("not set")
    if requirement.table is not None:
        line = requirement.table.line
        if line is not None:
            base = bound(requirement.table.compare, line.base, requirement.unit)
            each = amount(line.each, requirement.unit)
            return _("%(base)s, and %(each)s more for each above %(count)s", base=base, each=each, count=line.above)
        steps = [
            _step(step.up_to, bound(requirement.table.compare, step.value, requirement.unit))
            for step in requirement.table.steps
        ]
        return "; ".join(steps)
    if isinstance(requirement.value, bool):
        return _("yes") if requirement.value else _("no")
    if requirement.items:
        return names(requirement.items)
    if requirement.sides:
        sides = " × ".join(format_number(side, 2) for side in requirement.sides)
        return _("at least %(limit)s", limit=f"{sides} {unit_name(requirement.unit)}")
    limit = bound(requirement.op, requirement.limit, requirement.unit)
    if requirement.best is None:
        return limit
    return _("%(limit)s, preferably %(best)s", limit=limit, best=format_number(requirement.best, 3))


def _step(up_to: int | None, limit: str) -> str:
    if up_to is None:
        return _("above that: %(limit)s", limit=limit)
    return _("up to %(count)s persons: %(limit)s", count=up_to, limit=limit)


def condition_text(condition: Condition) -> str:
    """An exception or condition in words."""
    return in_language(condition.text)


def validity(pack: Pack, requirement: Requirement | None = None) -> str:
    """From and to which date a pack or one of its requirements holds."""
    starts, ends = (pack.valid_from, pack.valid_to) if requirement is None else pack.validity(requirement)
    if starts is None and ends is None:
        return _("no dates")
    if ends is None:
        return _("from %(start)s", start=format_date(starts))
    return _("from %(start)s until %(end)s (not included)", start=format_date(starts), end=format_date(ends))
