"""What an employer sends when claiming that an agreement takes the act's place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from husly.kit.clock import read_day
from husly.kit.i18n import gettext as _

MOST_PARTIES = 10
LONGEST_YEARS = 10
"""No agreement is told to hold longer; it catches a mistyped year."""


@dataclass
class ClaimForm:
    """The fields as sent; all text. ``place`` is this or all, ``who`` is all or some."""

    place: str = "this"
    agreement: str = ""
    parties: str = ""
    nationwide: str = ""
    workers: str = ""
    who: str = "all"
    covered: str = ""
    valid_from: str = ""
    valid_to: str = ""
    version: str = ""


@dataclass(frozen=True)
class AskedClaim:
    """A claim as read; ``covered`` None is every resident."""

    for_all: bool
    agreement: str
    parties: tuple[str, ...]
    workers: str
    covered: int | None
    valid_from: date
    valid_to: date

    def document(self) -> dict[str, object]:
        """The content for the audit trail and for earlier versions."""
        return {
            "agreement": self.agreement,
            "parties": list(self.parties),
            "workers": self.workers,
            "covered": self.covered,
            "valid_from": self.valid_from.isoformat(),
            "valid_to": self.valid_to.isoformat(),
        }


def read_claim(form: ClaimForm) -> tuple[AskedClaim | None, dict[str, str]]:
    """The claim, or what is wrong by field, in the language of the moment."""
    errors: dict[str, str] = {}
    parties = tuple(dict.fromkeys(_line(one) for one in form.parties.splitlines() if _line(one)))
    if not _line(form.agreement) or len(_line(form.agreement)) > 200:
        errors["agreement"] = _("Write the name of the agreement, at most 200 characters.")
    if not 2 <= len(parties) <= MOST_PARTIES or any(len(one) > 200 for one in parties):
        errors["parties"] = _("Write both parties, the employers' and the workers', one on each line.")
    if form.nationwide != "yes":
        errors["nationwide"] = _(
            "Only an agreement between the most representative parties, for all of Denmark, counts."
        )
    if not _line(form.workers) or len(_line(form.workers)) > 400:
        errors["workers"] = _("Write which workers the agreement covers, at most 400 characters.")
    covered = _covered(form, errors)
    valid_from, valid_to = _period(form, errors)
    if errors or valid_from is None or valid_to is None:
        return None, errors
    workers, agreement = _line(form.workers), _line(form.agreement)
    return AskedClaim(form.place == "all", agreement, parties, workers, covered, valid_from, valid_to), errors


def _line(text: str) -> str:
    """One line without control characters, spaces folded."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def _covered(form: ClaimForm, errors: dict[str, str]) -> int | None:
    if form.who != "some":
        return None
    text = form.covered.strip()
    if form.place == "all":
        errors["covered"] = _("Where only some are covered, claim for one dwelling at a time.")
    elif not (text.isascii() and text.isdecimal() and len(text) < 6 and int(text) > 0):
        errors["covered"] = _("Write how many residents are covered, as a whole number.")
    else:
        return int(text)
    return None


def _period(form: ClaimForm, errors: dict[str, str]) -> tuple[date | None, date | None]:
    found = {name: read_day(text) for name, text in (("valid_from", form.valid_from), ("valid_to", form.valid_to))}
    for name, day in found.items():
        if day is None:
            errors[name] = _("Write a date, such as 2026-03-31.")
    first, last = found["valid_from"], found["valid_to"]
    if first and last and last < first:
        errors["valid_to"] = _("The last day lies before the first.")
    elif first and last and last.year - first.year > LONGEST_YEARS:
        errors["valid_to"] = _(
            "The last day lies more than %(years)s years ahead. Check the year.", years=LONGEST_YEARS
        )
    return first, last


def form_of(document: Mapping[str, object], *, for_all: bool, version: int) -> ClaimForm:
    """The form of a claim as it stands, for answering the authority."""
    parties, covered = document["parties"], document["covered"]
    return ClaimForm(
        place="all" if for_all else "this",
        agreement=str(document["agreement"]),
        parties="\n".join(parties) if isinstance(parties, list) else "",
        nationwide="yes",
        workers=str(document["workers"]),
        who="all" if covered is None else "some",
        covered="" if covered is None else str(covered),
        valid_from=str(document["valid_from"]),
        valid_to=str(document["valid_to"]),
        version=str(version),
    )
