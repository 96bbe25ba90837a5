"""Approval of rule packs as an act: confirmed rule by rule, countersigned by a second person, withdrawn."""
