"""Housing that nobody declared: where to look for it, why, and what a person decided about it.

A candidate is a reason to look, never evidence and never a finding. The machine proposes; nothing is done before a
person says so. No employer sees any of it, and the home country of a firm is neither read nor stored.
"""
