"""The registry of measures: named, documented quantities that requirements put limits on.

A measure is code, a requirement is data: a pack names a measure by its key and holds the limit.
"""

from difflib import get_close_matches

from standards.measures.dwelling import DWELLING_MEASURES
from standards.measures.further import FURTHER_MEASURES
from standards.measures.measure import Measure
from standards.measures.shared import SHARED_MEASURES
from standards.measures.sleep import SLEEP_MEASURES
from standards.measures.stated import STATED_MEASURES

MEASURES: dict[str, Measure] = {
    measure.key: measure
    for measure in (*SLEEP_MEASURES, *DWELLING_MEASURES, *SHARED_MEASURES, *FURTHER_MEASURES, *STATED_MEASURES)
}


def measure_named(key: str) -> Measure:
    """Find a measure. Raises KeyError that names the nearest known one."""
    if key in MEASURES:
        return MEASURES[key]
    near = get_close_matches(key, MEASURES, n=1)
    hint = f"; did you mean {near[0]}?" if near else ""
    raise KeyError(f"unknown measure {key!r}{hint}")
