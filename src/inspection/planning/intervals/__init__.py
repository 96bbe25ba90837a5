"""When a dwelling may come up again, by the result of its last visit (P5): dated rules in YAML, the list of the due.

The delivered rules lie in this folder. That a dwelling is due adds nothing to its score.
"""
