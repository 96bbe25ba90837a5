"""Which roads a plan goes by, as the operator chose."""

from husly.settings import Settings
from inspection.planning.travel.asked import AskedRoads
from inspection.planning.travel.client import network_of
from inspection.planning.travel.places import Roads
from inspection.planning.travel.rules import TravelRules
from inspection.planning.travel.store import DriveStore


def roads_of(chosen: Settings) -> Roads:
    """The road network that is configured, or the rule of thumb. Make one for each plan."""
    return _roads(chosen, chosen.routing_plan_s)


def kept_roads_of(chosen: Settings) -> Roads:
    """The same as far as it was told before: for pages and previews, which wait for no network."""
    return _roads(chosen, 0.0)


def _roads(chosen: Settings, plan_s: float) -> Roads:
    network = network_of(chosen)
    if network is None:
        return TravelRules()
    store = DriveStore(path=chosen.routing_store, network=network.name, days=chosen.routing_days)
    return AskedRoads(network=network, store=store, plan_s=plan_s)
