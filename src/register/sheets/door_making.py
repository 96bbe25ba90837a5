"""The residents' sheet of a declaration, from the register: the rules in force there and whom to turn to."""

from datetime import date

from sqlmodel import Session

from husly.settings import Settings
from register.declarations.queries import Declared
from register.rules.approvals.queries import releases_of
from register.rules.queries import packs_for
from register.sheets.door import Contact, DoorSheet
from standards.rules.pack import load_pack
from standards.rules.release import ReleaseState


def door_sheet_of(session: Session, settings: Settings, declared: Declared, *, as_of: date) -> DoorSheet:
    """What stands on the sheet on a day, without a way to the page."""
    releases = releases_of(session, map(load_pack, settings.packs), demo_mode=settings.demo_mode)
    code = declared.accommodation.municipality_code
    return DoorSheet(
        declared=declared,
        packs=packs_for(session, settings.packs, municipality_code=code, as_of=as_of),
        is_draft=any(one.state is not ReleaseState.APPROVED for one in releases.values()),
        contact=Contact(settings.authority_name, settings.authority_phone, settings.authority_email),
        as_of=as_of,
    )
