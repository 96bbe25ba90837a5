"""Which weights an installation scores with: delivered sets and its own, with who proposed, who adopted and why.

Nothing in here adopts by itself. A set counts from the day that a person chose, and an old run keeps its old set (K3).
"""
