"""Owners of dwellings: told that housing is declared at their address, and heard when they contest it."""
