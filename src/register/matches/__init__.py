"""Other registers held against ours: what fits, what does not, what is open. Nothing changes without a click."""
