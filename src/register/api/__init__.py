"""Declarations sent by programs: the tokens they show, what they send, what they get back."""
