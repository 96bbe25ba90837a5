"""Proof whether a ranking of visits is worth anything: metrics with intervals, beside the last result and chance."""
