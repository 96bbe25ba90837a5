"""What the four groups of a score are called."""

from husly.kit.i18n import mark

GROUP_NAMES = {1: mark("low"), 2: mark("moderate"), 3: mark("high"), 4: mark("very high")}
"""The four bands, shown beside the number."""
