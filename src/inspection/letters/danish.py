"""Dates, times and sentences as Danish letters write them."""

from datetime import date, time

from babel.dates import format_date


def danish_date(day: date) -> str:
    """Return for example "16. marts 2026"."""
    return format_date(day, "d. MMMM y", locale="da")


def danish_weekday_date(day: date) -> str:
    """Return for example "mandag den 16. marts 2026"."""
    return format_date(day, "EEEE 'den' d. MMMM y", locale="da")


def danish_time(moment: time) -> str:
    """Return for example "9.30"."""
    return f"{moment.hour}.{moment.minute:02d}"


def full_sentence(text: str) -> str:
    """Return what a person wrote with a full stop at its end, unless it ends like a sentence already."""
    written = text.strip()
    return written if not written or written[-1] in ".!?" else f"{written}."


def kroner(amount: int) -> str:
    """Return for example "10.000 kr."."""
    return f"{amount:,} kr.".replace(",", ".")
