"""A plan as the register keeps it: its visits as rows, what it was made from, its sums, its draws."""
