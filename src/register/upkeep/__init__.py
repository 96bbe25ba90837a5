"""Keeping declarations true over time: not in use, ended, confirmed again, told in time, reminded of."""
