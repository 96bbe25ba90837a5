"""Drives that a road network told, kept between plans, so that a second plan asks for nothing new.

In an SQLite file of its own and not in the register's database: what is in it can be asked again at any time, so it
needs no backup and no migration; a million drives are written outside the plan's transaction; and it is the same
whichever database the register is in. It may be deleted whenever the road network has been renewed. It holds points
without names, and only its owner may read it.
"""

import json
import logging
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from inspection.planning.travel.client import Point
from inspection.planning.travel.places import Floats, Ints

MOST_DRIVES = 10_000_000
"""About 160 MB; the older half is forgotten when there are more."""

DAY_S = 86_400
WAIT_S = 2.0
NO_WAY = np.inf
"""Stored for two places that the network cannot join; a gap (not a number) is a drive that nobody asked for."""

TABLE = """
CREATE TABLE IF NOT EXISTS told (network TEXT NOT NULL, start INTEGER NOT NULL, kept_at INTEGER NOT NULL,
    drives INTEGER NOT NULL, ends BLOB NOT NULL, seconds BLOB NOT NULL, metres BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS ix_told_network_start ON told (network, start);
CREATE INDEX IF NOT EXISTS ix_told_kept_at ON told (kept_at);
"""
READ = """
SELECT start, ends, seconds, metres FROM told
WHERE network = ? AND kept_at > ? AND start IN (SELECT value FROM json_each(?)) ORDER BY kept_at, rowid
"""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class DriveStore:
    """The drives of one road network. A file that cannot be read or written is as good as an empty one."""

    path: Path
    network: str
    days: int
    most_drives: int = MOST_DRIVES

    def read(self, starts: Sequence[Point], ends: Sequence[Point], *, at_s: float) -> tuple[Floats, Floats]:
        """Seconds and metres, shape (starts, ends): not a number where unknown or too old, infinite without a way."""
        seconds, metres = np.full((2, len(starts), len(ends)), np.nan)
        rows = {key: row for row, key in enumerate(keys_of(starts).tolist())}
        ends_keys = keys_of(ends)
        order = np.argsort(ends_keys)
        asked = (self.network, int(at_s) - self.days * DAY_S, json.dumps(list(rows)))
        with self._open("read") as opened:
            for start, *blobs in opened.execute(READ, asked) if opened else ():
                _fill(seconds[rows[start]], metres[rows[start]], ends_keys, order, blobs)
        return seconds, metres

    def keep(
        self, starts: Sequence[Point], ends: Sequence[Point], seconds: Floats, metres: Floats, *, at_s: float
    ) -> None:
        """Store a table that the network told; a gap in it is stored as no way."""
        ends_blob = keys_of(ends).tobytes()
        told = np.where(np.isnan(seconds), NO_WAY, seconds).astype(np.float32)
        driven = metres.astype(np.float32)
        rows = [
            (self.network, key, int(at_s), len(ends), ends_blob, told[row].tobytes(), driven[row].tobytes())
            for row, key in enumerate(keys_of(starts).tolist())
        ]
        with self._open("written") as opened:
            if opened:
                opened.executemany("INSERT INTO told VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def tidy(self, *, at_s: float) -> None:
        """Forget what is too old, and the older half while there is too much."""
        with self._open("tidied") as opened:
            if not opened:
                return
            opened.execute("DELETE FROM told WHERE kept_at <= ?", (int(at_s) - self.days * DAY_S,))
            while _count(opened) > self.most_drives:
                opened.execute(
                    "DELETE FROM told WHERE rowid IN (SELECT rowid FROM told ORDER BY kept_at, rowid"
                    " LIMIT (SELECT (COUNT(*) + 1) / 2 FROM told))"
                )

    def count(self) -> int:
        """How many drives are kept, of all networks."""
        with self._open("read") as opened:
            return _count(opened) if opened else 0

    @contextmanager
    def _open(self, what: str) -> Iterator[sqlite3.Connection | None]:
        """A transaction, or None when there can be none; what fails within it is logged and forgotten."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.touch(mode=0o600)
            opened = _opened(self.path)
        except (OSError, sqlite3.Error) as error:
            log.warning("Drives cannot be %s at %s: %s", what, self.path, error)
            yield None
            return
        try:
            with opened:
                yield opened
        except sqlite3.Error as error:
            log.warning("Drives cannot be %s at %s: %s", what, self.path, error)
        finally:
            opened.close()


def _opened(path: Path) -> sqlite3.Connection:
    """The file with its table. Raises ``sqlite3.Error`` where it is something else, or locked too long."""
    opened = sqlite3.connect(path, timeout=WAIT_S)
    try:
        opened.executescript(TABLE)
    except sqlite3.Error:
        opened.close()
        raise
    return opened


def keys_of(points: Sequence[Point]) -> Ints:
    """A number for each point, by which it is kept: hundred-thousandths of degrees."""
    degrees = np.array(points, dtype=np.float64).reshape(-1, 2)
    whole = np.rint((degrees + np.array([90.0, 180.0])) * 1e5).astype(np.int64)
    return np.asarray(whole[:, 0] * 40_000_000 + whole[:, 1])


def _fill(seconds: Floats, metres: Floats, ends: Ints, order: Ints, blobs: Sequence[bytes]) -> None:
    """Put what one stored row tells into one row of the answer; the later one counts."""
    kept = np.frombuffer(blobs[0], dtype=np.int64)
    place = order[np.searchsorted(ends, kept, sorter=order).clip(max=len(ends) - 1)]
    asked = ends[place] == kept
    seconds[place[asked]] = np.frombuffer(blobs[1], dtype=np.float32)[asked]
    metres[place[asked]] = np.frombuffer(blobs[2], dtype=np.float32)[asked]


def _count(opened: sqlite3.Connection) -> int:
    return int(opened.execute("SELECT COALESCE(SUM(drives), 0) FROM told").fetchone()[0])
