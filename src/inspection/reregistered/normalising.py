"""Spellings of one thing brought to one key. Each function gives "" for what is no such thing, and never raises.

What comes out goes in again unchanged, so that keys can be made of keys.
"""

import re
import unicodedata

import phonenumbers
from rapidfuzz import fuzz
from stdnum import iban
from stdnum.dk import cpr
from stdnum.exceptions import ValidationError

from register.dwellings.addresses import address_key

REGION = "DK"
"""Country of telephone numbers that name none."""

ALIKE = 90
"""Streets, and names of firms, that are alike to this many percent (tokens sorted) count as nearly the same."""

_MOST = 400
_POSTCODE = re.compile(r"^(?:dk-?\s*)?(\d{4})\b")
_STREET = re.compile(r"^(?P<street>.*?\D)\s*(?P<number>\d+\s?[a-zæøå]?)(?:\s*[, ]\s*(?P<unit>.*))?$", re.IGNORECASE)
_FORMS = re.compile(
    r"\b(?:aps|a/s|as|i/s|k/s|p/s|ivs|smba|amba|a\.m\.b\.a|gmbh|ltd|limited|llc|inc|uab|sia|oü|ou|ab|oy|bv|b\.v|nv|srl|"
    r"s\.r\.l|sp\.? ?z ?o\.?o|kft|s\.?r\.?o|eood|ood|doo|d\.o\.o|spa|s\.a|sarl|plc)(?=$|[\s,.)])",
    re.IGNORECASE,
)
"""Words that only a firm bears behind its name."""


def folded(text: str) -> str:
    """Small letters, one blank between words, no sign but letters and digits."""
    plain = unicodedata.normalize("NFKC", text[:_MOST]).casefold()
    plain = unicodedata.normalize("NFKC", plain)
    return " ".join(re.sub(r"[^\w]|_", " ", plain).split())


def phone_key(text: str) -> str:
    """A telephone number as E.164 (+4512345678)."""
    try:
        number = phonenumbers.parse(text[:_MOST], REGION)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def email_key(text: str) -> str:
    """An e-mail address in small letters."""
    plain = unicodedata.normalize("NFKC", text[:_MOST].strip()).casefold()
    local, at, host = plain.rpartition("@")
    return plain if at and local and "." in host and not re.search(r"\s", plain) else ""


def postal_key(text: str) -> str:
    """The register's key of an address written on one line, or its words where it is not written as Danes do."""
    if text.count("|") == 3:  # a key already
        return text
    parts = [part.strip() for part in re.split(r"[,\n;]", text[:_MOST]) if part.strip()]
    place = next((at for at, part in enumerate(parts) if at and _POSTCODE.match(part.casefold())), 0)
    street = _STREET.match(parts[0]) if parts else None
    if not place or street is None:
        words = " ".join(sorted(folded(text).split()))
        return f"|{words}||" if words and re.search(r"\d", words) else ""
    unit = " ".join([street["unit"] or "", *parts[1:place]])
    postcode = _POSTCODE.match(parts[place].casefold())
    return address_key(
        street=street["street"].replace("|", " "),
        house_number=street["number"],
        unit=unit.replace("|", " "),
        postcode=postcode[1] if postcode else "",
    )


def block_of(key: str) -> tuple[str, str] | None:
    """Postal code and house number of an address key: only addresses that share both are held against one another."""
    postcode, _street, number, _unit = key.split("|", 3)
    return (postcode, number) if postcode and number else None


def are_near(first: str, second: str) -> bool:
    """Whether two address keys of one block are nearly the same: streets alike, and no two different flats."""
    (_, street, _, unit), (_, other_street, _, other_unit) = first.split("|", 3), second.split("|", 3)
    if unit and other_unit and unit != other_unit:
        return False
    return fuzz.token_sort_ratio(street, other_street, score_cutoff=ALIKE) >= ALIKE


def is_firm(name: str) -> bool:
    """Whether a name is written as only firms are (ApS, A/S, GmbH); any other may be a person's."""
    return _FORMS.search(name[:_MOST]) is not None


def name_key(name: str) -> str:
    """A name without regard to order, signs and capitals."""
    return " ".join(sorted(folded(name).split()))


def likeness(first: str, second: str) -> int:
    """How alike two firms' names are, 0 to 100, their legal forms left out; shown to people, counts nothing."""
    one, other = (folded(_FORMS.sub(" ", name[:_MOST])) for name in (first, second))
    return round(fuzz.token_sort_ratio(one, other)) if one and other else 0


def initials(name: str) -> str:
    """A person's name as a reader sees it: B. B."""
    return " ".join(f"{word[0].upper()}." for word in folded(name).split()[:4])


def phone_mask(key: str) -> str:
    """A telephone number as a reader sees it: its last four digits; the whole stands in the declaration."""
    return f"… {key[-4:-2]} {key[-2:]}"


def email_mask(key: str) -> str:
    """An e-mail address as a reader sees it: its first letter and the host."""
    local, _at, host = key.rpartition("@")
    return f"{local[:1]}…@{host}"


def name_mask(name: str) -> str:
    """A firm's name as it is; any other in initials."""
    return " ".join(name.split())[:120] if is_firm(name) else initials(name)


def account_key(text: str) -> str:
    """A bank account as IBAN; a Danish registration and account number is made one."""
    plain = re.sub(r"[\s.\-/]", "", text[:_MOST]).upper()
    if plain.isascii() and plain.isdigit() and 8 <= len(plain) <= 14:
        bban = plain[:4] + plain[4:].zfill(10)
        plain = f"DK{iban.calc_check_digits(f'DK00{bban}')}{bban}"
    try:
        return str(iban.validate(plain))
    except (ValidationError, ValueError):
        return ""


def account_mask(key: str) -> str:
    """An account as a reader sees it: its country and last four digits."""
    return f"{key[:2]} … {key[-4:]}"


def is_personal_number(text: str) -> bool:
    """Whether somebody typed a Danish personal number (CPR), which is never kept."""
    found = re.search(r"(?<!\d)(\d{6})[\s-]?(\d{4})(?!\d)", text[:_MOST])
    try:
        return found is not None and bool(cpr.get_birth_date("".join(found.groups())))
    except ValidationError:
        return False
