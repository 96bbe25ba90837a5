"""Claims that a collective agreement takes the act's place, and what follows while one is in force."""
