"""What the pages of inspectors call things."""

from husly.kit.i18n import mark
from inspection.staff.models import AbsenceKind, ConflictGround

ABSENCES = {
    AbsenceKind.HOLIDAY: mark("Holiday"),
    AbsenceKind.COURSE: mark("Course"),
    AbsenceKind.OTHER: mark("Other absence"),
}
GROUNDS = {
    ConflictGround.OWN_INTEREST: mark("An interest of one's own in the case (no. 1)"),
    ConflictGround.RELATIVE: mark("Family or others close have an interest in it (no. 2)"),
    ConflictGround.POSITION: mark("A seat in the management of the firm, or close ties to it (no. 3)"),
    ConflictGround.EARLIER_PART: mark("Took part in the matter at the authority that is inspected (no. 4)"),
    ConflictGround.OTHER_DOUBT: mark("Other circumstances that raise doubt about impartiality (no. 5)"),
}
"""The grounds of FVL § 3 (1) by their number in the act."""
