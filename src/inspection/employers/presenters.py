"""The page of an employer for the authority."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from husly.kit.i18n import gettext as _
from inspection.employers.forms import RELATIONS, LinkForm
from register.employers.models import Employer
from register.portfolio.presenters import LINK_SOURCES, PortfolioPart


@dataclass(frozen=True)
class EmployerPage:
    """One employer, its portfolio and the form for another link; ``closed`` is what CVR says of a closed firm."""

    employer: Employer
    sums: PortfolioPart
    may_link: bool
    closed: str = ""
    form: LinkForm = field(default_factory=LinkForm)
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def href(self) -> str:
        """This page."""
        return f"/employers/{self.employer.id}"

    @property
    def relations(self) -> list[tuple[str, str]]:
        """How it can stand to another."""
        return [(value, _(text)) for value, (_kind, _second, text) in RELATIONS.items()]

    @property
    def sources(self) -> list[tuple[str, str]]:
        """Where that can be known from."""
        return [(one.value, _(text)) for one, text in LINK_SOURCES.items()]

    @property
    def search(self) -> str:
        """The list of its declarations."""
        return self.employer.name
