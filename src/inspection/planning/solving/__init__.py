"""The planner itself, pure: a stated problem in, a plan out; the search, and a second look at what it found."""
