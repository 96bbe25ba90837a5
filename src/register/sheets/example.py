"""An invented dwelling, so that the operator and reviewers can read the residents' sheet in every language."""

from datetime import UTC, date, datetime
from uuid import UUID

from register.accommodations.models import Accommodation
from register.declarations.models import Declaration, Room, RoomUse, Source
from register.declarations.queries import Declared
from register.dwellings.models import Dwelling, PlacedBy
from register.employers.models import Employer

_ID = UUID(int=0)
_ON = date(2026, 3, 1)
_AT = datetime(2026, 3, 1, tzinfo=UTC)
_ROOMS = (
    (RoomUse.BEDROOM, 14.0, 2),
    (RoomUse.BEDROOM, 12.5, 2),
    (RoomUse.BEDROOM, 11.0, 2),
    (RoomUse.LIVING, 24.0, None),
    (RoomUse.KITCHEN, None, None),
    (RoomUse.BATH, 6.0, None),
    (RoomUse.OTHER, 9.0, None),
)


def example_declared() -> Declared:
    """A house with every kind of room, one size unknown. Nothing of it is in a database."""
    employer = Employer(id=_ID, name="Eksempel ApS", cvr_number="13585628", created_at=_AT)
    dwelling = Dwelling(
        id=_ID,
        address_key="",
        street="Eksempelvej",
        house_number="12B",
        postcode="4000",
        postal_town="Roskilde",
        municipality_code="0265",
        placed_by=PlacedBy.DECLARED,
        created_at=_AT,
    )
    accommodation = Accommodation(
        id=_ID, dwelling_id=_ID, employer_id=_ID, municipality_code="0265", starts_on=_ON, created_at=_AT
    )
    return Declared(_declaration(), accommodation, dwelling, employer, _rooms())


def _declaration() -> Declaration:
    return Declaration(
        id=_ID,
        accommodation_id=_ID,
        municipality_code="0265",
        version=1,
        receipt_number="HUS-0000-0000",
        source=Source.FORM,
        valid_from=_ON,
        residents=6,
        area_m2=112.0,
        kind="house",
        facts={},
        content_hash="0" * 64,
        submitted_at=_AT,
        submitted_by="example",
    )


def _rooms() -> tuple[Room, ...]:
    return tuple(
        Room(
            id=_ID, declaration_id=_ID, position=number, name=str(number), use=use, area_m2=area_m2, residents=residents
        )
        for number, (use, area_m2, residents) in enumerate(_ROOMS, start=1)
    )
