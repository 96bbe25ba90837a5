"""The settings of the demonstration: its own database, letters marked PRØVE, an invented authority."""

import os
import secrets
from pathlib import Path

from husly.settings import Settings, settings

DEMO_SETTINGS = {
    "HUSLY_DATABASE_URL": "sqlite:///var/demo.sqlite",
    "HUSLY_DEMO_MODE": "true",
    "HUSLY_SECURE_COOKIES": "false",
    "HUSLY_AUTHORITY_NAME": "Tilsynet (demonstration)",
    "HUSLY_AUTHORITY_ADDRESS": "Prøvevej 1;2100 København Ø",
    "HUSLY_AUTHORITY_CVR": "10000009",
    "HUSLY_AUTHORITY_PHONE": "00 00 00 00",
    "HUSLY_AUTHORITY_EMAIL": "post@tilsyn.husly.example",
    "HUSLY_AUTHORITY_PAYMENT": "Reg.nr. 0000, konto 0000000000 (opdigtet)",
    "HUSLY_HELP_LINE_NAME": "Hjælpelinjen (demonstration)",
    "HUSLY_HELP_LINE_PHONE": "00 00 00 00",
    "HUSLY_PRIVACY_URL": "https://husly.example/privatliv",
    "HUSLY_COMPLAINT_BODY": "Klageinstansen (demonstration)",
    "HUSLY_COMPLAINT_DAYS": "28",
    "HUSLY_COMPLAINT_SUSPENDS": "true",
    "HUSLY_FINE_ONLY_AFTER_ORDER": "true",
    "HUSLY_POLICE_DISTRICT": "Demonstrationens Politi",
    "HUSLY_POLICE_ADDRESS": "Politigården 1, 1000 Demoby",
    "HUSLY_PUBLICATION": "certificates",
    "HUSLY_POST_CHANNEL": "digital_post",
    "HUSLY_WORKERS": "1",
}
"""Used for whatever the environment does not set. The complaint body and its days are inventions (OPEN-03)."""


def use_demo_settings(database: Path | None = None) -> Settings:
    """Put the demonstration's settings in force for this process and the ones it starts."""
    if database is not None:
        os.environ["HUSLY_DATABASE_URL"] = f"sqlite:///{database}"
    os.environ.setdefault("HUSLY_SECRET_KEY", secrets.token_urlsafe(32))
    for key, value in DEMO_SETTINGS.items():
        os.environ.setdefault(key, value)
    settings.cache_clear()
    return settings()


def with_demo_letterhead(chosen: Settings) -> Settings:
    """The settings with the invented authority and complaint body wherever they name none.

    Without them no letter could be issued, and the demonstration has letters.
    """
    invented: dict[str, object] = {
        "authority_address": DEMO_SETTINGS["HUSLY_AUTHORITY_ADDRESS"],
        "authority_cvr": DEMO_SETTINGS["HUSLY_AUTHORITY_CVR"],
        "authority_phone": DEMO_SETTINGS["HUSLY_AUTHORITY_PHONE"],
        "authority_email": DEMO_SETTINGS["HUSLY_AUTHORITY_EMAIL"],
        "authority_payment": DEMO_SETTINGS["HUSLY_AUTHORITY_PAYMENT"],
        "privacy_url": DEMO_SETTINGS["HUSLY_PRIVACY_URL"],
        "complaint_body": DEMO_SETTINGS["HUSLY_COMPLAINT_BODY"],
        "complaint_days": int(DEMO_SETTINGS["HUSLY_COMPLAINT_DAYS"]),
    }
    missing = {key: value for key, value in invented.items() if not getattr(chosen, key)}
    if chosen.complaint_suspends is None:
        missing["complaint_suspends"] = True
    if chosen.fine_only_after_order is None:
        missing["fine_only_after_order"] = True
    return chosen.model_copy(update=missing)
