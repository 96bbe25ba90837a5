"""Reports to the police: the letter, what it encloses with fingerprints, and what came of it."""
