"""The page behind the code of a plan, and the page of papers to print."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from husly.kit.i18n import format_date, format_moment, mark
from husly.kit.i18n import gettext as _
from register.assessments.wording import in_language
from register.declarations.queries import Declared
from register.sheets.codes import shown_code
from register.sheets.door_texts import DoorText
from register.sheets.plan_state import PlanFinding, PlanState
from register.sheets.queries import PlanPaper
from standards.facts.choices import PLAN_CONTENT_LABELS

PLAN_STATES = {
    PlanState.ADEQUATE: ("success", mark("The plan is whole")),
    PlanState.DEFICIENT: ("warning", mark("The plan is deficient")),
    PlanState.MISSING: ("error", mark("There is no plan")),
    PlanState.NOT_TOLD: ("", mark("Nothing is told of a plan")),
}
"""Badge and words of each state."""


@dataclass(frozen=True)
class PlanPage:
    """How a printed plan stands; ``href`` leads to the declaration, empty for those who may not read it."""

    paper: PlanPaper
    href: str
    is_signed_in: bool
    as_of: date

    @property
    def code(self) -> str:
        """The code in groups."""
        return shown_code(self.paper.code)

    @property
    def standing(self) -> tuple[str, str, str]:
        """Kind of alert, heading and text."""
        paper = self.paper
        if paper.ends_on is not None and paper.ends_on < self.as_of:
            on = format_date(paper.ends_on)
            return "warning", _("Ended"), _("The accommodation ended on %(on)s. The plan no longer applies.", on=on)
        if paper.printed is None:
            at = format_moment(paper.current.submitted_at)
            number = paper.current.version
            return (
                "info",
                _("The plan applies"),
                _("The version in force is %(number)s, received %(at)s.", number=number, at=at),
            )
        if paper.successor is not None:
            return "warning", _("Superseded"), self._superseded()
        at = format_moment(paper.current.submitted_at)
        return (
            "success",
            _("This plan is the current one"),
            _("Version %(number)s, received %(at)s.", number=paper.current.version, at=at),
        )

    def _superseded(self) -> str:
        printed, successor = self.paper.printed, self.paper.successor
        if printed is None or successor is None:
            return ""
        return _(
            "The paper shows version %(printed)s. It was superseded on %(at)s; version %(number)s is in force.",
            printed=printed.version,
            at=format_moment(successor.submitted_at),
            number=self.paper.current.version,
        )


@dataclass(frozen=True)
class PapersPage:
    """The papers of one version of one declaration."""

    declared: Declared
    finding: PlanFinding
    languages: Sequence[DoorText]
    is_generated: bool
    is_own: bool

    @property
    def href(self) -> str:
        """The page of this accommodation."""
        return f"/declarations/{self.declared.accommodation.id}"

    @property
    def plan_badge(self) -> tuple[str, str]:
        """How the plan stands."""
        kind, words = PLAN_STATES[self.finding.state]
        return kind, _(words)

    @property
    def lacking(self) -> list[str]:
        """The parts that the plan lacks."""
        return [in_language(PLAN_CONTENT_LABELS[part]) for part in self.finding.lacking]
