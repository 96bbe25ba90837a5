"""What can be known about a dwelling and its rooms: the catalogue, and documents read into facts."""
