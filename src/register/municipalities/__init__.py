"""Municipalities, their boundaries and postal codes; which municipality a point lies in."""
