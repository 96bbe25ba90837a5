"""The rule packs as a lawyer reads them."""
