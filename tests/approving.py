"""People and steps for tests of the approval of rule packs."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from conftest import AT
from husly.kit.access import Actor, Grant, Role
from husly.kit.clock import danish_date
from register.rules.approvals.actions import Seen, confirm_rules, countersign_rules, withdraw_rules
from register.rules.approvals.models import RequirementConfirmation
from register.rules.approvals.queries import find_pack_approval
from register.rules.approvals.texts import add_official_text
from standards.rules.approval import requirement_hash
from standards.rules.pack import Pack, load_pack

ACT = load_pack("dk-indkvarteringslov-2025")
URL = "https://www.retsinformation.dk/eli/lta/2024/1445"
LAW = "§ 3. Boligen skal have et vindue, der kan åbnes.".encode()
LAWYER = Actor("lawyer", "Lise Lov", (Grant(Role.LEGAL_REVIEWER),))
SECOND = Actor("second", "Dorte Afgørelse", (Grant(Role.DECISION_MAKER),))


def hashes_of(pack: Pack, *names: str) -> list[str]:
    """The hashes of the rules so called; of all without a name."""
    return [requirement_hash(pack, one) for one in pack.requirements if not names or one.short_id in names]


@dataclass
class Approving:
    """Acts on one pack, each as of a page opened just before."""

    session: Session
    pack: Pack = ACT
    at: datetime = AT

    @property
    def seen(self) -> Seen:
        found = find_pack_approval(self.session, self.pack.id, self.pack.content_hash)
        return Seen(self.pack.content_hash, 0 if found is None else found.revision)

    def text(self, by: Actor = LAWYER, *, url: str = URL, content: bytes = LAW, on: date | None = None) -> UUID:
        retrieved_on = on or danish_date(self.at)
        return add_official_text(
            self.session, pack=self.pack, url=url, content=content, retrieved_on=retrieved_on, by=by, at=self.at
        ).id

    def confirm(
        self, *names: str, by: Actor = LAWYER, text: UUID | None = None, seen: Seen | None = None
    ) -> list[RequirementConfirmation]:
        return confirm_rules(
            self.session,
            pack=self.pack,
            seen=seen or self.seen,
            hashes=hashes_of(self.pack, *names),
            official_text_id=text or self.text(),
            by=by,
            at=self.at,
        )

    def countersign(self, *names: str, by: Actor = SECOND, seen: Seen | None = None) -> list[RequirementConfirmation]:
        return countersign_rules(
            self.session,
            pack=self.pack,
            seen=seen or self.seen,
            hashes=hashes_of(self.pack, *names),
            by=by,
            at=self.at,
        )

    def approve(self, *names: str) -> None:
        self.confirm(*names)
        self.countersign(*names)

    def withdraw(
        self, *names: str, by: Actor = SECOND, reason: str = "Ændret ved lov", pack_id: str = ""
    ) -> list[RequirementConfirmation]:
        chosen: Collection[str] | None = hashes_of(self.pack, *names) if names else None
        return withdraw_rules(
            self.session,
            pack_id=pack_id or self.pack.id,
            seen=self.seen,
            hashes=chosen,
            reason=reason,
            by=by,
            at=self.at,
        )
