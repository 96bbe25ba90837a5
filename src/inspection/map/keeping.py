"""What one question finds of very many accommodations, kept for a while: a whole country takes seconds to read."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock

from inspection.map.survey import Survey

KEPT_S, MOST_S = 60.0, 600.0
"""How long very many are kept while the register changes: at least, and at most."""
TIMES_READ = 20
"""Kept for so many times as long as reading took, so that a twentieth of the time is spent on reading at most."""
FROM_COUNT = 5_000
"""What tells of fewer is read anew whenever the register changed."""
MOST_ROWS = 3_000_000
"""Rows that are kept in all, some 80 bytes each."""
MOST_KEPT = 200


@dataclass(frozen=True)
class _Entry:
    until: float
    change: int
    survey: Survey


class Kept:
    """Surveys, by all that they depend on except the register itself. For several threads.

    ``change`` is the register's last change: with the same one the same is found. Very many are not read anew for each
    change, but once a minute, or less often where reading takes long.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._kept: OrderedDict[Hashable, _Entry] = OrderedDict()
        self._reading: dict[Hashable, Lock] = {}

    def known(self, question: Hashable, change: int) -> Survey | None:
        """What is kept and still good."""
        with self._lock:
            entry = self._kept.get(question)
            if entry is None:
                return None
            is_young = len(entry.survey) >= FROM_COUNT and self._clock() < entry.until
            if entry.change != change and not is_young:
                return None
            self._kept.move_to_end(question)
            return entry.survey

    def survey(self, question: Hashable, change: int, read: Callable[[], Survey]) -> Survey:
        """What is kept, else what is read now: by one reader, while those who ask the same wait for it."""
        with self._lock:
            turn = self._reading.setdefault(question, Lock())
        with turn:
            survey = self.known(question, change)
            if survey is None:
                begun = self._clock()
                survey = read()
                self._keep(question, _Entry(self._until(begun), change, survey))
        with self._lock:
            self._reading.pop(question, None)
        return survey

    def _until(self, begun: float) -> float:
        read = self._clock()
        return read + min(MOST_S, max(KEPT_S, TIMES_READ * (read - begun)))

    def _keep(self, question: Hashable, entry: _Entry) -> None:
        with self._lock:
            self._kept[question] = entry
            self._kept.move_to_end(question)
            while len(self._kept) > 1 and (len(self._kept) > MOST_KEPT or self._rows > MOST_ROWS):
                self._kept.popitem(last=False)

    @property
    def _rows(self) -> int:
        return sum(len(entry.survey) for entry in self._kept.values())
