"""Fines: fixed or a day at a time, proposed, approved by a second person, issued only where the law gives the power."""
