"""Learning points from the authority's own visits: a proposal for a person to adopt, or figures that say not to.

Nothing here runs by itself. The learner gives log-odds; this room turns them into whole points of the factors that the
set in force has, so that the law behind each factor, its words and its limits stay as they are read.
"""
