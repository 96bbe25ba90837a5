"""The prose of the score card, section by section: short sentences that a citizen reads, and programs find by key."""

from dataclasses import dataclass

from husly.kit.i18n import format_number
from husly.kit.i18n import gettext as _


@dataclass(frozen=True)
class Section:
    """One part of the card. ``key`` stays the same in every language and version."""

    key: str
    title: str
    text: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    """Sentences shown as a list after the text."""
    is_draft_law: bool = False
    """Whether it reads the law, which no lawyer has reviewed."""


def purpose() -> Section:
    """Why there is a score."""
    return Section(
        "purpose",
        _("What the score is for"),
        (
            _("The authority cannot visit every dwelling. The score says where to look first."),
            _(
                "It adds up points for what is known of a dwelling and of how its employer meets the duties. "
                "Each point has a reason that can be read. Nothing is worked out in secret."
            ),
        ),
    )


def use() -> Section:
    """What it does."""
    return Section(
        "use",
        _("What it does"),
        (),
        (
            _("It orders visits: the most points come first on lists, on the map and in proposals for plans."),
            _("It is worked out for housing that is declared, and tells of an address and an employer."),
        ),
    )


def not_use() -> Section:
    """What it never does."""
    return Section(
        "not_use",
        _("What it does not do"),
        (),
        (
            _("It is never evidence. No finding, order, fine or letter rests on it."),
            _("It says nothing about a person, and not whether anybody is exploited."),
            _("Many points are no suspicion, and few points are no approval."),
            _("It decides nothing by itself, and it does not change by itself."),
        ),
    )


def law() -> Section:
    """How the drafters read the law."""
    return Section(
        "law",
        _("How we read the law"),
        (
            _(
                "To choose whom to visit is, as we read the law, no decision about you. Notice, hearing and order have "
                "rules of their own, and rest on what is seen at the visit."
            ),
            _(
                "As we read it, you can ask to see what is registered about you: the Public Administration Act "
                "(forvaltningsloven) § 9 while you have a case, and article 15 of the GDPR for data about persons."
            ),
        ),
        is_draft_law=True,
    )


def barred() -> Section:
    """What never counts, and what keeps it out."""
    return Section(
        "barred",
        _("What never counts"),
        (_("These never give points, nor does anything that stands for them:"),),
        (
            _("nationality, citizenship, ethnicity and language"),
            _("names of persons and firms, sex, age and religion"),
            _("union membership, and on which ground somebody stays in the country"),
            _("the country that a firm comes from"),
            _("who reported something, and who inspects"),
        ),
    )


def barred_how() -> Section:
    """How that is kept."""
    return Section(
        "barred_how",
        _("How that is kept"),
        (
            _("A set of points that names one of them is not taken into use: the program refuses to read it."),
            _(
                "What the score may look at is a closed list without them, and automatic tests fail if somebody adds "
                "one. The program is free software, so that anybody can check."
            ),
        ),
    )


def period() -> Section:
    """Which data, from when."""
    return Section(
        "period",
        _("Which data, and from when"),
        (
            _(
                "A score uses what the register knew on one day: the declaration in force, the employer's "
                "confirmations, and the visits, findings and orders of the years before."
            ),
            _("Orders that were withdrawn do not count. A fact that nobody knows gives the points stated for that."),
            _("Housing that nobody has declared has no score."),
        ),
    )


def oversight(random_share: float, exploration_share: float) -> Section:
    """Who decides, and which visits the score does not choose."""
    shares = [
        _(
            "%(share)s %% of planned visits are drawn at random from all housing within reach, few points included. "
            "That shows what the score misses.",
            share=format_number(random_share * 100, 0),
        )
    ]
    if exploration_share:
        shares.append(
            _(
                "%(share)s %% are kept for housing that was never inspected.",
                share=format_number(exploration_share * 100, 0),
            )
        )
    return Section(
        "oversight",
        _("Who decides"),
        (
            _("A person decides which visits are made. The score only proposes an order, and may be departed from."),
            _("A person decides what counts how much, gives a reason and a date, and is named below."),
        ),
        tuple(shares),
    )


def limits() -> Section:
    """What to keep in mind."""
    return Section(
        "limits",
        _("Limits"),
        (),
        (
            _("The points are a judgement. No source says how much each fact should count."),
            _(
                "The housing that was visited was chosen, often by the score itself. What was found there does not "
                "show how all housing stands; only visits drawn at random do."
            ),
            _("Nothing known, nothing reported and no visit do not mean safe. Therefore what is unknown gives points."),
            _(
                "Even a good order leads to visits where all is well. In Norway one in four of 2,589 housing "
                "inspections in 2019–2023 found a breach."
            ),
            _("Fewer than 50 random visits are too few to say how much better the score is than chance."),
            _("A fact that was declared wrongly gives wrong points until somebody corrects it."),
        ),
    )


def withheld() -> Section:
    """What an employer is never told, and why."""
    return Section(
        "withheld",
        _("What an employer is not told"),
        (
            _(
                "The factors marked “never told” stand here with their points. No employer learns whether they "
                "count in his case, not even that they do not."
            ),
            _(
                "The reason is to protect whoever reports: otherwise an employer could find out that somebody "
                "reported, or when. So the points that an employer sees may be fewer than those the authority sees."
            ),
        ),
    )


def appeal(tells_employers: bool) -> Section:
    """How to see, correct and object."""
    own = (
        _("Employers see the points of their own housing under “Risk score” on the page of the declaration.")
        if tells_employers
        else _("This authority does not show employers their points on the pages. Ask the authority.")
    )
    return Section(
        "appeal",
        _("If something is wrong"),
        (own,),
        (
            _("If a fact of the declaration is wrong, correct the declaration. The next score uses the new one."),
            _("If an earlier visit, finding or order is wrong, or something else is, write to the authority."),
            _("You can ask the authority how the score was made, and object to how it is used."),
        ),
    )


def off() -> tuple[Section, ...]:
    """The card of an installation that works without a score."""
    return (
        Section(
            "off",
            _("No score is used here"),
            (
                _("The authority has switched the risk score off for this whole installation."),
                _(
                    "Nothing is scored, and no points are shown on any page, in any file or in any export. Points of "
                    "earlier days are kept, so that old plans can be accounted for, but nobody is shown them."
                ),
            ),
        ),
        Section(
            "instead",
            _("How visits are chosen instead"),
            (),
            (
                _("In plans everybody within reach counts the same, and visits are drawn by lot with a recorded seed."),
                _("Lists begin with the housing that was declared longest ago."),
                _("Reports are read, and visits after them and follow-ups are made, as they are with a score."),
                _("A person decides which visits are made."),
            ),
        ),
    )
