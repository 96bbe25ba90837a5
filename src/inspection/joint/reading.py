"""A list of another authority's visits, CSV or workbook: every bad row is named, and then nothing is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from husly.kit.clock import read_day
from husly.kit.i18n import gettext as _
from inspection.joint.authorities import authorities
from inspection.joint.models import OtherState
from register.dwellings.addresses import address_key
from register.matches.lines import list_lines, read_rows

COLUMNS = ("authority", "date", "street", "house_number", "unit", "postcode", "state", "told_by", "contact")
NEEDED = ("authority", "date", "street", "house_number", "postcode")
ALIASES = {
    "myndighed": "authority",
    "dato": "date",
    "vej": "street",
    "husnummer": "house_number",
    "etage og dør": "unit",
    "postnummer": "postcode",
    "status": "state",
    "oplyst af": "told_by",
    "kontakt": "contact",
}
STATES = {
    "": OtherState.PLANNED,
    "planned": OtherState.PLANNED,
    "planlagt": OtherState.PLANNED,
    "made": OtherState.MADE,
    "gennemført": OtherState.MADE,
    "cancelled": OtherState.CANCELLED,
    "aflyst": OtherState.CANCELLED,
}
LONGEST = {"street": 120, "house_number": 10, "unit": 40, "told_by": 200, "contact": 200}


@dataclass(frozen=True, slots=True)
class ReadVisit:
    """One row as read; the dwelling is looked up by its address afterwards."""

    line: int
    authority: str
    on: date
    address_key: str
    state: OtherState
    told_by: str
    contact: str


def read_visits(content: bytes) -> list[ReadVisit]:
    """Every row of a list. Raises ``ListError`` that names every bad row; then nothing is read."""
    lines = list_lines(content, columns=COLUMNS, needed=NEEDED, aliases=ALIASES)
    return read_rows(lines, lambda line, cells: _problems(line, cells) or _row(line, cells))


def authority_in(text: str) -> str | None:
    """The key of an authority that a list names by key, Danish or English name."""
    wanted = text.strip().casefold()
    for one in authorities().values():
        if wanted in (one.key, one.name.da.casefold(), one.name.en.casefold()):
            return one.key
    return None


def _problems(line: int, cells: Mapping[str, str]) -> list[str]:
    wrong = [_("%(column)s is missing", column=name) for name in NEEDED if not cells.get(name)]
    wrong += [
        _("%(column)s is longer than %(most)s characters", column=name, most=most)
        for name, most in LONGEST.items()
        if len(cells.get(name, "")) > most
    ]
    if cells.get("authority") and authority_in(cells["authority"]) is None:
        wrong.append(_("authority %(text)s is not known", text=cells["authority"][:40]))
    if cells.get("date") and read_day(cells["date"]) is None:
        wrong.append(_("%(column)s %(text)s is not written as 2026-03-01", column="date", text=cells["date"][:20]))
    if cells.get("state", "").casefold() not in STATES:
        wrong.append(_("state %(text)s is not planned, made or cancelled", text=cells["state"][:20]))
    postcode = cells.get("postcode", "")
    if postcode and not (len(postcode) == 4 and postcode.isascii() and postcode.isdecimal()):
        wrong.append(_("postcode %(text)s is not Danish", text=postcode[:10]))
    return [_("line %(line)s: %(wrong)s", line=line, wrong=", ".join(wrong))] if wrong else []


def _row(line: int, cells: Mapping[str, str]) -> ReadVisit:
    place = {name: cells.get(name, "") for name in ("street", "house_number", "unit", "postcode")}
    return ReadVisit(
        line=line,
        authority=authority_in(cells["authority"]) or "",
        on=date.fromisoformat(cells["date"].strip()),
        address_key=address_key(**place),
        state=STATES[cells.get("state", "").casefold()],
        told_by=cells.get("told_by", ""),
        contact=cells.get("contact", ""),
    )
