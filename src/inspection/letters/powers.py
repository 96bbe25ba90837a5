"""Which authority has which power: the table behind the question "may we send this order at all?"."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from inspection.letters.references import PRINTED_CONFIDENCES


@dataclass(frozen=True)
class Power:
    """An authority's power to react in one way under one rule pack."""

    authority: str
    pack: str
    reaction: str
    confidence: str

    @property
    def is_verified(self) -> bool:
        """True when the power was read in the law or a good secondary source."""
        return self.confidence in PRINTED_CONFIDENCES


@cache
def load_powers() -> frozenset[Power]:
    """Return the table as shipped."""
    rows = yaml.safe_load(Path(__file__).with_name("powers.yaml").read_text(encoding="utf-8"))
    return frozenset(Power(**row) for row in rows)
