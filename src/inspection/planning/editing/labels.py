"""What rules, changes and remarks are called on pages."""

from husly.kit.i18n import mark
from inspection.planning.changing.breaches import Rule
from inspection.planning.editing.models import EditKind
from inspection.planning.solving.plan import RemarkKind

RULES = {
    Rule.NOTICE_NOT_RUN: mark(
        "%(visit)s: the written notice has not run on %(day)s; the first lawful day is %(limit)s."
    ),
    Rule.PAST_LATEST_DAY: mark("%(visit)s must be visited by %(limit)s; %(day)s is too late."),
    Rule.NOT_PLANNED_DAY: mark("%(day)s is no day of this plan: a weekend, a holiday or outside the period."),
    Rule.NO_HOURS: mark("%(who)s does not work on %(day)s, or has other visits all day."),
    Rule.CONFLICT: mark("%(who)s has a conflict of interest at %(visit)s."),
    Rule.WRONG_AUTHORITY: mark("%(who)s belongs to another authority than the visit to %(visit)s needs."),
    Rule.NO_COMPANION: mark("%(visit)s needs one more, and nobody who fits works on %(day)s."),
    Rule.SAME_DOOR: mark("Another visit of the plan goes to the same dwelling as %(visit)s."),
    Rule.NO_PLACE: mark("The point of %(visit)s lies at sea or abroad; put it right first."),
    Rule.CROSSED_ORDERS: mark("Two tours would wait for one another at their common visits; choose another place."),
    Rule.PAST_MIDNIGHT: mark("%(visit)s would end after midnight; choose an earlier time or another day."),
    Rule.OUTSIDE_WINDOW: mark("%(visit)s lies outside the hours at which somebody is there."),
    Rule.OVERTIME: mark("%(who)s is home %(minutes)s minutes after the end of the working day on %(day)s."),
    Rule.OUTSIDE_REGION: mark("%(visit)s lies outside the region of %(who)s."),
    Rule.NO_LANGUAGE: mark(
        "Nobody who goes to %(visit)s speaks a language of the residents, and no interpreter may be booked."
    ),
    Rule.DARK: mark("%(visit)s must be seen by daylight."),
    Rule.NO_SKILL: mark("%(who)s lacks a skill that %(visit)s needs."),
    Rule.LATER_THAN_SET: mark("%(visit)s begins %(minutes)s minutes later than somebody has set."),
}
"""A sentence for each rule that a change touches."""

EDITS = {
    EditKind.MOVED: mark("%(visit)s moved from %(source)s to %(target)s"),
    EditKind.PUT_IN: mark("%(visit)s put in: %(target)s"),
    EditKind.REMOVED: mark("%(visit)s taken out from %(source)s"),
    EditKind.SWAPPED: mark("%(visit)s and %(other)s changed places"),
    EditKind.LOCKED: mark("%(count)s locked: %(visit)s"),
    EditKind.UNLOCKED: mark("%(count)s unlocked: %(visit)s"),
    EditKind.REPLANNED: mark("The rest was planned anew"),
}

REMARKS = {
    RemarkKind.OTHER_AUTHORITY: mark("%(authority)s goes to %(visit)s on %(day)s: offer to go together."),
    RemarkKind.NO_HOURS: mark("%(who)s works on none of the days."),
    RemarkKind.INTERPRETER: mark("%(visit)s: book an interpreter for %(day)s."),
    RemarkKind.BY_THE_CLOCK: mark("The clock ended the search, so that a repetition may give another plan."),
}
