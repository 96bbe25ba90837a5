"""Assessments, capacity, advice and packs as documents for other programs and as lines for a terminal."""
