"""One other solver alone on one team-orienteering instance; `bench/toptw.py --peers PYTHON` runs it.

Usage: PYTHON bench/toptw_peer.py pyvrp|vroom|ortools SECONDS < instance.json

PYTHON has what stands in bench/requirements-solvers.txt. The instance comes as JSON: "travel" (matrix), "service",
"prize", "opens", "closes" (lists, the depot first), "tours". Prints {"tours": [[node, ...], ...]}. Each solver is used
as its documentation shows: PyVRP with a point worth 1000 units of distance; VROOM with priorities from 0 to 100, two
threads and its highest exploration level, at which it ends by itself; OR-Tools with disjunctions and guided local
search.
"""

import json
import sys
import time
from typing import Any

Tours = list[list[int]]


def by_pyvrp(asked: dict[str, Any], seconds: float) -> Tours:
    """PyVRP, with the settings that did best when it was chosen: a point weighs 1000 units of distance."""
    import numpy as np
    import pyvrp
    from pyvrp.stop import MaxRuntime

    matrix: Any = np.array(asked["travel"])
    count = len(asked["prize"])
    data = pyvrp.ProblemData(
        locations=[pyvrp.Location(0, 0) for _ in range(count)],
        clients=[
            pyvrp.Client(
                location=node,
                service_duration=asked["service"][node],
                tw_early=asked["opens"][node],
                tw_late=asked["closes"][node],
                prize=1000 * asked["prize"][node],
                required=False,
            )
            for node in range(1, count)
        ],
        depots=[pyvrp.Depot(0)],
        vehicle_types=[
            pyvrp.VehicleType(
                num_available=asked["tours"], start_depot=0, end_depot=0, tw_early=0, tw_late=asked["closes"][0]
            )
        ],
        distance_matrices=[matrix],
        duration_matrices=[matrix],
    )
    result = pyvrp.solve(data, MaxRuntime(seconds), seed=1, collect_stats=False, display=False)
    return [[stop.idx + 1 for stop in route if stop.is_client()] for route in result.best.routes()]


def by_vroom(asked: dict[str, Any], _seconds: float) -> Tours:
    """VROOM at its highest exploration level; it ends when it has nothing more to try."""
    import numpy as np
    import vroom

    problem = vroom.Input()
    problem.set_durations_matrix("car", np.array(asked["travel"], dtype=np.uint32))
    most = max(asked["prize"])
    for number in range(asked["tours"]):
        problem.add_vehicle(
            vroom.Vehicle(
                number + 1, start=0, end=0, profile="car", time_window=vroom.TimeWindow(0, asked["closes"][0])
            )
        )
    for node in range(1, len(asked["prize"])):
        window = vroom.TimeWindow(asked["opens"][node], asked["closes"][node])
        job = vroom.Job(
            node,
            location=node,
            default_service=asked["service"][node],
            priority=round(100 * asked["prize"][node] / most),
            time_windows=[window],
        )
        problem.add_job(job)
    found = problem.solve(exploration_level=5, nb_threads=2)
    routes = found.routes
    jobs = routes[routes["type"] == "job"]
    return [[int(one) for one in some["id"]] for _, some in jobs.groupby("vehicle_id", sort=True)]


def by_ortools(asked: dict[str, Any], seconds: float) -> Tours:
    """OR-Tools' routing library: disjunctions with the prize as penalty, guided local search."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    count, travel, service = len(asked["prize"]), asked["travel"], asked["service"]
    nodes = pywrapcp.RoutingIndexManager(count, asked["tours"], 0)
    routing = pywrapcp.RoutingModel(nodes)

    def cost(one: int, other: int) -> int:
        return int(travel[nodes.IndexToNode(one)][nodes.IndexToNode(other)])

    def duration(one: int, other: int) -> int:
        return cost(one, other) + int(service[nodes.IndexToNode(one)])

    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitCallback(cost))
    horizon = asked["closes"][0]
    routing.AddDimension(routing.RegisterTransitCallback(duration), horizon, horizon, False, "time")
    clock = routing.GetDimensionOrDie("time")
    for node in range(1, count):
        index = nodes.NodeToIndex(node)
        clock.CumulVar(index).SetRange(asked["opens"][node], min(asked["closes"][node], horizon))
        routing.AddDisjunction([index], 1000 * asked["prize"][node])
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromMilliseconds(round(1000 * seconds))
    found = routing.SolveWithParameters(parameters)
    tours: Tours = []
    for vehicle in range(asked["tours"]) if found else ():
        index, tour = found.Value(routing.NextVar(routing.Start(vehicle))), []
        while not routing.IsEnd(index):
            tour.append(nodes.IndexToNode(index))
            index = found.Value(routing.NextVar(index))
        tours.append(tour)
    return [tour for tour in tours if tour]


SOLVERS = {"pyvrp": by_pyvrp, "vroom": by_vroom, "ortools": by_ortools}


def main() -> None:
    """Solve what comes in with the solver named."""
    name, seconds = sys.argv[1], float(sys.argv[2])
    asked = json.load(sys.stdin)
    began = time.perf_counter()
    tours = SOLVERS[name](asked, seconds)
    print(json.dumps({"tours": tours, "seconds": time.perf_counter() - began}))


if __name__ == "__main__":
    main()
