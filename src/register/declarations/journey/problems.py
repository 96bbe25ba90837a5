"""What is wrong with a declaration, said to a person at the field, in the language of the moment."""

from collections.abc import Iterable

from husly.kit.i18n import gettext as _
from husly.kit.i18n import mark
from register.assessments.wording import in_language
from register.declarations.journey.reading import field_name
from standards.facts.catalogue import fact_at
from standards.facts.problems import Problem

WRONG_TYPE = {
    "number": mark("Write a number, for example 12.5."),
    "int": mark("Write a whole number, for example 4."),
    "date": mark("Write the date as day, month and year, for example 1.3.2026."),
    "bool": mark("Choose yes, no or not stated."),
}
PLAIN = {
    ("employer.cvr_number", "missing"): mark("Write the CVR number, or the foreign company number below."),
    ("period.starts_on", "missing"): mark("Write the first day."),
    ("period.starts_on", "wrong_type"): WRONG_TYPE["date"],
    ("period.ends_on", "wrong_type"): WRONG_TYPE["date"],
    ("period.ends_on", "order"): mark("The last day lies before the first: correct one of them."),
    ("dwelling.residents", "missing"): mark("Write how many live here."),
}
"""Where the page says it in its own words; elsewhere the problem's own message is used."""


def field_errors(problems: Iterable[Problem]) -> dict[str, str]:
    """Sentences by field name; the first problem of a field is the one shown."""
    errors: dict[str, str] = {}
    for problem in problems:
        errors.setdefault(field_name(problem.path), sentence(problem))
    return errors


def sentence(problem: Problem) -> str:
    """One problem as a sentence, without its path."""
    if (problem.path, problem.code) in PLAIN:
        return _(PLAIN[problem.path, problem.code])
    place, _dot, key = problem.path.rpartition(".")
    if place.startswith("occupancy[") and (key, problem.code) == ("to_on", "order"):
        order = PLAIN["period.ends_on", "order"]
        return _(order)
    fact = fact_at(f"rooms.{key}" if place.startswith("rooms") else key)
    if problem.code == "wrong_type" and fact is not None and fact.kind in WRONG_TYPE:
        return _(WRONG_TYPE[fact.kind])
    if problem.code == "missing" and problem.value is None:
        return _("Fill in this field.")
    text = in_language(problem.message)
    return text[:1].upper() + text[1:] + "."
