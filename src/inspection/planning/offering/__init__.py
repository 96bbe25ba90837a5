"""Who is offered to a plan and why: open cases, the lots, the highest scores, with all that is known of each."""
