"""What an address of the what-if page asks for. An address is a scenario: it can be kept and shared."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import get_args
from urllib.parse import urlencode

from husly.kit.clock import EARLIEST, LATEST
from husly.kit.i18n import gettext as _
from husly.kit.i18n import language
from register.assessments.wording import in_language
from register.whatif.scenarios import Asked, read_scenario
from standards.measures.registry import measure_named
from standards.rules.pack import Pack
from standards.rules.requirement import Basis, Value
from standards.variants.scenario import (
    WhatIfError,
    changed_pack,
    check_in_force,
    known_key,
    read_value,
    settable,
    value_of,
    written_value,
)

PREFIX = "set."
"""Names of fields with values begin so: `set.cap=3`."""


@dataclass(frozen=True)
class WhatIfForm:
    """What was asked, as text; `values` holds only those that differ from today's. `errors` are by field."""

    pack: Pack
    values: Mapping[str, str]
    day: date
    day_text: str = ""
    municipality_code: str = ""
    basis: Basis | None = None
    alone: bool = False
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def query(self) -> str:
        """The scenario as it stands in an address; what is as usual is left out."""
        usual = {"municipality": self.municipality_code, "as_of": self.day_text, "basis": self.basis or ""}
        usual["count"] = "alone" if self.alone else ""
        asked = {"pack": self.pack.id} | {key: value for key, value in usual.items() if value}
        return urlencode(asked | {f"{PREFIX}{key}": text for key, text in self.values.items()})

    def asked(self) -> Asked | None:
        """The scenario, where there is one to run; adds to the errors what only shows when all is put together."""
        if self.errors or not self.values:
            return None
        return read_scenario(
            self.pack,
            self.values,
            as_of=self.day,
            room_cap_basis=self.basis,
            municipality_code=self.municipality_code,
        )


def numbers_of(pack: Pack) -> tuple[str, ...]:
    """The keys that the page offers: those with a number. Lists and sizes are for the command."""
    return tuple(key for key in settable(pack) if _is_number(pack, key))


def _is_number(pack: Pack, key: str) -> bool:
    name, condition = known_key(pack, key)
    return bool(condition) or measure_named(pack.requirement(name).measure).kind in ("number", "fixtures")


def written(value: Value | None) -> str:
    """A number as a form shows it, in the language of the moment."""
    text = written_value(value)
    return text.replace(".", ",") if language() == "da" else text


def read_form(query: Mapping[str, str], pack: Pack, *, today: date, municipalities: Collection[str]) -> WhatIfForm:
    """Read an address; what is wrong becomes an error of its field."""
    errors: dict[str, str] = {}
    day_text = query.get("as_of", "").strip()
    day = _day(day_text, today, errors)
    code = query.get("municipality", "")
    if code and code not in municipalities:
        errors["municipality"] = _("Choose a municipality of the list.")
    basis = next((one for one in get_args(Basis) if one == query.get("basis")), None)
    named = {key.removeprefix(PREFIX): text for key, text in query.items() if key.startswith(PREFIX) and text.strip()}
    given = {key.removeprefix(f"{pack.id}."): text for key, text in named.items()}
    values = {key: text for key, text in given.items() if not _as_today(pack, key, text, day)}
    errors |= {f"{PREFIX}{key}": told for key, told in _problems(pack, values, day)}
    return WhatIfForm(
        pack, values, day, "" if day == today else day_text, code, basis, query.get("count") == "alone", errors
    )


def _day(text: str, today: date, errors: dict[str, str]) -> date:
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError:
        day = date.min
    if not EARLIEST <= day <= LATEST:  # nor is anything declared on other days
        errors["as_of"] = _("Write the date as year-month-day: 2026-03-01.")
        return today
    return day


def _as_today(pack: Pack, key: str, text: str, day: date) -> bool:
    try:
        return read_value(pack, key, text) == value_of(pack, key, day)
    except WhatIfError:
        return False


def _problems(pack: Pack, values: Mapping[str, str], day: date) -> Iterator[tuple[str, str]]:
    for key, text in values.items():
        try:
            changed_pack(pack, {key: read_value(pack, key, text)})
            check_in_force(pack, [key], day)
        except WhatIfError as error:
            yield key, in_language(error.text).removeprefix(f"{key}: ")
