"""Where an address lies, from the address register (Adressevælger) or a geocoder; all through geopy."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from geopy.geocoders import Nominatim, Photon
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

from husly.settings import Settings
from register.lookups.asking import USER_AGENT, Asking, AskingAdapter, RegisterError
from register.lookups.projection import degrees_of


class Accuracy(StrEnum):
    """How exactly a point tells where the dwelling is; only ``address`` makes a point its own."""

    ADDRESS = "address"
    STREET = "street"
    AREA = "area"


@dataclass(frozen=True)
class Sought:
    """An address that is looked up."""

    street: str
    house_number: str
    unit: str
    postcode: str
    postal_town: str

    @property
    def text(self) -> str:
        """On one line, as Danes write it."""
        unit = f", {self.unit}" if self.unit else ""
        return f"{self.street} {self.house_number}{unit}, {self.postcode} {self.postal_town}".strip()


@dataclass(frozen=True)
class AddressFound:
    """What a register says of an address: WGS 84 degrees, the DAR id and municipality where it knows them."""

    text: str
    latitude: float
    longitude: float
    accuracy: Accuracy
    dar_id: str | None = None
    municipality_code: str | None = None

    @property
    def document(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self)


def found_in(content: dict[str, Any]) -> AddressFound:
    """An answer as it was stored."""
    return AddressFound(**{**content, "accuracy": Accuracy(content["accuracy"])})


class Adressevaelger(Geocoder):  # type: ignore[misc]
    """Geocoder over Klimadatastyrelsen's Adressevælger: cleanses the text (``/vask``), reads the address by its id.

    The points are EPSG:25832 in the register and degrees here; ``Location.raw`` is the address as the register has it.
    """

    def __init__(self, *, url: str, token: str, **given: Any) -> None:
        super().__init__(scheme=urlsplit(url).scheme, **given)
        self.url, self.token = url.rstrip("/"), token

    def geocode(self, query: str, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL) -> Any:
        """The address nearest to the text, or None where the register knows none."""
        address = f"{self.url}/vask/?{urlencode({'adresse': query, 'token': self.token})}"
        location = self._call_geocoder(address, partial(self._washed, timeout), timeout=timeout)
        return location if exactly_one or location is None else [location]

    def _washed(self, timeout: Any, answer: Any) -> Any:
        status = _inside(answer, "vaskestatus").get("kode")
        found = _inside(answer, "vaskeresultat").get("adresse_id_lokalid")
        if not isinstance(status, int) or status < 0 or not found:
            return None
        address = f"{self.url}/adresser/{quote(str(found), safe='')}?{urlencode({'token': self.token})}"
        return self._call_geocoder(address, self._read, timeout=timeout)

    def _read(self, answer: Any) -> Any:
        if answer is None:
            return None
        address = _inside(answer, "adresse")
        point = _inside(_inside(_inside(address, "husnummer"), "adgangspunkt"), "geometri").get("coordinates")
        try:
            easting, northing = (float(one) for one in (point or ())[:2])
        except (TypeError, ValueError):
            raise RegisterError("the address register answered without a point") from None
        return Location(address.get("adressebetegnelse", ""), degrees_of(easting, northing), address)


def _inside(document: Any, key: str) -> dict[str, Any]:
    value = document.get(key) if isinstance(document, dict) else None
    return value if isinstance(value, dict) else {}


def find_address(sought: Sought, chosen: Settings, asking: Asking) -> AddressFound | None:
    """Look an address up with the provider of the settings. Raises ``RegisterError``; None: no such address."""
    url = urlsplit(chosen.address_url)
    adapter = partial(AskingAdapter, asking)
    given = {"domain": url.netloc + url.path, "scheme": url.scheme, "user_agent": USER_AGENT}
    try:
        match chosen.address_provider:
            case "adressevaelger":
                token = chosen.address_token.get_secret_value()
                geocoder = Adressevaelger(url=chosen.address_url, token=token, adapter_factory=adapter)
                return _of_register(geocoder.geocode(sought.text))
            case "nominatim":
                open_map = Nominatim(**given, adapter_factory=adapter)
                return _of_nominatim(
                    open_map.geocode(sought.text, country_codes="dk", addressdetails=True), sought.postcode
                )
            case "photon":
                return _of_photon(Photon(**given, adapter_factory=adapter).geocode(sought.text), sought.postcode)
            case _:
                raise RegisterError("no address register is configured")
    except (AttributeError, KeyError, TypeError, ValueError) as error:  # geopy reads answers without checking them
        raise RegisterError(f"{url.hostname} answered in an unknown form ({type(error).__name__})") from None


def _of_register(location: Any) -> AddressFound | None:
    if location is None:
        return None
    code = _inside(_inside(location.raw, "husnummer"), "navngivenvejkommunedel").get("kommune")
    return AddressFound(
        text=location.address,
        latitude=round(location.latitude, 6),
        longitude=round(location.longitude, 6),
        accuracy=Accuracy.ADDRESS,
        dar_id=location.raw.get("id_lokalid"),
        municipality_code=None if code is None else str(code).zfill(4),
    )


def _of_nominatim(location: Any, postcode: str) -> AddressFound | None:
    if location is None or location.raw.get("address", {}).get("postcode") != postcode:
        return None
    rank = int(location.raw.get("place_rank", 0))
    accuracy = Accuracy.ADDRESS if rank >= 30 else Accuracy.STREET if rank >= 26 else Accuracy.AREA
    return AddressFound(location.address, location.latitude, location.longitude, accuracy)


def _of_photon(location: Any, postcode: str) -> AddressFound | None:
    said = {} if location is None else location.raw.get("properties", {})
    if location is None or said.get("postcode") != postcode or said.get("countrycode") != "DK":
        return None
    kinds = {"house": Accuracy.ADDRESS, "street": Accuracy.STREET}
    accuracy = kinds.get(said.get("type", ""), Accuracy.AREA)
    return AddressFound(location.address, location.latitude, location.longitude, accuracy)
