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
    "HUSLY_PRIVACY_URL": "https://husly.example/privatliv",
    "HUSLY_COMPLAINT_BODY": "Klageinstansen (demonstration)",
    "HUSLY_COMPLAINT_DAYS": "28",
    "HUSLY_COMPLAINT_SUSPENDS": "true",
    "HUSLY_WORKERS": "1",
}
"""Used for whatever the environment does not set. The complaint body and its days are inventions (OPEN-03)."""


def with_demo_authority(chosen: Settings) -> Settings:
    """These settings, with the invented authority wherever they leave the sender or the complaint body out."""
    named = {key.removeprefix("HUSLY_").lower(): key for key in DEMO_SETTINGS}
    missing = {
        key for key in named if key.startswith(("authority_", "privacy_", "complaint_"))
    } - chosen.model_fields_set
    texts = {key: DEMO_SETTINGS[named[key]] for key in missing}
    return Settings.model_validate({**chosen.model_dump(), **texts})


def use_demo_settings(database: Path | None = None) -> Settings:
    """Put the demonstration's settings in force for this process and the ones it starts."""
    if database is not None:
        os.environ["HUSLY_DATABASE_URL"] = f"sqlite:///{database}"
    os.environ.setdefault("HUSLY_SECRET_KEY", secrets.token_urlsafe(32))
    for key, value in DEMO_SETTINGS.items():
        os.environ.setdefault(key, value)
    settings.cache_clear()
    return settings()
