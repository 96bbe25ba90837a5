"""An employer as the authority sees it: its housing with that of linked firms, its orders, and the links."""
