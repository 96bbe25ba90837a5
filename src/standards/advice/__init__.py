"""The cheapest ways to comply, each tried before it is given."""
