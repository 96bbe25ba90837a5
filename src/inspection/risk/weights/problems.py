"""What is wrong with a weight set: every problem named at once, each as a sentence that can be translated."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from husly.kit.i18n import mark

Made = TypeVar("Made")

IN_FACTOR = mark("factor %(key)s: ")
MISSING = mark("the key %(key)s is missing.")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. ``text`` is English with ``%(name)s`` for ``values``, and the key of its translation.

    ``factor`` is the key of the factor that it stands in, if any.
    """

    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    factor: str = ""

    def __str__(self) -> str:
        head = IN_FACTOR % {"key": self.factor} if self.factor else ""
        return head + (self.text % self.values if self.values else self.text)


class WeightsError(ValueError):
    """A weight set that cannot be used: says which file, which factors and what to change, all of it."""

    def __init__(self, *problems: Problem, origin: str = "") -> None:
        self.problems, self.origin = problems, origin
        lines = [str(one) for one in problems]
        head = f"{origin}: " if origin else ""
        super().__init__(head + (lines[0] if len(lines) == 1 else "".join(f"\n  {line}" for line in lines)))


def refuse(text: str, **values: object) -> WeightsError:
    """The error of one problem, to be raised."""
    return WeightsError(Problem(text, values))


class Problems:
    """Gathers what is wrong while a set is read, so that nobody mends it one problem at a time."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def tried(self, make: Callable[..., Made], *given: Any, factor: str = "") -> Made | None:
        """What ``make`` gives; None when it refuses, and then its problems are kept, placed in the factor."""
        try:
            return make(*given)
        except KeyError as missing:
            self.found.append(Problem(MISSING, {"key": repr(missing.args[0])}, factor))
        except WeightsError as error:
            self.found += [Problem(one.text, one.values, one.factor or factor) for one in error.problems]
        return None
