"""Finding dwellings."""

from sqlmodel import Session, select

from register.dwellings.models import Dwelling


def find_dwelling_at(session: Session, address_key: str) -> Dwelling | None:
    """The dwelling at an address (``address_key`` of it), where the register knows one."""
    return session.exec(select(Dwelling).where(Dwelling.address_key == address_key)).one_or_none()
