"""Reading the plain fields of a declaration document, each refusal named where it stands."""

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any

from husly.kit.clock import EARLIEST, LATEST
from standards.facts.problems import Problem
from standards.text import Text

_UNREADABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


class Reading:
    """One part of a document (``employer``, ``address``, ``period``) being read; problems are gathered, not raised."""

    def __init__(self, document: Mapping[str, Any], part: str, known: tuple[str, ...], problems: list[Problem]) -> None:
        value = document.get(part)
        self.part, self.problems = part, problems
        self.values: Mapping[str, Any] = value if isinstance(value, Mapping) else {}
        if value is not None and not isinstance(value, Mapping):
            problems.append(self.problem(part, value, "wrong_type", "skriv et objekt {...}", "write an object {...}"))
        for key in self.values:
            if key not in known:
                self._refuse_unknown(key, known)

    @staticmethod
    def problem(path: str, value: object, code: str, da: str, en: str) -> Problem:
        """A problem at a path, said in Danish and English."""
        return Problem(path, value, code, Text(da, en))

    def _refuse_unknown(self, key: str, known: tuple[str, ...]) -> None:
        near = get_close_matches(key, known, n=1)
        da = f"ukendt navn; mener du {near[0]}?" if near else "ukendt navn; fjern det"
        en = f"unknown key; did you mean {near[0]}?" if near else "unknown key; remove it"
        self.refuse(key, "unknown_key", da, en)

    def given(self, key: str) -> Any:
        """The value as it came, an empty text counted as absent."""
        value = self.values.get(key)
        return None if isinstance(value, str) and not value.strip() else value

    def refuse(self, key: str, code: str, da: str, en: str) -> None:
        """Note a problem with one field."""
        self.problems.append(self.problem(f"{self.part}.{key}", self.values.get(key), code, da, en))

    def text(self, key: str, *, required: bool = False, most: int = 200) -> str | None:
        """A text of at most ``most`` characters; a number is taken as it is written."""
        value = self.given(key)
        if value is None:
            if required:
                self.refuse(key, "missing", "mangler: udfyld feltet", "missing: fill it in")
            return None
        if isinstance(value, bool) or not isinstance(value, str | int):
            self.refuse(key, "wrong_type", "skriv en tekst", "write a text")
            return None
        text = str(value).strip()
        if len(text) > most:
            self.refuse(key, "too_long", f"højst {most} tegn: forkort", f"at most {most} characters: shorten it")
            return None
        return text

    def number(self, key: str, *, low: float, high: float) -> float | None:
        """A number between two bounds."""
        value = self.given(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            self.refuse(key, "wrong_type", "skriv et tal, fx 55.68", "write a number, e.g. 55.68")
        elif not low <= value <= high:
            da, en = (
                f"uden for Danmark ({low:g} til {high:g}): ret det",
                f"outside Denmark ({low:g} to {high:g}): correct it",
            )
            self.refuse(key, "implausible", da, en)
        else:
            return float(value)
        return None

    def whole(self, key: str, *, low: int, high: int, required: bool = False) -> int | None:
        """A whole number between two bounds."""
        value = self.given(key)
        if value is None:
            if required:
                self.refuse(key, "missing", "mangler: skriv et helt tal", "missing: write a whole number")
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1:
            self.refuse(key, "wrong_type", "skriv et helt tal", "write a whole number")
        elif not low <= value <= high:
            da, en = f"skal være fra {low} til {high}: ret tallet", f"must be from {low} to {high}: correct the number"
            self.refuse(key, "implausible", da, en)
        else:
            return int(value)
        return None

    def flag(self, key: str) -> bool | None:
        """Yes or no, as true or false."""
        value = self.given(key)
        if value is None or isinstance(value, bool):
            return value
        self.refuse(key, "wrong_type", "skriv true (ja) eller false (nej)", "write true or false")
        return None

    def choice(self, key: str, options: Sequence[str]) -> str | None:
        """One of a closed list."""
        value = self.given(key)
        if value is None or (isinstance(value, str) and value in options):
            return value
        listed = ", ".join(options)
        self.refuse(key, "unknown_choice", f"vælg en af: {listed}", f"choose one of: {listed}")
        return None

    def email(self, key: str) -> str | None:
        """An e-mail address."""
        value = self.text(key, most=254)
        if value is None or "@" in value:
            return value
        self.refuse(key, "format", "ikke en e-mailadresse: ret den", "not an e-mail address: correct it")
        return None

    def day(self, key: str, *, required: bool = False) -> date | None:
        """A date, given as a date or as 2026-03-01."""
        value = self.given(key)
        if value is None:
            if required:
                self.refuse(key, "missing", "mangler: skriv en dato", "missing: write a date")
            return None
        try:
            read = value if isinstance(value, date) else date.fromisoformat(str(value).strip())
        except ValueError:
            self.refuse(key, "wrong_type", "skriv en dato som 2026-03-01", "write a date such as 2026-03-01")
            return None
        if not EARLIEST <= read <= LATEST:
            self.refuse(key, "implausible", "usandsynlig dato: ret den", "implausible date: correct it")
            return None
        return read


def refuse_unknown_parts(document: Mapping[str, Any], parts: tuple[str, ...], problems: list[Problem]) -> None:
    """Note every part of a document that no declaration has: ``room`` for ``rooms`` would silently lose the rooms."""
    for key in document:
        if key not in parts:
            near = get_close_matches(str(key), parts, n=1)
            da = f"ukendt navn; mener du {near[0]}?" if near else "ukendt navn; fjern det"
            en = f"unknown key; did you mean {near[0]}?" if near else "unknown key; remove it"
            problems.append(Reading.problem(str(key), document[key], "unknown_key", da, en))


def refuse_unreadable(value: object, problems: list[Problem], path: str = "") -> None:
    """Note every text that holds control characters or half characters; PostgreSQL keeps none of them."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            refuse_unreadable(part, problems, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            refuse_unreadable(part, problems, f"{path}[{index}]")
    elif isinstance(value, str) and not value.isprintable() and _UNREADABLE.search(value):
        da = "teksten har tegn, der ikke kan læses: skriv den igen"
        en = "the text holds characters that cannot be read: write it again"
        problems.append(Reading.problem(path, value, "unreadable", da, en))


def read_period(part: Reading) -> tuple[date | None, date | None]:
    """When the accommodation starts and, if known, ends."""
    starts_on, ends_on = part.day("starts_on", required=True), part.day("ends_on")
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        part.refuse(
            "ends_on",
            "order",
            f"slutter før den begynder ({starts_on.isoformat()}): ret en af datoerne",
            f"ends before it starts ({starts_on.isoformat()}): correct one of the dates",
        )
    return starts_on, ends_on


def read_change(part: Reading, starts_on: date | None, ends_on: date | None) -> date | None:
    """Since when what is declared holds, if told; within the period."""
    changed_on = part.day("changed_on")
    if changed_on is None:
        return None
    if starts_on is not None and changed_on < starts_on:
        part.refuse(
            "changed_on",
            "order",
            f"før indkvarteringen begynder ({starts_on.isoformat()}): ret datoen for ændringen",
            f"before the accommodation starts ({starts_on.isoformat()}): correct the day of the change",
        )
    if ends_on is not None and changed_on > ends_on:
        part.refuse(
            "changed_on",
            "order",
            f"efter indkvarteringen slutter ({ends_on.isoformat()}): ret datoen for ændringen",
            f"after the accommodation ends ({ends_on.isoformat()}): correct the day of the change",
        )
    return changed_on
