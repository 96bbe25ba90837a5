"""Which authority a case belongs to, how each signs its letters, and what each tells of complaints."""
