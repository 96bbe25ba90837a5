"""The demonstration's sign-ins."""

from dataclasses import dataclass

from husly.kit.access import Role
from husly.kit.i18n import mark

DEMO_PASSWORD = "husly-demo-2026"  # noqa: S105 - printed for whoever tries the demonstration

MUNICIPAL_HEAD = "kommuneleder@demo.husly.example"


@dataclass(frozen=True)
class DemoAccount:
    """One sign-in of the demonstration."""

    email: str
    name: str
    role: Role
    what: str
    municipality_code: str | None = None


DEMO_ACCOUNTS = (
    DemoAccount(
        "arbejdsgiver@demo.husly.example",
        "Anna Arbejdsgiver",
        Role.EMPLOYER,
        mark("Employer with several dwellings"),
    ),
    DemoAccount(
        "bogholder@demo.husly.example",
        "Bodil Bogholder",
        Role.REPRESENTATIVE,
        mark("Accountant who acts for two employers by mandate"),
    ),
    DemoAccount("tilsyn@demo.husly.example", "Torben Tilsyn", Role.INSPECTOR, mark("Inspector, whole country")),
    DemoAccount("leder@demo.husly.example", "Lene Leder", Role.DECISION_MAKER, mark("Decision-maker, whole country")),
    DemoAccount(
        "kommune@demo.husly.example",
        "Karin Kommune",
        Role.CASEWORKER,
        mark("Caseworker in Odense municipality"),
        "0461",
    ),
    DemoAccount(
        MUNICIPAL_HEAD,
        "Kirsten Kommuneleder",
        Role.DECISION_MAKER,
        mark("Decision-maker in Odense municipality"),
        "0461",
    ),
    DemoAccount("statistik@demo.husly.example", "Stine Statistik", Role.STATISTICIAN, mark("Statistician")),
    DemoAccount("jurist@demo.husly.example", "Jens Jurist", Role.LEGAL_REVIEWER, mark("Lawyer who reviews the rules")),
    DemoAccount("admin@demo.husly.example", "Adam Administrator", Role.ADMINISTRATOR, mark("Administrator")),
)
