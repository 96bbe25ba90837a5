"""How long drives take: by rule of thumb, or asked of a road network where the operator has one.

From the top down: `asked` (what a plan asks: memory, store, network, rule), `store` (drives kept between plans),
`client` (OSRM and Valhalla), `rules` (the rule of thumb), `islands`, `distance`, `places`.
"""

from inspection.planning.travel.distance import great_circle_km
from inspection.planning.travel.islands import FERRY_MIN
from inspection.planning.travel.places import Floats, Ints, Place, Roads, Travel
from inspection.planning.travel.rules import TravelRules

__all__ = ["FERRY_MIN", "Floats", "Ints", "Place", "Roads", "Travel", "TravelRules", "great_circle_km"]
