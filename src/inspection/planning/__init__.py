"""Which dwellings to visit, by whom, on which day and in what order: pure functions over a stated problem."""
