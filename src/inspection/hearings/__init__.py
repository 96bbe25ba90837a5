"""The hearing of the party: what must be heard, replies by code, more time, and how each point is weighed."""
