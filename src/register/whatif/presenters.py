"""The form of a what-if: every number of a pack with its rule, its clause and today's value."""

from collections.abc import Sequence
from dataclasses import dataclass

from husly.kit.i18n import gettext as _
from husly.kit.i18n import mark
from register.assessments.wording import bound, clause_of, in_language, limit_of, unit_name
from register.whatif.forms import PREFIX, WhatIfForm, numbers_of, written
from standards.rules.pack import Pack, list_packs, load_pack
from standards.rules.requirement import Value
from standards.variants.scenario import exception_of, known_key, value_of

BASES = (
    ("", mark("Both; where they differ the outcome stays open")),
    ("dwelling", mark("Counted for the dwelling as a whole")),
    ("room", mark("Counted room by room")),
)


@dataclass(frozen=True)
class ValueField:
    """One value that can be changed, in the words of its rule."""

    name: str
    text: str
    today: str
    unit: str
    clause: str
    value: str
    is_changed: bool


@dataclass(frozen=True)
class FormPage:
    """The form; `municipalities` are those of the reader, as code and name."""

    form: WhatIfForm
    municipalities: Sequence[tuple[str, str]]

    @property
    def packs(self) -> list[tuple[str, str]]:
        """Packs with a number to change: id and title."""
        return [(pack.id, in_language(pack.title)) for pack in map(load_pack, list_packs()) if numbers_of(pack)]

    @property
    def title(self) -> str:
        """The name of the pack."""
        return in_language(self.form.pack.title)

    @property
    def fields(self) -> list[ValueField]:
        """Every number of the pack."""
        return [self._field(key) for key in numbers_of(self.form.pack)]

    def _field(self, key: str) -> ValueField:
        pack = self.form.pack
        name, condition_id = known_key(pack, key)
        rule = pack.requirement(name, self.form.day)
        exception = exception_of(pack, key, self.form.day) if condition_id else None
        today = value_of(pack, key, self.form.day)
        text = in_language(rule.text)
        return ValueField(
            name=f"{PREFIX}{key}",
            text=_("Exception: %(text)s", text=in_language(exception.text)) if exception else text,
            today=limit_of(rule) if exception is None else bound(exception.op, _number(today), exception.unit),
            unit=unit_name(exception.unit if exception else rule.unit),
            clause=clause_of(rule.reference),
            value=self.form.values.get(key, written(today)),
            is_changed=key in self.form.values,
        )

    @property
    def bases(self) -> list[tuple[str, str]]:
        """How a cap open to two readings may be read; none where the pack has no such rule."""
        return [(key, _(text)) for key, text in BASES] if any(r.readings for r in self.form.pack.requirements) else []

    @property
    def day(self) -> str:
        """The day asked for, as a date field takes it."""
        return self.form.day.isoformat()


def _number(value: Value | None) -> float:
    return value if isinstance(value, float) else 0.0


def pack_to_show(asked: str, used: Sequence[str]) -> Pack:
    """The pack of an address; without one the first in use that has a number. Raises PackError."""
    if asked:
        return load_pack(asked)
    offered = [key for key in (*used, *list_packs()) if key in list_packs() and numbers_of(load_pack(key))]
    return load_pack(offered[0])
