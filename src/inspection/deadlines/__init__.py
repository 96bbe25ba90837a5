"""The legal calendar: every deadline of a case and of all cases, each with why it is that day (U1, ORD-13)."""
