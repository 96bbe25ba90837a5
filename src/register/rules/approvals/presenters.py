"""The page on which a pack is approved, rule by rule."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from uuid import UUID

from husly.kit.access import Actor, Permission, Subject, may
from husly.kit.i18n import format_date, ngettext
from husly.kit.i18n import gettext as _
from register.assessments.releases import release_badge
from register.assessments.wording import LEGAL_STATUS, STATUS_BADGE, in_language, validity
from register.rules.approvals.consequences import allowed, blocked
from register.rules.approvals.models import OfficialText, PackApproval
from register.rules.approvals.queries import SignedRow
from register.rules.approvals.rows import RuleToSign, rule_to_sign, since_earlier
from register.rules.presenters import conditions_of
from standards.rules.approval import Standing
from standards.rules.pack import Pack
from standards.rules.release import PackRelease


@dataclass(frozen=True)
class Signed:
    """All that was signed about a pack: its present content and the earlier ones, and the texts to compare with."""

    current: PackApproval | None
    earlier: Sequence[PackApproval]
    rows: Sequence[SignedRow]
    texts: Sequence[OfficialText]
    repeatable: int

    def rows_of(self, approval: PackApproval | None) -> list[SignedRow]:
        """The confirmations of one content."""
        return [] if approval is None else [one for one in self.rows if one.row.approval_id == approval.id]


@dataclass(frozen=True)
class Typed:
    """What was sent with a form that was refused, so that it need not be typed again."""

    ticked: Collection[str] = ()
    text_id: UUID | None = None
    note: str = ""
    reason: str = ""
    url: str = ""
    retrieved_on: str = ""
    pasted: str = ""


@dataclass(frozen=True)
class EarlierShown:
    """One earlier content of the pack about which something was signed."""

    version: str
    opened: str
    content_hash: str
    revision: int
    summary: str
    standing: int
    signed: tuple[str, ...]


@dataclass(frozen=True)
class ApprovalPage:
    """Everything the page shows; ``real`` is what persons signed, ``release`` counts a demonstration's stand-in too."""

    pack: Pack
    release: PackRelease
    real: PackRelease
    signed: Signed
    actor: Actor
    typed: Typed = field(default_factory=Typed)
    tick: str = ""

    @property
    def title(self) -> str:
        """The pack's name."""
        return in_language(self.pack.title)

    @property
    def badges(self) -> list[tuple[str, str]]:
        """What kind of text it is, and how far it is approved."""
        status = self.pack.legal_status
        return [(STATUS_BADGE.get(status, ""), _(LEGAL_STATUS[status])), release_badge(self.release)]

    @property
    def address(self) -> str:
        """Where the page and its forms are."""
        return f"/standards/{self.pack.id}/approval"

    @property
    def revision(self) -> int:
        """How many acts there have been on this content."""
        return 0 if self.signed.current is None else self.signed.current.revision

    @property
    def blocked(self) -> list[str]:
        """What the present state forbids."""
        return blocked(self.pack, self.real, demo_mode=self.release != self.real)

    @property
    def allowed(self) -> list[str]:
        """What the present state allows."""
        return allowed(self.pack, self.release)

    @property
    def total(self) -> int:
        """How many rules there are to sign."""
        return len(self.release.rows)

    @property
    def confirmed(self) -> int:
        """How many rules one person or two stand by."""
        return sum(not one.is_unsigned for one in self.rules)

    @property
    def may_confirm(self) -> bool:
        """Whether the reader is a lawyer who may confirm."""
        return may(self.actor, Permission.CONFIRM_RULES, Subject())

    @property
    def may_countersign(self) -> bool:
        """Whether the reader may be the second person."""
        return may(self.actor, Permission.COUNTERSIGN_RULES, Subject())

    @property
    def waiting(self) -> int:
        """How many rules wait for a second person."""
        return sum(one.is_waiting for one in self.rules)

    @property
    def own_waiting(self) -> int:
        """How many of them the reader confirmed, and so cannot countersign."""
        rows = [one.row for one in self.signed.rows_of(self.signed.current)]
        return sum(
            row.confirmed_by == self.actor.id and row.withdrawn_at is None and row.countersigned_at is None
            for row in rows
        )

    @property
    def validity(self) -> str:
        """When the pack holds."""
        return validity(self.pack)

    @property
    def conditions(self) -> list[str]:
        """What every rule of the pack presupposes: it is signed with each."""
        return conditions_of(self.pack.applies)

    @property
    def text_options(self) -> list[tuple[str, str]]:
        """The official texts to choose among, the newest first."""
        return [
            (str(one.id), f"{one.url} · {format_date(one.retrieved_on)} · {one.sha256[:12]}…")
            for one in self.signed.texts
        ]

    @property
    def usual_url(self) -> str:
        """The address that the pack itself names most often."""
        urls = [rule.reference.eli_url for rule in self.pack.requirements if rule.reference.eli_url]
        return max(urls, key=urls.count) if urls else ""

    @cached_property
    def rules(self) -> list[RuleToSign]:
        """Every rule with its signatures."""
        return [self._rule(position) for position in range(self.total)]

    def _rule(self, position: int) -> RuleToSign:
        rule, real = self.real.rows[position]
        standing = self.release.rows[position][1] if real is Standing.DRAFT else real
        starts = self.pack.validity(rule)[0]
        rows = [
            one
            for one in self.signed.rows_of(self.signed.current)
            if (one.row.requirement_id, one.row.valid_from) == (rule.id, starts)
        ]
        made = rule_to_sign(
            self.pack,
            rule,
            standing,
            rows,
            pack_shown=self.release.pack_shown(standing),
            ticked=self._is_ticked(rows),
            changes=self._since(position),
        )
        return replace(made, is_ticked=True) if made.key in self.typed.ticked else made

    def _is_ticked(self, rows: Sequence[SignedRow]) -> bool:
        row = rows[-1].row if rows else None
        unsigned = row is None or row.withdrawn_at is not None
        waiting = not unsigned and row is not None and row.countersigned_at is None
        return {"unsigned": unsigned, "waiting": waiting, "signed": not unsigned}.get(self.tick, False)

    def _since(self, position: int) -> str:
        if not self.signed.earlier:
            return ""
        last = self.signed.earlier[0]
        rows = [one.row for one in self.signed.rows_of(last)]
        return since_earlier(self.pack, self.release.rows[position][0], last, rows)

    @property
    def history(self) -> list[EarlierShown]:
        """The earlier contents, the newest first."""
        return [self._earlier(one) for one in self.signed.earlier]

    def _earlier(self, approval: PackApproval) -> EarlierShown:
        rows = [one.row for one in self.signed.rows_of(approval)]
        standing = [row for row in rows if row.withdrawn_at is None]
        approved = [row for row in standing if row.countersigned_at is not None]
        withdrawn = {row.requirement_id: row for row in rows if row.withdrawn_at is not None}
        kept = {rule.id for rule in self.pack.requirements}
        gone = [row["id"] for row in approval.content.get("requirements", ()) if row["id"] not in kept]
        summary = [
            ngettext(
                "%(num)s rule is approved by two persons", "%(num)s rules are approved by two persons", len(approved)
            )
        ]
        if withdrawn:
            summary.append(ngettext("%(num)s was withdrawn", "%(num)s were withdrawn", len(withdrawn)))
        if gone:
            summary.append(_("no longer in the pack: %(rules)s", rules=", ".join(gone)))
        return EarlierShown(
            version=approval.pack_version,
            opened=format_date(approval.opened_at),
            content_hash=approval.content_hash,
            revision=approval.revision,
            summary="; ".join(summary) + ".",
            standing=len(standing),
            signed=tuple(dict.fromkeys(_line(row.confirmed_by_name, row.countersigned_by_name) for row in rows)),
        )


def _line(lawyer: str, second: str) -> str:
    if not second:
        return _("Confirmed by %(name)s", name=lawyer)
    return _("Confirmed by %(name)s, countersigned by %(second)s", name=lawyer, second=second)
