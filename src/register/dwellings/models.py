"""Table of dwellings."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import event
from sqlmodel import Field, SQLModel

from husly.kit.database import enum_type, new_id
from register.dwellings.grid import map_key


class PlacedBy(StrEnum):
    """How the municipality of a dwelling was decided, the surest first."""

    OFFICIAL_BOUNDARY = "official_boundary"
    APPROXIMATE_BOUNDARY = "approximate_boundary"
    POSTCODE = "postcode"
    DECLARED = "declared"


def _key_at(context: Any) -> int | None:
    """The key of the place in a row that is inserted."""
    given = context.get_current_parameters()
    return map_key(given.get("latitude"), given.get("longitude"))


class Dwelling(SQLModel, table=True):
    """Bolig: a place where people live, whatever it was built for. What is said about it stands in declarations."""

    __tablename__ = "dwelling"
    __table_args__ = (
        sa.CheckConstraint("length(postcode) = 4", name="postcode_has_four_digits"),
        sa.CheckConstraint("length(municipality_code) = 4", name="municipality_code_has_four_digits"),
        sa.CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="point_is_whole"),
        sa.Index(None, "map_key", "latitude", "longitude", "id"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    address_key: str = Field(max_length=200, unique=True)
    street: str = Field(max_length=120)
    house_number: str = Field(max_length=10)
    unit: str = Field(default="", max_length=40)
    postcode: str = Field(max_length=4, index=True)
    postal_town: str = Field(max_length=60)
    dar_id: str | None = Field(default=None, max_length=36)
    bfe_number: str | None = Field(default=None, max_length=9)
    municipality_code: str = Field(max_length=4, index=True)
    placed_by: PlacedBy = Field(sa_type=enum_type(PlacedBy))
    latitude: float | None = None
    longitude: float | None = None
    point_is_approximate: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    map_key: int | None = Field(default=None, sa_type=sa.BigInteger, sa_column_kwargs={"default": _key_at})
    """Where it lies in the squares of maps (``register.dwellings.grid``); follows the point by itself."""
    created_at: datetime

    @property
    def has_exact_point(self) -> bool:
        """Whether the point is the dwelling's own, not its postal code's."""
        return self.latitude is not None and not self.point_is_approximate

    @property
    def address(self) -> str:
        """The address on one line, as Danes write it."""
        unit = f", {self.unit}" if self.unit else ""
        return f"{self.street} {self.house_number}{unit}, {self.postcode} {self.postal_town}"


@event.listens_for(Dwelling, "before_insert")
@event.listens_for(Dwelling, "before_update")
def _keep_key(mapper: Any, connection: Any, dwelling: Dwelling) -> None:  # noqa: ARG001 - the event is called with all
    """The key follows the point, whoever moves it."""
    key = map_key(dwelling.latitude, dwelling.longitude)
    if dwelling.map_key != key:
        dwelling.map_key = key
