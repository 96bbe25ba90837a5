"""The sheet for the residents' door: what is declared for this dwelling, what the rules are, where to turn.

No personal data: no employer, no names, rooms by number (an employer may have called one by a person's name).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from husly.kit import pdf
from husly.kit.i18n import format_number
from register.declarations.queries import Declared
from register.sheets.door_texts import DoorText, Topic
from standards.facts.known import RoomFacts
from standards.rules.pack import Pack

TOPICS: dict[str, Topic] = {
    "general.not_hazardous_to_health": "hazard",
    "san.toilet_access": "toilet",
    "water.potable_access": "water",
    "water.wastewater_drain": "drain",
    "env.protected_damp_cold_heat_noise": "protection",
    "sleep.daylight": "daylight",
    "sleep.window_openable": "window",
    "sleep.heating_possible": "heating",
    "env.indoor_climate_ok": "climate",
    "dwelling.persons_per_habitable_room": "persons",
}
"""Measures of rules that the sheet tells in plain words."""

SCALES = (1.16, 1.08, 1.0, 0.92, 0.84)
ROOM_WIDTHS = (26, 56, 37, 37)


@dataclass(frozen=True)
class Contact:
    """Whom to turn to, as the operator configured it; empty parts are not shown."""

    name: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class DoorSheet:
    """What one sheet is made of. ``packs`` are the rules in use here, ``is_draft`` whether a lawyer stands by them.

    ``url`` and ``code`` lead to the residents' page, ``invitation`` says so in the sheet's language.
    """

    declared: Declared
    packs: Sequence[Pack]
    is_draft: bool
    contact: Contact
    as_of: date
    url: str = ""
    code: str = ""
    invitation: str = ""


def door_pdf(sheet: DoorSheet, text: DoorText) -> bytes:
    """One A4 page in one language; a very long list of rooms runs on to the next."""
    return pdf.render_sheet(door_sheet(sheet, text), banner=None)


def door_sheet(sheet: DoorSheet, text: DoorText) -> pdf.Sheet:
    """The sheet before it is set."""
    version = f"{_apart(sheet.declared.declaration.receipt_number)} · {day_told(text, sheet.as_of)}"
    note = (text.not_reviewed,) if not (text.reviewed or text.is_original) else ()
    return pdf.Sheet(
        title=f"{text.title}, {sheet.declared.dwelling.address}",
        author=sheet.contact.name,
        language=text.language,
        masthead=sheet.contact.name,
        subject=text.title,
        body=tuple(_body(sheet, text)),
        footer=(version, *note),
        page_label=text.page,
        scales=SCALES,
        code=pdf.Code(sheet.url, sheet.code) if sheet.url else None,
        facts=((text.title.partition(":")[0], sheet.invitation),) if sheet.url else (),
    )


def day_told(text: DoorText, on: date) -> str:
    """A date as the language writes it."""
    return format_date(on, "long", locale="en_GB" if text.language == "en" else text.language)


def _body(sheet: DoorSheet, text: DoorText) -> Iterator[pdf.Element]:
    declared = sheet.declared
    facts = declared.facts
    yield pdf.Paragraph(text.intro)
    area = text.unknown if facts.area_m2 is None else _apart(f"{number_told(text, facts.area_m2)} m²")
    persons = text.unknown if facts.residents is None else str(facts.residents)
    yield pdf.Heading(text.declared_heading)
    yield pdf.Pairs(((text.address, _apart(declared.dwelling.address)), (text.declared, persons), (text.area, area)))
    if facts.rooms:
        yield pdf.Columns((text.room, text.use, text.size, text.people), rooms_told(facts.rooms, text), ROOM_WIDTHS)
    rules = rules_told(sheet, text)
    if rules:
        yield pdf.Heading(text.rules_heading)
        yield pdf.Bullets(rules)
        if sheet.is_draft:
            yield pdf.Paragraph(text.rules_draft)
    yield pdf.Heading(text.report_heading)
    yield pdf.Paragraph(_report(sheet.contact, text))
    yield pdf.Paragraph(text.emergency)


def rooms_told(rooms: Sequence[RoomFacts], text: DoorText) -> tuple[tuple[str, ...], ...]:
    """Each room: number, use, size, people."""
    return tuple(
        (
            str(number),
            text.uses.get(room.use or "other", text.uses["other"]),  # type: ignore[call-overload]  # a use is a Use
            text.unknown if room.area_m2 is None else _apart(f"{number_told(text, room.area_m2)} m²"),
            "–" if room.residents is None else str(room.residents),
        )
        for number, room in enumerate(rooms, start=1)
    )


def _apart(value: str) -> str:
    """A value that is read from the left also among words that are read from the right."""
    return f"\u2066{value}\u2069"


def number_told(text: DoorText, value: float) -> str:
    """A number as the language writes it."""
    return format_number(value, locale="en_GB" if text.language == "en" else text.language)


def rules_told(sheet: DoorSheet, text: DoorText) -> tuple[str, ...]:
    """Each topic once, from what binds on the day; a proposal is no rule to hang on a door."""
    found: dict[Topic, str] = {}
    for pack in sheet.packs:
        if pack.legal_status != "binding":
            continue
        for rule in pack.in_force(sheet.as_of):
            topic = TOPICS.get(rule.measure)
            if topic is None or rule.id in pack.variants or rule.value_open or rule.severity != "breach":
                continue
            limit = rule.limit if topic == "persons" else 0
            found.setdefault(topic, text.rules[topic].format(limit=number_told(text, limit)))
    return tuple(found.values())


def _report(contact: Contact, text: DoorText) -> str:
    ways = [way for way in (contact.phone, contact.email) if way]
    if not ways:
        return text.report_nobody.format(name=_apart(contact.name))
    return text.report.format(name=_apart(contact.name), contact=" · ".join(map(_apart, ways)))
