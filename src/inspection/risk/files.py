"""The ranked list as a file: score, its version, its reasons, and what people decided otherwise."""

from collections.abc import Sequence

from husly.kit.spreadsheet import csv_file
from inspection.risk.models import RiskRun
from inspection.risk.presenters import CSV_COLUMNS, csv_row, explained
from inspection.risk.queries import Ranked
from inspection.risk.weights.factors import Weights

MOST_ROWS = 50_000
"""More rows than these nobody reads in a spreadsheet; the highest are in the file."""

LIST_COLUMNS = (
    *CSV_COLUMNS,
    "weights_version",
    "scored_as_of",
    "run_id",
    "decided_otherwise",
    "decided_to_group",
    "decided_until",
    "decided_because",
)


def list_csv(ranked: Sequence[Ranked], run: RiskRun, weights: Weights | None) -> bytes:
    """The list as a file for a spreadsheet."""
    rows = ([*csv_row(one, explained(one, weights)), *_of_run(run), *_decided(one)] for one in ranked)
    return csv_file(LIST_COLUMNS, rows)


def _of_run(run: RiskRun) -> list[object]:
    return [run.weights_version, run.as_of.isoformat(), run.id]


def _decided(one: Ranked) -> list[object]:
    row = one.deviation
    if row is None:
        return ["", "", "", ""]
    return [row.kind.value, row.to_group or "", row.until_on.isoformat(), row.reason]
