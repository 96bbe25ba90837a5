"""Where a day begins or ends, as people write it: a postal code, a town, or coordinates."""

import re
from dataclasses import dataclass
from pathlib import Path

from husly.kit.errors import DomainError
from inspection.planning.travel import Place
from register.municipalities.boundaries import Boundaries
from register.municipalities.table import Postcode, municipalities, postcodes

_POINT = re.compile(r"(-?\d{1,3}[.,]\d+)\s*[,;\s]\s*(-?\d{1,3}[.,]\d+)")
_POSTCODE = re.compile(r"(?:DK-?\s?)?(\d{4})(?:\s+\D.*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Gazetteer:
    """Where places and municipalities are looked up."""

    boundaries: Boundaries
    data_path: Path

    def place(self, text: str) -> Place:
        """The place that somebody wrote. Raises ``DomainError`` that says what to write instead."""
        text = " ".join(text.replace("\x00", "").split())
        if not text:
            raise DomainError(
                "place.empty", "Write a postal code, a town, or latitude and longitude such as 55.40, 10.39."
            )
        point = _POINT.fullmatch(text)
        if point is not None:
            return self.point(*(float(part.replace(",", ".")) for part in point.groups()))
        return self._of_postcode(text, self._postcode(text))

    def point(self, latitude: float, longitude: float) -> Place:
        """A point with its municipality. Raises ``DomainError`` at sea and outside Denmark."""
        code = self.boundaries.code_at(latitude, longitude)
        if code is None and self.boundaries.code_at(longitude, latitude) is not None:
            raise DomainError(
                "place.swapped",
                "Latitude comes first: write {latitude}, {longitude}.",
                latitude=longitude,
                longitude=latitude,
            )
        if code is None:
            raise DomainError(
                "place.at_sea",
                "{latitude}, {longitude} is at sea or outside Denmark. Write a place on land, latitude first.",
                latitude=latitude,
                longitude=longitude,
            )
        return Place(latitude, longitude, code)

    def _postcode(self, text: str) -> Postcode:
        table, digits = postcodes(self.data_path), _POSTCODE.fullmatch(text)
        if digits is not None:
            found = table.get(digits.group(1))
            if found is None:
                raise DomainError(
                    "place.postcode", "There is no postal code {postcode} in Denmark.", postcode=digits.group(1)
                )
            return found
        towns = [one for one in table.values() if one.town.casefold() == text.casefold()]
        if not towns:
            raise DomainError(
                "place.town", "No town is called {text}. Write its postal code, or latitude and longitude.", text=text
            )
        if len({one.municipality_code for one in towns}) > 1:
            codes = ", ".join(one.code for one in towns[:5])
            raise DomainError("place.towns", "Several towns are called {text}: write {codes}.", text=text, codes=codes)
        return next((one for one in towns if one.latitude is not None), towns[0])

    def _of_postcode(self, text: str, found: Postcode) -> Place:
        if found.latitude is None or found.longitude is None:
            raise DomainError(
                "place.no_point", "The point of {text} is not known. Write latitude and longitude.", text=text
            )
        code = self.boundaries.code_at(found.latitude, found.longitude) or found.municipality_code
        return Place(found.latitude, found.longitude, code)

    def municipality(self, text: str) -> str:
        """The code of a municipality given by code or name. Raises ``DomainError``."""
        table, text = municipalities(self.data_path), text.strip()
        if text in table:
            return text
        named = [code for code, one in table.items() if one.name.casefold() == text.casefold()]
        if not named:
            raise DomainError(
                "place.municipality",
                "No municipality is called {text}. Write its name or its code of four digits.",
                text=text,
            )
        return named[0]
