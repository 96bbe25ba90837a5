"""Rehousing orders: residents by key, the two findings, lawful places nearby, and each resident moved or declined."""
