"""Questions as a page shows them: label, what was answered, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from husly.kit.i18n import format_date, mark, ngettext
from husly.kit.i18n import gettext as _
from register.assessments.wording import in_language
from register.declarations.journey.plain import NAMES_QUESTION, PLAIN, ROW_QUESTIONS, PlainQuestion, RowQuestions
from register.declarations.journey.reading import NONE_OF_THESE, last_day, rows_at, write_fields
from register.declarations.presenters import shown_value
from register.declarations.questions import NAMES, REQUIRED, ROOM_FIELDS, ROOM_FLAGS, ROOMS
from standards.facts.catalogue import DWELLING_FACT, ROOM_FACT, fact_at
from standards.facts.choices import LABELS
from standards.facts.fact import Fact

UNIT_SUFFIX = {
    "m2": mark("m²"),
    "m": mark("m"),
    "day": mark("days"),
    "week": mark("weeks a year"),
}
HINTS = {
    "dwelling.area_m2": mark("Living area of the whole dwelling, measured inside."),
    "dwelling.stay_days": mark("How long one person normally stays."),
    "dwelling.habitable_rooms": mark("Bedrooms and living rooms. Left empty, the rooms below are counted."),
    "dwelling.kind": mark("What the place is, whatever it is used for now."),
    "dwelling.residents": mark("All who sleep here, also those who work for others."),
    "dwelling.rent_deduction_share": mark("As a fraction: 0.2 is a fifth of the wage."),
    "dwelling.rent_currency": mark("For example DKK or EUR."),
}
"""What helps to answer."""


@dataclass(frozen=True)
class FormField:
    """One question. ``control``: input, select, yes_no or checks; ``value`` is a list for checks."""

    name: str
    label: str
    control: str
    value: Any = ""
    error: str = ""
    hint: str = ""
    required: bool = False
    readonly: bool = False
    input_type: str = "text"
    input_mode: str = ""
    autocomplete: str = ""
    suffix: str = ""
    width: str = ""
    options: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        """The id of the control."""
        return self.name.replace(".", "-")


@dataclass(frozen=True)
class RoomRow:
    """One room on the page; ``origin`` is the room of the draft that it is shown from."""

    number: int
    title: str
    fields: list[FormField]
    flags: list[FormField]
    origin: str = ""

    @property
    def flags_answered(self) -> int:
        """How many of the yes-or-no questions have an answer."""
        return sum(1 for flag in self.flags if flag.value)


@dataclass(frozen=True)
class RowsField:
    """A question that is answered with rows: its fields row by row, blank ones last."""

    name: str
    label: str
    hint: str
    error: str
    rows: list[list[FormField]]
    is_full: bool

    control = "rows"

    @property
    def id(self) -> str:
        """The id of the block."""
        return self.name.replace(".", "-")


@dataclass(frozen=True)
class Answers:
    """A document as fields, with what is wrong by field name. ``fixed`` are shown and cannot be changed."""

    document: Mapping[str, Any]
    errors: Mapping[str, str] = field(default_factory=dict)
    fixed: frozenset[str] = frozenset()

    def question(self, path: str, *, blank_rows: int = 1) -> "FormField | RowsField":
        """One question by its place in the document; ``blank_rows`` follow those that are told."""
        if path in ROW_QUESTIONS:
            return self._rows(path, ROW_QUESTIONS[path], blank_rows)
        if path == NAMES:
            return replace(self._plain(path, NAMES_QUESTION), control="lines")
        return self._plain(path, PLAIN[path]) if path in PLAIN else self._fact(fact_of(path), "dwelling.")

    def room(self, number: int, origin: int | None = None) -> RoomRow:
        """One room; a number beyond the last one is a blank room."""
        prefix = f"rooms-{number}."
        name = self._values.get(f"{prefix}name") or _("Room %(number)s", number=number + 1)
        fields = [self._fact(ROOM_FACT[key], prefix) for key in ROOM_FIELDS]
        flags = [self._fact(ROOM_FACT[key], prefix) for key in ROOM_FLAGS]
        return RoomRow(number, str(name), fields, flags, "" if origin is None else str(origin))

    def _rows(self, path: str, asked: RowQuestions, blank: int) -> RowsField:
        told = len(rows_at(self.document, path))
        count = min(told + blank, max(asked.most, told))
        return RowsField(
            name=path,
            label=_(asked.label),
            hint=_(asked.hint) if asked.hint else "",
            error=self.errors.get(path, ""),
            rows=[
                [self._plain(f"{path}-{number}.{key}", field) for key, field in asked.fields.items()]
                for number in range(count)
            ],
            is_full=count >= asked.most,
        )

    @cached_property
    def _values(self) -> Mapping[str, str | Sequence[str]]:
        return write_fields(self.document)

    def _plain(self, path: str, asked: PlainQuestion) -> FormField:
        control = {"bool": "yes_no", "choice": "select"}.get(asked.kind, "input")
        options = tuple((key, in_language(label)) for key, label in asked.choices)
        return FormField(
            name=path,
            label=_(asked.label),
            control=control,
            value=self._values.get(path, ""),
            error=self.errors.get(path, ""),
            hint=_(asked.hint) if asked.hint else "",
            required=path in REQUIRED,
            readonly=path in self.fixed,
            input_type="date" if asked.kind == "date" else asked.input_type,
            input_mode="numeric" if asked.kind == "int" else asked.input_mode,
            autocomplete=asked.autocomplete,
            width=asked.width,
            options=_yes_no() if asked.kind == "bool" else options,
        )

    def _fact(self, fact: Fact, prefix: str) -> FormField:
        name = prefix + fact.key
        control = {"bool": "yes_no", "choice": "select", "list": "checks"}.get(fact.kind, "input")
        return FormField(
            name=name,
            label=in_language(fact.label),
            control=control,
            value=self._values.get(name, [] if fact.kind == "list" else ""),
            error=self.errors.get(name, ""),
            hint=_(HINTS[name]) if name in HINTS else "",
            required=name in REQUIRED,
            input_type="date" if fact.kind == "date" else "text",
            input_mode={"number": "decimal", "int": "numeric"}.get(fact.kind, ""),
            suffix=_(UNIT_SUFFIX[fact.unit]) if fact.unit in UNIT_SUFFIX else "",
            options=_options(fact),
        )


def fact_of(path: str) -> Fact:
    """The fact of the dwelling that a question asks for."""
    return DWELLING_FACT[path.removeprefix("dwelling.")]


def label_of_place(path: str) -> str:
    """What a place in the document is called: a question, a fact of every room, or the rooms."""
    if path in PLAIN:
        return _(PLAIN[path].label)
    if path == ROOMS:
        return _("Rooms")
    if path == NAMES:
        return _(NAMES_QUESTION.label)
    if path in ROW_QUESTIONS:
        return _(ROW_QUESTIONS[path].label)
    fact = fact_at(path if path.startswith("rooms.") else path.removeprefix("dwelling."))
    return path if fact is None else in_language(fact.label)


def shown_answer(path: str, value: Any) -> str:
    """An answer in words, whether it can be read or not."""
    if value is None:
        return "–"
    if path == ROOMS:
        return ngettext("%(num)s room", "%(num)s rooms", len(value))
    if path in ROW_QUESTIONS:
        return "; ".join(_row_text(row) for row in value)
    if path == NAMES:
        return ngettext("%(num)s name", "%(num)s names", len(value))
    if path not in PLAIN:
        fact = fact_of(path)
        if fact.kind == "date":
            return _date(value)
        return shown_value(fact, value) if _fits(fact, value) else str(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if PLAIN[path].kind == "date":
        return _date(value)
    labels = dict(PLAIN[path].choices)
    return in_language(labels[value]) if value in labels else str(value)


def _row_text(row: Mapping[str, Any]) -> str:
    """One row in words: a workplace, or so many residents from one day to another."""
    if "from_on" not in row and "residents" not in row:
        return ", ".join(str(value) for value in row.values())
    last = last_day(row)
    period = f"{_date(row.get('from_on', '–'))} – {_date(last) if last else ''}".strip()
    return f"{period}: {row.get('residents', '–')}"


def _fits(fact: Fact, value: Any) -> bool:
    """Whether a value that was typed is one that the fact can have."""
    if fact.kind in ("choice", "list"):
        return set([value] if isinstance(value, str) else value) <= set(fact.choices)
    kinds: dict[str, tuple[type, ...]] = {"bool": (bool,), "int": (int, float), "number": (int, float), "text": (str,)}
    return isinstance(value, kinds.get(fact.kind, ()))


def _date(value: Any) -> str:
    try:
        return format_date(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def _yes_no() -> tuple[tuple[str, str], ...]:
    return (("true", _("Yes")), ("false", _("No")), ("", _("Not stated")))


def _options(fact: Fact) -> tuple[tuple[str, str], ...]:
    if fact.kind == "bool":
        return _yes_no()
    labels = LABELS.get(fact.key, {})
    choices = tuple((key, in_language(labels[key])) for key in fact.choices)
    return (*choices, (NONE_OF_THESE, _("None of these"))) if fact.kind == "list" else choices
