"""What is to be asked of which register, and the asking itself: outside of any transaction, for registers are slow."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from husly.settings import Settings
from register.dwellings.models import Dwelling
from register.lookups.addresses import Sought, find_address
from register.lookups.asking import Asking, RegisterError
from register.lookups.buildings import find_building
from register.lookups.companies import find_company
from register.lookups.models import AnswerState, Register

RETRY_AFTER_MIN = (1, 5, 30, 240, 1440)


@dataclass(frozen=True)
class Wanted:
    """One question: the subject is an address key or a CVR number."""

    source: Register
    subject: str
    dwelling_id: UUID | None = None
    sought: Sought | None = None
    dar_id: str | None = None


@dataclass(frozen=True)
class Reply:
    """What came back; ``url`` without query, since keys stand there."""

    state: AnswerState
    provider: str
    url: str
    content: dict[str, Any]
    error: str = ""

    def due_at(self, at: datetime, failures: int, days: int) -> datetime:
        """When to ask again: after the days of the settings, or soon where the register was silent."""
        if self.state is not AnswerState.UNREACHABLE:
            return at + timedelta(days=days)
        return at + timedelta(minutes=RETRY_AFTER_MIN[min(failures, len(RETRY_AFTER_MIN)) - 1])


def enabled(chosen: Settings) -> tuple[Register, ...]:
    """The registers that this installation asks; addresses before buildings, which need the address id."""
    providers = {
        Register.ADDRESS: chosen.address_provider,
        Register.BUILDING: chosen.bbr_provider,
        Register.COMPANY: chosen.cvr_provider,
    }
    return tuple(register for register, provider in providers.items() if provider != "none")


def wanted_address(dwelling: Dwelling) -> Wanted:
    """The question where a dwelling lies."""
    sought = Sought(dwelling.street, dwelling.house_number, dwelling.unit, dwelling.postcode, dwelling.postal_town)
    return Wanted(Register.ADDRESS, dwelling.address_key, dwelling.id, sought)


def wanted_building(dwelling: Dwelling) -> Wanted | None:
    """The question what is built there; None while the address has no id."""
    if dwelling.dar_id is None:
        return None
    return Wanted(Register.BUILDING, dwelling.address_key, dwelling.id, dar_id=dwelling.dar_id)


def ask(wanted: Wanted, chosen: Settings, asking: Asking, *, at: datetime) -> Reply:
    """Ask; a register that is silent or wrong gives a reply that says so, never an exception."""
    provider, url = _where(wanted.source, chosen)
    try:
        found = _find(wanted, chosen, asking, at=at)
    except RegisterError as error:
        return Reply(AnswerState.UNREACHABLE, provider, url, {}, str(error)[:200])
    if found is None:
        return Reply(AnswerState.NOT_FOUND, provider, url, {})
    return Reply(AnswerState.FOUND, provider, url, found.document)


def _find(wanted: Wanted, chosen: Settings, asking: Asking, *, at: datetime) -> Any:
    if wanted.sought is not None:
        return find_address(wanted.sought, chosen, asking)
    if wanted.dar_id is not None:
        return find_building(wanted.dar_id, chosen, asking, at=at)
    return find_company(wanted.subject, chosen, asking)


def _where(source: Register, chosen: Settings) -> tuple[str, str]:
    provider, url = {
        Register.ADDRESS: (chosen.address_provider, chosen.address_url),
        Register.BUILDING: (chosen.bbr_provider, chosen.bbr_url),
        Register.COMPANY: (chosen.cvr_provider, chosen.cvr_url),
    }[source]
    parts = urlsplit(url)
    return provider, f"{parts.scheme}://{parts.hostname}{parts.path}"
