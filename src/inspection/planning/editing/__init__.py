"""Working on a plan: moving, locking, planning the rest anew, undoing, comparing."""
