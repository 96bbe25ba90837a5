"""What the case file is called."""

from husly.kit.i18n import mark

TITLE = mark("Case file as one PDF")
