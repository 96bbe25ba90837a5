"""What the score may look at, and how the register knows it as of a day."""

from inspection.risk.features.catalogue import RETIRED, WITHHELD, RiskFeatures

__all__ = ["RETIRED", "WITHHELD", "RiskFeatures"]
