"""Letters of the authority: typed content, gates before issue, and the layout of the page."""
