"""The one engine: a pack against the facts, for one dwelling or a million, and why the outcome is what it is."""
