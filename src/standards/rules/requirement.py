"""One requirement of a rule pack: pure data, checked when it is read."""

from datetime import date
from typing import Literal, Self

from pydantic import Field, StrictBool, StrictFloat, model_validator

from standards.facts.catalogue import fact_at
from standards.measures.measure import Measure
from standards.measures.registry import measure_named
from standards.rules.condition import Applies, Condition, Frozen, Transition, known_measure
from standards.rules.issuer import Issuer
from standards.text import Text

Severity = Literal["breach", "advisory", "info"]
Confidence = Literal["V", "V*", "P", "M"]
Operator = Literal["<=", ">=", "is", "has", "by_table"]
Value = StrictBool | StrictFloat | tuple[str, ...] | tuple[StrictFloat, ...]
"""A truth value, a number, items of a list, or the sides of a size."""
Basis = Literal["dwelling", "room"]

_OPERATORS: dict[str, tuple[str, ...]] = {
    "number": ("<=", ">=", "by_table"),
    "flag": ("is",),
    "items": ("has",),
    "fixtures": ("<=",),
    "size": (">=",),
}


class Reference(Frozen):
    """Where the rule stands: the act or report, the section, and the ELI address of the text."""

    title: str = Field(min_length=1)
    section: str = Field(min_length=1)
    eli_url: str = Field(default="", pattern=r"^(https://\S+)?$")


class Step(Frozen):
    """One row of a table: the limit for up to so many persons (the last row may be open)."""

    up_to: int | None = None
    value: StrictFloat


class Line(Frozen):
    """A limit that rises with the number: `base`, and `each` for every one above `above`."""

    base: float
    each: float
    above: int


class Table(Frozen):
    """A limit that depends on the number of persons: in the dwelling, or in the room for room measures.

    Instead of persons another number of the dwelling may be named (`by`). Either steps or a line.
    """

    compare: Literal["<=", ">="]
    by: str = "residents"
    steps: tuple[Step, ...] = ()
    line: Line | None = None

    @model_validator(mode="after")
    def _rises(self) -> Self:
        fact = fact_at(self.by)
        if fact is None or fact.kind not in ("int", "number"):
            raise ValueError(f"table: {self.by!r} is no number of the dwelling or room")
        if bool(self.steps) == (self.line is not None):
            raise ValueError("table: give either steps or a line")
        ends = [step.up_to for step in self.steps]
        closed = [end for end in ends if end is not None]
        if None in ends[:-1] or closed != sorted(set(closed)):
            raise ValueError("table: 'up_to' must rise, and only the last row may be open")
        return self


class Reading(Frozen):
    """One way to understand a rule, worked out as a requirement of its own."""

    basis: Basis
    requirement: str


class Readings(Frozen):
    """A rule open to two readings. A breach in the lenient one is a breach in both."""

    lenient: Reading
    strict: Reading


class Requirement(Frozen):
    """A limit on a measure, with its place in the law and how well we know it.

    `value` decides breach; `best` is the strict end of a range and gives a note only. `value_open` marks
    a limit that nobody has set: no outcome. `text` tells the rule in our own words, `remedy` the result
    to be achieved, never the method, `breach` what a letter says was found, without the limit, which an overlay
    may tighten. `issuer` and `overlay_hash` are set when an overlay is laid over the pack
    (`standards.variants.laying`): whose rule it is, and which content of that overlay; none: the pack's own.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]*\.[a-z0-9_]+$")
    measure: str
    op: Operator
    value: Value | None = None
    value_open: bool = False
    best: StrictFloat | None = None
    unit: str = ""
    table: Table | None = None
    min_count: int = Field(default=0, ge=0)
    rounding: Literal["ceil"] | None = None
    per_sex: bool = False
    applies: Applies = Applies()
    unless: tuple[Condition, ...] = ()
    unless_room: tuple[Condition, ...] = ()
    transition: Transition | None = None
    readings: Readings | None = None
    severity: Severity
    reference: Reference
    valid_from: date | None = None
    valid_to: date | None = None
    confidence: Confidence
    source_sites: tuple[str, ...] = Field(min_length=1)
    text: Text
    remedy: Text = Text("", "")
    breach: Text = Text("", "")
    issuer: Issuer | None = None
    overlay_hash: str = ""

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        measure = known_measure(self.measure)
        if self.op not in _OPERATORS[measure.kind]:
            raise ValueError(f"{self.id}: {self.op!r} does not fit {self.measure}")
        if self.unit != measure.unit:
            raise ValueError(f"{self.id}: unit {self.unit!r}, but {self.measure} is in {measure.unit!r}")
        halved = any(bool(one.da) != bool(one.en) for one in (self.remedy, self.breach))
        if not (self.text.da and self.text.en) or halved:
            raise ValueError(f"{self.id}: text (and remedy, breach) are needed in Danish and English")
        if self.valid_from and self.valid_to and self.valid_to <= self.valid_from:
            raise ValueError(f"{self.id}: valid_to must lie after valid_from")
        if measure.kind != "fixtures" and (self.min_count or self.rounding):
            raise ValueError(f"{self.id}: min_count and rounding are for fixtures only")
        if self.per_sex and (measure.fixtures is None or not measure.fixtures.by_sex):
            raise ValueError(f"{self.id}: {self.measure} is not counted by sex")
        self._check_rooms(measure)
        self._check_value(set(measure.items))
        return self

    def _check_rooms(self, measure: Measure) -> None:
        of_room = self.applies.room_occupancy or self.unless_room or any(one.of_room for one in self.applies.when)
        if of_room and measure.level != "room":
            raise ValueError(f"{self.id}: room_occupancy and facts of rooms are for measures of rooms")
        if any(one.of_room for one in self.unless) or not all(one.of_room for one in self.unless_room):
            raise ValueError(f"{self.id}: facts of rooms belong under unless_room, others under unless")
        if self.table is not None and self.table.by != "residents" and measure.level == "room":
            raise ValueError(
                f"{self.id}: for rooms a table goes by the residents of the room, not by {self.table.by}; "
                "make one rule for each row, with `when`"
            )

    def _check_value(self, items: set[str]) -> None:
        if self.value_open or self.op == "by_table":
            if self.value is not None or (self.op == "by_table" and self.table is None):
                raise ValueError(f"{self.id}: an open value or a table takes no value; by_table needs a table")
            return
        sides = measure_named(self.measure).sides
        if sides:
            if not isinstance(self.value, tuple) or not all(isinstance(one, float) for one in self.value):
                raise ValueError(f"{self.id}: give a number for each of the {len(sides)} sides")
            if len(self.value) != len(sides):
                raise ValueError(f"{self.id}: {self.measure} has {len(sides)} sides, {len(self.value)} limits given")
            return
        fits = {"is": isinstance(self.value, bool), "has": isinstance(self.value, tuple)}
        if not fits.get(self.op, isinstance(self.value, float)):
            raise ValueError(f"{self.id}: value {self.value!r} does not fit {self.op!r}; use value_open for none")
        if isinstance(self.value, tuple) and (not self.value or set(self.value) - items):
            raise ValueError(f"{self.id}: choose items of {self.measure}: {', '.join(sorted(items))}")
        self._check_best()

    def _check_best(self) -> None:
        if self.best is None:
            return
        if not isinstance(self.value, float) or isinstance(self.value, bool):
            raise ValueError(f"{self.id}: best needs a number as value")
        strict = self.best <= self.value if self.op == "<=" else self.best >= self.value
        if not strict:
            raise ValueError(f"{self.id}: best must be the strict end of the range")

    @property
    def limit(self) -> float:
        """The limit of a number or ratio; raises TypeError for truth values, lists and open values."""
        if isinstance(self.value, bool) or not isinstance(self.value, float):
            raise TypeError(f"{self.id} has no number as limit")
        return self.value

    @property
    def items(self) -> tuple[str, ...]:
        """The items that must be there; none for other rules."""
        return tuple(one for one in self._listed if isinstance(one, str))

    @property
    def sides(self) -> tuple[float, ...]:
        """The limit of each side of a size; none for other rules."""
        return tuple(one for one in self._listed if isinstance(one, float))

    @property
    def _listed(self) -> tuple[str | float, ...]:
        return self.value if isinstance(self.value, tuple) else ()

    @property
    def short_id(self) -> str:
        """The part of the id after the pack."""
        return self.id.rpartition(".")[2]
