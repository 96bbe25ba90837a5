"""One result in words: what was found, what is required, where, and what is missing."""

from collections.abc import Collection
from dataclasses import dataclass, field

from husly.kit.i18n import gettext as _
from husly.kit.i18n import mark
from register.assessments.verdicts import verdict_words
from register.assessments.wording import amount, bound, clause_of, facts_named, in_language, names
from standards.engine.assessment import Assessment, Result
from standards.engine.outcome import Outcome
from standards.engine.reasons import explain
from standards.rules.pack import Pack

READINGS = {"dwelling": mark("Counted for the dwelling as a whole"), "room": mark("Counted room by room")}


@dataclass(frozen=True)
class Finding:
    """One requirement as the page shows it; empty texts are not shown. ``cures``: what settles this rule alone."""

    key: str
    text: str
    found: str
    required: str
    rooms: str
    missing: list[str]
    why: str
    readings: list[str]
    remedy: str
    clause: str
    url: str
    issuer: str = ""
    cures: list[str] = field(default_factory=list)
    draft: str = ""
    """The name of the unverified part of a partly approved pack, where the rule belongs to it."""


def finding(result: Result, assessment: Assessment, pack: Pack, *, drafts: Collection[str] = ()) -> Finding:
    """Put one result into words; `drafts` are the rules of a partly approved pack that nobody has approved."""
    why = explain(result)
    return Finding(
        key=result.requirement_id.replace(".", "-"),
        text=in_language(result.text),
        found=_found(result),
        required=_required(result),
        rooms=", ".join(result.rooms) if result.outcome is not Outcome.MET else "",
        missing=facts_named(result.missing),
        why=in_language(why) if why and not result.missing else "",
        readings=_readings(result, assessment, pack),
        remedy=in_language(result.remedy),
        clause=clause_of(result.reference),
        url=result.reference.eli_url,
        issuer=in_language(result.issuer.sentence) if result.issuer else "",
        draft=f"{pack.id}.unverified" if result.requirement_id in drafts else "",
    )


def _found(result: Result) -> str:
    if result.lacking:
        return _("%(items)s lacking", items=names(result.lacking))
    if result.present is not None and result.needed is not None:
        return _("there are %(present)s", present=result.present)
    if isinstance(result.measured, bool):
        return _("yes") if result.measured else _("no")
    return "" if result.measured is None or isinstance(result.required, tuple) else amount(result.measured, result.unit)


def _required(result: Result) -> str:
    if isinstance(result.required, tuple):
        return names(result.required)
    if isinstance(result.required, bool):
        return _("yes") if result.required else _("no")
    if result.required is None:
        return ""
    limit = bound("<=" if result.op == "<=" else ">=", result.required, result.unit)
    if result.needed is not None:
        return _("%(count)s are needed (%(limit)s)", count=result.needed, limit=limit)
    return limit


def _readings(result: Result, assessment: Assessment, pack: Pack) -> list[str]:
    rule = pack.requirement(result.requirement_id, assessment.as_of)
    if rule.readings is None or result.reason != "reading_open":
        return []
    return [
        f"{_(READINGS[way.basis])}: {verdict_words(assessment.result(way.requirement).outcome)[1].lower()}"
        for way in (rule.readings.lenient, rule.readings.strict)
    ]
