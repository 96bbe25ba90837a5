"""Why look here first: a sum of named points, each with its reason.

A score orders visits and does nothing else. It is never evidence, never a label on a person, and never the
ground of a finding, an order or a letter. Whether it is used at all is the caller's switch.
"""
