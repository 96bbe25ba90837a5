"""From a draft to cases: accepting, dropping, and moving a visit of an accepted plan."""
