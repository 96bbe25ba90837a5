"""What the page for a local value sends, understood or named field by field."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel

from husly.kit.clock import read_day
from husly.kit.i18n import gettext as _
from register.municipalities.table import Municipality
from register.rules.models import LocalIssuer
from standards.measures.registry import MEASURES, measure_named
from standards.rules.pack import Pack, PackError
from standards.variants.fitting import can_be_tightened

OWN = "own:"
"""Before the key of a measure: a rule of the issuer's own, not the sharpening of one in the pack."""

MOST = 100_000.0


class LocalRuleForm(BaseModel):
    """The form as it came, every field a text. ``rule``: id of a requirement, or ``own:`` and a measure."""

    pack: str = ""
    rule: str = ""
    issuer: str = ""
    agreement_id: str = ""
    agreement_name: str = ""
    agreement_parties: str = ""
    op: str = ""
    value: str = ""
    reference_title: str = ""
    reference_section: str = ""
    reference_url: str = ""
    reason: str = ""
    valid_from: str = ""
    valid_to: str = ""
    version: str = ""


@dataclass(frozen=True)
class Target:
    """The rule that gets a value: one of the pack, or one of the issuer's own on a measure."""

    requirement_id: str | None
    measure: str
    op: str
    unit: str

    @property
    def is_flag(self) -> bool:
        """Whether it is kept or not, without a number."""
        return self.op == "is"


@dataclass(frozen=True)
class IssuerAsked:
    """Who sets the value, as the form tells it."""

    kind: LocalIssuer
    id: str
    name: str
    parties: tuple[str, ...] = ()

    @property
    def municipality_code(self) -> str | None:
        """The municipality whose permission is needed; None: the whole country's."""
        return self.id if self.kind is LocalIssuer.MUNICIPALITY else None


@dataclass(frozen=True)
class LocalRuleAsked:
    """A local value as asked for."""

    issuer: IssuerAsked
    target: Target
    value: float
    reference_title: str
    reference_section: str
    reference_url: str
    reason: str
    valid_from: date
    valid_to: date | None


def own_measures() -> list[str]:
    """Measures on which an issuer can make a rule of its own: numbers, counts of fixtures, yes and no."""
    return [key for key, one in MEASURES.items() if one.kind in ("number", "fixtures", "flag") and not one.sides]


def target_of(pack: Pack, rule: str, op: str = "") -> Target | None:
    """The rule that the form names; None where there is none such, or none that a value can be set for."""
    if rule.startswith(OWN):
        key = rule.removeprefix(OWN)
        if key not in own_measures():
            return None
        measure = measure_named(key)
        ops = {"fixtures": "<=", "flag": "is"}
        return Target(None, key, ops.get(measure.kind) or (">=" if op == ">=" else "<="), measure.unit)
    try:
        found = pack.requirement(rule)
    except PackError:
        return None
    return Target(found.id, found.measure, found.op, found.unit) if can_be_tightened(found, pack) else None


def read_local_rule(
    form: LocalRuleForm, pack: Pack, names: Mapping[str, Municipality]
) -> tuple[LocalRuleAsked | None, dict[str, str]]:
    """What was asked, or a sentence for each field that must be corrected."""
    errors: dict[str, str] = {}
    target = target_of(pack, form.rule, form.op)
    if target is None:
        errors["rule"] = _("Choose a rule that a value can be set for.")
    issuer = _issuer(form, names, errors)
    value = 1.0 if target is not None and target.is_flag else _number(form.value, errors)
    texts = {
        name: _text(form, name, most, errors)
        for name, most in (("reference_title", 200), ("reference_section", 80), ("reason", 4000))
    }
    url = form.reference_url.strip()
    if not re.fullmatch(r"https://[^\s/]+\.[^\s]+", url) or len(url) > 500:
        errors["reference_url"] = _("Write the address of the decision, beginning with https://.")
    starts, ends = _day(form, "valid_from", errors), _day(form, "valid_to", errors) if form.valid_to.strip() else None
    if starts and ends and ends <= starts:
        errors["valid_to"] = _("It must end after it begins.")
    if errors or target is None or issuer is None or value is None or starts is None:
        return None, errors
    asked = LocalRuleAsked(issuer, target, value, reference_url=url, valid_from=starts, valid_to=ends, **texts)
    return asked, {}


def _issuer(form: LocalRuleForm, names: Mapping[str, Municipality], errors: dict[str, str]) -> IssuerAsked | None:
    if form.issuer != LocalIssuer.AGREEMENT.value:
        known = names.get(form.issuer)
        if known is None:
            errors["issuer"] = _("Choose the municipality that sets the value.")
            return None
        return IssuerAsked(LocalIssuer.MUNICIPALITY, known.code, f"{known.name} Kommune")
    key = form.agreement_id.strip().lower()
    parties = tuple(line.strip() for line in form.agreement_parties.splitlines() if line.strip())
    if not re.fullmatch(r"[a-z][a-z0-9-]{2,39}", key):
        errors["agreement_id"] = _("Write a short name of small letters, digits and hyphens, such as gartneri-2026.")
    if not 3 <= len(form.agreement_name.strip()) <= 200:
        errors["agreement_name"] = _("Write the name of the agreement.")
    if len(parties) < 2 or any(len(one) > 200 for one in parties):
        errors["agreement_parties"] = _("Write the parties to the agreement, one on each line.")
    return IssuerAsked(LocalIssuer.AGREEMENT, key, form.agreement_name.strip(), parties)


def _number(text: str, errors: dict[str, str]) -> float | None:
    """A number as Danes or the English write it: 1,5 or 1.5."""
    text = text.strip().replace(",", ".")
    if re.fullmatch(r"\d{1,6}(\.\d{1,6})?", text, re.ASCII) and float(text) <= MOST:
        return float(text)
    errors["value"] = _("Write a number that is not negative, such as 1.5.")
    return None


def _text(form: LocalRuleForm, name: str, most: int, errors: dict[str, str]) -> str:
    text = str(getattr(form, name)).replace("\x00", "").strip()
    if not 2 <= len(text) <= most:
        errors[name] = _("Write 2 to %(most)s characters.", most=most)
    return text


def _day(form: LocalRuleForm, name: str, errors: dict[str, str]) -> date | None:
    day = read_day(str(getattr(form, name)))
    if day is None:
        errors[name] = _("Write a date such as 2026-03-17.")
    return day
