"""Certificates that housing is registered, and what the public may look up: no approval, and never who lives where."""
