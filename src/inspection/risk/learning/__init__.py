"""Learning from an authority's own past visits: an additive model that reads like a weight set.

Pure: frames and arrays in, frozen dataclasses out. Nothing learns by itself; a person adopts what is proposed.
"""
