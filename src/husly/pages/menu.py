"""The entries of the main menu, in the order in which a reader finds them."""

from husly.kit.access import Permission
from husly.kit.i18n import mark
from husly.kit.web.menu import MenuEntry
from inspection.menu import FIRST, FURTHER

MENU = (
    *FIRST,
    MenuEntry(Permission.READ_DECLARATIONS, "/declarations", mark("Declarations")),
    MenuEntry(Permission.READ_RISK, "/risk", mark("Risk")),
    MenuEntry(Permission.READ_PLANS, "/plans", mark("Visit plans")),
    MenuEntry(Permission.READ_CASES, "/cases", mark("Cases"), also=("/letters",)),
    MenuEntry(Permission.READ_TIPS, "/reports", mark("Reports")),
    MenuEntry(Permission.READ_STANDARDS, "/standards", mark("Rules")),
    *FURTHER,
)
"""What everybody may meet, then what stands beneath it; employers meet the words of this file only."""
