"""The search: iterated local searches by PyVRP that differ, side by side, and the best set of all tours they met.

A generation is four tasks, run on as many cores as there are, whose answers are taken in their order: so the same
seed gives the same tours on any machine. The tasks differ in what a point weighs against the drive, in noise on the
points, in where they start, and in the pins of visits of several. After each generation the tours met so far are
packed anew. In large problems a task improves a part of the tours with the visits that could be in them.
"""

import os
import time
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.random import Generator, default_rng
from pyvrp.exceptions import PenaltyBoundWarning

from inspection.planning.solving.budget import Budget
from inspection.planning.solving.crews import crews_in_order, force_crew, place_crews, without
from inspection.planning.solving.insertion import Insertion, Order
from inspection.planning.solving.local_search import Answer, Part, Task, run
from inspection.planning.solving.network import Network, Pin
from inspection.planning.solving.pool import Pool, day_of, drive_min, shift_groups, worth
from inspection.planning.solving.problem import StopAfter

TASKS = 4
TASK_WORK = 400_000
"""Iterations times nodes of one task: about a second. So long where the clock alone decides."""

MEASURED_TASK_WORK = 100_000
"""The same where the work is measured out: many short tasks, whose tours are taken together after each generation,
collect more with the same work than few long ones."""

LEAST_ITERATIONS = 50
WEIGHTS = (6.0, 20.0, 60.0, 200.0)
"""How many median drives a median visit is worth to a task. Low ones pack tightly, high ones reach out."""

NOISES = (0.0, 0.15, 0.0, 0.4)
"""By how much a task may take points for more or less than they are."""

PART_GROUPS = 40
"""Shifts unlike one another that a task improves at a time; fewer than that, and it improves all."""

WORK_GROUPS = 12
"""With so many shifts unlike one another an iteration takes twice as long as with one."""

PACK_GROUPS = 10
"""With more shifts unlike one another, packing all tours met takes longer than searching on."""

BY_DAY = 0.5
"""How often the shifts of a part lie on near days, rather than start from near places."""

CREWS_TURN = 3
"""Every third generation tries other days and people for visits of several."""

LARGEST_PART = 12_000_000
"""Cells of the matrices of one task: profiles times places squared."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Tours in the making, with the pins of visits of several."""

    orders: tuple[Order, ...]
    pins: tuple[Pin, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The best draft, and whether the clock ended the search before its measure of work was full."""

    draft: Draft
    by_the_clock: bool


def search(
    net: Network,
    start: Draft,
    *,
    stop: StopAfter,
    seed: int,
    progress: Callable[[float], None] | None = None,
) -> Found:
    """Better tours than those at the start, or the same; what stays, stays. The same seed and measure of work give
    the same tours. ``progress`` is told the share done, from 0 to 1.
    """
    if not net.node_count or not net.shifts:
        return Found(start, by_the_clock=False)
    return _Search(net, start, seed, Budget(stop, net.node_count)).run(progress)


def started(net: Network, orders: Sequence[Order], pins: Sequence[Pin]) -> Draft:
    """A first draft by insertion, around tours that are there already: visits of several first, then the others."""
    kept = list(pins)
    tours = Insertion(net.pinned(kept), orders)
    have = {pin.candidate for pin in kept}
    tours = place_crews(net, [one for one in crews_in_order(net) if one not in have], tours, kept)
    tours.fill()
    return Draft(tuple(tours.orders), tuple(kept))


@dataclass
class _Search:
    net: Network
    best: Draft
    seed: int
    budget: Budget
    pool: Pool = field(default_factory=Pool)

    def run(self, progress: Callable[[float], None] | None) -> Found:
        """Generation after generation, until the measure of work is full or the clock ends it."""
        budget, generation, late = self.budget, 0, False
        with warnings.catch_warnings(), ThreadPoolExecutor(max(1, min(TASKS, os.cpu_count() or 1))) as threads:
            # PyVRP's advice on its own parameters: a task without a better answer leaves the tours as they are.
            warnings.simplefilter("ignore", PenaltyBoundWarning)
            while budget.spent < budget.total and not (late := late or budget.is_late):
                tasks = self._tasks(generation)
                for task, answer in zip(tasks, threads.map(run, tasks), strict=True):
                    self._take(task, answer)
                late = budget.is_late  # then the clock may have cut these tasks short
                self._pack()
                generation += 1
                if progress is not None:
                    progress(budget.share)
        return Found(self.best, by_the_clock=budget.stop.repeatable and late)

    def _tasks(self, generation: int) -> list[Task]:
        randoms = [default_rng([self.seed, generation, number]) for number in range(TASKS)]
        if self.net.crews and generation % CREWS_TURN == CREWS_TURN - 1:
            varied = [self._varied(random) for random in randoms]
            nets = [self.net.pinned(draft.pins) for draft in varied]
            parts = [
                self._parts(net, draft, random, 1)[0] for net, draft, random in zip(nets, varied, randoms, strict=True)
            ]
        else:
            varied, nets = [self.best] * TASKS, [self.net.pinned(self.best.pins)] * TASKS
            parts = self._parts(nets[0], self.best, randoms[0], TASKS)
        budget = self.budget
        most = MEASURED_TASK_WORK if budget.is_measured else TASK_WORK
        work = min(most, (budget.total - budget.spent) / TASKS)
        tasks = []
        for number, part in enumerate(parts):
            iterations = max(LEAST_ITERATIONS, int(work / part.work))
            budget.spent += iterations * part.work
            tasks.append(
                Task(
                    network=nets[number],
                    orders=varied[number].orders,
                    pins=varied[number].pins,
                    part=part,
                    weighs=WEIGHTS[(number + generation) % len(WEIGHTS)],
                    noise=NOISES[number] if generation and not part.is_cut else 0.0,
                    afresh=not part.is_cut and (number % 2 == 1 or (number == 0 and generation % 3 == 2)),
                    iterations=iterations,
                    until=budget.until,
                    seed=int(randoms[number].integers(2**31)),
                )
            )
        return tasks

    def _varied(self, random: Generator) -> Draft:
        """The best draft with one visit of several left out, moved or put in."""
        pins = list(self.best.pins)
        tours = Insertion(self.net.pinned(pins), self.best.orders)
        one = int(random.choice(sorted(self.net.crews)))
        if any(pin.candidate == one for pin in pins):
            tours, pins = without(self.net, one, tours, pins)
        moved = force_crew(self.net, one, tours, pins, random)
        if moved is None and one in self.net.stays:
            return self.best
        tours = tours if moved is None else moved
        tours.fill()
        return Draft(tuple(tours.orders), tuple(pins))

    def _parts(self, net: Network, draft: Draft, random: Generator, count: int) -> list[Part]:
        """All shifts for every task, while that is small; else some near one another for each, none in two parts."""
        groups = shift_groups(net)
        if len(groups) <= PART_GROUPS:
            part = self._part_of(net, draft, groups)
            if part.cells <= LARGEST_PART:
                return [part] * count
        by_day, parts = bool(random.random() < BY_DAY), []
        size = min(PART_GROUPS, max(1, len(groups) // count))
        for _ in range(count):
            middle = groups[int(random.integers(len(groups)))][0]

            def far(group: tuple[int, ...], middle: int = middle) -> tuple[int, int]:
                apart = int(net.minutes[net.shift_from[middle], net.shift_from[group[0]]])
                days = abs(net.shifts[middle].day - net.shifts[group[0]].day)
                return (days, apart) if by_day else (apart, days)

            groups.sort(key=far)
            part, some = self._part_of(net, draft, groups[:size], cut=True), size
            while part.cells > LARGEST_PART and some > 1:
                some = max(1, some * 2 // 3)
                part = self._part_of(net, draft, groups[:some], cut=True)
            parts.append(part)
            groups = groups[some:]
            if not groups:
                break
        return parts

    @staticmethod
    def _part_of(net: Network, draft: Draft, groups: Sequence[tuple[int, ...]], *, cut: bool = False) -> Part:
        shifts = tuple(sorted(shift for group in groups for shift in group))
        elsewhere = {
            int(net.candidate[node]) for n, order in enumerate(draft.orders) for node in order if n not in set(shifts)
        }
        open_here = net.allowed[list(shifts)].any(axis=0)
        taken = np.isin(net.candidate, sorted(elsewhere))
        crewed = np.isin(net.candidate, sorted(net.crews))
        inside = {node for shift in shifts for node in draft.orders[shift]}
        nodes = np.flatnonzero(open_here & (~taken | crewed))
        # A seat of a visit of several is here only if its tour is.
        kept = tuple(int(node) for node in nodes if not crewed[node] or int(node) in inside)
        profiles = len(np.unique(net.allowed[list(shifts)][:, list(kept)], axis=0)) if kept else 1
        work = max(len(kept), 1) * (1 + len(groups) / WORK_GROUPS)
        return Part(shifts, kept, profiles * (len(kept) + net.depot_count) ** 2, work, cut)

    def _take(self, task: Task, answer: Answer) -> None:
        """The better of the best so far and it with the task's part, which others may have changed around."""
        for day, minutes, order in answer.tours:
            self.pool.add(day, [(minutes, order)])
        orders = answer.orders
        if task.part.is_cut and task.pins == self.best.pins:
            orders = self._merged(task.part, orders)
        draft = Draft(tuple(self._filled(task, orders)), task.pins)
        if self._worth(draft) > self._worth(self.best):
            self.best = draft

    def _merged(self, part: Part, orders: Sequence[Order]) -> list[Order]:
        """The best tours with those of a part; what another part has taken meanwhile stays there."""
        inside = frozenset(part.shifts)
        taken = {
            int(self.net.candidate[node])
            for shift, order in enumerate(self.best.orders)
            for node in order
            if shift not in inside
        } - frozenset(self.net.crews)
        return [
            tuple(node for node in orders[shift] if int(self.net.candidate[node]) not in taken)
            if shift in inside
            else order
            for shift, order in enumerate(self.best.orders)
        ]

    def _filled(self, task: Task, orders: Sequence[Order]) -> list[Order]:
        tours = Insertion(task.network, orders)
        tours.fill()
        for shift, order in enumerate(tours.orders):
            if order:
                self.pool.add(day_of(task.network, shift), [(drive_min(task.network, shift, order), order)])
        return tours.orders

    def _pack(self) -> None:
        net, limit_s = self.net.pinned(self.best.pins), self.budget.pack_limit_s
        if len(shift_groups(net)) > PACK_GROUPS or limit_s == 0:
            return
        began = time.perf_counter()
        orders = self.pool.best_set(net, self.best.orders, limit_s=limit_s)
        self.budget.pack_s = max(self.budget.pack_s, time.perf_counter() - began)
        if orders is None:
            return
        draft = Draft(tuple(orders), self.best.pins)
        if self._worth(draft) > self._worth(self.best):
            self.best = draft

    def _worth(self, draft: Draft) -> int:
        return sum(worth(self.net, shift, order) for shift, order in enumerate(draft.orders))
