"""Enforcement: what the law demands between the decision to visit and the closing of a case."""
