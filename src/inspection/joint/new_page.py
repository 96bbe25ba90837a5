"""The form for a joint visit, as people read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from inspection.joint.authorities import choices
from register.dwellings.models import Dwelling


@dataclass(frozen=True)
class NewPage:
    """The form for a joint visit. ``dwelling`` None: its address is asked for."""

    dwelling: Dwelling | None
    own: str
    typed: Mapping[str, str]
    chosen: Sequence[str]
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def others(self) -> list[tuple[str, str, bool]]:
        """(key, name, chosen) of the authorities that may come along."""
        return [(key, name, key in self.chosen) for key, name in choices(but=[self.own])]

    @property
    def leads(self) -> list[tuple[str, str]]:
        """Who may lead."""
        return choices()
