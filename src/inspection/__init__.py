"""What the authority does: risk, planning, visits, enforcement, letters."""
