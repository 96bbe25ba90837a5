"""What-if over the register: what other values of a rule pack would do to declared housing. Nothing is kept."""
