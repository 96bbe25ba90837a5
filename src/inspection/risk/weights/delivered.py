"""The weight sets that come with Husly."""

from datetime import date
from functools import cache
from importlib import resources

from husly.kit.i18n import mark
from inspection.risk.weights.factors import Weights
from inspection.risk.weights.parsing import parse_weights
from inspection.risk.weights.problems import refuse


@cache
def load_weights(version: str = "2026-11") -> Weights:
    """Read a weight set that is delivered with Husly. Raises WeightsError for an unknown version."""
    return parse_weights(delivered_text(version), origin=f"{version}.yaml")


def delivered_text(version: str) -> str:
    """The YAML of a delivered set to the letter. Raises WeightsError for an unknown version."""
    if version not in delivered_versions():
        raise refuse(
            mark("There is no weight set %(version)s. Use one of: %(known)s."),
            version=repr(version),
            known=", ".join(delivered_versions()),
        )
    return (resources.files("inspection.risk.weights") / f"{version}.yaml").read_text(encoding="utf-8")


def delivered_in_force(as_of: date) -> Weights:
    """The newest delivered weight set that has begun by a day. Raises WeightsError before the first.

    What an installation scores with may be a set of its own: ask ``weightsets.queries.weights_in_force``.
    """
    started = [weights for weights in map(load_weights, delivered_versions()) if weights.valid_from <= as_of]
    if not started:
        raise refuse(mark("No weight set is in force on %(day)s."), day=as_of.isoformat())
    return max(started, key=lambda weights: weights.valid_from)


def delivered_versions() -> list[str]:
    """The versions that come with Husly, the oldest first."""
    files = resources.files("inspection.risk.weights").iterdir()
    return sorted(file.name.removesuffix(".yaml") for file in files if file.name.endswith(".yaml"))
