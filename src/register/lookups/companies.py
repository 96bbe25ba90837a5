"""What the register of companies (CVR) says of an employer, over its system-to-system distribution."""

from base64 import b64encode
from dataclasses import asdict, dataclass
from typing import Any

from husly.settings import Settings
from register.lookups.asking import Asking, RegisterError

ACTIVE = frozenset({"NORMAL", "Aktiv", "AKTIV"})
ASKED = [f"Vrvirksomhed.virksomhedMetadata.{key}" for key in ("nyesteNavn", "nyesteBeliggenhedsadresse")] + [
    "Vrvirksomhed.virksomhedMetadata.sammensatStatus",
    "Vrvirksomhed.virksomhedMetadata.nyesteErstMaanedsbeskaeftigelse.antalAnsatte",
    "Vrvirksomhed.cvrNummer",
]


@dataclass(frozen=True)
class CompanyFound:
    """Name, status in the register's own word, and address of a company; ``employees`` of the newest month if told."""

    name: str
    status: str
    address: str
    employees: int | None = None

    @property
    def is_active(self) -> bool:
        """Whether the register counts it as going; anything else is shown as it stands."""
        return self.status in ACTIVE

    @property
    def document(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self)


def find_company(cvr_number: str, chosen: Settings, asking: Asking) -> CompanyFound | None:
    """Look a company up. Raises ``RegisterError``; None: no such company."""
    login = f"{chosen.cvr_user}:{chosen.cvr_password.get_secret_value()}"
    answer = asking.fetch(
        f"{chosen.cvr_url.rstrip('/')}/virksomhed/_search",
        body={"_source": ASKED, "size": 1, "query": {"term": {"Vrvirksomhed.cvrNummer": int(cvr_number)}}},
        headers={"Authorization": f"Basic {b64encode(login.encode()).decode()}"},
    )
    try:
        hits = answer["hits"]["hits"]
        return _company(hits[0]["_source"]["Vrvirksomhed"]["virksomhedMetadata"]) if hits else None
    except (AttributeError, KeyError, TypeError, IndexError):
        raise RegisterError("the register of companies answered in an unknown form") from None


def _company(said: dict[str, Any]) -> CompanyFound:
    return CompanyFound(
        name=said["nyesteNavn"]["navn"],
        status=str(said.get("sammensatStatus") or ""),
        address=_address(said.get("nyesteBeliggenhedsadresse") or {}),
        employees=_employees(said.get("nyesteErstMaanedsbeskaeftigelse") or {}),
    )


def _employees(said: dict[str, Any]) -> int | None:
    told = said.get("antalAnsatte")
    return told if type(told) is int and told >= 0 else None


def _address(said: dict[str, Any]) -> str:
    number = f"{said.get('husnummerFra') or ''}{said.get('bogstavFra') or ''}"
    street = " ".join(part for part in (said.get("vejnavn") or "", number) if part)
    town = " ".join(str(part) for part in (said.get("postnummer"), said.get("postdistrikt")) if part)
    return ", ".join(part for part in (street, town) if part)


def company_in(content: dict[str, Any]) -> CompanyFound:
    """An answer as it was stored."""
    return CompanyFound(**content)
