"""Employers who provide housing."""
