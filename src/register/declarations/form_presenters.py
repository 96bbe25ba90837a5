"""The declaration form as the page shows it: every field with its label, what was typed, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from husly.kit.i18n import gettext as _
from husly.kit.i18n import language, mark
from register.assessments.sharing import ALONE, Beside
from register.declarations.form_fields import (
    ADDRESS_FIELDS,
    DWELLING_FIELDS,
    EMPLOYER_FIELDS,
    GROUPS,
    HINTS,
    PERIOD_FIELDS,
    ROOM_FIELDS,
    ROOM_FLAGS,
)
from register.declarations.form_reading import NONE_OF_THESE, write_fields
from standards.facts.catalogue import DWELLING_FACT, ROOM_FACT
from standards.facts.choices import LABELS
from standards.facts.fact import Fact

PLAIN_LABELS = {
    "employer.name": mark("Name of the employer"),
    "employer.cvr_number": mark("CVR number"),
    "employer.foreign_number": mark("Foreign company number"),
    "employer.rut_number": mark("RUT number"),
    "employer.contact_name": mark("Contact person in Denmark"),
    "employer.contact_email": mark("E-mail address"),
    "employer.contact_phone": mark("Telephone number"),
    "employer.postal_address": mark("Postal address of the employer"),
    "address.street": mark("Street"),
    "address.house_number": mark("House number"),
    "address.unit": mark("Floor and door"),
    "address.postcode": mark("Postal code"),
    "address.postal_town": mark("Town"),
    "period.starts_on": mark("First day"),
    "period.ends_on": mark("Last day, if known"),
}
PLAIN_HINTS = {
    "employer.cvr_number": mark("Eight digits. A foreign firm without a CVR number gives its own number below."),
    "employer.rut_number": mark("From the register of foreign service providers."),
    "address.unit": mark("For example “1. tv” or “stuen”."),
    "address.postal_town": mark("Left empty, we find it by the postal code."),
}
REQUIRED = frozenset(
    {
        "employer.name",
        "address.street",
        "address.house_number",
        "address.postcode",
        "period.starts_on",
        "dwelling.residents",
    }
)
AUTOCOMPLETE = {"contact_email": "email", "contact_phone": "tel", "contact_name": "name"}
INPUT_TYPES = {"contact_email": "email", "contact_phone": "tel"}
UNIT_SUFFIX = {"m2": mark("m²"), "m": mark("m"), "day": mark("days"), "week": mark("weeks a year")}
WIDTHS = {"postcode": "s", "house_number": "s", "unit": "s", "cvr_number": "m"}


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
    """One room in the form."""

    number: int
    title: str
    fields: list[FormField]
    flags: list[FormField]

    @property
    def flags_answered(self) -> int:
        """How many of the yes-or-no questions have an answer."""
        return sum(1 for flag in self.flags if flag.value)


@dataclass(frozen=True)
class Section:
    """Questions under one heading."""

    key: str
    heading: str
    fields: list[FormField]


@dataclass(frozen=True)
class FormPage:
    """The whole form: what was typed and, by field name, what is wrong. ``also`` are facts asked for besides."""

    document: Mapping[str, Any]
    errors: Mapping[str, str] = field(default_factory=dict)
    blank_rooms: int = 0
    fixed: frozenset[str] = frozenset()
    also: tuple[str, ...] = ()
    accommodation_id: str = ""
    beside: Beside = ALONE

    @property
    def employer(self) -> list[FormField]:
        """Who declares."""
        return [self._plain("employer", key) for key in EMPLOYER_FIELDS]

    @property
    def address(self) -> list[FormField]:
        """Where it is."""
        return [self._plain("address", key) for key in ADDRESS_FIELDS]

    @property
    def period(self) -> list[FormField]:
        """From when to when."""
        return [self._plain("period", key) for key in PERIOD_FIELDS]

    @property
    def dwelling(self) -> list[FormField]:
        """The place as a whole."""
        return [self._fact(DWELLING_FACT[key], "dwelling.") for key in DWELLING_FIELDS]

    @property
    def groups(self) -> list[Section]:
        """What there is and what works."""
        asked = [(group.key, _(group.heading), group.facts) for group in GROUPS]
        if self.also:
            asked.append(("also", _("Other facts that the rules need"), self.also))
        return [
            Section(key, heading, [self._fact(DWELLING_FACT[fact], "dwelling.") for fact in facts])
            for key, heading, facts in asked
        ]

    @cached_property
    def rooms(self) -> list[RoomRow]:
        """The rooms told so far, then blank ones: as many as asked for, and one where there would be none."""
        told = len(self.document.get("rooms") or [])
        return [self._room(number) for number in range(told + max(self.blank_rooms, 0 if told else 1))]

    @property
    def summary(self) -> list[tuple[str, str]]:
        """(id of the control, sentence) of each thing to correct, in the order of the page."""
        known = {one.name: one for one in self._all_fields()}
        shown = [
            (one.id, f"{self._named(one)}: {self.errors[name]}") for name, one in known.items() if name in self.errors
        ]
        return shown + [("form", text) for name, text in self.errors.items() if name not in known]

    def _named(self, one: FormField) -> str:
        if not one.name.startswith("rooms-"):
            return one.label
        number = int(one.name[len("rooms-") :].partition(".")[0])
        return f"{self.rooms[number].title}, {one.label}"

    def _all_fields(self) -> list[FormField]:
        grouped = [one for group in self.groups for one in group.fields]
        in_rooms = [one for room in self.rooms for one in (*room.fields, *room.flags)]
        return [*self.employer, *self.address, *self.period, *self.dwelling, *in_rooms, *grouped]

    @cached_property
    def _values(self) -> Mapping[str, str | Sequence[str]]:
        return write_fields(self.document)

    def _room(self, number: int) -> RoomRow:
        prefix = f"rooms-{number}."
        name = self._values.get(f"{prefix}name") or _("Room %(number)s", number=number + 1)
        fields = [self._fact(ROOM_FACT[key], prefix) for key in ROOM_FIELDS]
        flags = [self._fact(ROOM_FACT[key], prefix) for key in ROOM_FLAGS]
        return RoomRow(number, str(name), fields, flags)

    def _plain(self, part: str, key: str) -> FormField:
        name = f"{part}.{key}"
        return FormField(
            name=name,
            label=_(PLAIN_LABELS[name]),
            control="input",
            value=self._values.get(name, ""),
            error=self.errors.get(name, ""),
            hint=_(PLAIN_HINTS[name]) if name in PLAIN_HINTS else "",
            required=name in REQUIRED,
            readonly=name in self.fixed,
            input_type="date" if part == "period" else INPUT_TYPES.get(key, "text"),
            input_mode="numeric" if key in ("postcode", "cvr_number") else "",
            autocomplete=AUTOCOMPLETE.get(key, "off" if part == "address" else ""),
            width=WIDTHS.get(key, ""),
        )

    def _fact(self, fact: Fact, prefix: str) -> FormField:
        name = prefix + fact.key
        value = self._values.get(name, [] if fact.kind == "list" else "")
        control = {"bool": "yes_no", "choice": "select", "list": "checks"}.get(fact.kind, "input")
        return FormField(
            name=name,
            label=fact.label.in_language("da" if language() == "da" else "en"),
            control=control,
            value=value,
            error=self.errors.get(name, ""),
            hint=_(HINTS[fact.key]) if fact.key in HINTS and prefix == "dwelling." else "",
            required=name in REQUIRED,
            input_type="date" if fact.kind == "date" else "text",
            input_mode={"number": "decimal", "int": "numeric"}.get(fact.kind, ""),
            suffix=_(UNIT_SUFFIX[fact.unit]) if fact.unit in UNIT_SUFFIX else "",
            options=_options(fact),
        )


def _options(fact: Fact) -> tuple[tuple[str, str], ...]:
    if fact.kind == "bool":
        return (("true", _("Yes")), ("false", _("No")), ("", _("Not stated")))
    labels = LABELS.get(fact.key, {})
    choices = tuple((key, labels[key].in_language("da" if language() == "da" else "en")) for key in fact.choices)
    return (*choices, (NONE_OF_THESE, _("None of these"))) if fact.kind == "list" else choices
