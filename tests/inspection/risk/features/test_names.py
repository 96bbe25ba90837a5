"""What features are called."""

from dataclasses import fields

from inspection.risk.features import RETIRED, RiskFeatures
from inspection.risk.features.names import FEATURE_NAMES


def test_every_feature_has_one_name_of_its_own() -> None:
    assert set(FEATURE_NAMES) == {one.name for one in fields(RiskFeatures)} | RETIRED
    assert len(set(FEATURE_NAMES.values())) == len(FEATURE_NAMES)
