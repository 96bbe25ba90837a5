"""How much an order of visits is worth: the slope of a logistic line through them (Cox 1958)."""

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from inspection.risk.fitting.classes import Floats

STEEPEST = 1_000.0


def logistic_slope(ahead: Floats, outcome: Floats, weight: Floats) -> float:
    """The slope of the outcome's log-odds on ``ahead``, with an intercept; nought where more does not mean more."""
    spread = float(ahead.std()) if len(ahead) else 0.0
    if spread < 1e-12:
        return 0.0
    line = (ahead - ahead.mean()) / spread

    def loss(point: Floats) -> tuple[float, Floats]:
        z = point[0] * line + point[1]
        residual = weight * (expit(z) - outcome)
        return float(weight @ (np.logaddexp(0.0, z) - outcome * z)), np.array([residual @ line, residual.sum()])

    found = minimize(loss, np.zeros(2), jac=True, method="L-BFGS-B", bounds=[(0.0, STEEPEST * spread), (-20.0, 20.0)])
    return float(found.x[0]) / spread
