"""A table of past visits made ready: outcome, day, unit, and the columns that may be learned from, all told of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from inspection.risk.learning.columns import Column, read_column
from inspection.risk.learning.days import DayOrder, days_of
from inspection.risk.learning.leaks import after_the_visit, barred, doubted, share_of, single_reach, tells_the_outcome
from inspection.risk.learning.outcomes import OutcomeError, read_outcome
from inspection.risk.learning.tables import TableError
from inspection.risk.learning.unit_history import earlier_of_unit, so_far

MONTH = "month of the visit"
FEWEST_ROWS = 20
MOST_SHOWN = 12
MOST_COLUMNS = 200
"""Columns that are learned from at most; a table with more is cut down to those that tell most."""


@dataclass(frozen=True, kw_only=True)
class Task:
    """What the person asks: which column is what, and where the time is cut.

    ``group`` names the unit visited again and again; ``ignore`` is left out; ``allow`` is used though the machine would
    refuse it; ``by`` are columns to tell results by; ``last_result`` is a column to compare with.
    """

    label: str
    day: str
    train_before: date
    group: str | None = None
    ignore: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    last_result: str | None = None
    positive: str | None = None
    order: DayOrder | None = None


@dataclass(frozen=True)
class Prepared:
    """The rows with an outcome and a day, in order of time; ``train`` marks those before the cut.

    ``features`` holds numbers and texts, null where unknown; ``plain`` those of them that the table itself had.
    """

    features: pl.DataFrame
    plain: tuple[str, ...]
    outcome: pl.Series
    on: pl.Series
    unit: pl.Series
    train: pl.Series
    reach: Mapping[str, float]
    """How well each of the table's columns alone ranks the rows to learn from (``leaks.single_reach``)."""
    groups: Mapping[str, Sequence[str]]
    line: pl.Series
    """The row's place in the table, from 1 below the heading."""
    refused: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def prepare(table: pl.DataFrame, task: Task) -> Prepared:
    """Read the columns as the task names them. Raises ``TableError``, ``DayError`` or ``OutcomeError``."""
    _check_names(table, task)
    outcome = read_outcome(table[task.label], positive=task.positive)
    days = days_of(table[task.day], order=task.order)
    keep = outcome.is_not_null() & days.values.is_not_null()
    notes = _left_out(table, outcome, days.values)
    order = (
        pl.DataFrame({"on": days.values, "row": pl.int_range(table.height, eager=True)}).filter(keep).sort("on", "row")
    )
    rows = order["row"]
    on, outcome = order["on"], outcome.gather(rows)
    train = on.to_frame("on").select(pl.col("on") < task.train_before).to_series()
    _check_split(on, outcome, train, task)
    features, refused, told = _features(table[rows], outcome, on, train, task)
    unit = pl.Series(range(len(rows))) if task.group is None else table[task.group].gather(rows).rank("dense")
    unit = unit.cast(pl.Int64).fill_null(-1)
    unit = unit.zip_with(unit >= 0, pl.Series(range(-2, -2 - len(unit), -1), dtype=pl.Int64))
    reach = _reach([one for one in features.get_columns() if one.name != MONTH], outcome, train)
    history, more = _history(features, reach, outcome, on, unit, train, task)
    return Prepared(
        features=features.hstack(history),
        plain=tuple(features.columns),
        outcome=outcome,
        on=on,
        unit=unit,
        train=train,
        reach=reach,
        groups={name: table[name].gather(rows).cast(pl.String).fill_null("(unknown)").to_list() for name in task.by},
        line=rows + 1,
        refused=refused,
        notes=(*notes, *told, *more),
    )


def _check_names(table: pl.DataFrame, task: Task) -> None:
    named = [task.label, task.day, *task.ignore, *task.allow, *task.by]
    named += [name for name in (task.group, task.last_result) if name is not None]
    unknown = [name for name in dict.fromkeys(named) if name not in table.columns]
    if unknown:
        raise TableError(
            f"The table has no column {', '.join(map(repr, unknown))}. It has: {', '.join(map(repr, table.columns))}."
        )
    roles = [name for name in (task.label, task.day, task.group) if name is not None]
    if len(set(roles)) < len(roles):
        raise TableError("The outcome, the day and the unit must be three different columns.")


def _left_out(table: pl.DataFrame, outcome: pl.Series, on: pl.Series) -> list[str]:
    found = []
    if count := int(outcome.is_null().sum()):
        found.append(f"{count} of {table.height} rows have no outcome and were left out.")
    if count := int((on.is_null() & outcome.is_not_null()).sum()):
        found.append(f"{count} rows have no day that can be read and were left out.")
    return found


def _check_split(on: pl.Series, outcome: pl.Series, train: pl.Series, task: Task) -> None:
    if on.is_empty():
        raise TableError("No row has both an outcome and a day.")
    span = f"the visits with an outcome lie from {on[0]} to {on[-1]}"
    for part, where, what in ((train, "before", "to learn from"), (~train, "from", "to be judged on")):
        own = outcome.filter(part)
        if own.is_empty():
            raise TableError(
                f"No visit {where} {task.train_before} has an outcome, so nothing is there {what}; {span}."
            )
        if own.len() < FEWEST_ROWS:
            raise TableError(f"Only {own.len()} visits {where} {task.train_before} are there {what}; {span}.")
        if own.n_unique() < 2:
            kind = "a breach" if own[0] else "no breach"
            raise OutcomeError(
                f"All {own.len()} visits {where} {task.train_before} ended with {kind}: of one class alone nothing is "
                f"there {what}; {span}."
            )


@dataclass(frozen=True)
class _Weighed:
    """A column as it may be learned from; or why it is refused, or left out as saying nothing."""

    values: pl.Series | None = None
    note: str = ""
    refused: str = ""
    empty: str = ""


def _weighed(column: pl.Series, outcome: pl.Series, on: pl.Series, train: pl.Series, task: Task) -> _Weighed:
    name, is_allowed = column.name, column.name in task.allow
    read = read_column(column, order=task.order)
    why = None if is_allowed else barred(name)
    if why is None and read.is_day and read.values is not None and not is_allowed:
        why = after_the_visit(read.values, on)
    if why is not None:
        return _Weighed(refused=why)
    values = _usable(read, on)
    if values is None or values.filter(train).drop_nulls().n_unique() < 2:
        return _Weighed(empty=f"{name} ({read.note or 'it does not vary before the cut'})")
    why = None if is_allowed else tells_the_outcome(name, values.filter(train), outcome.filter(train))
    return _Weighed(values, read.note) if why is None else _Weighed(refused=why)


def _features(
    table: pl.DataFrame, outcome: pl.Series, on: pl.Series, train: pl.Series, task: Task
) -> tuple[pl.DataFrame, dict[str, str], list[str]]:
    taken: list[pl.Series] = [on.dt.month().cast(pl.Float64).alias(MONTH)]
    refused: dict[str, str] = {}
    empty: list[str] = []
    told: list[str] = []
    for name in table.columns:
        if name in (task.label, task.day, task.group, *task.ignore):
            continue
        one = _weighed(table[name], outcome, on, train, task)
        if one.values is None:
            refused |= {name: one.refused} if one.refused else {}
            empty += [one.empty] if one.empty else []
            continue
        told += [f"{name}: {one.note}."] if one.note else []
        if doubted(name) and name not in task.allow:
            told.append(
                f"{name}: by its name it may be known only after the visit; leave it out with --ignore if it is."
            )
        taken.append(one.values.alias(name if name != MONTH else f"{name} (of the table)"))
    if empty:
        more = f" and {len(empty) - MOST_SHOWN} more" if len(empty) > MOST_SHOWN else ""
        told.append(f"Not learned from: {', '.join(empty[:MOST_SHOWN])}{more}.")
    if len(taken) == 1 and task.group is None:
        raise TableError(
            "No column is left to learn from. " + " ".join(f"{name}: {why}." for name, why in refused.items())
        )
    if len(taken) > MOST_COLUMNS:
        told.append(f"Of {len(taken)} columns the {MOST_COLUMNS} that tell most alone were learned from.")
    return pl.DataFrame(_telling_most(taken, outcome, train)), refused, told


def _telling_most(columns: list[pl.Series], outcome: pl.Series, train: pl.Series) -> list[pl.Series]:
    """The columns in their order; of too many those that rank the rows to learn from best, each alone."""
    if len(columns) <= MOST_COLUMNS:
        return columns
    reach = _reach(columns, outcome, train)
    kept = set(sorted(reach, key=lambda name: (-reach[name], name))[:MOST_COLUMNS])
    return [column for column in columns if column.name in kept]


def _reach(columns: Sequence[pl.Series], outcome: pl.Series, train: pl.Series) -> dict[str, float]:
    known = outcome.filter(train)
    return {column.name: single_reach(column.filter(train), known) for column in columns}


def _usable(read: Column, on: pl.Series) -> pl.Series | None:
    """A column as numbers or texts; a day as the days from it to the visit."""
    if read.values is None:
        return None
    if read.is_day:
        return (on - read.values).dt.total_days().cast(pl.Float64)
    return read.values


def _history(
    features: pl.DataFrame,
    reach: Mapping[str, float],
    outcome: pl.Series,
    on: pl.Series,
    unit: pl.Series,
    train: pl.Series,
    task: Task,
) -> tuple[list[pl.Series], list[str]]:
    """What the unit's earlier rows say: of the outcome, and of the one number that says most."""
    if task.group is None:
        return [], []
    again = int(unit.len() - unit.n_unique())
    if not again:
        return [], [f"No {task.group} is in the table twice: there is no history to learn from."]
    share = share_of(outcome.filter(train))
    frames = [earlier_of_unit(unit, on, outcome, share=share)]
    numbers = [name for name in reach if features[name].dtype.is_numeric()]
    if numbers:
        frames.append(so_far(unit, on, features[max(numbers, key=lambda name: (reach[name], name))]))
    columns = [column for frame in frames for column in frame.get_columns()]
    return [column for column in columns if column.name not in features.columns], []
