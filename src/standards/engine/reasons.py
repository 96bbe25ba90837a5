"""Why an outcome is what it is, in a sentence for people."""

from datetime import date

from babel import dates

from husly.kit.i18n import LOCALES
from standards.engine.assessment import Result
from standards.engine.outcome import Outcome
from standards.facts.catalogue import label_of
from standards.text import Text

_SCOPES: dict[str, Text] = {
    "facility": Text("Gælder ikke denne slags bolig", "Does not apply to this kind of dwelling"),
    "min_residents": Text("Gælder kun ved flere beboere", "Applies only where more people live"),
    "max_residents": Text("Gælder kun ved færre beboere", "Applies only where fewer people live"),
    "stay_days": Text("Gælder ikke ved ophold af denne længde", "Does not apply to stays of this length"),
    "season": Text("Gælder ikke ved dette sæsonarbejde", "Does not apply to this seasonal work"),
    "built": Text("Gælder ikke byggeri fra det år", "Does not apply to buildings of that year"),
    "room_occupancy": Text("Gælder ikke ved så mange i rummet", "Does not apply with so many in the room"),
}
_PLAIN: dict[str, Text] = {
    "value_open": Text("Ingen har fastsat et tal", "Nobody has set a figure"),
    "reading_open": Text("Fortolkning uafklaret", "Reading of the rule not settled"),
}


def explain(result: Result) -> Text | None:
    """Say why: outside validity, out of scope, exempt, a reading open, or which facts are missing.

    None: nothing to add.
    """
    code, _, detail = (result.reason or "").partition(":")
    if code in _PLAIN:
        return _PLAIN[code]
    if code == "agreement":
        return Text(f"Arbejdsgiveren er dækket af {detail}", f"The employer is covered by {detail}")
    if code == "outside_validity":
        return _validity(result)
    if code == "outside" and result.unmet is not None:
        return Text(f"Uden for reglerne: {result.unmet.da}", f"Outside the rules: {result.unmet.en}")
    if code == "scope":
        return _scope(result, detail)
    if code == "exception":
        return _exception(result, detail)
    if result.outcome is Outcome.NOT_ASSESSED:
        return _missing(result)
    return None


def _scope(result: Result, name: str) -> Text:
    """A condition of every pack has a phrase of its own; one that a pack states is told as the pack states it."""
    if result.unmet is None:
        return _SCOPES.get(name, Text(f"Uden for reglens område: {name}", f"Outside the scope: {name}"))
    return Text(f"Gælder kun: {result.unmet.da}", f"Applies only: {result.unmet.en}")


def _validity(result: Result) -> Text:
    starts, ends = result.valid_from, result.valid_to
    first, last = (_day(starts), _day(ends))
    if ends is None:
        return Text(f"Gælder først fra {first.da}", f"In force only from {first.en}")
    if starts is None:
        return Text(f"Gjaldt til {last.da} (ikke med)", f"Was in force until {last.en} (not included)")
    return Text(
        f"Gælder fra {first.da} til {last.da} (ikke med)", f"In force from {first.en} to {last.en} (not included)"
    )


def _day(day: date | None) -> Text:
    return Text(*(dates.format_date(day, "long", locale=LOCALES[code]) for code in ("da", "en")))


def _exception(result: Result, which: str) -> Text:
    text = next((one.text for one in result.exceptions if one.id == which), Text(which, which))
    return Text(f"Undtaget: {text.da}", f"Exempt: {text.en}")


def _missing(result: Result) -> Text:
    labels = [label_of(path) for path in result.missing]
    return Text(
        "Mangler: " + "; ".join(label.da for label in labels),
        "Missing: " + "; ".join(label.en for label in labels),
    )
