"""The case file: everything on a case in order, and bundles of it for the appeal body and for the party (A3)."""
