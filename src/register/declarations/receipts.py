"""Receipt numbers: readable over the telephone, with a check character (ISO 7064 Mod 37, 36)."""

import secrets

from stdnum.iso7064 import mod_37_36

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 10
"""Eight characters would likely repeat within a million receipts."""


def receipt_number(value: int) -> str:
    """The receipt number of a whole number below 32^10, such as ``H-7K3M4-9QWEX-4``."""
    body = ""
    for _ in range(LENGTH):
        value, rest = divmod(value, len(ALPHABET))
        body = ALPHABET[rest] + body
    return f"H-{body[:5]}-{body[5:]}-{mod_37_36.calc_check_digit(body)}"


def new_receipt_number() -> str:
    """A new number, not to be guessed from the last one; no 0, 1, I or O to mix up."""
    while True:
        number = receipt_number(secrets.randbelow(len(ALPHABET) ** LENGTH))
        if number[-1] in ALPHABET:
            return number


def is_receipt_number(text: str) -> bool:
    """Whether the check character fits."""
    parts = text.strip().upper().split("-")
    return len(parts) == 4 and parts[0] == "H" and bool(mod_37_36.is_valid("".join(parts[1:])))
