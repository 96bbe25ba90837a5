"""A letterhead as letters bear it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Letterhead:
    """What an authority prints at the head and foot of its letters; lines of the address are separated by ``;``."""

    name: str
    postal_address: str = ""
    cvr_number: str = ""
    phone: str = ""
    email: str = ""
    privacy_url: str = ""
    signature_title: str = ""
    payment: str = ""
    """Where a fixed penalty is paid to (account, FIK or IBAN), one line; only that letter prints it."""
