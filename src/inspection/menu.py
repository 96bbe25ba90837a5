"""What the authority alone finds in the main menu, and beneath which entry; no employer meets these words."""

from husly.kit.access import Permission
from husly.kit.i18n import mark
from husly.kit.web.menu import MenuEntry
from inspection.days.presenters import MENU as DAY
from inspection.deadlines.presenters import TITLE as DEADLINES
from inspection.delivery.labels import MENU as POST
from inspection.followup.own_presenters import MENU as OWN_LETTERS
from inspection.joint.labels import MENU as JOINT
from inspection.letters.reviewing.routes import MENU as TEXTS
from inspection.referrals.labels import MENU as REFERRALS
from inspection.risk.evaluation.wording import MENU as EVALUATION
from inspection.staff.routes import MENU as INSPECTORS
from inspection.staff.routes import OWN_MENU as OWN_TIME
from inspection.undeclared.presenters import MENU as UNDECLARED

FIRST = (MenuEntry(Permission.RECORD_VISITS, "/day", DAY),)
"""What whoever goes out needs before anything else."""

FURTHER = (
    MenuEntry(Permission.READ_OWN_LETTERS, "/orders", OWN_LETTERS),
    MenuEntry(Permission.READ_RISK, "/map", mark("Map"), under="/risk"),
    MenuEntry(Permission.READ_RISK, "/undeclared", UNDECLARED, under="/risk"),
    MenuEntry(Permission.READ_STATISTICS, "/risk/evaluation", EVALUATION, elsewhere=Permission.READ_RISK),
    MenuEntry(Permission.READ_PLANS, "/notices", mark("Notices to send"), under="/plans"),
    MenuEntry(Permission.READ_PLANS, "/plans/due", mark("Due again"), under="/plans"),
    MenuEntry(Permission.READ_PLANS, "/joint", JOINT, under="/plans"),
    MenuEntry(Permission.READ_PLANS, "/meetings", mark("Case meetings"), under="/plans"),
    MenuEntry(Permission.READ_PLANS, "/targets", mark("Inspection targets"), under="/plans"),
    MenuEntry(Permission.LEAD_STAFF, "/stations", INSPECTORS, under="/plans"),
    MenuEntry(Permission.RECORD_VISITS, "/stations/own", OWN_TIME, under="/plans", elsewhere=Permission.LEAD_STAFF),
    MenuEntry(Permission.READ_CASES, "/deadlines", DEADLINES, under="/cases"),
    MenuEntry(Permission.DRAFT_REFERRALS, "/referrals", REFERRALS, under="/cases"),
    MenuEntry(Permission.COUNTERSIGN_RULES, "/letters/texts", TEXTS, under="/standards"),
    MenuEntry(Permission.READ_CASES, "/post", POST, under="/cases"),
    MenuEntry(Permission.READ_CASES, "/cases/late", mark("What is late"), under="/cases"),
    MenuEntry(Permission.READ_CASES, "/cases/procedures", mark("Procedures"), under="/cases"),
    MenuEntry(Permission.ADMINISTER, "/authorities", mark("Authorities"), under="/standards"),
    MenuEntry(Permission.ADMINISTER, "/referrals/contacts", mark("Contacts of receivers"), under="/standards"),
)
"""The rest, in the order in which it is shown."""
