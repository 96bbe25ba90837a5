"""``python -m husly``: the same as the ``husly`` command."""

from husly.cli import main

main()
