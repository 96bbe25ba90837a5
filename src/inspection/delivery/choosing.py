"""Which channel a letter takes, by rule; a person may decide otherwise afterwards. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from husly.settings import Settings
from inspection.delivery.transitions import Channel
from inspection.letters.blocks import LetterKind
from register.employers.numbers import normal_cvr

HANDED_OVER = frozenset({LetterKind.BESLUTNING_UVARSLET})
"""Kinds that are handed over at the visit: sent beforehand they would be the notice that is waived."""

NEXT_CHANNEL: Mapping[Channel, Channel] = {Channel.DIGITAL_POST: Channel.PAPER, Channel.MAIL: Channel.PAPER}
"""Where a letter goes that came back: exempt from Digital Post, or refused there. From paper on a person decides."""


@dataclass(frozen=True)
class Addressed:
    """Whom a letter goes to and what is known to reach him by. ``postal_address`` has one line a row."""

    name: str
    postal_address: str = ""
    cvr_number: str = ""
    other_number: str = ""
    email: str = ""


def can_reach(channel: Channel, to: Addressed, settings: Settings) -> bool:
    """Whether the channel has what it needs for this recipient."""
    match channel:
        case Channel.DIGITAL_POST:
            return normal_cvr(to.cvr_number) is not None and normal_cvr(settings.authority_cvr) is not None
        case Channel.MAIL:
            # A link without our own address leads nowhere.
            return "@" in to.email and settings.public_url.startswith(("https://", "http://"))
        case Channel.PAPER:
            return bool(to.name.strip() and to.postal_address.strip())
        case Channel.FOLDER:
            return True


def channel_for(to: Addressed, settings: Settings) -> Channel:
    """The channel by rule: what the operator set (``post_channel``) where it reaches the recipient.

    Digital Post reaches Danish CVR numbers; firms without one get a mail with a link, and whoever has neither gets
    paper.
    """
    wanted = Channel(settings.post_channel)
    if wanted is not Channel.DIGITAL_POST:
        return wanted
    preferred = Channel.DIGITAL_POST if to.cvr_number else Channel.MAIL
    return preferred if can_reach(preferred, to, settings) else Channel.PAPER
