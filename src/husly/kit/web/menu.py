"""The main menu: entries of which some stand beneath others, and where in it a page belongs. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from husly.kit.access import Actor, Permission, may
from husly.kit.i18n import gettext


@dataclass(frozen=True)
class MenuEntry:
    """One entry: who may follow it, where it leads, its word to be translated.

    ``under`` is the address of the entry that it stands beneath, empty for one of its own. Holders of ``elsewhere``
    reach the page in another way and get no entry. Pages at the addresses ``also`` belong to it too.
    """

    permission: Permission
    address: str
    word: str
    under: str = ""
    elsewhere: Permission | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class MenuLink:
    """An entry as a reader sees it: ``is_here`` on its own pages, ``is_current`` also on those beneath it."""

    address: str
    text: str
    is_here: bool
    is_current: bool
    below: tuple["MenuLink", ...] = ()


def menu_links(entries: Sequence[MenuEntry], actor: Actor | None, path: str) -> list[MenuLink]:
    """What the actor finds in the menu on the page at ``path``, each with what stands beneath it."""
    shown = [one for one in entries if may(actor, one.permission) and not (one.elsewhere and may(actor, one.elsewhere))]
    found = ((address, one.address) for one in shown for address in (one.address, *one.also) if _holds(address, path))
    here = max(found, key=lambda pair: len(pair[0]), default=("", ""))[1]
    tops = {one.address for one in shown if not one.under}
    return [
        _link(one, here, tuple(_link(each, here) for each in shown if each.under == one.address))
        for one in shown
        if not one.under or one.under not in tops  # nobody loses an entry for want of the one above it
    ]


def _holds(address: str, path: str) -> bool:
    return path == address or path.startswith(f"{address}/")


def _link(entry: MenuEntry, here: str, below: tuple[MenuLink, ...] = ()) -> MenuLink:
    is_here = entry.address == here
    return MenuLink(entry.address, gettext(entry.word), is_here, is_here or any(one.is_here for one in below), below)
