"""Cases: situations with the outcome that a lawyer expects, and what the engine finds."""
