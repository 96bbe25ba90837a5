"""What came out of a what-if, in words, tables and colours of the map."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from husly.kit.i18n import format_number, mark, ngettext
from husly.kit.i18n import gettext as _
from register.assessments.wording import in_language
from register.municipalities.drawing import Ground
from register.whatif.forms import WhatIfForm, written
from register.whatif.queries import Hit
from register.whatif.tables import COUNT_NAMES, GROUP_NAMES, Outcome
from register.whatif.tallies import Tally
from standards.measures.measure import EPSILON
from standards.variants.scenario import EXCEPTION, exception_of, known_key

SHOWN = ("sector", "kind", "municipality")
"""The tables in the order of the page; the municipalities last, by their map."""

HEADLINES = (
    (mark("Dwellings"), "newly_failing", "no_longer_failing"),
    (mark("Rooms"), "rooms_newly_failing", "rooms_no_longer_failing"),
    (mark("Residents"), "residents_newly_failing", "residents_no_longer_failing"),
    (mark("Employers"), "employers_newly_failing", "employers_no_longer_failing"),
)
SHADES = 5
TOPS = (0.05, 0.1, 0.25, 0.5, 1.0)
"""The map has five colours up to the first of these shares that none exceeds, and one for none at all."""

VIEWS = ((mark("By the whole pack"), False), (mark("By the changed rules alone"), True))
"""What counts as failing: a breach of any requirement, or of a changed one."""

IN_SIGHT = 12
"""Lines of a table that are not folded away."""

MARGIN = 1.96
"""Standard errors of a 95 % interval."""


@dataclass(frozen=True)
class Line:
    """One group in a table; `told` is the same as one sentence, `shade` the colour on the map."""

    key: str
    name: str
    counts: dict[str, int]
    share: float
    shade: int
    told: str

    @property
    def percent(self) -> str:
        """The share in words."""
        return percent(self.share)


@dataclass(frozen=True)
class GroupTable:
    """One group with its lines: the first few in sight, the others folded away."""

    key: str
    name: str
    lines: tuple[Line, ...]

    @property
    def longest(self) -> float:
        """The greatest share: the bars are drawn against it."""
        return max((line.share for line in self.lines), default=0.0) or 1.0

    @property
    def first(self) -> tuple[Line, ...]:
        """The lines in sight; one or two more are not worth folding."""
        return self.lines if len(self.lines) <= IN_SIGHT + 2 else self.lines[:IN_SIGHT]

    @property
    def folded(self) -> tuple[Line, ...]:
        """The others."""
        return self.lines[len(self.first) :]


def percent(share: float) -> str:
    """A share as a percentage in the language of the moment."""
    return f"{format_number(share * 100, 1)} %"


def shade_of(share: float, top: float) -> int:
    """Which colour a share has on the map: 0 for none."""
    return min(SHADES, math.ceil(share / top * SHADES - EPSILON))


@dataclass(frozen=True)
class ResultPage:
    """What came out. Readers of statistics see no group of few employers."""

    outcome: Outcome
    form: WhatIfForm
    counted_at: datetime
    ground: Ground
    sort: str
    hits: Sequence[Hit] | None

    @property
    def total(self) -> Tally | None:
        """Everything together; None when it would single out an employer."""
        return self.outcome.total

    @property
    def is_empty(self) -> bool:
        """Whether there was no housing to judge."""
        return self.outcome.judged.rows.is_empty()

    @property
    def moved(self) -> str:
        """What tables and map show first: the larger of newly failing and no longer failing."""
        whole = self.total
        loosened = whole is not None and whole["no_longer_failing"] > whole["newly_failing"]
        return "no_longer_failing" if loosened else "newly_failing"

    @property
    def moved_name(self) -> str:
        """The same in words."""
        return _(COUNT_NAMES[self.moved])

    @property
    def views(self) -> list[tuple[str, str, bool]]:
        """What counts: its name, its address, whether it is shown."""
        return [
            (_(name), f"/standards/whatif?{replace(self.form, alone=alone).query}#result", alone == self.form.alone)
            for name, alone in VIEWS
        ]

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """Each change: rule, value of today, new value."""
        return [self._change(one.key, written(one.before), written(one.after)) for one in self.outcome.asked.changes]

    def _change(self, key: str, before: str, after: str) -> tuple[str, str, str]:
        pack = self.form.pack
        name, condition_id = known_key(pack, key)
        rule = pack.requirement(name)
        text = in_language(exception_of(pack, key).text if condition_id else rule.text)
        return text if EXCEPTION not in key else _("Exception: %(text)s", text=text), before or _("not set"), after

    @property
    def headlines(self) -> list[tuple[str, str, str]]:
        """Name, newly failing, no longer failing."""
        whole = self.total
        if whole is None:
            return []
        rooms = self.outcome.asked.scenario.concerns_rooms
        shown = [row for row in HEADLINES if rooms or not row[1].startswith("rooms_")]
        return [(_(name), format_number(whole[one]), format_number(whole[two])) for name, one, two in shown]

    @property
    def details(self) -> list[tuple[str, str]]:
        """The other ways a dwelling can stand, each with its number."""
        whole = self.total
        names = ("still_failing", "newly_passing", "still_passing", "failing_now_open", "not_assessed")
        return [] if whole is None else [(_(COUNT_NAMES[name]), format_number(whole[name])) for name in names]

    @property
    def alone(self) -> list[tuple[str, str, str]]:
        """Each changed rule alone: text, newly breached, no longer breached."""
        return [
            (
                in_language(self.form.pack.requirement(key).text),
                _shown(one, "newly_failing"),
                _shown(one, "no_longer_failing"),
            )
            for key, one in self.outcome.requirements()
        ]

    def _text(self, requirement_id: str) -> str:
        return in_language(self.form.pack.requirement(requirement_id).text)

    @property
    def counted(self) -> str:
        """How many dwellings were judged."""
        whole = self.total
        count = 0 if whole is None else whole["dwellings"]
        return ngettext(
            "%(num)s dwelling with a declaration",
            "%(num)s dwellings with a declaration",
            count,
            num=format_number(count),
        )

    @property
    def sample(self) -> str:
        """What a sample means, in words; empty when everything was judged."""
        judged, whole = self.outcome.judged, self.total
        if not judged.is_sample or whole is None or not whole["dwellings"]:
            return ""
        share, part = whole.share(self.moved), judged.places / judged.places_in_scope
        error = MARGIN * math.sqrt(share * (1 - share) / whole["dwellings"] * (1 - part))
        return _(
            "The register is large, so this page judges %(read)s of %(all)s dwellings, drawn at random. In the whole "
            "register the share of “%(what)s” is %(share)s, give or take %(error)s (95 %% interval); all counts below "
            "are of the sample.",
            read=format_number(judged.places),
            all=format_number(judged.places_in_scope),
            what=self.moved_name,
            share=percent(share),
            error=percent(error),
        )

    @property
    def command(self) -> str:
        """The command that judges everything."""
        values = " ".join(f"--set {key}={text.replace(',', '.')}" for key, text in self.form.values.items())
        day = f" --as-of {self.form.day_text}" if self.form.day_text else ""
        alone = " --alone" if self.form.alone else ""
        return f"husly whatif --pack {self.form.pack.id} {values}{day}{alone}"

    @property
    def tables(self) -> list[GroupTable]:
        """The lines of each group in the order asked for; the municipalities last, by their map."""
        return [GroupTable(group, _(GROUP_NAMES[group]), tuple(self._lines(group))) for group in SHOWN]

    def _lines(self, group: str) -> Iterator[Line]:
        found = self.outcome.by(group)
        top = self._top(one.share(self.moved) for one in found)
        lines = [self._line(group, one, top) for one in found]
        if self.sort == "name":
            yield from sorted(lines, key=lambda line: line.name)
        elif self.sort in COUNT_NAMES:
            yield from sorted(lines, key=lambda line: -line.counts[self.sort])
        else:
            yield from sorted(lines, key=lambda line: -line.share)

    @staticmethod
    def _top(shares: Iterable[float]) -> float:
        largest = max(shares, default=0.0)
        return next(top for top in TOPS if largest <= top)

    def _line(self, group: str, one: Tally, top: float) -> Line:
        name, share = self.outcome.name_of(group, one.key), one.share(self.moved)
        told = _(
            "%(name)s: %(count)s of %(all)s dwellings, %(share)s",
            name=name,
            count=format_number(one[self.moved]),
            all=format_number(one["dwellings"]),
            share=percent(share),
        )
        return Line(one.key, name, one.counts, share, shade_of(share, top), told)

    @property
    def columns(self) -> list[tuple[str, str, str]]:
        """Columns of the tables: count, its name, the address that sorts by it."""
        rooms = ("rooms",) if self.outcome.asked.scenario.concerns_rooms else ()
        also = (f"{name}_{self.moved}" for name in ("residents", *rooms, "employers"))
        names = ("dwellings", "newly_failing", "no_longer_failing", *also)
        return [(name, _(COUNT_NAMES[name]), self.sorted_by(name)) for name in names]

    @property
    def narrow(self) -> tuple[str, ...]:
        """The columns that a narrow screen has room for."""
        return (self.moved,)

    def sorted_by(self, name: str) -> str:
        """The address of this page sorted by a column."""
        return f"/standards/whatif?{self.form.query}&sort={name}#groups"

    @property
    def legend(self) -> list[tuple[int, str]]:
        """The colours of the map: number and meaning."""
        top = self._top(one.share(self.moved) for one in self.outcome.by("municipality"))
        ends = [(percent(top * low / SHADES), percent(top * (low + 1) / SHADES)) for low in range(SHADES)]
        spans = (_("%(low)s to %(high)s", low=low, high=high) for low, high in ends)
        return [(0, _("none")), *enumerate(spans, start=1)]


def _shown(one: Tally | None, name: str) -> str:
    return "–" if one is None else format_number(one[name])
