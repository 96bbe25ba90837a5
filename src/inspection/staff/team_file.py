"""Inspectors out of a file (JSON, CSV, XLSX) for one plan; every problem is named with its place, all at once."""

import csv
import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

from babel import Locale

from husly.kit.clock import read_clock, read_day
from husly.kit.database import new_id
from husly.kit.errors import DomainError
from inspection.planning.models import DutyStation
from inspection.planning.solving.problem import Window
from inspection.planning.stations import DAY_END_MIN, DAY_START_MIN, MOST_INSPECTORS
from inspection.planning.travel import Place
from inspection.staff.places import Gazetteer
from inspection.staff.profile import Away, Profile
from inspection.staff.skills import is_language
from register.declarations.importing.problems import UnusableFileError
from register.declarations.importing.tables import decode, is_workbook, sheets_of

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FIELDS = (
    *("name", "latitude", "longitude", "place", "day_start", "day_end", "hours", *WEEKDAYS),
    *("absent", "end", "region", "skills", "languages", "authority", "conflicts"),
)
"""Keys of an entry; a table has them as columns, ``hours`` as one column for each weekday."""

LIMIT_BYTES = 5_000_000
WHOLE_CIRCLE = 360
_MISSING = (None, "")


class TeamFileError(Exception):
    """The file cannot be used; one problem a line, each with where it stands and what to write instead."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Member:
    """One inspector of a file: a station that no later plan uses, and what is known beside it."""

    station: DutyStation
    profile: Profile


def read_team(path: Path, *, look: Gazetteer, skills: Mapping[str, tuple[str, str]]) -> list[Member]:
    """Everybody in the file. Raises ``TeamFileError`` with all that is wrong in it."""
    entries = list(_entries(path))
    if not 1 <= len(entries) <= MOST_INSPECTORS:
        raise TeamFileError([f"{path}: a plan needs 1 to {MOST_INSPECTORS} inspectors, not {len(entries)}."])
    read = [_Entry(where, given, look, skills) for where, given in entries]
    members = [one.member() for one in read]
    problems = [problem for one in read for problem in one.problems] + list(_namesakes(read))
    if problems:
        raise TeamFileError(problems)
    return [one for one in members if one is not None]


def _namesakes(read: Sequence["_Entry"]) -> Iterator[str]:
    """Nobody could tell two of one name apart, on no page, in no calendar."""
    first: dict[str, str] = {}
    for one in read:
        name = one.given.get("name") if isinstance(one.given, Mapping) else None
        if not isinstance(name, str) or not name.strip():
            continue
        key = " ".join(name.split()).casefold()
        if key in first:
            yield one.told(f"{first[key]} has the same name; add what tells them apart, such as the town")
        first.setdefault(key, one.where)


def _entries(path: Path) -> Iterator[tuple[str, Any]]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise TeamFileError([f"{path} cannot be read: {error.strerror}."]) from None
    if len(content) > LIMIT_BYTES:
        raise TeamFileError([f"{path} has more than {LIMIT_BYTES // 1_000_000} MB: that is no list of inspectors."])
    try:
        if is_workbook(content):
            return _of_table(path, [row for rows in sheets_of(content, limit_bytes=LIMIT_BYTES)[:1] for row in rows])
        text = decode(content)
    except UnusableFileError as error:
        raise TeamFileError([f"{path}: {error}"]) from None
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        return _of_table(path, _csv_rows(text))
    return _of_json(path, text)


def _of_json(path: Path, text: str) -> Iterator[tuple[str, Any]]:
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise TeamFileError([f"{path} is no JSON (line {error.lineno}: {error.msg})."]) from None
    except ValueError:  # a number of more digits than Python reads
        raise TeamFileError([f"{path} holds a number that is far too long."]) from None
    except RecursionError:
        raise TeamFileError([f"{path} is nested too deeply to be a list of inspectors."]) from None
    if not isinstance(document, list):
        raise TeamFileError([f"{path} must hold a list of inspectors: [{{...}}, ...]."])
    return ((f"entry {number}", entry) for number, entry in enumerate(document, start=1))


def _csv_rows(text: str) -> list[tuple[int, Sequence[Any]]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max((";", "\t", ","), key=first.count)
    try:
        return list(enumerate(csv.reader(text.splitlines(), delimiter=delimiter, strict=True), start=1))
    except csv.Error as error:
        raise TeamFileError(
            [f"The table cannot be read ({error}): look for a quotation mark that is not closed."]
        ) from None


def _of_table(path: Path, rows: Sequence[tuple[int, Sequence[Any]]]) -> Iterator[tuple[str, Any]]:
    filled = [(number, cells) for number, cells in rows if any(cell not in _MISSING for cell in cells)]
    if not filled:
        raise TeamFileError([f"{path} is empty: write column names ({', '.join(FIELDS[:4])} ...) in the first row."])
    header = [str(cell or "").strip().lower() for cell in filled[0][1]]
    unknown = [name for name in header if name and name not in FIELDS]
    if unknown:
        raise TeamFileError([f"{path}, first row: no column is called {', '.join(unknown)}; use {', '.join(FIELDS)}."])
    for number, cells in filled[1:]:
        pairs = zip(header, cells, strict=False)
        yield f"row {number}", {name: _plain(cell) for name, cell in pairs if name and cell not in _MISSING}


def _plain(cell: Any) -> Any:
    """A cell as a person would have typed it."""
    if isinstance(cell, datetime | date):
        return (cell.date() if isinstance(cell, datetime) else cell).isoformat()
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.strip() if isinstance(cell, str) else cell


@dataclass
class _Entry:
    """One entry, and what is wrong with it."""

    where: str
    given: Any
    look: Gazetteer
    skills: Mapping[str, tuple[str, str]]
    problems: list[str] = field(default_factory=list)

    def member(self) -> Member | None:
        """The inspector, as far as the entry can be read; None for what is no object."""
        if not isinstance(self.given, Mapping):
            self._wrong("write an object with name, and place or latitude and longitude")
            return None
        for key in self.given:
            if key not in FIELDS:
                self._wrong(f"there is no field {key}; use {', '.join(FIELDS)}")
        name, place = self._name(), self._place()
        start_min, end_min = self._day()
        profile = self._profile()
        if place is None or self.problems:
            return None
        station = DutyStation(
            id=new_id(),
            name=name,
            latitude=place.lat,
            longitude=place.lon,
            day_start_min=start_min,
            day_end_min=end_min,
            municipality_code=place.municipality_code,
            active=False,
        )
        return Member(station, profile)

    def _wrong(self, what: str) -> None:
        self.problems.append(self.told(what))

    def told(self, what: str) -> str:
        """What is wrong, with where it stands and whom it concerns."""
        name = self.given.get("name") if isinstance(self.given, Mapping) else None
        known = f" ({name})" if isinstance(name, str) and name.strip() else ""
        problem = f"{self.where}{known}: {what}."
        return problem.encode("utf-8", "backslashreplace").decode()  # half characters can be told

    def _name(self) -> str:
        name = self.given.get("name")
        if not isinstance(name, str) or not name.strip():
            self._wrong("name is missing")
            return ""
        if not _can_be_kept(name):
            self._wrong("name holds characters that no text can hold")
        return name.strip()[:200]

    def _place(self) -> Place | None:
        if "place" in self.given and self.given["place"] not in _MISSING:
            return self._looked_up("place", self.given["place"])
        return self._point(self.given, "latitude", "longitude")

    def _looked_up(self, key: str, value: Any) -> Place | None:
        if isinstance(value, Mapping):
            return self._point(value, "latitude", "longitude", key)
        try:
            return self.look.place(str(value))
        except DomainError as error:
            self._wrong(f"{key}: {str(error).rstrip('.')}")
            return None

    def _point(self, given: Mapping[str, Any], first: str, second: str, of: str = "") -> Place | None:
        before = f"{of}: " if of else ""
        found = [self._degrees(given.get(key), f"{before}{key}") for key in (first, second)]
        if found[0] is None or found[1] is None:
            return None
        try:
            return self.look.point(found[0], found[1])
        except DomainError as error:
            self._wrong(f"{before}{str(error).rstrip('.')}")
            return None

    def _degrees(self, value: Any, key: str) -> float | None:
        if isinstance(value, str) and re.fullmatch(r"-?\d+([.,]\d+)?", value.strip()):
            value = float(value.replace(",", "."))
        if isinstance(value, bool) or not isinstance(value, int | float):
            self._wrong(f"{key} must be a number of degrees, such as 55.4 (or write place, such as 5000 Odense C)")
            return None
        return float(value) if abs(value) <= WHOLE_CIRCLE else math.inf

    def _day(self) -> tuple[int, int]:
        start, end = self._clock("day_start", DAY_START_MIN), self._clock("day_end", DAY_END_MIN)
        if start >= end:
            self._wrong("day_start must come before day_end")
        return start, end

    def _clock(self, key: str, otherwise: int) -> int:
        value = self.given.get(key)
        if value in _MISSING:
            return otherwise
        minutes = read_clock(str(value)) if ":" in str(value) or "." in str(value) else None
        if minutes is None:
            self._wrong(f"{key} must be a time such as 08:00, not {value}")
            return otherwise
        return minutes

    def _profile(self) -> Profile:
        employers, dwellings = self._conflicts()
        end = self.given.get("end")
        return Profile(
            hours=self._hours(),
            away=tuple(self._away()),
            end=None if end in _MISSING else self._looked_up("end", end),
            region=frozenset(self._region()),
            skills=frozenset(self._skills()),
            languages=frozenset(self._languages()),
            authority=self._authority(),
            employers=employers,
            dwellings=dwellings,
        )

    def _authority(self) -> str:
        authority = str(self.given.get("authority") or "").strip()[:80]
        if not _can_be_kept(authority):
            self._wrong("authority holds characters that no text can hold")
        return authority

    def _hours(self) -> tuple[Window, ...] | None:
        """None where nothing is said of weekdays: then the day counts on every planned day."""
        hours, columns = self.given.get("hours"), {key: self.given[key] for key in WEEKDAYS if key in self.given}
        if hours is None and not columns:
            return None
        if hours is not None and not isinstance(hours, Mapping):
            self._wrong('hours must be an object such as {"mon": "08:00-15:30"}')
            return None
        told = dict(hours or {}) | columns
        found = [self._window(key, value) for key, value in told.items() if value not in _MISSING]
        return tuple(sorted(one for one in found if one is not None))

    def _window(self, key: str, value: Any) -> Window | None:
        if key not in WEEKDAYS:
            self._wrong(f"hours: {key} is no weekday; use {', '.join(WEEKDAYS)}")
            return None
        begins, _dash, ends = str(value).replace("–", "-").partition("-")
        from_min, to_min = read_clock(begins), read_clock(ends)
        if from_min is None or to_min is None:
            self._wrong(f"{key} must be hours such as 08:00-15:30, not {value}")
            return None
        if from_min >= to_min:
            self._wrong(f"{key} ends at {ends.strip()}, before it begins")
            return None
        return Window(WEEKDAYS.index(key), from_min, to_min)

    def _away(self) -> Iterator[Away]:
        for text in self._listed("absent"):
            first, _slash, last = text.partition("/")
            from_on, to_on = read_day(first), read_day(last or first)
            if from_on is None or to_on is None:
                self._wrong(f"absent: {text} is no day; write 2026-03-17, or 2026-03-17/2026-03-20")
            elif to_on < from_on:
                self._wrong(f"absent: {text} ends before it begins")
            else:
                yield Away(from_on, to_on)

    def _region(self) -> Iterator[str]:
        for text in self._listed("region"):
            try:
                yield self.look.municipality(text)
            except DomainError as error:
                self._wrong(f"region: {str(error).rstrip('.')}")

    def _skills(self) -> Iterator[str]:
        by_name = {name.casefold(): key for key, names in self.skills.items() for name in (key, *names)}
        for text in self._listed("skills"):
            if text.casefold() in by_name:
                yield by_name[text.casefold()]
            else:
                self._wrong(f"skills: {text} is not on the list; use {', '.join(self.skills)}")

    def _languages(self) -> Iterator[str]:
        for text in self._listed("languages"):
            code = text.lower() if is_language(text.lower()) else _code_of(text)
            if code is None:
                self._wrong(f"languages: {text} is no language; write an ISO code such as pl")
            else:
                yield code

    def _conflicts(self) -> tuple[frozenset[str], frozenset[UUID]]:
        employers, dwellings = set[str](), set[UUID]()
        for text in self._listed("conflicts"):
            number = re.fullmatch(r"(?:CVR\s*)?(\d{8})", text, re.IGNORECASE)
            if number is not None:
                employers.add(number.group(1))
                continue
            try:
                dwellings.add(UUID(text))
            except ValueError:
                self._wrong(f"conflicts: {text} is neither a CVR number of eight digits nor the id of a dwelling")
        return frozenset(employers), frozenset(dwellings)

    def _listed(self, key: str) -> list[str]:
        value = self.given.get(key)
        if value in _MISSING:
            return []
        parts = re.split(r"[;,|]", str(value)) if not isinstance(value, list) else [str(one) for one in value]
        return [part.strip() for part in parts if part.strip()]


def _can_be_kept(text: str) -> bool:
    """Whether a database takes the text: no zero byte, and nothing that is half a character."""
    return "\x00" not in text and not any(0xD800 <= ord(one) <= 0xDFFF for one in text)


def _code_of(name: str) -> str | None:
    """The code of a language by its Danish or English name."""
    for locale in ("en", "da"):
        for code, known in Locale(locale).languages.items():
            if known.casefold() == name.casefold():
                return str(code)
    return None
