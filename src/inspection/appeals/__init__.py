"""Appeals (*klager*) against decisions of a case: in time or late, what they stop, and what became of them (ORD-13)."""
