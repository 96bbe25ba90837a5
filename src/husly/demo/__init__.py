"""The demonstration: a believable register, made up from a seed; no real person, firm or case."""
