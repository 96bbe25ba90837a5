"""How many people may lawfully live here, and which requirement binds: the limits of a pack turned round."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from standards.conditions import exception, presuppositions
from standards.facts import DwellingFacts
from standards.frames import KEY, frames_of, prepare
from standards.measure import Measure
from standards.measures import measure_named
from standards.pack import Pack
from standards.requirement import Condition, Requirement
from standards.text import Text


@dataclass(frozen=True, slots=True)
class Constraint:
    """What one requirement allows. `persons` None: not known, for the facts in `missing`."""

    requirement_id: str
    label: Text
    text: Text
    persons: int | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Capacity:
    """The greatest lawful number of residents under one pack.

    `persons` is the least that any known constraint allows (None: none is known); `binding` names the
    requirements that allow no more. `complete` is False while a constraint is unknown: the true number
    may then be smaller.
    """

    pack_id: str
    as_of: date
    persons: int | None
    binding: tuple[str, ...]
    complete: bool
    constraints: tuple[Constraint, ...]

    @property
    def sentence(self) -> Text:
        """Say it in one sentence."""
        if self.persons is None:
            return Text(
                "Antallet kan ikke beregnes af de kendte fakta.",
                "The number cannot be computed from the facts.",
            )
        bound = [one for one in self.constraints if one.requirement_id in self.binding]
        why_da, why_en = ("; ".join(getattr(one.label, which).lower() for one in bound) for which in ("da", "en"))
        more_da = "" if self.complete else " Nogle fakta mangler; tallet kan være lavere."
        more_en = "" if self.complete else " Some facts are missing; the number may be lower."
        return Text(
            f"Højst {self.persons} beboere: {why_da}.{more_da}",
            f"At most {self.persons} residents: {why_en}.{more_en}",
        )


def lawful_capacity(facts: DwellingFacts, pack: Pack, *, as_of: date) -> Capacity:
    """Compute the capacity of one dwelling under a pack as it stands on a day."""
    frame = capacity_frames(*frames_of([facts]), pack, as_of=as_of)
    rows = {row["requirement_id"]: row for row in frame.iter_rows(named=True) if row["applicable"] is not False}
    constraints = tuple(_constraint(pack.requirement(key, as_of), row) for key, row in rows.items())
    known = [one.persons for one in constraints if one.persons is not None]
    persons = min(known) if known else None
    return Capacity(
        pack_id=pack.id,
        as_of=as_of,
        persons=persons,
        binding=tuple(one.requirement_id for one in constraints if persons is not None and one.persons == persons),
        complete=len(known) == len(constraints) and bool(constraints),
        constraints=constraints,
    )


def _constraint(rule: Requirement, row: dict[str, object]) -> Constraint:
    persons, missing = row["persons"], row["missing"]
    return Constraint(
        requirement_id=rule.id,
        label=measure_named(rule.measure).label,
        text=rule.text,
        persons=persons if isinstance(persons, int) else None,
        missing=tuple(missing) if isinstance(missing, list) else (),
    )


def capacity_frames(dwellings: pl.DataFrame, rooms: pl.DataFrame, pack: Pack, *, as_of: date) -> pl.DataFrame:
    """Compute what each requirement allows, for many dwellings (frames as in `standards.frames`).

    Returns one row per dwelling and requirement that can be turned round: `dwelling`, `requirement_id`,
    `applicable` (null: not known), `persons` (null: not known), `missing` (paths of facts). The least
    `persons` of a dwelling is its capacity.
    """
    dwellings, rooms = prepare(dwellings, rooms)
    parts = [_allowed(dwellings, rooms, rule, pack) for rule in _invertible(pack, as_of)]
    return pl.concat(parts) if parts else _allowed_nothing()


def _invertible(pack: Pack, as_of: date) -> list[Requirement]:
    return [
        rule
        for rule in pack.in_force(as_of)
        if pack.is_valid(rule, as_of)
        and rule.severity == "breach"
        and rule.id not in pack.variants
        and not rule.value_open
        and rule.table is None
        and measure_named(rule.measure).inverse is not None
    ]


def _allowed(dwellings: pl.DataFrame, rooms: pl.DataFrame, rule: Requirement, pack: Pack) -> pl.DataFrame:
    measure = measure_named(rule.measure)
    allowed: pl.Expr
    if measure.level == "room":
        dwellings = _with_rooms_added_up(dwellings, rooms, measure, rule)
        allowed = pl.when(~pl.col("rooms_incomplete")).then(pl.col("allowed"))
        needs = {"rooms": pl.col("allowed")}
    else:
        allowed, needs = _inverse(measure, rule.value), dict(measure.needs)
        needs.pop("residents", None)
    for condition in rule.unless:
        allowed = pl.max_horizontal(allowed, _allowed_by_exception(condition))
        needs |= {path: column for path, column in exception(condition).needs.items() if path != "residents"}
    scope = [*presuppositions(pack.applies, crowd=False), *presuppositions(rule.applies, crowd=False)]
    missing = [pl.when(column.is_null()).then(pl.lit(path)) for path, column in needs.items()]
    return dwellings.select(
        KEY,
        pl.lit(rule.id).alias("requirement_id"),
        pl.all_horizontal([pl.lit(True), *(question.holds for question in scope)]).alias("applicable"),
        allowed.cast(pl.Int64).alias("persons"),
        pl.concat_list(missing).list.drop_nulls().alias("missing"),
    )


def _inverse(measure: Measure, limit: object) -> pl.Expr:
    if measure.inverse is None:
        return pl.lit(None, dtype=pl.Float64)
    return measure.inverse(limit if isinstance(limit, float) else 1.0).cast(pl.Float64)


def _with_rooms_added_up(
    dwellings: pl.DataFrame, rooms: pl.DataFrame, measure: Measure, rule: Requirement
) -> pl.DataFrame:
    one = _inverse(measure, rule.value)
    counted = rooms.filter(measure.scope.fill_null(True)).select(KEY, one.alias("allowed"))
    known = pl.when(~pl.col("allowed").is_null().any()).then(pl.col("allowed").sum())
    return dwellings.join(counted.group_by(KEY).agg(known), on=KEY, how="left", maintain_order="left")


def _allowed_by_exception(condition: Condition) -> pl.Expr:
    """A measured exception allows what its limit allows; a claim allows those who live there now."""
    if condition.measure is not None:
        measure = measure_named(condition.measure)
        if measure.inverse is not None:
            return _inverse(measure, condition.value)
    return pl.when(exception(condition).holds).then(pl.col("residents")).cast(pl.Float64)


def _allowed_nothing() -> pl.DataFrame:
    kinds = {"requirement_id": pl.String, "applicable": pl.Boolean, "persons": pl.Int64}
    return pl.DataFrame(schema={KEY: pl.String, **kinds, "missing": pl.List(pl.String)})
