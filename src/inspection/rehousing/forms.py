"""What the page of a rehousing sends, as what the actions take."""

from uuid import UUID

from husly.kit.errors import DomainError, NotFoundError
from inspection.joint.forms import Fields
from inspection.rehousing.actions import Draft
from inspection.rehousing.models import LONGEST_WORDS, ConfirmedBy, Payer, ResidentOutcome
from inspection.rehousing.residents import Told
from register.dwellings.addresses import address_key


def read_groups(text: str) -> tuple[int, ...]:
    """How many stay together, from “3, 2, 1”. Raises ``DomainError``."""
    parts = [part for part in text.replace(";", ",").replace(" ", ",").split(",") if part]
    if not parts or not all(part.isascii() and part.isdecimal() and len(part) < 4 for part in parts):
        raise DomainError("rehousing.groups", "Write how many stay together in each group, such as 3, 2, 1.")
    return tuple(int(part) for part in parts)


def read_payer(fields: Fields) -> Payer | None:
    """Who pays, where somebody is chosen."""
    raw = fields.raw("payer")
    return Payer(raw) if raw in list(Payer) else None


def read_draft(fields: Fields) -> Draft:
    """A new order. Raises ``DomainError`` with the first answer that will not do."""
    parent = fields.identifier("parent")
    if parent is None:
        raise NotFoundError("letter")
    draft = Draft(
        parent_letter_id=parent,
        not_feasible=fields.text("not_feasible", most=LONGEST_WORDS),
        necessary=fields.text("necessary", most=LONGEST_WORDS),
        groups=read_groups(fields.raw("groups")),
        from_on=fields.day("from_on"),
        until_on=fields.day("until_on") if fields.raw("until_on") else None,
        payer=read_payer(fields),
        payer_law=fields.text("payer_law", most=300),
        informed=fields.text("informed", most=LONGEST_WORDS),
        proof_due_on=fields.day("proof_due_on"),
    )
    must_be_right(fields)
    return draft


def read_told(fields: Fields) -> Told:
    """How it ended for one resident. Raises ``DomainError``."""
    outcome, how = fields.raw("outcome"), fields.raw("confirmed_by")
    if outcome not in (ResidentOutcome.MOVED, ResidentOutcome.DECLINED):
        raise DomainError("rehousing.outcome", "Choose whether the resident moved or declined.")
    if how not in (ConfirmedBy.INSPECTOR, ConfirmedBy.EMPLOYER):
        raise DomainError("rehousing.how", "Choose how you know it.")
    told = Told(
        outcome=ResidentOutcome(outcome),
        on=fields.day("on"),
        confirmed_by=ConfirmedBy(how),
        dwelling_id=fields.identifier("dwelling"),
        place=fields.text("place", most=300),
        note=fields.text("note"),
    )
    must_be_right(fields)
    return told


def must_be_right(fields: Fields) -> None:
    """Raise ``DomainError`` with the first sentence about a field."""
    for sentence in fields.errors.values():
        raise DomainError("rehousing.field", "{sentence}", sentence=sentence)


def read_id(fields: Fields, name: str) -> UUID:
    """The id of a row. Raises ``NotFoundError``."""
    found = fields.identifier(name)
    if found is None:
        raise NotFoundError(name)
    return found


def read_address(fields: Fields) -> str:
    """The key of an address that was typed."""
    return address_key(
        street=fields.raw("street"),
        house_number=fields.raw("house_number"),
        unit=fields.raw("unit"),
        postcode=fields.raw("postcode"),
    )
