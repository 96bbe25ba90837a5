"""The public score card, what an employer sees of his own score, and what stands there while no score is used."""
