"""Knows every module that declares tables, so that the migrations and the tests see all of them."""

from importlib import import_module

MODULES = (
    "husly.kit.audit",
    "husly.kit.outbox",
    "husly.kit.accounts.models",
    "register.municipalities.models",
    "register.employers.models",
    "register.portfolio.models",
    "register.dwellings.models",
    "register.accommodations.models",
    "register.declarations.models",
    "register.declarations.journey.models",
    "register.lookups.models",
    "register.sheets.models",
    "register.api.models",
    "register.agreements.models",
    "register.owners.models",
    "register.residents.models",
    "register.evidence.models",
    "register.imports.models",
    "register.matches.models",
    "register.upkeep.models",
    "register.rules.models",
    "register.rules.approvals.models",
    "inspection.risk.models",
    "inspection.undeclared.models",
    "inspection.risk.weightsets.models",
    "inspection.risk.evaluation.models",
    "inspection.risk.deviations.models",
    "inspection.risk.card.models",
    "inspection.enforcement.models",
    "inspection.letters.models",
    "inspection.planning.models",
    "inspection.certificates.models",
    "inspection.reregistered.models",
)


def load() -> None:
    """Import them all, so that ``SQLModel.metadata`` is complete."""
    for name in MODULES:
        import_module(name)
