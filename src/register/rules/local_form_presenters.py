"""The form of a local value, with the national value beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from husly.kit.i18n import gettext as _
from register.assessments.wording import amount, clause_of, in_language, limit_of
from register.rules.forms import LocalRuleForm, Target
from standards.measures.registry import measure_named
from standards.rules.pack import Pack
from standards.rules.requirement import Requirement


@dataclass(frozen=True)
class LocalFormPage:
    """The form. ``target`` is the rule chosen; None: it is still to be chosen."""

    form: LocalRuleForm
    pack: Pack
    target: Target | None
    packs: Sequence[Pack]
    municipalities: Sequence[tuple[str, str]]
    whole_country: bool
    rules: Sequence[tuple[str, str]]
    own: Sequence[tuple[str, str]]
    errors: Mapping[str, str]
    action: str
    back: str

    @property
    def label(self) -> str:
        """What is limited."""
        return "" if self.target is None else in_language(measure_named(self.target.measure).label)

    @property
    def national(self) -> str:
        """The pack's value, in words; empty for a rule of the issuer's own."""
        found = national_rule(self.pack, self.target)
        return "" if found is None else limit_of(found)

    @property
    def national_text(self) -> str:
        """The pack's rule as it reads."""
        found = national_rule(self.pack, self.target)
        return "" if found is None else in_language(found.text)

    @property
    def national_clause(self) -> str:
        """Where the pack's rule stands."""
        found = national_rule(self.pack, self.target)
        return "" if found is None else clause_of(found.reference)

    @property
    def unit(self) -> str:
        """What stands behind the number."""
        return "" if self.target is None else amount(0, self.target.unit).removeprefix("0").strip()

    @property
    def side(self) -> str:
        """Whether it is a ceiling or a floor, in words."""
        if self.target is None:
            return ""
        return _("At most") if self.target.op == "<=" else _("At least")

    @property
    def chooses_side(self) -> bool:
        """Whether the issuer says if it is a ceiling or a floor: for a rule of its own on a number, when it is new."""
        if self.target is None or self.target.requirement_id is not None or self.form.version:
            return False
        return measure_named(self.target.measure).kind == "number"

    @property
    def direction(self) -> str:
        """Which way is stricter, in words."""
        if self.target is None or self.target.requirement_id is None:
            return ""
        return (
            _("Only a lower number is stricter.") if self.target.op == "<=" else _("Only a higher number is stricter.")
        )


def national_rule(pack: Pack, target: Target | None) -> Requirement | None:
    """The pack's rule that a value is set for; None: a rule of the issuer's own."""
    return None if target is None or target.requirement_id is None else pack.requirement(target.requirement_id)
