"""Employer, site, building, unit, room, bed: six levels with ids that stay, read out of what is declared."""
