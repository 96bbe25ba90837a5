"""The judgement of a draft while it is typed; everything is read in transactions of their own that never write."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.engine import Engine
from sqlmodel import Session

from husly.kit.access import Actor, Permission, Subject, may
from husly.kit.clock import today
from husly.kit.database import transaction
from husly.settings import Settings
from register.assessments.presenters import judge
from register.assessments.sharing import ALONE, Beside
from register.declarations.drafts import readable_facts, readable_stays
from register.declarations.fields import Reading, read_period
from register.declarations.forms import PERIOD_KEYS, read_declaration
from register.declarations.journey.models import DeclarationDraft
from register.declarations.journey.notes import PageJudgement, notes_of
from register.declarations.journey.states import Needs
from register.declarations.queries import beside_of, get_declared, list_stays
from register.declarations.questions import also_asked
from register.dwellings.addresses import address_key
from register.dwellings.queries import find_dwelling_at
from register.lookups.warnings import address_warnings, draft_warnings
from register.municipalities.table import postcodes
from register.rules.approvals.queries import releases_of
from register.rules.queries import facts_of_local_rules, packs_for
from standards.facts.problems import FactsError, Problem
from standards.rules.needed import facts_needed
from standards.rules.pack import Pack, load_pack
from standards.rules.release import PackRelease

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Judge:
    """Who asks, with which settings, in which database."""

    engine: Engine
    settings: Settings
    actor: Actor

    def problems(self, document: Document) -> tuple[Problem, ...]:
        """Everything that would be refused if the document were submitted as it stands."""
        try:
            read_declaration(document, data_path=self.settings.data_path, names_asked=self.settings.resident_names)
        except FactsError as error:
            return error.problems
        return ()

    def needs(self, draft: DeclarationDraft | None = None) -> Needs:
        """What the rules in use ask for besides the fixed questions, and what is asked of an amendment only."""
        packs = self.settings.packs
        with transaction(self.engine, writing=False) as session:
            local = facts_of_local_rules(session, today())
        return Needs(
            also=also_asked(packs, local),
            rules=frozenset(local).union(*(facts_needed(load_pack(pack_id)) for pack_id in packs)),
            amends=draft is not None and draft.accommodation_id is not None,
            names=self.settings.resident_names and self._tells_names(draft),
        )

    def _tells_names(self, draft: DeclarationDraft | None) -> bool:
        """Names of an amendment began as those in force: they are for whoever may read them."""
        if draft is None or draft.accommodation_id is None:
            return True
        return draft.holds_names and may(
            self.actor, Permission.READ_RESIDENT_NAMES, Subject(employer_id=draft.employer_id)
        )

    def page(self, draft: DeclarationDraft | None, document: Document, asked: Sequence[str]) -> PageJudgement:
        """The judgement of a document by the rules of the municipality that its postal code mostly lies in.

        The point decides once it is submitted. Those who are declared in the same dwelling already count as well.
        """
        facts, unreadable = readable_facts(document)
        postcode = postcodes(self.settings.data_path).get(str((document.get("address") or {}).get("postcode", "")))
        code = facts.municipality_code or (None if postcode is None else postcode.municipality_code)
        with transaction(self.engine, writing=False) as session:
            packs, releases = self._rules(session, code)
            beside = self._beside(session, draft)
            amends = None if draft is None else draft.accommodation_id
            warnings = draft_warnings(session, document, own=self._own(), as_of=today(), amends=amends)
        judgement = judge(
            facts,
            packs,
            as_of=today(),
            unreadable=unreadable,
            releases=releases,
            beside=beside.with_draft(facts.residents, today(), readable_stays(document, beside.own)),
        )
        return PageJudgement(judgement, notes_of(judgement, packs, asked), warnings)

    def address_warnings(self, draft: DeclarationDraft, document: Document) -> list[str]:
        """What the register holds at or near the address of a new declaration; an amendment's address is fixed."""
        if draft.accommodation_id is not None:
            return []
        starts_on, ends_on = read_period(Reading(document, "period", PERIOD_KEYS, []))
        with transaction(self.engine, writing=False) as session:
            return address_warnings(session, document.get("address") or {}, self._own(), starts_on, ends_on)

    def _rules(self, session: Session, code: str | None) -> tuple[list[Pack], dict[str, PackRelease]]:
        packs = packs_for(session, self.settings.packs, municipality_code=code, as_of=today())
        known = map(load_pack, self.settings.packs)
        return packs, releases_of(session, known, demo_mode=self.settings.demo_mode)

    def _beside(self, session: Session, draft: DeclarationDraft | None) -> Beside:
        """Everybody declared in the dwelling of an amendment, or at the address that a saved draft names."""
        if draft is None:
            return ALONE
        if draft.accommodation_id is not None:
            return beside_of(session, get_declared(session, draft.accommodation_id, by=self.actor))
        address = {key: str((draft.document.get("address") or {}).get(key) or "") for key in _ADDRESS}
        if "\x00" in "".join(address.values()):
            return ALONE
        dwelling = find_dwelling_at(session, address_key(**address))
        if dwelling is None:
            return ALONE
        return Beside(str(draft.id), list_stays(session, [dwelling.id])[dwelling.id])

    def _own(self) -> list[UUID]:
        return [grant.employer_id for grant in self.actor.grants if grant.employer_id is not None]


_ADDRESS = ("street", "house_number", "unit", "postcode")
