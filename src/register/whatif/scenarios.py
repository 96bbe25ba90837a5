"""Scenarios as they are asked for, by a command or an address of a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from register.whatif.judging import Scenario
from standards.rules.pack import Pack
from standards.rules.requirement import Basis, Value
from standards.variants.scenario import changed_pack, check_in_force, known_key, read_value, value_of


@dataclass(frozen=True)
class Change:
    """One value of the scenario; `before` is None for a limit that is not set, or a table."""

    key: str
    before: Value | None
    after: Value


@dataclass(frozen=True)
class Asked:
    """A scenario that was checked, with its changes in words of the pack."""

    scenario: Scenario
    as_of: date
    changes: tuple[Change, ...]
    municipality_code: str = ""


def read_scenario(
    pack: Pack,
    values: Mapping[str, str],
    *,
    as_of: date,
    room_cap_basis: Basis | None = None,
    municipality_code: str = "",
) -> Asked:
    """Check values as people write them against the pack. Raises WhatIfError with what to do."""
    read = {key: read_value(pack, key, text) for key, text in values.items()}
    changed = changed_pack(pack, read)
    check_in_force(pack, read, as_of)
    changes = tuple(Change(short_key(pack, key), value_of(pack, key, as_of), value) for key, value in read.items())
    return Asked(Scenario(pack, changed, room_cap_basis), as_of, changes, municipality_code)


def short_key(pack: Pack, key: str) -> str:
    """The key without the id of the pack. Raises WhatIfError for one that the pack does not have."""
    known_key(pack, key)
    return key.strip().removeprefix(f"{pack.id}.")
