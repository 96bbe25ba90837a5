"""Codes that people type from paper or tell over the telephone: random, in groups, some with a check character."""

import hashlib
import secrets

from stdnum.iso7064 import mod_37_36

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No 0, 1, I or O to mix up; each character is five random bits."""


def random_code(length: int) -> str:
    """So many random characters, not to be guessed from the last code."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def code_of(value: int, length: int) -> str:
    """The whole number below 32^length written with as many characters."""
    code = ""
    for _ in range(length):
        value, rest = divmod(value, len(ALPHABET))
        code = ALPHABET[rest] + code
    return code


def with_check(body: str) -> str:
    """The characters and their check character behind them (ISO 7064 Mod 37, 36), which may be one to mix up."""
    return body + str(mod_37_36.calc_check_digit(body))


def checked_code(length: int) -> str:
    """A random code of so many characters, the last a check character out of the alphabet."""
    while True:
        code = with_check(random_code(length - 1))
        if code[-1] in ALPHABET:
            return code


def plain(text: str) -> str:
    """A code as typed or scanned without what groups it: blanks, dashes and small letters do not count."""
    return "".join(sign for sign in text.upper() if sign.isalnum())


def read_checked(text: str, length: int) -> str | None:
    """The code that was typed or scanned; None where length, alphabet or check character do not fit."""
    code = plain(text)
    known = len(code) == length and all(sign in ALPHABET for sign in code)
    return code if known and mod_37_36.is_valid(code) else None


def grouped(code: str, size: int) -> str:
    """A code in groups of a size, the rest last, for the eye and the telephone."""
    return "-".join(code[start : start + size] for start in range(0, len(code), size))


def code_hash(code: str) -> str:
    """What is stored of a code of sixty random bits or more, however it is typed."""
    return hashlib.sha256(plain(code).encode()).hexdigest()
