"""What the front page tells whoever sends letters: what failed or came back, and letters found altered at night."""

from dataclasses import dataclass

from sqlmodel import Session

from husly.kit.access import Actor, Permission, may
from husly.kit.i18n import gettext as _
from husly.kit.i18n import ngettext
from inspection.delivery.queries import Which, count_deliveries
from inspection.letters.queries import last_check


@dataclass(frozen=True)
class Warned:
    """Something that a person must see to: words and where."""

    text: str
    href: str
    link: str


def post_warnings(session: Session, actor: Actor | None) -> list[Warned]:
    """What the reader must see to; nothing for those who read no cases."""
    if actor is None or not may(actor, Permission.READ_CASES):
        return []
    warned = []
    if troubled := count_deliveries(session, by=actor)[Which.TROUBLED]:
        text = ngettext(
            "%(num)s letter could not leave or came back.", "%(num)s letters could not leave or came back.", troubled
        )
        warned.append(Warned(text, "/post", _("See the post")))
    check = last_check(session)
    if check is not None and check.altered:
        text = ngettext(
            "%(num)s issued letter is no longer as it was issued. Tell the administrator at once.",
            "%(num)s issued letters are no longer as they were issued. Tell the administrator at once.",
            len(check.altered),
        )
        warned.append(Warned(text, "/cases", _("See the cases")))
    return warned
