"""Points against what was found: the hit rate of each of the four groups, and points as probabilities tried forward."""

import numpy as np
import polars as pl

from husly.kit.i18n import mark
from inspection.risk.evaluation.calibration import Calibration, calibrated, expected, fitted_line
from inspection.risk.evaluation.effect import Share
from inspection.risk.evaluation.grouping import FEWEST_VISITS
from inspection.risk.evaluation.ordering import Floats

GROUPS = (4, 3, 2, 1)
TOO_FEW_HALVES = mark("Too few: under 50 visits in the earlier or the later half.")
ONE_WAY = mark("All visits of the earlier half ended the same way, or all scores are the same.")


def bands_of(frame: pl.DataFrame) -> list[tuple[int, Share]]:
    """The visits of each risk group, the highest first."""
    if not len(frame):
        return []
    return [(group, Share.of(frame.filter(pl.col("risk_group") == group)["breached"])) for group in GROUPS]


def forward_calibration(frame: pl.DataFrame) -> tuple[int, int, Calibration] | str:
    """Points are no probabilities; a line fitted to the earlier half of the visits makes them some for the later half.

    Only the later half is judged, so that nothing is tried on what it was made from. Gives the sizes of both halves and
    the calibration, or the reason why there is none.
    """
    ordered = frame.sort("visited_on", "dwelling_id") if len(frame) else frame
    middle = len(ordered) // 2
    if middle < FEWEST_VISITS:
        return TOO_FEW_HALVES
    earlier = ordered.filter(pl.col("visited_on") < ordered["visited_on"][middle])
    later = ordered.filter(pl.col("visited_on") >= ordered["visited_on"][middle])
    if min(len(earlier), len(later)) < FEWEST_VISITS:
        return TOO_FEW_HALVES
    outcome, line = earlier["breached"].cast(pl.Float64).to_numpy(), _line(earlier)
    if outcome.min() == outcome.max() or np.ptp(line[:, 1]) == 0:
        return ONE_WAY
    found = fitted_line(outcome, line, np.ones(len(outcome)))
    if found is None:
        return ONE_WAY
    unit = later["dwelling_id"].rank("dense").to_numpy()
    return len(earlier), len(later), calibrated(later["breached"].to_numpy(), expected(_line(later) @ found), unit=unit)


def _line(frame: pl.DataFrame) -> Floats:
    """Ones, and the points in tens."""
    return np.column_stack((np.ones(len(frame)), frame["score"].cast(pl.Float64).to_numpy() / 10))
