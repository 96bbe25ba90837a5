"""What was counted a moment ago, so that sorting a table or taking a file does not count again."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Kept(Generic[T]):
    """A result and when it was made."""

    value: T
    at: datetime


class Recent(Generic[T]):
    """The newest few results of this process, each for some minutes. A key names whoever asked."""

    def __init__(self, *, most: int, keep: timedelta) -> None:
        self._most, self._keep = most, keep
        self._kept: OrderedDict[Hashable, Kept[T]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T], *, at: datetime) -> Kept[T]:
        """The result of a key; made when it is not there or too old."""
        with self._lock:
            found = self._kept.get(key)
        if found is None or at - found.at > self._keep:
            found = Kept(make(), at)
            with self._lock:
                self._kept[key] = found
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
        return found
