"""Inspection targets (måltal, PLAN-02): set for a period and a part of the housing, with what became of them."""
