"""Weight sets: dated YAML that says how many points each fact gives, read strictly or not at all.

The delivered sets lie in this folder, each named by its version.
"""

from inspection.risk.weights.barred import BARRED_WORDS
from inspection.risk.weights.delivered import delivered_in_force, delivered_text, delivered_versions, load_weights
from inspection.risk.weights.parsing import parse_weights, read_weights
from inspection.risk.weights.problems import WeightsError

__all__ = [
    "BARRED_WORDS",
    "WeightsError",
    "delivered_in_force",
    "delivered_text",
    "delivered_versions",
    "load_weights",
    "parse_weights",
    "read_weights",
]
