"""Receipt numbers: readable over the telephone, with a check character (ISO 7064 Mod 37, 36)."""

import secrets

from stdnum.iso7064 import mod_37_36

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 8


def receipt_number(value: int) -> str:
    """The receipt number of a whole number below 32^8, such as ``H-7K3M-9QWE-4``; no 0, 1, I or O to mix up."""
    body = ""
    for _ in range(LENGTH):
        value, rest = divmod(value, len(ALPHABET))
        body = ALPHABET[rest] + body
    return f"H-{body[:4]}-{body[4:]}-{mod_37_36.calc_check_digit(body)}"


def new_receipt_number() -> str:
    """A new number, not to be guessed from the last one."""
    return receipt_number(secrets.randbelow(len(ALPHABET) ** LENGTH))


def is_receipt_number(text: str) -> bool:
    """Whether the check character fits."""
    parts = text.strip().upper().split("-")
    return len(parts) == 4 and parts[0] == "H" and bool(mod_37_36.is_valid("".join(parts[1:])))
