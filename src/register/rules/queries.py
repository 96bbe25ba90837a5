"""Reading local values, and the packs as they stand in a municipality on a day."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission, within
from husly.kit.audit import AuditEvent
from husly.kit.errors import NotFoundError
from register.rules.models import LocalIssuer, LocalRule, LocalRuleState
from register.rules.overlays import overlay_of
from standards.measures.registry import measure_named
from standards.rules.pack import Pack, load_pack
from standards.variants.fitting import misfits
from standards.variants.laying import overlaid

ISSUED = (LocalRuleState.APPROVED, LocalRuleState.SUPERSEDED, LocalRuleState.WITHDRAWN)
"""States of values that may have held on some day."""

UNDECIDED = (LocalRuleState.DRAFT, LocalRuleState.TESTED)

_WAS_APPROVED = col(LocalRule.approved_at).is_not(None)


def _holds(as_of: date) -> sa.ColumnElement[bool]:
    return sa.and_(
        col(LocalRule.state).in_(ISSUED),
        _WAS_APPROVED,
        col(LocalRule.valid_from) <= as_of,
        sa.or_(col(LocalRule.valid_to).is_(None), col(LocalRule.valid_to) > as_of),
        sa.or_(col(LocalRule.ended_on).is_(None), col(LocalRule.ended_on) > as_of),
    )


@dataclass(frozen=True)
class LocalPacks:
    """The packs in use with the local values of a day, by municipality: read once, asked for every dwelling."""

    bases: tuple[Pack, ...]
    rules: Mapping[str, tuple[LocalRule, ...]]

    def of(self, municipality_code: str | None) -> list[Pack]:
        """The packs as they stand in a municipality, in the order asked for; unknown where: the packs themselves."""
        rules = self.rules.get(municipality_code or "", ())
        return [_with_local(base, [rule for rule in rules if rule.base_pack_id == base.id]) for base in self.bases]


def _with_local(base: Pack, rules: Sequence[LocalRule]) -> Pack:
    """Lay the values over the pack; one that no longer fits a changed pack is left out, and its page says so."""
    overlays = [overlay_of(rule) for rule in rules]
    return overlaid(base, [one for one in overlays if not misfits(base, one)])


def local_packs(session: Session, pack_ids: Sequence[str], *, as_of: date) -> LocalPacks:
    """The packs with the values that every municipality has in force on a day."""
    statement = select(LocalRule).where(
        col(LocalRule.base_pack_id).in_(pack_ids), col(LocalRule.municipality_code).is_not(None), _holds(as_of)
    )
    found: dict[str, list[LocalRule]] = {}
    for rule in session.exec(statement.order_by(col(LocalRule.id))):
        found.setdefault(str(rule.municipality_code), []).append(rule)
    bases = tuple(load_pack(pack_id) for pack_id in pack_ids)
    return LocalPacks(bases, {code: tuple(rules) for code, rules in found.items()})


def packs_for(
    session: Session,
    pack_ids: Sequence[str],
    *,
    municipality_code: str | None,
    as_of: date,
    agreements: Collection[str] = (),
) -> list[Pack]:
    """The packs with the overlays in force on a day: of a municipality, and of agreements by their ids.

    Which agreement covers an employer is for the caller to know; ``standards.variants.agreement`` tells what follows
    from it.
    """
    bases = [load_pack(pack_id) for pack_id in pack_ids]
    if municipality_code is None and not agreements:
        return bases
    of_agreement = sa.and_(
        col(LocalRule.issuer_kind) == LocalIssuer.AGREEMENT, col(LocalRule.issuer_id).in_(agreements)
    )
    statement = select(LocalRule).where(
        col(LocalRule.base_pack_id).in_(pack_ids),
        sa.or_(col(LocalRule.municipality_code) == municipality_code, of_agreement),
        _holds(as_of),
    )
    rules = session.exec(statement.order_by(col(LocalRule.id))).all()
    return [_with_local(base, [rule for rule in rules if rule.base_pack_id == base.id]) for base in bases]


def find_issued(session: Session, content_hash: str) -> LocalRule | None:
    """The value with this content that was approved once; its state tells if it still stands."""
    statement = select(LocalRule).where(LocalRule.content_hash == content_hash, _WAS_APPROVED)
    return session.exec(statement.limit(1)).first()


def facts_of_local_rules(session: Session, as_of: date) -> frozenset[str]:
    """Paths of the facts that issuers' own rules in force ask for anywhere."""
    statement = select(LocalRule.measure).where(col(LocalRule.requirement_id).is_(None), _holds(as_of)).distinct()
    return frozenset(path for key in session.exec(statement) for path in measure_named(key).needs)


def _seen_by(by: Actor) -> sa.ColumnElement[bool]:
    """Whatever was ever issued is public; a draft is seen by those who may write or approve it."""
    code = col(LocalRule.municipality_code)
    mine = [
        within(by, permission, employer_id=sa.null(), municipality_code=code)
        for permission in (Permission.DRAFT_LOCAL_RULES, Permission.APPROVE_LOCAL_RULES)
    ]
    return sa.or_(_WAS_APPROVED, *mine)


def get_local_rule(session: Session, rule_id: UUID, *, by: Actor) -> LocalRule:
    """One local value. Raises ``NotFoundError`` outside what the actor may see."""
    rule = session.exec(select(LocalRule).where(LocalRule.id == rule_id, _seen_by(by))).one_or_none()
    if rule is None:
        raise NotFoundError("local rule")
    return rule


def list_local_rules(session: Session, *, by: Actor, limit: int, offset: int) -> tuple[list[LocalRule], int]:
    """Local values that the actor may see, those awaiting something first, and how many there are."""
    waiting = sa.case((col(LocalRule.state).in_(UNDECIDED), 0), (col(LocalRule.state) == LocalRuleState.APPROVED, 1))
    seen = _seen_by(by)
    count = session.execute(sa.select(sa.func.count()).select_from(LocalRule).where(seen)).scalar_one()
    statement = (
        select(LocalRule)
        .where(seen)
        .order_by(sa.func.coalesce(waiting, 2), col(LocalRule.valid_from).desc(), col(LocalRule.id))
    )
    return list(session.exec(statement.limit(limit).offset(offset))), count


def list_rivals(session: Session, rule: LocalRule) -> list[LocalRule]:
    """Approved values of the same issuer for the same rule, or for the same measure where it is a rule of its own."""
    statement = select(LocalRule).where(
        LocalRule.issuer_kind == rule.issuer_kind,
        LocalRule.issuer_id == rule.issuer_id,
        LocalRule.base_pack_id == rule.base_pack_id,
        LocalRule.measure == rule.measure,
        LocalRule.op == rule.op,
        LocalRule.state == LocalRuleState.APPROVED,
        LocalRule.id != rule.id,
    )
    same = [one for one in session.exec(statement) if one.requirement_id == rule.requirement_id]
    return sorted(same, key=lambda one: one.valid_from)


def list_history(session: Session, rule_id: UUID) -> list[AuditEvent]:
    """What was done to a local value, oldest first."""
    statement = select(AuditEvent).where(AuditEvent.object_type == "local_rule", AuditEvent.object_id == str(rule_id))
    return list(session.exec(statement.order_by(col(AuditEvent.seq))))
