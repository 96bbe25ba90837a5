"""What the rules demand of a dwelling: measures, requirements, packs, one engine. No database, web or PDF."""
