"""How often one place may search: a fixed number a minute in each server process, kept in memory only."""

from threading import Lock

MOST_PLACES = 10_000


class Pace:
    """Counts searches of each place (a keyed hash, never an address) in the minute that runs."""

    def __init__(self) -> None:
        self._minute, self._counts, self._lock = -1, dict[str, int](), Lock()

    def allows(self, place: str, *, at_s: float, most: int) -> bool:
        """Whether one more search is allowed at a moment in seconds; a flood of places shuts all for the minute."""
        with self._lock:
            minute = int(at_s // 60)
            if minute != self._minute:
                self._minute, self._counts = minute, {}
            if place not in self._counts and len(self._counts) >= MOST_PLACES:
                return False
            self._counts[place] = self._counts.get(place, 0) + 1
            return self._counts[place] <= most
