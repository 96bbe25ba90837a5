"""A rule told by its measure and its value, where its issuer gave no wording of its own."""

from standards.measures.registry import measure_named
from standards.rules.requirement import Requirement
from standards.text import Text, unit_label


def limit_text(op: str, value: float | bool, unit: str) -> Text:
    """A limit in words: “højst 1,5 personer pr. beboelsesrum”; for a truth value yes or no."""
    if isinstance(value, bool):
        return Text("ja", "yes") if value else Text("nej", "no")
    number = f"{value:.9g}"
    da, en = ("højst", "at most") if op == "<=" else ("mindst", "at least")
    return Text(
        f"{da} {number.replace('.', ',')} {unit_label(unit, 'da')}".strip(),
        f"{en} {number} {unit_label(unit, 'en')}".strip(),
    )


def named_limit(measure_key: str, op: str, value: float | bool, unit: str) -> Text:
    """A measure with its limit: “Personer pr. beboelsesrum: højst 1,5”; the unit only where the name lacks it."""
    label = measure_named(measure_key).label
    repeats = unit == "person/unit" or unit_label(unit, "da").casefold() in label.da.casefold()
    limit = limit_text(op, value, "" if repeats else unit)
    return Text(f"{label.da}: {limit.da}", f"{label.en}: {limit.en}")


def text_of(rule: Requirement, value: float) -> Text:
    """The rule in a sentence or two; a tightening keeps the exceptions of the rule that it tightens."""
    told = named_limit(rule.measure, rule.op, value, rule.unit)
    if not rule.unless:
        return Text(f"{told.da}.", f"{told.en}.")
    return Text(
        f"{told.da}. Undtagelserne i den regel, der skærpes, gælder fortsat.",
        f"{told.en}. The exceptions of the rule that it tightens still hold.",
    )


def remedy_of(rule: Requirement, value: float) -> Text:
    """The result to be achieved, in one sentence."""
    told = named_limit(rule.measure, rule.op, value, rule.unit)
    return Text(f"{told.da}.", f"{told.en}.")
