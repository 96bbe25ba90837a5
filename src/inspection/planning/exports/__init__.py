"""A plan in other programs' words and on paper: JSON, GeoJSON, iCalendar, a terminal, a printed map."""
