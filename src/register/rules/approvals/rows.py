"""One rule on the page of an approval: what it says, what we know of it, who signed, and what changed since."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from husly.kit.i18n import format_date, mark
from husly.kit.i18n import gettext as _
from register.assessments.releases import standing_badge
from register.assessments.wording import CONFIDENCE, in_language
from register.rules.approvals.models import PackApproval, RequirementConfirmation
from register.rules.approvals.queries import SignedRow
from register.rules.presenters import RuleRow, rule_row
from standards.rules.approval import Standing, requirement_hash
from standards.rules.pack import Pack
from standards.rules.requirement import Requirement

FIELDS = {
    "measure": mark("what is measured"),
    "op": mark("limit"),
    "value": mark("limit"),
    "value_open": mark("limit"),
    "best": mark("limit"),
    "table": mark("limit"),
    "min_count": mark("limit"),
    "unit": mark("unit"),
    "applies": mark("what the rule presupposes"),
    "unless": mark("exceptions"),
    "unless_room": mark("exceptions"),
    "per_sex": mark("limit"),
    "rounding": mark("limit"),
    "transition": mark("transition"),
    "readings": mark("readings"),
    "severity": mark("severity"),
    "reference": mark("clause"),
    "valid_from": mark("validity"),
    "valid_to": mark("validity"),
    "confidence": mark("sureness"),
    "source_sites": mark("sources"),
    "text": mark("our words"),
    "remedy": mark("what is to be achieved"),
    "breach": mark("what a letter says of a breach"),
}
"""What each key of a requirement is called when it has changed."""


@dataclass(frozen=True)
class RuleToSign:
    """One row; ``key`` is the hash of its exact content, ``name`` its id in the pack or in the unverified part."""

    key: str
    name: str
    rule: RuleRow
    breach: str
    has_limit: bool
    confidence_meaning: str
    standing: tuple[str, str]
    signed: tuple[str, ...]
    is_unsigned: bool
    is_waiting: bool
    is_ticked: bool
    changes: str


def rule_to_sign(
    pack: Pack,
    rule: Requirement,
    standing: Standing,
    signed: list[SignedRow],
    *,
    pack_shown: str,
    ticked: bool,
    changes: str,
) -> RuleToSign:
    """Put one rule and its signatures into words."""
    last = signed[-1].row if signed else None
    is_unsigned = last is None or last.withdrawn_at is not None
    return RuleToSign(
        key=requirement_hash(pack, rule),
        name=f"{pack_shown}.{rule.short_id}",
        rule=rule_row(pack, rule),
        breach=in_language(rule.breach),
        has_limit=not isinstance(rule.value, bool),
        confidence_meaning=_(CONFIDENCE[rule.confidence]),
        standing=standing_badge(standing),
        signed=tuple(line for one in signed for line in signature_lines(one)),
        is_unsigned=is_unsigned,
        is_waiting=not is_unsigned and last is not None and last.countersigned_at is None,
        is_ticked=ticked,
        changes=changes,
    )


def signature_lines(one: SignedRow) -> list[str]:
    """Who did what with one confirmation, line by line."""
    row, digest = one.row, one.text.sha256[:12]
    said = {"name": row.confirmed_by_name, "day": format_date(row.confirmed_at), "digest": digest}
    again = _("Confirmed again, unchanged, by %(name)s on %(day)s; text %(digest)s…")
    lines = [(again if row.is_repeated else _("Confirmed by %(name)s on %(day)s; text %(digest)s…")) % said]
    if row.note:
        lines.append(_("Note: %(note)s", note=row.note))
    if row.countersigned_at is not None:
        lines.append(
            _signed(_("Countersigned by %(name)s on %(day)s"), row.countersigned_by_name, row.countersigned_at)
        )
    if row.withdrawn_at is not None:
        line = _signed(_("Withdrawn by %(name)s on %(day)s"), row.withdrawn_by_name, row.withdrawn_at)
        lines.append(f"{line}: {row.withdrawal_reason}")
    return lines


def _signed(words: str, name: str, day: date) -> str:
    return words % {"name": name, "day": format_date(day)}


def since_earlier(pack: Pack, rule: Requirement, earlier: PackApproval, rows: list[RequirementConfirmation]) -> str:
    """How a rule stands to an earlier content: unchanged, changed in what, or new."""
    key = (rule.id, pack.validity(rule)[0])
    before = _row_of(earlier.content, rule, pack)
    hashes = {row.requirement_hash for row in rows if (row.requirement_id, row.valid_from) == key}
    if before is None:
        return _("New since version %(version)s.", version=earlier.pack_version)
    names = changed_fields(before, rule)
    if names:
        return _("Changed since version %(version)s: %(what)s.", version=earlier.pack_version, what=", ".join(names))
    if hashes and requirement_hash(pack, rule) not in hashes:
        return _("Changed since version %(version)s in what the whole pack says.", version=earlier.pack_version)
    return _("Unchanged since version %(version)s.", version=earlier.pack_version)


def changed_fields(before: dict[str, Any], rule: Requirement) -> list[str]:
    """Which parts of a rule differ from its row in an earlier content, in words, each once."""
    now = rule.model_dump(mode="json")
    keys = [key for key in now if key in before and before[key] != now[key]]
    return list(dict.fromkeys(_(FIELDS[key]) if key in FIELDS else key for key in keys))


def _row_of(content: dict[str, Any], rule: Requirement, pack: Pack) -> dict[str, Any] | None:
    """The row of the same rule, and where it has versions of the same version, in an earlier content."""
    starts = pack.validity(rule)[0]
    rows = [row for row in content.get("requirements", ()) if row.get("id") == rule.id]
    same = [row for row in rows if row.get("valid_from") == (None if starts is None else starts.isoformat())]
    found: dict[str, Any] | None = (same or rows or [None])[0]
    return found
