"""How many people may lawfully live in a dwelling, and which rule binds; several employers by date."""
