"""Other authorities at the same door: their visits, joint visits with them, and the action-card of each."""
