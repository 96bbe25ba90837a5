"""What a rule presupposes and excepts: conditions on facts and measures, spans, dates of building, transitions."""

from collections.abc import Iterator
from datetime import date
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictFloat, model_validator

from standards.facts.catalogue import fact_at
from standards.facts.choices import KINDS
from standards.measures.measure import Measure
from standards.measures.registry import measure_named
from standards.text import Text


class Frozen(BaseModel):
    """Base of everything in a pack: immutable, and no key that nobody knows."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Condition(Frozen):
    """A measure or fact against a value: an exception, or what a rule presupposes.

    `in` asks whether a choice is one of several, `since` and `before` compare dates. A fact of rooms is named as
    `rooms.<fact>`. What is *claimed* counts only when it is invoked; the others leave the outcome open while they are
    unknown. `also` are conditions that must hold too, `or_else` such that will do instead (each of them alone).
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    measure: str | None = None
    fact: str | None = None
    op: Literal["<=", ">=", "is", "in", "since", "before"]
    value: StrictBool | StrictFloat | date | tuple[str, ...]
    unit: str = ""
    claimed: bool = False
    also: tuple["Condition", ...] = ()
    or_else: tuple["Condition", ...] = ()
    text: Text

    @property
    def of_room(self) -> bool:
        """Whether it is about each room, not about the dwelling."""
        return self.fact is not None and self.fact.startswith("rooms.")

    def parts(self) -> Iterator["Condition"]:
        """Yield this condition and those joined to it, at any depth."""
        yield self
        for one in (*self.also, *self.or_else):
            yield from one.parts()

    @model_validator(mode="after")
    def _names_one_known_thing(self) -> Self:
        if (self.measure is None) == (self.fact is None):
            raise ValueError(f"condition {self.id}: name either a measure or a fact")
        kinds = {"<=": float, ">=": float, "is": bool, "in": tuple, "since": date, "before": date}
        if not isinstance(self.value, kinds[self.op]) or (self.op in ("<=", ">=") and isinstance(self.value, bool)):
            raise ValueError(
                f"condition {self.id}: {self.value!r} does not fit {self.op!r}; 'is' takes true or false, '<=' and "
                "'>=' a number, 'in' a list, 'since' and 'before' a date"
            )
        if self.fact is not None:
            self._check_fact(self.fact)
        if self.measure is not None:
            self._check_measure(self.measure)
        if any(one.of_room != self.of_room for one in self.parts()):
            raise ValueError(f"condition {self.id}: join facts of rooms to facts of rooms only")
        return self

    def _check_fact(self, path: str) -> None:
        fact = fact_at(path)
        if fact is None:
            raise ValueError(f"condition {self.id}: unknown fact {path!r}")
        fits = {"is": ("bool",), "in": ("choice", "text"), "since": ("date",), "before": ("date",)}
        if fact.kind not in fits.get(self.op, ("int", "number")):
            raise ValueError(f"condition {self.id}: {self.op!r} does not fit {path}, which is {fact.kind}")
        if isinstance(self.value, tuple) and fact.choices and set(self.value) - set(fact.choices):
            raise ValueError(f"condition {self.id}: choose of {', '.join(fact.choices)}")

    def _check_measure(self, key: str) -> None:
        measure = known_measure(key)
        if measure.level != "dwelling" or measure.value is None:
            raise ValueError(f"condition {self.id}: {key} is not a number or flag of the dwelling")
        if measure.unit != self.unit:
            raise ValueError(f"condition {self.id}: unit {self.unit!r}, but {key} is in {measure.unit!r}")
        if self.op not in (("is",) if measure.kind == "flag" else ("<=", ">=")):
            raise ValueError(f"condition {self.id}: {self.op} does not fit {key}")


class Span(Frozen):
    """From `min` to `max`, both included; an end that is absent is open."""

    min: float | None = None
    max: float | None = None


class Built(Frozen):
    """Date of construction: on or after `since`, before `before`."""

    since: date | None = None
    before: date | None = None


class Applies(Frozen):
    """What a rule presupposes.

    Where it is not so the rule is not applicable; where that is unknown, not assessed. `outside` is the reverse: where
    one of these holds the rule is not applicable; what is claimed and unknown does not hold.
    """

    facility: tuple[str, ...] = ("any",)
    min_residents: int | None = None
    max_residents: int | None = None
    stay_days: Span | None = None
    season_weeks: Span | None = None
    room_occupancy: Span | None = None
    built: Built | None = None
    when: tuple[Condition, ...] = ()
    outside: tuple[Condition, ...] = ()

    @model_validator(mode="after")
    def _is_outside_as_a_whole(self) -> Self:
        if any(one.of_room for one in self.outside):
            raise ValueError("outside: name facts of the dwelling; a room alone is not outside a rule")
        return self

    @model_validator(mode="after")
    def _knows_the_facilities(self) -> Self:
        unknown = set(self.facility) - set(KINDS) - {"any"}
        if unknown:
            raise ValueError(f"unknown facility: {', '.join(sorted(unknown))}")
        return self


class Transition(Frozen):
    """Overgangsregel: what was there before a day must comply only from a later day.

    Before `until` the rule holds only where the date of `fact` is on or after `existing_before`.
    """

    existing_before: date
    until: date
    fact: Literal["first_used_on", "built_on", "permit_applied_on", "licence_granted_on"] = "first_used_on"

    @property
    def condition(self) -> Condition:
        """What the rule presupposes as long as the transition lasts."""
        return Condition(
            id="transition",
            fact=self.fact,
            op="since",
            value=self.existing_before,
            text=Text(
                f"Kun nyt fra og med {self.existing_before}; resten skal følge reglen fra {self.until}",
                f"Only what is new from {self.existing_before} on; the rest must comply from {self.until}",
            ),
        )


def known_measure(key: str) -> Measure:
    """Find a measure. Raises ValueError that names the nearest known one."""
    try:
        return measure_named(key)
    except KeyError as error:
        raise ValueError(error.args[0]) from None
