"""Mandates: who may act for an employer, how far and until when, and what they did."""
