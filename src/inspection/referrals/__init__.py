"""Referrals to other authorities: drafted, decided by a named person, sent, acknowledged, followed to an end."""
