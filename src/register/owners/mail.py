"""The mail that tells an owner of his letter: a link, and nothing about the housing or anybody in it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from husly.kit.i18n import gettext as _
from husly.kit.mail import Mail, spoken
from husly.settings import Settings
from register.owners.models import OwnerNotice


def write_owner_mail(session: Session, payload: Mapping[str, Any], chosen: Settings, at: datetime) -> Mail | None:  # noqa: ARG001 - every writer is told the moment
    """The mail of one notice; None once another owner is named. The code stands in the letter alone."""
    notice = session.get(OwnerNotice, UUID(payload["notice_id"]))
    if notice is None or notice.ended_at is not None or not notice.email:
        return None
    with spoken(chosen.default_language):
        link = f"{chosen.public_url.rstrip('/')}/owner"
        lines = (
            _("A letter from the authority is on its way to you. It holds a code."),
            _("With the code you can read what is declared, and contest it, on this page: %(link)s", link=link),
            chosen.authority_name,
        )
        return Mail(notice.email, _("Husly: a letter is on its way to you"), "\n\n".join(lines) + "\n")
