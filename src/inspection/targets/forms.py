"""What the form of a target sends."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel

from husly.kit.clock import read_day
from husly.kit.i18n import format_number
from husly.kit.i18n import gettext as _
from inspection.targets.models import LONGEST_NOTE, InspectionTarget
from register.employers.sectors import SECTIONS
from standards.facts.choices import KIND_LABELS

MOST_VISITS = 100_000
LONGEST_DAYS = 3 * 366


class TargetForm(BaseModel):
    """The form as it came, every field a text; ``share`` in per cent."""

    from_on: str = ""
    to_on: str = ""
    municipality: str = ""
    sector: str = ""
    kind: str = ""
    visits: str = ""
    share: str = ""
    note: str = ""


class EndForm(BaseModel):
    """Why a target is ended."""

    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class TargetAsked:
    """The form understood."""

    from_on: date
    to_on: date
    municipality_code: str | None
    sector: str
    kind: str
    visits: int | None
    share: float | None
    note: str


def form_of(target: InspectionTarget) -> TargetForm:
    """A target as its form shows it."""
    share = "" if target.share is None else format_number(target.share * 100, 1)
    return TargetForm(
        from_on=target.from_on.isoformat(),
        to_on=target.to_on.isoformat(),
        municipality=target.municipality_code or "",
        sector=target.sector,
        kind=target.kind,
        visits="" if target.visits is None else str(target.visits),
        share=share,
        note=target.note,
    )


def read_target_form(
    form: TargetForm, *, areas: Sequence[str] | None, codes: Collection[str]
) -> tuple[TargetAsked | None, dict[str, str]]:
    """What was asked, or a sentence for each field to correct.

    ``areas`` are those one may set targets for, None the whole country; ``codes`` every municipality there is.
    """
    errors: dict[str, str] = {}
    from_on, to_on = _period(form, errors)
    visits, share = _goal(form, errors)
    if form.municipality not in (["", *codes] if areas is None else areas):
        errors["municipality"] = _("Choose a municipality that you plan for.")
    if form.sector and form.sector not in SECTIONS:
        errors["sector"] = _("Choose a sector from the list.")
    if form.kind and form.kind not in KIND_LABELS:
        errors["kind"] = _("Choose a kind of dwelling from the list.")
    note = " ".join(form.note.replace("\x00", "").split())
    if len(note) > LONGEST_NOTE:
        errors["note"] = _("Write at most %(most)s characters.", most=LONGEST_NOTE)
    if from_on is None or to_on is None or errors:
        return None, errors
    asked = TargetAsked(
        from_on=from_on,
        to_on=to_on,
        municipality_code=form.municipality or None,
        sector=form.sector,
        kind=form.kind,
        visits=visits,
        share=share,
        note=note,
    )
    return asked, {}


def _period(form: TargetForm, errors: dict[str, str]) -> tuple[date | None, date | None]:
    from_on, to_on = read_day(form.from_on), read_day(form.to_on)
    for name, day in (("from_on", from_on), ("to_on", to_on)):
        if day is None:
            errors[name] = _("Write a date such as 2026-03-17.")
    if from_on is not None and to_on is not None:
        if to_on < from_on:
            errors["to_on"] = _("The last day lies before the first: choose a later one.")
        elif (to_on - from_on).days > LONGEST_DAYS:
            errors["to_on"] = _("A target holds for three years at most: choose an earlier last day.")
    return from_on, to_on


def _goal(form: TargetForm, errors: dict[str, str]) -> tuple[int | None, float | None]:
    visits, share = form.visits.strip(), form.share.strip().removesuffix("%").strip()
    if bool(visits) == bool(share):
        both = _("Write a number of visits or a share, not both.")
        errors["visits"] = both if visits else _("Write how many visits, or a share of the declared dwellings below.")
        return None, None
    if visits:
        if visits.isascii() and visits.isdecimal() and 1 <= int(visits[:9]) <= MOST_VISITS and len(visits) <= 9:
            return int(visits), None
        errors["visits"] = _("Write a whole number from %(low)s to %(high)s.", low=1, high=MOST_VISITS)
        return None, None
    try:
        per_cent = float(share.replace(",", "."))
    except ValueError:
        per_cent = 0.0
    if not 0.1 <= per_cent <= 100:
        errors["share"] = _("Write a share from 0.1 to 100 per cent.")
        return None, None
    return None, per_cent / 100
