"""Pages that belong to no feature: start, sign-in, health, errors."""
