"""Local accounts, their grants of roles, and signing in."""
