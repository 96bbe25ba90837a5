"""A pack otherwise: overlays laid over it, an agreement in its place, another version, other values tried."""
