"""How a dwelling stands against the rule packs, as pages show it."""
