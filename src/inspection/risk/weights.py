"""Weight sets: dated YAML that says how many points each fact gives, read strictly or not at all."""

from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path

from husly.kit.i18n import mark
from inspection.risk.barred import BARRED_WORDS
from inspection.risk.factors import Weights
from inspection.risk.weights_parsing import parse_weights
from inspection.risk.weights_problems import WeightsError, refuse

__all__ = ["BARRED_WORDS", "WeightsError", "load_weights", "parse_weights", "read_weights"]


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
    return (resources.files("inspection.risk") / "weights" / f"{version}.yaml").read_text(encoding="utf-8")


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
    folder = resources.files("inspection.risk") / "weights"
    return sorted(file.name.removesuffix(".yaml") for file in folder.iterdir() if file.name.endswith(".yaml"))


def read_weights(path: Path) -> Weights:
    """Read an authority's own weight set from a file. Raises WeightsError when it cannot be used."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise refuse(
            mark("The weight set %(path)s cannot be read: %(problem)s."), path=path, problem=problem
        ) from problem
    return parse_weights(text, origin=str(path))
