"""Receipt numbers: readable over the telephone, with a check character (ISO 7064 Mod 37, 36)."""

import secrets

from stdnum.iso7064 import mod_37_36

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_receipt_number() -> str:
    """A new number such as ``H-7K3M-9QWE-4``; no vowel-like digits 0, 1 or letters I, O to mix up."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"H-{body[:4]}-{body[4:]}-{mod_37_36.calc_check_digit(body)}"


def is_receipt_number(text: str) -> bool:
    """Whether the check character fits."""
    parts = text.strip().upper().split("-")
    return len(parts) == 4 and parts[0] == "H" and bool(mod_37_36.is_valid("".join(parts[1:])))
